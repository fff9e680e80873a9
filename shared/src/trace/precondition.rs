//! The preconditions of a call that a socket's state does not meet. The call can still be made: its
//! real error is the lesson.

use super::{SocketState, SocketView};
use crate::call::{CallName, SocketType};
use crate::language::Bilingual;

/// Why `call` will fail, hang or do nothing on a socket in this state; `None` where it makes sense.
#[must_use]
pub fn unmet_precondition(view: &SocketView, call: CallName) -> Option<Bilingual> {
    use SocketState as S;
    let stream = view.kind != SocketType::Dgram;
    let connected = matches!(view.state, S::Connected | S::PeerClosed | S::Reset);
    match call {
        _ if view.state == S::Gone => Some(GONE),
        _ if !view.state.is_open() => Some(CLOSED),
        CallName::Bind if view.local.is_some() => Some(BOUND_ALREADY),
        CallName::Listen if !stream => Some(NO_CONNECTIONS),
        CallName::Listen if connected => Some(CONNECTED_ALREADY),
        CallName::Listen if view.state == S::Created => Some(LISTEN_UNBOUND),
        CallName::Accept if !stream => Some(NO_CONNECTIONS),
        CallName::Accept if view.state != S::Listening => Some(NOT_LISTENING),
        CallName::Connect | CallName::ConnectEx if stream && connected => Some(CONNECTED_ALREADY),
        CallName::Connect | CallName::ConnectEx if view.state == S::Listening => {
            Some(LISTENS_ALREADY)
        }
        CallName::Recv | CallName::Recvfrom if stream && !connected => Some(NOT_CONNECTED),
        CallName::Send | CallName::Sendall if stream && !connected => Some(NOT_CONNECTED),
        CallName::Send | CallName::Sendall if view.peer.is_none() => Some(NO_DESTINATION),
        CallName::Send | CallName::Sendall if !view.can_send => Some(SHUT_FOR_SENDING),
        CallName::Send | CallName::Sendall | CallName::Recv if view.state == S::Reset => {
            Some(RESET)
        }
        CallName::Sendto if stream => Some(STREAM_HAS_PEER),
        CallName::Shutdown if !connected && view.peer.is_none() => Some(NOT_CONNECTED),
        CallName::Getpeername if view.peer.is_none() => Some(NOT_CONNECTED),
        _ => None,
    }
}

const CLOSED: Bilingual = Bilingual {
    zh: "套接字已关闭：会得到 EBADF。",
    en: "The socket is closed: expect EBADF.",
};
const GONE: Bilingual = Bilingual {
    zh: "它随中继一起没了：会得到 EBADF。新建一个套接字。",
    en: "It went with the relay: expect EBADF. Make a new socket.",
};
const BOUND_ALREADY: Bilingual = Bilingual {
    zh: "已经有本地地址：会得到 EINVAL。",
    en: "It has a local address already: expect EINVAL.",
};
const NO_CONNECTIONS: Bilingual = Bilingual {
    zh: "数据报套接字没有连接：会得到 EOPNOTSUPP。",
    en: "A datagram socket has no connections: expect EOPNOTSUPP.",
};
const CONNECTED_ALREADY: Bilingual = Bilingual {
    zh: "已经连接：会得到 EISCONN 或 EINVAL。",
    en: "It is connected already: expect EISCONN or EINVAL.",
};
const LISTEN_UNBOUND: Bilingual = Bilingual {
    zh: "还没有 bind：内核会随便挑一个端口，客户端找不到它。",
    en: "Not bound yet: the kernel would pick any port, and clients could not find it.",
};
const NOT_LISTENING: Bilingual = Bilingual {
    zh: "还没有 listen：会得到 EINVAL。",
    en: "It does not listen: expect EINVAL.",
};
const LISTENS_ALREADY: Bilingual = Bilingual {
    zh: "监听套接字不能再去连接：会得到 EISCONN。",
    en: "A listening socket cannot connect: expect EISCONN.",
};
const NOT_CONNECTED: Bilingual = Bilingual {
    zh: "没有连接：会得到 ENOTCONN 或 EPIPE。",
    en: "It is not connected: expect ENOTCONN or EPIPE.",
};
const NO_DESTINATION: Bilingual = Bilingual {
    zh: "还不知道发给谁：会得到 EDESTADDRREQ。用 sendto。",
    en: "It has no destination: expect EDESTADDRREQ. Use sendto.",
};
const SHUT_FOR_SENDING: Bilingual = Bilingual {
    zh: "发送方向已关闭：会得到 EPIPE。",
    en: "Its sending half is shut down: expect EPIPE.",
};
const RESET: Bilingual = Bilingual {
    zh: "连接已断：再发会得到 EPIPE。",
    en: "The connection is broken: sending again raises EPIPE.",
};
const STREAM_HAS_PEER: Bilingual = Bilingual {
    zh: "TCP 的目的地在连接时就定了：用 send。",
    en: "A stream's destination was fixed when it connected: use send.",
};
