//! What every host of a room does towards its clients, as data: one suite for the core alone, the
//! native host and the page.
//!
//! A host's runner opens the room, plays the steps with clients of its own, and compares bytes. In
//! expected text `{stamp}` means 19 characters of local time and `{a}` for client `a`'s address as
//! `ip:port`.

mod reframing;

use super::{Form, Mode, RoomConfig};
use crate::framing::{ByteOrder, Framing, LengthWidth};
use crate::text::Encoding;

/// One conversation.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it shows.
    pub name: &'static str,
    /// The room.
    pub config: RoomConfig,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One step of a conversation. Clients are named by a letter.
#[derive(Debug, Clone)]
pub enum Step {
    /// A client connects, and the room has accepted it before the next step.
    Join(char),
    /// A client connects and stays in the accept queue.
    Queue(char),
    /// A client sends bytes in one send.
    Send(char, Vec<u8>),
    /// A client receives exactly this.
    Expect(char, Vec<u8>),
    /// A client closes its sending half.
    Finish(char),
    /// A client closes the connection so that the room's side is reset.
    Reset(char),
    /// A client receives the end of the stream.
    ExpectEnd(char),
    /// The operator answers a client.
    Answer(char, &'static str),
    /// The operator changes the framing.
    Reframe(Framing),
    /// The room stops.
    Stop,
}

fn utf8(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn gbk(text: &str) -> Vec<u8> {
    Encoding::Gbk.encode(text).expect("the suite's texts are in GBK")
}

fn scenario(name: &'static str, config: RoomConfig, steps: Vec<Step>) -> Scenario {
    Scenario { name, config, steps }
}

/// Expected bytes with the placeholders filled in: the stamp, where it is known (a runner on real time
/// passes `None` and compares around the 19 characters), each client's address, and `{u16}`, the
/// big-endian length of what follows it.
#[must_use]
pub fn fill_in(expected: &[u8], stamp: Option<&str>, addresses: &[(char, String)]) -> Vec<u8> {
    let mut bytes = expected.to_vec();
    for (client, address) in addresses {
        bytes = replace(&bytes, format!("{{{client}}}").as_bytes(), address.as_bytes());
    }
    if let Some(stamp) = stamp {
        bytes = replace(&bytes, STAMP.as_bytes(), stamp.as_bytes());
    }
    if let Some(rest) = bytes.strip_prefix(b"{u16}") {
        let length = u16::try_from(rest.len()).expect("the suite's messages are short");
        bytes = [&length.to_be_bytes(), rest].concat();
    }
    bytes
}

/// The placeholder of 19 characters of local time.
pub const STAMP: &str = "{stamp}";

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// The whole suite.
#[must_use]
pub fn scenarios() -> Vec<Scenario> {
    [one_to_one(), group(), faults(), reframing::reframing()].concat()
}

/// A server of this mode answers one text with another.
fn answers(name: &'static str, mode: Mode, text: &str, answer: &str) -> Scenario {
    use Step::{Expect, Join, Send};
    let steps = vec![Join('a'), Send('a', utf8(text)), Expect('a', utf8(answer))];
    scenario(name, RoomConfig::of(mode), steps)
}

/// The servers that answer one client at a time.
fn one_to_one() -> Vec<Scenario> {
    use Step::{Answer, Expect, ExpectEnd, Finish, Join, Queue, Send};
    let fixed = Mode::FixedReplies {
        replies: vec!["magedu.com ack".into(), "hello python".into()],
        one_exchange: true,
    };
    vec![
        scenario(
            "the acknowledging server repeats the text, one client after the other",
            RoomConfig::of(Mode::Acknowledge),
            vec![
                Join('a'),
                Queue('b'),
                Send('a', utf8("你好")),
                Expect('a', utf8("服务端接收到了信息 你好")),
                Finish('a'),
                ExpectEnd('a'),
                Send('b', utf8("x")),
                Expect('b', utf8("服务端接收到了信息 x")),
            ],
        ),
        scenario(
            "the echo server returns any bytes, text or not",
            RoomConfig::of(Mode::Echo),
            vec![
                Join('a'),
                Join('b'),
                Send('a', vec![0, 0xff, 0xe5]),
                Expect('a', vec![0, 0xff, 0xe5]),
                Send('b', utf8("b")),
                Expect('b', utf8("b")),
            ],
        ),
        answers("the upper-casing server keeps line ends", Mode::UpperCase, "hello\n", "HELLO\n"),
        scenario(
            "each client in turn gets its own fixed reply and is let go",
            RoomConfig::of(fixed),
            vec![
                Join('a'),
                Queue('b'),
                Send('a', utf8("x")),
                Expect('a', utf8("magedu.com ack")),
                ExpectEnd('a'),
                Send('b', utf8("x")),
                Expect('b', utf8("hello python")),
                ExpectEnd('b'),
            ],
        ),
        scenario(
            "the line server answers lines however they are cut, until quit",
            RoomConfig::of(Mode::LineAnswer),
            vec![
                Join('a'),
                Send('a', utf8("on")),
                Send('a', utf8("e\ntwo\r\nqu")),
                Expect('a', utf8("Return your msg: one\nReturn your msg: two\n")),
                Send('a', utf8("it\n")),
                ExpectEnd('a'),
            ],
        ),
        scenario(
            "the keyword server says over to the goodbye",
            RoomConfig::of(Mode::KeywordOver),
            vec![
                Join('a'),
                Send('a', utf8("在吗")),
                Expect('a', utf8("服务器已经收到你的信息")),
                Send('a', utf8("拜拜\n")),
                Expect('a', utf8("over")),
                ExpectEnd('a'),
            ],
        ),
        scenario(
            "the snack shop sells in GBK to several customers, and a cut character is joined",
            RoomConfig::of(Mode::snack_shop()),
            vec![
                Join('a'),
                Expect(
                    'a',
                    gbk(
                        "欢迎光临！本店有：瓜子 4.5，西瓜 2，矿泉水 2.5。想买什么？（说“拜拜”离开）\n",
                    ),
                ),
                Join('b'),
                Expect(
                    'b',
                    gbk(
                        "欢迎光临！本店有：瓜子 4.5，西瓜 2，矿泉水 2.5。想买什么？（说“拜拜”离开）\n",
                    ),
                ),
                Send('b', gbk("西瓜\n")),
                Expect('b', gbk("购买成功,余额 -2\n")),
                Send('a', gbk("手机\n")),
                Expect('a', gbk("没有“手机”这种商品\n")),
                Send('a', gbk("拜拜\n")),
                Expect('a', gbk("再见，欢迎下次光临！\n")),
                ExpectEnd('a'),
            ],
        ),
        scenario(
            "an operator answers by hand until byebye",
            RoomConfig::of(Mode::Operator),
            vec![
                Join('a'),
                Send('a', utf8("anyone?\n")),
                Answer('a', "yes\n"),
                Expect('a', utf8("yes\n")),
                Answer('a', "byebye"),
                Expect('a', utf8("byebye")),
                ExpectEnd('a'),
            ],
        ),
    ]
}

/// Group chat.
fn group() -> Vec<Scenario> {
    use Step::{Expect, ExpectEnd, Join, Send, Stop};
    let compact = RoomConfig { form: Form::Compact, ..RoomConfig::of(Mode::Group) };
    let prefix = Framing::LengthPrefix { width: LengthWidth::U16, order: ByteOrder::Big };
    let framed = RoomConfig { framing: prefix, ..compact.clone() };
    let quiet = RoomConfig { echo_to_sender: false, ..compact.clone() };
    let crlf = RoomConfig { framing: Framing::CrLfLines, ..compact.clone() };
    vec![
        scenario(
            "a message goes to all, the sender too, with time and address",
            RoomConfig::of(Mode::Group),
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("hello\n")),
                Expect('b', utf8("{stamp} {a}\nhello\n")),
                Expect('a', utf8("{stamp} {a}\nhello\n")),
            ],
        ),
        scenario(
            "sticky lines are told apart and arrive in order",
            compact.clone(),
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("one\ntwo\nthr")),
                Expect('b', utf8("{a} one\n{a} two\n")),
                Send('a', utf8("ee\n")),
                Expect('b', utf8("{a} three\n")),
            ],
        ),
        scenario(
            "quit leaves the room and the others stay",
            compact.clone(),
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("quit\n")),
                ExpectEnd('a'),
                Send('b', utf8("alone\n")),
                Expect('b', utf8("{b} alone\n")),
            ],
        ),
        scenario(
            "a stopping room ends every client",
            compact.clone(),
            vec![Join('a'), Join('b'), Stop, ExpectEnd('a'), ExpectEnd('b')],
        ),
        scenario(
            "the sender can be left out",
            quiet,
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("1\n")),
                Expect('b', utf8("{a} 1\n")),
                Send('b', utf8("2\n")),
                Expect('a', utf8("{b} 2\n")),
            ],
        ),
        scenario(
            "length prefixes frame both ways",
            framed,
            vec![
                Join('a'),
                Send('a', b"\x00\x03a\nb".to_vec()),
                // The prefix depends on the length of the address: the runner fills it in.
                Expect('a', utf8("{u16}{a} a\nb")),
            ],
        ),
        scenario(
            "CR LF lines end in CR LF",
            crlf,
            vec![Join('a'), Send('a', utf8("hi\r\n")), Expect('a', utf8("{a} hi\r\n"))],
        ),
    ]
}

