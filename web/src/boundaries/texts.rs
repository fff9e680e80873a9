//! The texts of the ruler and of the pace, in both languages.

use super::state::remedy::Between;
use crate::kit::texts::Texts;
use crate::lab::state::ruler::Cut;

#[derive(Debug)]
pub(crate) struct Boundaries {
    /// The choice between transcript and ruler.
    pub facets: &'static str,
    /// The ruler's name.
    pub ruler: &'static str,
    /// The same on a client's button.
    pub ruler_short: &'static str,
    /// The same with the client's name.
    pub ruler_of: fn(&str) -> String,
    /// The choice of the client whose bytes are shown.
    pub of_client: &'static str,
    /// What the peer sends.
    pub inward: fn(&str) -> String,
    /// What we send.
    pub outward: fn(&str) -> String,
    /// Both ends are sockets of this page; the other one's variable.
    pub both_here: fn(&str) -> String,
    /// The peer is a program of its own.
    pub peer_elsewhere: &'static str,
    /// The peer's sends are not known.
    pub sends_unknown: &'static str,
    /// The peer's recvs are not known.
    pub recvs_unknown: &'static str,
    /// One recv of a peer whose sends are not known: its number, its bytes, its number of messages.
    pub recv: fn(usize, usize, usize) -> String,
    /// One recv of such a peer is one message.
    pub one_message: &'static str,
    /// Nothing has travelled this way.
    pub nothing_yet: &'static str,
    /// A number of older bytes is not shown.
    pub earlier: fn(usize) -> String,
    /// The room has no client to show bytes of.
    pub no_client: &'static str,
    /// The client is not connected.
    pub not_connected: &'static str,
    /// The relay makes the room's calls.
    pub on_relay: &'static str,
    /// What the fields are for.
    pub against: &'static str,
    /// What separates two sends.
    pub between: &'static str,
    /// Each choice of it.
    pub between_name: fn(Between) -> &'static str,
    /// What that does, and at what price.
    pub between_text: fn(Between) -> &'static str,
    /// The bufsize of a recv.
    pub bufsize: &'static str,
    /// As many as usual.
    pub usual: &'static str,
    /// It makes no further recv.
    pub busy: &'static str,
    /// Why there is no pace for a room on the relay.
    pub pace_on_relay: &'static str,
    /// The ruler's row of the sends.
    pub sends: &'static str,
    /// The bytes as characters.
    pub characters: &'static str,
    /// Of a character that a call has cut in two.
    pub split: &'static str,
    /// The bytes in hex.
    pub hex: &'static str,
    pub recvs: &'static str,
    /// The messages that were found.
    pub found: &'static str,
    /// How many sends there were.
    pub sent: fn(usize, usize) -> String,
    /// What one recv brought: its number, its bytes, the first and last send in it.
    pub recv_of_sends: fn(usize, usize, usize, usize) -> String,
    /// How a recv is cut relative to the sends.
    pub cut: fn(Cut) -> &'static str,
    /// How many messages the receiver finds, and how many were sent.
    pub verdict: fn(usize, usize) -> String,
}

