//! Framing compared with `struct.pack` and with text written by hand, under any split of the stream.

use bytes::{Bytes, BytesMut};
use proptest::prelude::*;

use super::*;

fn prefix(width: LengthWidth, order: ByteOrder) -> Framing {
    Framing::LengthPrefix { width, order }
}

fn delimiter(bytes: &[u8]) -> Framing {
    Framing::Delimiter(Delimiter::new(bytes).unwrap())
}

/// All messages and errors of a stream of chunks, up to its end.
fn read(framing: &Framing, max: usize, chunks: &[&[u8]]) -> Vec<Result<Bytes, FrameError>> {
    let mut framer = Framer::new(framing.clone(), max);
    let mut results = Vec::new();
    for chunk in chunks {
        framer.push(chunk);
        loop {
            match framer.next_message() {
                Ok(Some(message)) => results.push(Ok(message)),
                Ok(None) => break,
                Err(error) => results.push(Err(error)),
            }
        }
    }
    match framer.finish() {
        Ok(Some(message)) => results.push(Ok(message)),
        Ok(None) => {}
        Err(error) => results.push(Err(error)),
    }
    results
}

fn messages(framing: &Framing, max: usize, chunks: &[&[u8]]) -> Vec<Bytes> {
    read(framing, max, chunks).into_iter().map(Result::unwrap).collect()
}

#[test]
fn two_sends_that_stick_together_are_two_lines_again() {
    assert_eq!(messages(&Framing::Lines, 99, &[b"one\ntwo\n"]), ["one", "two"]);
    assert_eq!(messages(&Framing::Lines, 99, &[b"on", b"e\r", b"\ntw", b"o\n"]), ["one", "two"]);
}

#[test]
fn a_line_feed_alone_is_no_crlf_line_end() {
    assert_eq!(messages(&Framing::CrLfLines, 99, &[b"a\nb\r", b"\nc\r\n"]), ["a\nb", "c"]);
}

#[test]
fn a_delimiter_cut_in_two_is_still_found() {
    assert_eq!(messages(&delimiter(b"||"), 99, &[b"a|", b"|b|c||"]), ["a", "b|c"]);
}

#[test]
fn lengths_are_written_as_struct_pack_writes_them() {
    let cases = [
        (prefix(LengthWidth::U16, ByteOrder::Big), ">H", &b"\x00\x02hi"[..]),
        (prefix(LengthWidth::U16, ByteOrder::Little), "<H", b"\x02\x00hi"),
        (prefix(LengthWidth::U32, ByteOrder::Big), ">I", b"\x00\x00\x00\x02hi"),
        (prefix(LengthWidth::U32, ByteOrder::Little), "<I", b"\x02\x00\x00\x00hi"),
    ];
    for (framing, format, expected) in cases {
        let mut out = BytesMut::new();
        framing.encode(b"hi", &mut out).unwrap();
        assert_eq!(out, expected);
        assert_eq!(framing.struct_format(), Some(format));
        assert_eq!(messages(&framing, 2, &[expected]), ["hi"]);
    }
}

#[test]
fn an_over_long_message_is_an_error_once_and_the_next_one_is_read() {
    let too_long = || Err(FrameError::TooLong { max: 3 });
    assert_eq!(
        read(&Framing::Lines, 3, &[b"abc\nabcd\n", b"abcdefghi", b"jkl\nok\n"]),
        [Ok("abc".into()), too_long(), too_long(), Ok("ok".into())]
    );
    let framing = prefix(LengthWidth::U16, ByteOrder::Big);
    assert_eq!(read(&framing, 3, &[b"\x00\x05ab", b"cde\x00\x01x"]), [too_long(), Ok("x".into())]);
}

#[test]
fn an_over_long_message_is_not_stored() {
    let mut framer = Framer::new(Framing::Lines, 10);
    let mut errors = 0;
    for _ in 0..1000 {
        framer.push(&[b'x'; 1000]);
        errors += usize::from(framer.next_message().is_err());
        assert!(framer.held() <= 12, "{} bytes held", framer.held());
    }
    assert_eq!(errors, 1);
}

#[test]
fn a_stream_that_ends_inside_a_message_says_so_except_for_lines() {
    assert_eq!(messages(&Framing::Lines, 9, &[b"last"]), ["last"]);
    let prefixed = prefix(LengthWidth::U16, ByteOrder::Big);
    for (framing, bytes) in [(delimiter(b";"), &b"abc"[..]), (prefixed, b"\x00\x09a")] {
        let incomplete = FrameError::Incomplete { received: 3 };
        assert_eq!(read(&framing, 9, &[bytes]), [Err(incomplete)]);
    }
}

