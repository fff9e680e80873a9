//! The texts of the twelve steps and the advice, in both languages.

use crate::bench::state::guide::Advice;
use crate::kit::texts::Texts;

/// The twelve steps and the advice.
#[derive(Debug)]
pub(crate) struct Steps {
    /// The strip's label.
    pub title: &'static str,
    /// The server's row.
    pub server: &'static str,
    /// The client's row.
    pub client: &'static str,
    /// The side in the lab.
    pub you: &'static str,
    /// A step that this page did.
    pub done: &'static str,
    /// A step of the other side that a result proves.
    pub seen: &'static str,
    /// A step to come.
    pub open: &'static str,
    /// A step whose call is blocked.
    pub blocked: &'static str,
    /// The step to do next.
    pub next: &'static str,
    /// What to do next.
    pub advice: fn(Advice) -> &'static str,
    /// The heading of the line for nc.
    pub nc: &'static str,
    /// No terminal can enter the host that the line would be for.
    pub nc_none: &'static str,
    /// nc would not find its peer yet.
    pub nc_later: &'static str,
    /// Precedes the line for the other netcats.
    pub nc_variant: &'static str,
}

impl Texts for Steps {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Steps = Steps {
    title: "The twelve steps",
    server: "Server",
    client: "Client",
    you: "you",
    done: "done",
    seen: "done by the other side; a result here proves it",
    open: "to come",
    blocked: "blocked: its call waits",
    next: "Next",
    advice: advice_in_english,
    nc: "In a terminal",
    nc_none: "no terminal can enter this socket's host",
    nc_later: "once it listens",
    nc_variant: "Another netcat:",
};

static ZH: Steps = Steps {
    title: "十二个步骤",
    server: "服务器",
    client: "客户端",
    you: "你",
    done: "已完成",
    seen: "对方已完成，由这里的结果得知",
    open: "未完成",
    blocked: "阻塞中：调用在等待",
    next: "下一步",
    advice: advice_in_chinese,
    nc: "在终端里输入",
    nc_none: "终端进不了这个套接字所在的主机",
    nc_later: "等它开始监听",
    nc_variant: "另一种 netcat：",
};

fn advice_in_english(advice: Advice) -> &'static str {
    match advice {
        Advice::MakeServer => "Press socket: the server needs a socket of its own.",
        Advice::Bind => "Press bind: give it the address clients will look for.",
        Advice::Listen => "Press listen: from then on the kernel queues clients for it.",
        Advice::Accept => "Press accept: it blocks until a client has connected.",
        Advice::StartClient => {
            "accept is blocked. Type the line below in a terminal: nc is your client."
        }
        Advice::ServerRecv => "Type a line into nc and press Enter there; then press recv here.",
        Advice::TypeInClient => "recv is blocked. Type a line into nc and press Enter there.",
        Advice::Reply => "Write an answer and press send: nc prints it.",
        Advice::SeeClientClose => {
            "Press Ctrl+C in nc, then recv here: it returns empty bytes, b''."
        }
        Advice::ServerClose => "Press close: this ends the conversation with this client.",
        Advice::MakeClient => "Start nc with the line below, then press socket.",
        Advice::Connect => "Press connect: nc must be listening, or the kernel refuses.",
        Advice::ClientSend => "Write something and press send: nc prints it.",
        Advice::ClientRecv => "Type an answer into nc and press Enter there; then press recv here.",
        Advice::TypeInServer => "recv is blocked. Type an answer into nc and press Enter there.",
        Advice::ClientClose => "Press close: nc sees the end of the stream and stops.",
        Advice::Done => "That was a whole conversation. Now break it: try calls out of order.",
    }
}

fn advice_in_chinese(advice: Advice) -> &'static str {
    match advice {
        Advice::MakeServer => "按 socket：服务器先要有一个自己的套接字。",
        Advice::Bind => "按 bind：给它一个地址，客户端才找得到。",
        Advice::Listen => "按 listen：此后内核会替它给客户端排队。",
        Advice::Accept => "按 accept：它会阻塞，直到有客户端连上来。",
        Advice::StartClient => "accept 正在阻塞。在终端里输入下面这一行：nc 就是你的客户端。",
        Advice::ServerRecv => "在 nc 里输入一行并按回车，再在这里按 recv。",
        Advice::TypeInClient => "recv 正在阻塞。在 nc 里输入一行并按回车。",
        Advice::Reply => "写一句回复，按 send：nc 会把它打印出来。",
        Advice::SeeClientClose => "在 nc 里按 Ctrl+C，再按 recv：会返回空字节 b''。",
        Advice::ServerClose => "按 close：结束与这个客户端的对话。",
        Advice::MakeClient => "先用下面这一行启动 nc，再按 socket。",
        Advice::Connect => "按 connect：nc 必须已在监听，否则内核会拒绝。",
        Advice::ClientSend => "写点什么，按 send：nc 会把它打印出来。",
        Advice::ClientRecv => "在 nc 里输入一句回复并按回车，再在这里按 recv。",
        Advice::TypeInServer => "recv 正在阻塞。在 nc 里输入一句回复并按回车。",
        Advice::ClientClose => "按 close：nc 会读到流的结尾并退出。",
        Advice::Done => "一次完整的对话结束了。现在来弄坏它：试试打乱调用的顺序。",
    }
}