impl Texts for Boundaries {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Boundaries = Boundaries {
    facets: "What to see",
    ruler: "Byte ruler",
    ruler_short: "Bytes",
    ruler_of: |client| format!("Bytes of {client}"),
    of_client: "Client",
    inward: |peer| format!("In: {peer} → here"),
    outward: |peer| format!("Out: here → {peer}"),
    both_here: |variable| {
        format!(
            "The other end is {variable}, a socket of this page: the calls of both ends are known."
        )
    },
    peer_elsewhere: "The peer is a program of its own, and TCP is a byte stream: it carries no marks of anybody's calls. So inward only our recvs are known, and outward only our sends.",
    sends_unknown: "the peer's sends leave no marks in the stream",
    recvs_unknown: "the peer's recvs cannot be seen from here",
    recv: |number, bytes, messages| {
        let of = match messages {
            0 => "no whole message yet".into(),
            1 => "of 1 message".into(),
            many => format!("of {many} messages"),
        };
        let unit = if bytes == 1 { "byte" } else { "bytes" };
        format!("recv {number}: {bytes} {unit}, {of}")
    },
    one_message: "exactly one message",
    nothing_yet: "Nothing has travelled this way yet.",
    earlier: |bytes| format!("The first {bytes} bytes are no longer shown."),
    no_client: "Nobody is here yet. Once a client has connected, its bytes are shown here: where each recv cut the stream, and the messages that the framing finds.",
    not_connected: "Connect first: then the bytes of both directions are shown here, with the sends and recvs that cut them.",
    on_relay: "The relay makes this room's calls by itself and reports what was said, not where the calls cut the stream: there is nothing to draw. Run the room in this page to see its boundaries. A client that joins from this page still shows its own.",
    against: "Against sticking (粘包)",
    between: "Between two sends",
    between_name: |between| match between {
        Between::Nothing => "nothing",
        Between::Pause => "pause 300 ms",
        Between::Acknowledge => "wait for an answer",
    },
    between_text: |between| match between {
        Between::Nothing => "Sends may stick together.",
        Between::Pause => {
            "Helps only as long as the receiver happens to read in every pause. Slow, and no promise."
        }
        Between::Acknowledge => {
            "The next send waits until the other side has said something: its answer is the acknowledgement."
        }
    },
    bufsize: "bufsize",
    usual: "usual",
    busy: "Busy: the recv that waits still returns, no other is made",
    pace_on_relay: "The relay makes the calls, so only the framing can be changed.",
    sends: "send",
    characters: "text",
    split: "A call's bytes end within this character: decoded alone, each part is no text.",
    hex: "hex",
    recvs: "recv",
    found: "message",
    sent: |sends, bytes| format!("{sends} sends, {bytes} bytes"),
    recv_of_sends: |number, bytes, first, last| {
        let of = if first == last {
            format!("send {first}")
        } else {
            format!("sends {first} to {last}")
        };
        format!("recv {number}: {bytes} bytes of {of}")
    },
    cut: |cut| match cut {
        Cut::Whole => "exactly one send",
        Cut::Sticky => "stuck together",
        Cut::Part => "split",
        Cut::Mixed => "stuck together and split",
    },
    verdict: |found, sent| {
        if found == sent {
            format!("The receiver finds {found} messages: as many as were sent.")
        } else {
            let messages = if found == 1 { "message" } else { "messages" };
            format!("The receiver finds {found} {messages} where {sent} were sent.")
        }
    },
};

static ZH: Boundaries = Boundaries {
    facets: "看什么",
    ruler: "字节尺",
    ruler_short: "字节",
    ruler_of: |client| format!("{client} 的字节尺"),
    of_client: "客户端",
    inward: |peer| format!("收：{peer} → 这里"),
    outward: |peer| format!("发：这里 → {peer}"),
    both_here: |variable| format!("另一端是本页面的套接字 {variable}，所以两端的调用都知道。"),
    peer_elsewhere: "对方是另一个程序，而 TCP 是字节流，不带任何调用的痕迹。所以收的方向只知道我们的 recv，发的方向只知道我们的 send。",
    sends_unknown: "对方的 send 在字节流里不留痕迹",
    recvs_unknown: "对方的 recv 从这里看不到",
    recv: |number, bytes, messages| match messages {
        0 => format!("第 {number} 次 recv：{bytes} 字节，还凑不成一条消息"),
        _ => format!("第 {number} 次 recv：{bytes} 字节，属于 {messages} 条消息"),
    },
    one_message: "正好一条消息",
    nothing_yet: "这个方向还没有数据。",
    earlier: |bytes| format!("最早的 {bytes} 字节不再显示。"),
    no_client: "还没有人。有客户端连上来以后，这里显示它的字节：每次 recv 切在哪里，分帧找到了哪些消息。",
    not_connected: "先连接：之后这里显示两个方向的字节，以及切开它们的 send 和 recv。",
    on_relay: "这个聊天室的调用由中继自己完成，它只报告说了什么，不报告每次调用切在哪里，所以没有可画的。把聊天室改在这个页面里运行，就能看到边界；从本页面加入的客户端仍能看到它自己的。",
    against: "对付粘包",
    between: "两次 send 之间",
    between_name: |between| match between {
        Between::Nothing => "什么也不做",
        Between::Pause => "停 300 毫秒",
        Between::Acknowledge => "等对方回答",
    },
    between_text: |between| match between {
        Between::Nothing => "多次 send 可能粘在一起。",
        Between::Pause => "只有接收方恰好在每次停顿里都读了才管用。又慢，又没有保证。",
        Between::Acknowledge => "对方说了话，才发下一次：它的回答就是确认。",
    },
    bufsize: "bufsize",
    usual: "默认",
    busy: "忙：正在等的 recv 照常返回，之后不再 recv",
    pace_on_relay: "调用由中继完成，所以这里只能换分帧方式。",
    sends: "send",
    characters: "字符",
    split: "一次调用的字节断在这个字符中间：分开解码，哪一半都不是文字。",
    hex: "十六进制",
    recvs: "recv",
    found: "消息",
    sent: |sends, bytes| format!("{sends} 次 send，共 {bytes} 字节"),
    recv_of_sends: |number, bytes, first, last| {
        let of = if first == last {
            format!("第 {first} 次")
        } else {
            format!("第 {first} 到 {last} 次")
        };
        format!("第 {number} 次 recv：{bytes} 字节，来自{of} send")
    },
    cut: |cut| match cut {
        Cut::Whole => "正好一次 send",
        Cut::Sticky => "粘包",
        Cut::Part => "拆包",
        Cut::Mixed => "粘包又拆包",
    },
    verdict: |found, sent| {
        if found == sent {
            format!("接收方得到 {found} 条消息，与发送的一样多。")
        } else {
            format!("发送了 {sent} 条消息，接收方得到 {found} 条。")
        }
    },
};