/// Faults that the tutorials' server does not survive.
fn faults() -> Vec<Scenario> {
    use Step::{Expect, ExpectEnd, Finish, Join, Reset, Send};
    let compact = RoomConfig { form: Form::Compact, ..RoomConfig::of(Mode::Group) };
    let short = RoomConfig { max_message: 8, ..compact.clone() };
    vec![
        scenario(
            "a client that vanishes leaves the room at once and breaks no broadcast",
            compact.clone(),
            vec![
                Join('a'),
                Join('b'),
                Join('c'),
                Reset('b'),
                Send('a', utf8("still here\n")),
                Expect('a', utf8("{a} still here\n")),
                Expect('c', utf8("{a} still here\n")),
            ],
        ),
        scenario(
            "a broadcast to a client that has closed is no error to the others",
            compact.clone(),
            vec![
                Join('a'),
                Join('b'),
                Finish('b'),
                ExpectEnd('b'),
                Send('a', utf8("1\n2\n")),
                Expect('a', utf8("{a} 1\n{a} 2\n")),
            ],
        ),
        scenario(
            "a last line without its end still counts",
            compact.clone(),
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("cut off")),
                Finish('a'),
                Expect('b', utf8("{a} cut off\n")),
            ],
        ),
        scenario(
            "invalid text is named to its sender and reaches nobody else",
            compact.clone(),
            vec![
                Join('a'),
                Join('b'),
                Send('a', vec![0xb9, 0xcf, b'\n']),
                Expect(
                    'a',
                    utf8(
                        "! UnicodeDecodeError: 'utf-8' codec can't decode byte 0xb9 in position 0: invalid start byte\n",
                    ),
                ),
                Send('a', utf8("ok\n")),
                Expect('b', utf8("{a} ok\n")),
            ],
        ),
        scenario(
            "an over-long line is named and the next one is read",
            short,
            vec![
                Join('a'),
                Send('a', utf8("0123456789\nok\n")),
                Expect('a', utf8("! a message is longer than the maximum of 8 bytes\n{a} ok\n")),
            ],
        ),
        scenario(
            "one client's escape sequences do not reach another's terminal",
            compact,
            vec![
                Join('a'),
                Join('b'),
                Send('a', utf8("\x1b[2Jgone\x07\n")),
                Expect('b', utf8("{a} ^[[2Jgone^G\n")),
            ],
        ),
    ]
}
