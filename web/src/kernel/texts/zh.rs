//! The texts of the kernel's panes, in Chinese.

use lab_shared::kernel::{TcpState, WatchEnd};

use super::{Buffers, Kernel, Machine, Queue};

pub(super) static ZH: Kernel = Kernel {
    title: "内核",
    empty: "有了套接字以后，这里显示内核对它做了什么：队列、缓冲区、TCP 状态。",
    sockets: "套接字",
    asking: "正在问内核…",
    own: "本端",
    peer: "对端",
    followed: "程序已经关闭了这个套接字，但内核还没有结束，所以继续问它。",
    over: |why| match why {
        WatchEnd::Gone => "内核里已经没有这个套接字了，下面是最后的情况。",
        WatchEnd::Crowded => "跟踪的已关闭套接字太多，不再跟踪这一个。",
        WatchEnd::Closed => "程序已经关闭了它，而这里的内核不提供已关闭套接字的情况。",
    },
    queue: Queue {
        title: "全连接队列（accept 队列）",
        length: |length, room| format!("{room} 个位置，占了 {length} 个"),
        claim: |asked, limit, room| match asked {
            Some(asked) if i64::from(asked) == i64::from(limit) => format!(
                "listen({asked}) 能放 {room} 个：等待的连接多于 {limit} 个时，Linux 才拒收新的。"
            ),
            Some(asked) => {
                format!("listen({asked}) 被 net.core.somaxconn 减到 {limit}，能放 {room} 个。")
            }
            None => format!("实际的 backlog 是 {limit}，所以队列能放 {room} 个。"),
        },
        full: "满了。再来的客户端，它的 SYN 会被内核丢弃：connect 卡在 SYN-SENT，隔 1、2、4… 秒重发 SYN，直到 accept 腾出位置。",
        turned_away: |count| format!("至今有 {count} 个 SYN 或连接没有位置。"),
        taken: "等待 accept 的连接",
        free: "空",
    },
    buffers: Buffers {
        title: "缓冲区",
        outward: "发",
        inward: "收",
        send: |own| if own { "本端发送缓冲区" } else { "对端发送缓冲区" },
        receive: |own| if own { "本端接收缓冲区" } else { "对端接收缓冲区" },
        waiting: |bytes| format!("{bytes} B 在等"),
        memory: |memory, size| format!("内存 {memory} / {size} B"),
        size: |size| format!("容量 {size} B"),
        window: |bytes| format!("窗口 {bytes} B"),
        full: "满",
        unknown: "内核没有给出",
        presses_back: "背压：接收方不 recv，它的缓冲区满了，窗口关闭；发送方的缓冲区跟着填满，再 send 就会阻塞。",
    },
    bytes: "字节，以及调用怎样切分它们",
    machine: Machine {
        title: "TCP 状态机（RFC 9293）",
        described: |own, peer| {
            let said = |state: Option<TcpState>| state.map_or("未知", TcpState::as_str);
            format!(
                "TCP 连接的十一个状态和它们之间的路。本端在 {}，对端在 {}。",
                said(own),
                said(peer)
            )
        },
        state,
        way: "经过",
        unseen: "太快，没看到",
        no_peer: "不在本机，或者没有",
        owner: |program, process| match program {
            Some(program) => format!("{program}，进程 {process}"),
            None => format!("进程 {process}"),
        },
    },
    figures: "连接的测量值（TCP_INFO）",
    options: "生效的选项",
};

fn state(state: TcpState) -> &'static str {
    match state {
        TcpState::Listen => "等待连接",
        TcpState::SynSent => "已发 SYN，connect 在等回答",
        TcpState::SynReceived => "已回答 SYN，等最后一个 ACK",
        TcpState::Established => "两个方向都可以传字节",
        TcpState::FinWait1 => "已发 FIN，等 ACK",
        TcpState::FinWait2 => "FIN 已被确认，等对方的 FIN",
        TcpState::CloseWait => "对方已发 FIN，等程序 close",
        TcpState::Closing => "双方同时发了 FIN，等 ACK",
        TcpState::LastAck => "后发 FIN 的一方，等最后的 ACK",
        TcpState::TimeWait => "先关闭的一方，地址再占 60 秒，此时重新 bind 可能失败",
        TcpState::Closed => "没有连接",
    }
}