#[test]
fn a_message_that_would_be_read_as_two_is_refused() {
    let mut out = BytesMut::new();
    let error = Framing::Lines.encode(b"a\nb", &mut out).unwrap_err();
    assert_eq!(error, FrameError::DelimiterInside { offset: 1 });
    // Followed by the delimiter, "a--" would be read as "a" and an extra dash.
    let error = delimiter(b"--").encode(b"a-", &mut out).unwrap_err();
    assert_eq!(error, FrameError::DelimiterInside { offset: 1 });
    let long = vec![0; 0x1_0000];
    let framing = prefix(LengthWidth::U16, ByteOrder::Big);
    assert_eq!(framing.encode(&long, &mut out), Err(FrameError::TooLong { max: 0xffff }));
    assert!(out.is_empty());
}

fn framings() -> impl Strategy<Value = Framing> {
    prop::sample::select(vec![
        Framing::Lines,
        Framing::CrLfLines,
        delimiter(b"a"),
        delimiter(b"ab"),
        delimiter(b"aab"),
        prefix(LengthWidth::U16, ByteOrder::Big),
        prefix(LengthWidth::U32, ByteOrder::Little),
    ])
}

/// Streams in which terminators and small lengths are frequent.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(b"ab\r\n\0\x01\x02\x03".to_vec()), 0..80)
}

fn cut(bytes: &[u8], cuts: &[prop::sample::Index]) -> Vec<Vec<u8>> {
    let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    at.sort_unstable();
    at.push(bytes.len());
    let mut from = 0;
    at.into_iter()
        .map(|to| {
            let piece = bytes[from..to].to_vec();
            from = to;
            piece
        })
        .collect()
}

proptest! {
    #[test]
    fn any_split_of_the_stream_gives_the_same_messages_and_errors(
        framing in framings(),
        bytes in stream(),
        max in 0..20_usize,
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let pieces = cut(&bytes, &cuts);
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(read(&framing, max, &pieces), read(&framing, max, &[&bytes]));
    }

    #[test]
    fn what_is_encoded_is_read_back(
        framing in framings(),
        sent in prop::collection::vec("[c-z]{0,20}", 0..10),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let mut stream = BytesMut::new();
        for message in &sent {
            framing.encode(message.as_bytes(), &mut stream).unwrap();
        }
        let pieces = cut(&stream, &cuts);
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(messages(&framing, 20, &pieces), sent);
    }

    #[test]
    fn a_framing_that_changes_between_messages_loses_and_invents_none(
        turns in prop::collection::vec(
            (framings(), prop::collection::vec("[c-z]{0,20}", 0..4), any::<prop::sample::Index>()),
            1..6,
        ),
    ) {
        let mut framer = Framer::new(Framing::Raw, 20);
        for (framing, sent, cut) in turns {
            framer.set_framing(framing.clone());
            let mut stream = BytesMut::new();
            for message in &sent {
                framing.encode(message.as_bytes(), &mut stream).unwrap();
            }
            let (early, late) = stream.split_at(cut.index(stream.len() + 1));
            let mut got = Vec::new();
            for piece in [early, late] {
                framer.push(piece);
                while let Some(message) = framer.next_message().unwrap() {
                    got.push(message);
                }
            }
            prop_assert_eq!(got, sent);
        }
    }

    #[test]
    fn a_framing_that_changes_inside_a_message_reads_what_is_held_anew(
        old in framings(),
        new in framings(),
        before in stream(),
        after in stream(),
    ) {
        let mut changed = Framer::new(old, 20);
        changed.push(&before);
        while changed.next_message().transpose().is_some() {}
        let held = before[before.len() - changed.held()..].to_vec();
        changed.set_framing(new.clone());
        changed.push(&after);
        let mut got = Vec::new();
        while let Some(result) = changed.next_message().transpose() {
            got.push(result);
        }
        let mut fresh = Framer::new(new, 20);
        fresh.push(&held);
        fresh.push(&after);
        let mut wanted = Vec::new();
        while let Some(result) = fresh.next_message().transpose() {
            wanted.push(result);
        }
        prop_assert_eq!(got, wanted);
    }

    #[test]
    fn raw_chunks_join_to_the_stream(bytes: Vec<u8>, max in 1..50_usize) {
        let joined: Vec<u8> =
            messages(&Framing::Raw, max, &[&bytes]).iter().flatten().copied().collect();
        prop_assert_eq!(joined, bytes);
    }
}
