//! The texts of the boundary experiment, in both languages.

use crate::boundaries::state::remedy::Remedy;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Stream {
    /// The heading.
    pub title: &'static str,
    /// The introduction.
    pub lead: &'static str,
    /// Makes both ends.
    pub connect: &'static str,
    /// They are being made.
    pub connecting: &'static str,
    /// Closes both.
    pub close: &'static str,
    pub messages: &'static str,
    /// The messages cannot be sent.
    pub wrong_messages: &'static str,
    pub remedy: &'static str,
    pub remedy_name: fn(Remedy) -> &'static str,
    /// What it does, and at what price.
    pub remedy_text: fn(Remedy) -> &'static str,
    /// The bufsize is none.
    pub wrong_bufsize: &'static str,
    /// Whether the receiver is busy meanwhile.
    pub late: &'static str,
    /// Sends a round.
    pub send: &'static str,
    /// A round is running.
    pub running: &'static str,
    /// Nothing was sent yet.
    pub empty: &'static str,
    pub in_words: &'static str,
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
    empty: "Connect both ends, then send: above the bytes stand the sends, below them the recvs.",
    in_words: "In words",
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
    empty: "先连接两端，再发送：字节上方是各次 send，下方是各次 recv。",
    in_words: "用文字说",
};
