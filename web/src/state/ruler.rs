//! Sends, recvs and messages on one ruler of bytes.

use bytes::Bytes;
use std::ops::Range;

use lab_shared::framing::{Framer, Framing};

/// Longest message that is put together.
const MAX_MESSAGE: usize = 4096;

/// What travelled, cut as the sender cut it and as the receiver got it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ruler {
    /// The bytes, in order: those sent.
    pub bytes: Vec<u8>,
    /// Where each send lies.
    pub sends: Vec<Range<usize>>,
    /// Where each recv lies.
    pub recvs: Vec<Range<usize>>,
}

/// How what one recv brought lies to the sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is exactly one send.
    Whole,
    /// It is several whole sends: they stuck together.
    Sticky,
    /// It is part of one send.
    Part,
    /// It holds pieces of several sends.
    Mixed,
}

/// A message that a framing finds in the stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where it lies, with its prefix or delimiter.
    pub range: Range<usize>,
    /// Its content; why not, where the framing refuses it.
    pub content: Result<Bytes, String>,
}

impl Ruler {
    /// A send was taken.
    pub fn sent(&mut self, bytes: &[u8]) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.sends.push(from..self.bytes.len());
    }

    /// A recv brought so many bytes.
    pub fn received(&mut self, length: usize) {
        let from = self.received_bytes();
        self.recvs.push(from..from + length);
    }

    /// How many bytes have been received.
    #[must_use]
    pub fn received_bytes(&self) -> usize {
        self.recvs.last().map_or(0, |last| last.end)
    }

    /// The sends, by number, of which a recv brought something.
    #[must_use]
    pub fn sends_in(&self, recv: &Range<usize>) -> Range<usize> {
        let first = self.sends.partition_point(|send| send.end <= recv.start);
        let behind = self.sends.partition_point(|send| send.start < recv.end);
        first..behind
    }

    /// How a recv lies to the sends.
    #[must_use]
    pub fn cut(&self, recv: &Range<usize>) -> Cut {
        let sends = self.sends_in(recv);
        let Some(within) = self.sends.get(sends.clone()).filter(|within| !within.is_empty()) else {
            return Cut::Part;
        };
        let whole = within[0].start == recv.start && within[within.len() - 1].end == recv.end;
        match (whole, within.len()) {
            (true, 1) => Cut::Whole,
            (true, _) => Cut::Sticky,
            (false, 1) => Cut::Part,
            (false, _) => Cut::Mixed,
        }
    }

    /// What the framing makes of what has been received; with none, each recv counts as a message.
    #[must_use]
    pub fn found(&self, framing: &Framing) -> Vec<Found> {
        let received = &self.bytes[..self.received_bytes().min(self.bytes.len())];
        if *framing == Framing::Raw {
            let recvs = self.recvs.iter().filter(|recv| recv.end <= received.len());
            return recvs
                .map(|recv| Found {
                    range: recv.clone(),
                    content: Ok(Bytes::copy_from_slice(&received[recv.clone()])),
                })
                .collect();
        }
        let mut framer = Framer::new(framing.clone(), MAX_MESSAGE);
        let (mut found, mut from) = (Vec::new(), 0);
        // Byte by byte, a message ends where the framer gives it.
        for (at, byte) in received.iter().enumerate() {
            framer.push(&[*byte]);
            let content = match framer.next_message() {
                Ok(None) => continue,
                Ok(Some(content)) => Ok(content),
                Err(error) => Err(error.to_string()),
            };
            found.push(Found { range: from..at + 1, content });
            from = at + 1;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::BytesMut;
    use lab_shared::framing::{ByteOrder, LengthWidth};

    fn ruler(sends: &[&[u8]], recvs: &[usize]) -> Ruler {
        let mut ruler = Ruler::default();
        sends.iter().for_each(|send| ruler.sent(send));
        recvs.iter().for_each(|length| ruler.received(*length));
        ruler
    }

    #[test]
    fn each_recv_is_whole_sticky_a_part_or_mixed() {
        let ruler = ruler(&[b"abc", b"de", b"fgh", b"ijklm"], &[3, 5, 2, 3]);
        let cuts: Vec<Cut> = ruler.recvs.iter().map(|recv| ruler.cut(recv)).collect();
        assert_eq!(cuts, [Cut::Whole, Cut::Sticky, Cut::Part, Cut::Part]);
        assert_eq!(ruler.sends_in(&ruler.recvs[1]), 1..3);
        let mixed = self::ruler(&[b"abc", b"de"], &[4, 1]);
        assert_eq!(mixed.cut(&mixed.recvs[0]), Cut::Mixed);
    }

    #[test]
    fn a_length_prefix_tells_sticky_messages_apart_and_no_framing_does_not() {
        let framing = Framing::LengthPrefix { width: LengthWidth::U16, order: ByteOrder::Big };
        let mut sends = Vec::new();
        for text in ["one", "two", "three"] {
            let mut out = BytesMut::new();
            framing.encode(text.as_bytes(), &mut out).expect("it is short");
            sends.push(out.freeze());
        }
        let sends: Vec<&[u8]> = sends.iter().map(|send| &send[..]).collect();
        let ruler = ruler(&sends, &[17]);
        assert_eq!(ruler.found(&Framing::Raw).len(), 1);
        let found = ruler.found(&framing);
        let texts: Vec<_> = found.iter().map(|one| one.content.clone()).collect();
        assert_eq!(texts, ["one", "two", "three"].map(|text| Ok(Bytes::from(text))));
        let ranges: Vec<_> = found.into_iter().map(|one| one.range).collect();
        assert_eq!(ranges, ruler.sends);
    }

    #[test]
    fn only_what_has_been_received_is_read() {
        let ruler = ruler(&[b"one\n", b"two\n"], &[6]);
        let found = ruler.found(&Framing::Lines);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].range, 0..4);
    }
}
