//! However a stream is cut, the messages are the same; and a message written is the message read.
#![no_main]

use arbitrary::Arbitrary;
use bytes::{Bytes, BytesMut};
use lab_shared::framing::{ByteOrder, Delimiter, FrameError, Framer, Framing, LengthWidth};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Case {
    how: u8,
    delimiter: Vec<u8>,
    max: u16,
    /// Lengths of the chunks, over and over.
    cuts: Vec<u8>,
    stream: Vec<u8>,
}

impl Case {
    /// Any but raw chunks, which are what the cuts make them.
    fn framing(&self) -> Framing {
        let prefix = |width, order| Framing::LengthPrefix { width, order };
        match self.how % 7 {
            0 => Framing::Lines,
            1 => Framing::CrLfLines,
            2 => prefix(LengthWidth::U16, ByteOrder::Big),
            3 => prefix(LengthWidth::U16, ByteOrder::Little),
            4 => prefix(LengthWidth::U32, ByteOrder::Big),
            5 => prefix(LengthWidth::U32, ByteOrder::Little),
            _ => Delimiter::new(self.delimiter.clone()).map_or(Framing::Lines, Framing::Delimiter),
        }
    }

    fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        let mut cuts = self.cuts.iter().map(|cut| usize::from(*cut).max(1)).cycle();
        let mut rest = &self.stream[..];
        std::iter::from_fn(move || {
            let length = cuts.next().unwrap_or(usize::MAX).min(rest.len());
            let (chunk, left) = rest.split_at(length);
            rest = left;
            (!chunk.is_empty()).then_some(chunk)
        })
    }
}

fn read<'a>(
    framing: Framing,
    max: usize,
    chunks: impl Iterator<Item = &'a [u8]>,
) -> Vec<Result<Bytes, FrameError>> {
    // What may be the beginning of a delimiter is held, and a prefix.
    let longest_end = match &framing {
        Framing::Delimiter(delimiter) => delimiter.as_bytes().len(),
        _ => 4,
    };
    let mut framer = Framer::new(framing, max);
    let mut messages = Vec::new();
    for chunk in chunks {
        framer.push(chunk);
        while let Some(message) = framer.next_message().transpose() {
            messages.push(message);
        }
        assert!(framer.held() <= max + chunk.len() + longest_end, "held {} bytes", framer.held());
    }
    messages.extend(framer.finish().transpose());
    messages
}

fuzz_target!(|case: Case| {
    let (framing, max) = (case.framing(), usize::from(case.max));
    let whole = read(framing.clone(), max, std::iter::once(&case.stream[..]));
    assert_eq!(read(framing.clone(), max, case.chunks()), whole);

    // A carriage return before a line feed is part of the line's end.
    if framing == Framing::Lines && case.stream.ends_with(b"\r") {
        return;
    }
    let mut written = BytesMut::new();
    if framing.encode(&case.stream, &mut written).is_ok() {
        let again = read(framing, case.stream.len(), std::iter::once(&written[..]));
        assert_eq!(again, [Ok(Bytes::from(case.stream))]);
    }
});
