//! Sends, recvs and messages on one ruler of bytes.

use bytes::Bytes;
use std::ops::Range;

use lab_shared::framing::{Framer, Framing};

/// The longest message assembled.
const MAX_MESSAGE: usize = 4096;

/// The bytes of one direction, with the cuts of the sender's and of the receiver's calls. Positions
/// count from the stream's first byte.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ruler {
    /// The position of the first byte shown.
    pub start: usize,
    /// The bytes sent, in order.
    pub bytes: Vec<u8>,
    /// The range of each send.
    pub sends: Vec<Range<usize>>,
    /// How many sends precede those.
    pub sends_before: usize,
    /// The range of each recv.
    pub recvs: Vec<Range<usize>>,
    /// How many recvs precede those.
    pub recvs_before: usize,
    /// The messages that the receiver finds.
    pub messages: Vec<Found>,
    /// Whose calls are known.
    pub known: Known,
}

/// Whose calls are known. The stream itself has no marks of the other calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Known {
    /// Those of both ends.
    #[default]
    Both,
    /// The sender's.
    Sends,
    /// The receiver's.
    Recvs,
}

/// How one recv's bytes are cut relative to the sends, or to the messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is exactly one of them.
    Whole,
    /// It is several whole ones: 粘包.
    Sticky,
    Part,
    /// It holds pieces of several.
    Mixed,
}

/// A message that a framing finds in the stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its range, with its prefix or delimiter.
    pub range: Range<usize>,
    /// Its content, or why the framing rejects it.
    pub content: Result<Bytes, String>,
}

impl Ruler {
    /// A send was taken.
    pub fn sent(&mut self, bytes: &[u8]) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.sends.push(from..self.bytes.len());
    }

    /// A recv returned `length` bytes.
    pub fn received(&mut self, length: usize) {
        let from = self.received_bytes();
        self.recvs.push(from..from + length);
    }

    fn received_bytes(&self) -> usize {
        self.recvs.last().map_or(0, |last| last.end)
    }

    /// The sends, by index, of which a recv returned bytes.
    #[must_use]
    pub fn sends_in(&self, recv: &Range<usize>) -> Range<usize> {
        pieces_in(recv, self.sends.iter())
    }

    /// Of how many messages a recv returned bytes.
    #[must_use]
    pub fn messages_in(&self, recv: &Range<usize>) -> usize {
        pieces_in(recv, self.messages.iter().map(|message| &message.range)).len()
    }

    /// How a recv is cut relative to the sends; where those are not known, to the messages.
    #[must_use]
    pub fn cut(&self, recv: &Range<usize>) -> Cut {
        match self.known {
            Known::Recvs => cut(recv, self.messages.iter().map(|message| &message.range)),
            Known::Both | Known::Sends => cut(recv, self.sends.iter()),
        }
    }

    /// Finds the messages of this framing in the received bytes; with none, each recv is one.
    pub fn read_as(&mut self, framing: &Framing) {
        self.messages = self.found(framing);
    }

    fn found(&self, framing: &Framing) -> Vec<Found> {
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

/// The pieces, by index, of which a recv returned bytes.
fn pieces_in<'a>(
    recv: &Range<usize>,
    pieces: impl Iterator<Item = &'a Range<usize>>,
) -> Range<usize> {
    let (mut first, mut behind) = (0, 0);
    for piece in pieces.take_while(|piece| piece.start < recv.end) {
        first += usize::from(piece.end <= recv.start);
        behind += 1;
    }
    first..behind.max(first)
}

fn cut<'a>(recv: &Range<usize>, pieces: impl Iterator<Item = &'a Range<usize>> + Clone) -> Cut {
    let within = pieces_in(recv, pieces.clone());
    let (first, last) =
        (pieces.clone().nth(within.start), pieces.clone().nth(within.end.max(1) - 1));
    let (Some(first), Some(last), false) = (first, last, within.is_empty()) else {
        return Cut::Part;
    };
    let whole = first.start == recv.start && last.end == recv.end;
    match (whole, within.len()) {
        (true, 1) => Cut::Whole,
        (true, _) => Cut::Sticky,
        (false, 1) => Cut::Part,
        (false, _) => Cut::Mixed,
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
        let mixed = super::tests::ruler(&[b"abc", b"de"], &[4, 1]);
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
    fn where_the_sends_are_not_known_a_recv_is_judged_by_its_messages() {
        let mut ruler = Ruler { known: Known::Recvs, ..Ruler::default() };
        ruler.bytes = b"one\ntwo\nthree\nlast".to_vec();
        for length in [8, 3, 3, 4] {
            ruler.received(length);
        }
        ruler.read_as(&Framing::Lines);
        let cuts: Vec<Cut> = ruler.recvs.iter().map(|recv| ruler.cut(recv)).collect();
        assert_eq!(cuts, [Cut::Sticky, Cut::Part, Cut::Part, Cut::Part]);
        assert_eq!(ruler.messages_in(&ruler.recvs[0]), 2);
    }

    #[test]
    fn only_what_has_been_received_is_read() {
        let ruler = ruler(&[b"one\n", b"two\n"], &[6]);
        let found = ruler.found(&Framing::Lines);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].range, 0..4);
    }
}
