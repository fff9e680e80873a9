//! The texts about boundaries on a byte stream, in both languages.

use super::Texts;
use crate::state::remedy::Remedy;
use crate::state::ruler::Cut;

/// The texts.
#[derive(Debug)]
pub struct Stream {
    /// What it is about.
    pub title: &'static str,
    /// What to know first.
    pub lead: &'static str,
    /// Makes both ends.
    pub connect: &'static str,
    /// They are being made.
    pub connecting: &'static str,
    /// Closes both.
    pub close: &'static str,
    /// The messages.
    pub messages: &'static str,
    /// They cannot be sent so.
    pub wrong_messages: &'static str,
    /// The remedy.
    pub remedy: &'static str,
    /// A remedy's name.
    pub remedy_name: fn(Remedy) -> &'static str,
    /// What it does, and at what price.
    pub remedy_text: fn(Remedy) -> &'static str,
    /// The bufsize is none.
    pub wrong_bufsize: &'static str,
    /// Whether the receiver is busy meanwhile.
    pub late: &'static str,
    /// Sends a round.
    pub send: &'static str,
    /// One is under way.
    pub running: &'static str,
    /// The ruler's name.
    pub ruler: &'static str,
    /// Nothing was sent yet.
    pub empty: &'static str,
    /// The rows of the ruler.
    pub sends: &'static str,
    /// The bytes as characters.
    pub characters: &'static str,
    /// Of a character that a call has cut in two.
    pub split: &'static str,
    /// The bytes in hex.
    pub hex: &'static str,
    /// The recvs.
    pub recvs: &'static str,
    /// The messages that were found.
    pub found: &'static str,
    /// In words.
    pub in_words: &'static str,
    /// How many sends there were.
    pub sent: fn(usize, usize) -> String,
    /// What one recv brought: its number, its bytes, the first and last send in it.
    pub recv: fn(usize, usize, usize, usize) -> String,
    /// How that lies to the sends.
    pub cut: fn(Cut) -> &'static str,
    /// How many messages the receiver makes of it, of how many sent.
    pub verdict: fn(usize, usize) -> String,
}

impl Texts for Stream {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Stream = Stream {
    title: "Boundaries",
    lead: "TCP is a byte stream: it keeps the bytes and their order, not where one send ended. Here a client sends to a server through the kernel, and both ends are shown on one ruler.",
    connect: "Connect both ends",
    connecting: "Connecting…",
    close: "Close both ends",
    messages: "Messages, one a line: each is one send",
    wrong_messages: "At least one message, at most 512 bytes in all, and none may hold the delimiter.",
    remedy: "Remedy",
    remedy_name: |remedy| match remedy {
        Remedy::None => "none",
        Remedy::Pause => "pause 300 ms between sends",
        Remedy::Acknowledge => "wait for an acknowledgement",
        Remedy::LengthPrefix => "length prefix, struct.pack(\">H\")",
        Remedy::Line => "a line feed ends a message",
        Remedy::Delimiter => "|| ends a message",
    },
    remedy_text: |remedy| match remedy {
        Remedy::None => "Whatever one recv brings counts as one message.",
        Remedy::Pause => {
            "Works only as long as the receiver happens to read in every pause. Slow, and no promise."
        }
        Remedy::Acknowledge => {
            "One message under way at a time: it works, and costs a round trip each."
        }
        Remedy::LengthPrefix => {
            "Two bytes say how long the message is. Any bytes may be in it, and any cut is mended."
        }
        Remedy::Line => "readline() in Python. The message must not hold a line feed.",
        Remedy::Delimiter => "As with lines, with bytes that the messages do not hold.",
    },
    wrong_bufsize: "A whole number above zero.",
    late: "The receiver is busy until everything is sent",
    send: "Send",
    running: "Under way…",
    ruler: "Byte ruler",
    empty: "Connect both ends, then send: above the bytes stand the sends, below them the recvs.",
    sends: "send",
    characters: "text",
    split: "A call's bytes end within this character: decoded alone, each part is no text.",
    hex: "hex",
    recvs: "recv",
    found: "message",
    in_words: "In words",
    sent: |sends, bytes| format!("{sends} sends, {bytes} bytes"),
    recv: |number, bytes, first, last| {
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

static ZH: Stream = Stream {
    title: "边界",
    lead: "TCP 是字节流：它保证字节和顺序，不保留每次 send 的边界。所谓“粘包”和“拆包”就是这么来的。这里由一个客户端经过内核发给一个服务器，两端画在同一把尺上。",
    connect: "连接两端",
    connecting: "正在连接…",
    close: "关闭两端",
    messages: "消息，每行一条：各用一次 send",
    wrong_messages: "至少一条消息，总共不超过 512 字节，消息里不能含有分隔符。",
    remedy: "办法",
    remedy_name: |remedy| match remedy {
        Remedy::None => "什么也不做",
        Remedy::Pause => "两次 send 之间停 300 毫秒",
        Remedy::Acknowledge => "等对方确认",
        Remedy::LengthPrefix => "长度前缀 struct.pack(\">H\")",
        Remedy::Line => "以换行结束",
        Remedy::Delimiter => "以 || 结束",
    },
    remedy_text: |remedy| match remedy {
        Remedy::None => "一次 recv 得到什么，就当成一条消息。",
        Remedy::Pause => "只有接收方恰好在每次停顿里都读了才管用。又慢，又没有保证。",
        Remedy::Acknowledge => "一次只有一条消息在路上：管用，但每条都要多等一个来回。",
        Remedy::LengthPrefix => "两个字节说明消息有多长。内容可以是任意字节，怎么切都能还原。",
        Remedy::Line => "就是 Python 的 readline()。消息里不能有换行。",
        Remedy::Delimiter => "同按行，只是换成消息里不会出现的字节。",
    },
    wrong_bufsize: "必须是大于零的整数。",
    late: "接收方在忙，全部发完才开始 recv",
    send: "发送",
    running: "正在进行…",
    ruler: "字节尺",
    empty: "先连接两端，再发送：字节上方是各次 send，下方是各次 recv。",
    sends: "send",
    characters: "字符",
    split: "一次调用的字节断在这个字符中间：分开解码，哪一半都不是文字。",
    hex: "十六进制",
    recvs: "recv",
    found: "消息",
    in_words: "用文字说",
    sent: |sends, bytes| format!("{sends} 次 send，共 {bytes} 字节"),
    recv: |number, bytes, first, last| {
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
