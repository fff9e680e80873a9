//! The framing changes while the room is open.

use super::{Scenario, Step, scenario, utf8};
use crate::chat::{Form, Mode, RoomConfig};
use crate::framing::{ByteOrder, Delimiter, Framing, LengthWidth};

/// Conversations whose framing changes. The bytes that the old framing leaves over are in one send
/// with those it takes, so that they have arrived by then.
pub(super) fn reframing() -> Vec<Scenario> {
    use Step::{Expect, Join, Reframe, Send};
    let lines = RoomConfig { form: Form::Compact, ..RoomConfig::of(Mode::Group) };
    let raw = RoomConfig { framing: Framing::Raw, ..lines.clone() };
    let echo = RoomConfig::of(Mode::Echo);
    let bars = Delimiter::new("||").map(Framing::Delimiter).expect("it is not empty");
    let prefix = Framing::LengthPrefix { width: LengthWidth::U16, order: ByteOrder::Big };
    vec![
        scenario(
            "half a line becomes the beginning of a message that ends at the new delimiter",
            lines.clone(),
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("one\nhalf")),
                Expect('b', utf8("{a} one\n")),
                Reframe(bars),
                Send('a', utf8(" a line\n||three||")),
                Expect('b', utf8("{a} half a line||{a} three||")),
            ],
        ),
        scenario(
            "without framing, what was unfinished is a message at once",
            lines,
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("one\nhalf")),
                Expect('b', utf8("{a} one\n")),
                Reframe(Framing::Raw),
                Expect('b', utf8("{a} half\n")),
            ],
        ),
        scenario(
            "the half of a character that raw chunks left over begins the first line",
            raw,
            vec![
                Join('a'),
                Join('b'),
                Send('a', vec![b'x', 0xe4, 0xbd]),
                Expect('b', utf8("{a} x\n")),
                Reframe(Framing::Lines),
                Send('a', vec![0xa0, b'!', b'\n']),
                Expect('b', utf8("{a} 你!\n")),
            ],
        ),
        scenario(
            "an echo answers in the framing of the day",
            echo,
            vec![
                Join('a'),
                Send('a', utf8("raw")),
                Expect('a', utf8("raw")),
                Reframe(prefix),
                Send('a', b"\x00\x03one\x00\x02hi".to_vec()),
                Expect('a', b"\x00\x03one\x00\x02hi".to_vec()),
                Reframe(Framing::CrLfLines),
                Send('a', utf8("line\r\n")),
                Expect('a', utf8("line\r\n")),
            ],
        ),
    ]
}
