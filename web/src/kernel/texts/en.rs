//! The texts of the kernel's panes, in English.

use lab_shared::kernel::{TcpState, WatchEnd};

use super::{Buffers, Kernel, Machine, Queue};

pub(super) static EN: Kernel = Kernel {
    title: "Kernel",
    empty: "As soon as there is a socket, this shows what the kernel does with it: queue, buffers, TCP's state.",
    sockets: "Socket",
    asking: "The kernel is being asked…",
    own: "this end",
    peer: "other end",
    followed: "The program has closed this socket. The kernel is not done with it, and is asked on.",
    over: |why| match why {
        WatchEnd::Gone => "The kernel has no such socket any more. This was the last it told.",
        WatchEnd::Crowded => "Too many closed sockets were followed; this one was let go.",
        WatchEnd::Closed => {
            "The program has closed it, and this kernel tells nothing of closed sockets."
        }
    },
    queue: Queue {
        title: "Accept queue",
        length: |length, room| format!("{length} of {room} places taken"),
        claim: |asked, limit, room| match asked {
            Some(asked) if i64::from(asked) == i64::from(limit) => format!(
                "listen({asked}) holds {room}: Linux refuses a connection only when more than {limit} wait."
            ),
            Some(asked) => format!(
                "listen({asked}) was cut to {limit} by net.core.somaxconn, and holds {room}."
            ),
            None => format!("The backlog in force is {limit}, so the queue holds {room}."),
        },
        full: "Full. The kernel drops a further client's SYN: its connect hangs in SYN-SENT and sends the SYN again after 1, 2, 4 … seconds, until accept makes room.",
        turned_away: |count| match count {
            1 => "1 SYN or connection found no room so far.".into(),
            _ => format!("{count} SYNs or connections found no room so far."),
        },
        taken: "a connection that waits for accept",
        free: "free",
    },
    buffers: Buffers {
        title: "Buffers",
        outward: "Out",
        inward: "In",
        send: |own| if own { "send buffer, this end" } else { "send buffer, other end" },
        receive: |own| if own { "receive buffer, this end" } else { "receive buffer, other end" },
        waiting: |bytes| format!("{bytes} B wait"),
        memory: |memory, size| format!("{memory} of {size} B memory"),
        size: |size| format!("room for {size} B"),
        window: |bytes| format!("window {bytes} B"),
        full: "full",
        unknown: "not told by the kernel",
        presses_back: "Back-pressure: the receiver does not recv, so its buffer is full and the window shut; the sender's buffer has filled up behind it, and a further send blocks.",
    },
    bytes: "Bytes, as the calls cut them",
    machine: Machine {
        title: "TCP's states (RFC 9293)",
        described: |own, peer| {
            let said = |state: Option<TcpState>| state.map_or("unknown", TcpState::as_str);
            format!(
                "The eleven states of a TCP connection and the ways between them. This end is in {}, the other end in {}.",
                said(own),
                said(peer)
            )
        },
        state,
        way: "way",
        unseen: "too quick to be seen",
        no_peer: "not on this machine, or there is none",
        owner: |program, process| match program {
            Some(program) => format!("{program}, process {process}"),
            None => format!("process {process}"),
        },
    },
    figures: "The connection's measures (TCP_INFO)",
    options: "Options in force",
};

fn state(state: TcpState) -> &'static str {
    match state {
        TcpState::Listen => "waits for connections",
        TcpState::SynSent => "has sent a SYN; connect waits for the answer",
        TcpState::SynReceived => "has answered a SYN; waits for the last ACK",
        TcpState::Established => "both directions carry bytes",
        TcpState::FinWait1 => "has sent its FIN; waits for the ACK",
        TcpState::FinWait2 => "its FIN is acknowledged; waits for the peer's FIN",
        TcpState::CloseWait => "the peer has sent its FIN; waits for the program's close",
        TcpState::Closing => "both sent a FIN at once; waits for the ACK",
        TcpState::LastAck => "has sent its FIN second; waits for the last ACK",
        TcpState::TimeWait => "closed first; keeps the address for 60 s, so a new bind may fail",
        TcpState::Closed => "no connection",
    }
}
