//! The names of figures, and why a system does not tell one, in both languages.

use lab_shared::errno::System;
use lab_shared::kernel::{Figure, Untold as Why};

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Untold {
    /// A figure's name, and what it means.
    pub figure: fn(Figure) -> (&'static str, &'static str),
    /// The title of what the system did not tell.
    pub title: fn(System) -> String,
    /// In place of a value.
    pub in_place: fn(System) -> String,
    /// The reason.
    pub why: fn(System, Why) -> String,
    /// Everything that is not told of the other end.
    pub peer: &'static str,
    /// The names of several figures.
    pub list: fn(&[&str]) -> String,
    /// What is missing is not zero.
    pub not_zero: &'static str,
}

impl Texts for Untold {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Untold = Untold {
    figure: |figure| match figure {
        Figure::State => ("state", "TCP's state"),
        Figure::Received => ("unread bytes", "bytes that no recv has taken"),
        Figure::Held => ("bytes in the send buffer", "bytes from send that the kernel still holds"),
        Figure::Memory => ("memory of the buffers", "memory that buffers use"),
        Figure::Size => ("sizes of the buffers", "memory that buffers may use"),
        Figure::Drops => ("dropped", "what found no room"),
        Figure::AcceptQueue => {
            ("accept queue", "connections that wait for accept, and how many fit")
        }
        Figure::RoundTrip => ("RTT", "smoothed round-trip time and its variation"),
        Figure::Variation => ("RTT variation", "variation of the round-trip time"),
        Figure::Timeout => ("RTO", "an unacknowledged segment is sent again after this"),
        Figure::CongestionWindow => ("cwnd", "what may be under way at once: segments, or bytes"),
        Figure::Threshold => ("ssthresh", "slow start ends here"),
        Figure::Unacknowledged => ("unacked", "sent and not acknowledged: segments, or bytes"),
        Figure::InARow => ("sent again in a row", "retransmissions of the same segment"),
        Figure::Retransmissions => ("sent again", "retransmissions: in a row now / in all"),
        Figure::NotSent => ("not sent", "bytes in the send buffer that no segment has carried"),
        Figure::SendWindow => ("peer's window", "bytes the peer is ready to take"),
        Figure::ReceiveWindow => ("own window", "bytes this end is ready to take"),
        Figure::SegmentSize => ("MSS", "most bytes in a segment: sent / received"),
        Figure::ReceivedSegmentSize => ("MSS received", "most bytes in a segment received"),
        Figure::Owner => ("process", "the process that has the socket"),
    },
    title: |system| format!("Not told by {}", system.name()),
    in_place: |system| format!("not told by {}", system.name()),
    why: |system, why| match why {
        Why::NoCall => format!("{} has no documented call for it.", system.name()),
        Why::Administrators => format!(
            "{} tells it only to administrators (GetPerTcpConnectionEStats).",
            system.name()
        ),
        Why::OwnSockets => {
            format!("{} tells it only of a program's own sockets.", system.name())
        }
        Why::Netstat => format!(
            "{} has it only in the table of netstat, which is not documented, so the lab does not read it.",
            system.name()
        ),
        Why::Version => format!(
            "{} refused SIO_TCP_INFO, which tells it of connections since version 1703 of Windows 10.",
            system.name()
        ),
        Why::Search => format!(
            "{} tells it only to whoever searches the descriptors of all processes.",
            system.name()
        ),
    },
    peer: "buffers and measures of the other end",
    list: |names| names.join(", "),
    not_zero: "What is missing is not zero.",
};

static ZH: Untold = Untold {
    figure: |figure| match figure {
        Figure::State => ("状态", "TCP 的状态"),
        Figure::Received => ("未取走的字节", "还没有被 recv 取走的字节"),
        Figure::Held => ("发送缓冲区里的字节", "send 交来、内核还拿着的字节"),
        Figure::Memory => ("缓冲区内存", "缓冲区占用的内存"),
        Figure::Size => ("缓冲区容量", "缓冲区可用的内存"),
        Figure::Drops => ("丢弃", "没有位置的"),
        Figure::AcceptQueue => ("全连接队列", "等待 accept 的连接，以及能放多少"),
        Figure::RoundTrip => ("RTT", "平滑往返时间及其波动"),
        Figure::Variation => ("RTT 波动", "往返时间的波动"),
        Figure::Timeout => ("RTO", "这么久没有确认就重发"),
        Figure::CongestionWindow => ("cwnd", "拥塞窗口：可同时在途的报文段数，或字节数"),
        Figure::Threshold => ("ssthresh", "慢启动到此为止"),
        Figure::Unacknowledged => ("未确认", "已发出、未确认的报文段数，或字节数"),
        Figure::InARow => ("连续重传", "同一报文段的重传次数"),
        Figure::Retransmissions => ("重传", "当前连续重传次数 / 总共重传"),
        Figure::NotSent => ("未发出", "发送缓冲区里还没有装进报文段的字节"),
        Figure::SendWindow => ("对方窗口", "对方还愿意收的字节数"),
        Figure::ReceiveWindow => ("本端窗口", "本端还愿意收的字节数"),
        Figure::SegmentSize => ("MSS", "一个报文段最多的字节：发 / 收"),
        Figure::ReceivedSegmentSize => ("收到的 MSS", "收到的一个报文段最多的字节"),
        Figure::Owner => ("进程", "拥有这个套接字的进程"),
    },
    title: |system| format!("{} 没有给出", system.name()),
    in_place: |system| format!("{} 没有给出", system.name()),
    why: |system, why| match why {
        Why::NoCall => format!("{} 没有公开的调用给出它。", system.name()),
        Why::Administrators => {
            format!("{} 只告诉管理员（GetPerTcpConnectionEStats）。", system.name())
        }
        Why::OwnSockets => format!("{} 只给出程序自己的套接字的。", system.name()),
        Why::Netstat => format!(
            "{} 只在 netstat 用的表里有，那张表没有公开文档，所以本实验室不读它。",
            system.name()
        ),
        Why::Version => format!(
            "{} 拒绝了 SIO_TCP_INFO；Windows 10 从 1703 版起用它给出连接的这些值。",
            system.name()
        ),
        Why::Search => {
            format!("{} 只有在查遍所有进程的描述符以后才知道。", system.name())
        }
    },
    peer: "对端的缓冲区和测量值",
    list: |names| names.join("、"),
    not_zero: "没有给出不等于零。",
};
