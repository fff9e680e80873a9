//! The texts of the sockets' cards, in both languages.

use crate::kit::texts::Texts;
use lab_shared::trace::SocketState;

#[derive(Debug)]
pub(crate) struct Sockets {
    /// The pane's name.
    pub title: &'static str,
    /// There are none.
    pub empty: &'static str,
    /// How many older sockets are not shown.
    pub older: fn(usize) -> String,
    /// How many more calls are pending.
    pub more_pending: fn(usize) -> String,
    /// A socket's state, as its calls show it.
    pub state: fn(SocketState) -> &'static str,
    /// Closed, while calls on it wait.
    pub kept_by_calls: &'static str,
    /// The controls act on it.
    pub is_target: &'static str,
    /// Makes the controls act on it.
    pub make_target: &'static str,
    pub descriptor: &'static str,
    /// Its own address.
    pub local: &'static str,
    pub peer: &'static str,
    /// Only loopback reaches it.
    pub loopback_only: &'static str,
    /// Why.
    pub loopback_only_why: &'static str,
    /// No address yet.
    pub no_address: &'static str,
    /// Bytes received.
    pub received: &'static str,
    /// Bytes sent.
    pub sent: &'static str,
    /// Accepted from that socket.
    pub accepted_from: &'static str,
    pub backlog: &'static str,
    pub timeout: &'static str,
    /// Half closed.
    pub shut: &'static str,
}

impl Texts for Sockets {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Sockets = Sockets {
    title: "Sockets",
    empty: "A socket gets its card here as soon as the kernel has made it.",
    older: |count| format!("{count} older sockets are not shown"),
    more_pending: |count| format!("{count} more are pending"),
    state: state_in_english,
    kept_by_calls: "waits on a closed descriptor",
    is_target: "calls act here",
    make_target: "Make calls on this socket",
    descriptor: "descriptor",
    local: "local",
    peer: "peer",
    loopback_only: "this machine only",
    loopback_only_why: "The relay keeps this socket to loopback. Its owner opens it with --allow-bind any.",
    no_address: "none yet",
    received: "received",
    sent: "sent",
    accepted_from: "accepted from",
    backlog: "backlog",
    timeout: "timeout",
    shut: "shut down",
};

static ZH: Sockets = Sockets {
    title: "套接字",
    empty: "内核一创建套接字，它的卡片就会出现在这里。",
    older: |count| format!("另有 {count} 个更早的套接字未显示"),
    more_pending: |count| format!("还有 {count} 个未返回"),
    state: state_in_chinese,
    kept_by_calls: "在已关闭的描述符上等待",
    is_target: "调用作用于此",
    make_target: "让调用作用于这个套接字",
    descriptor: "描述符",
    local: "本地",
    peer: "对方",
    loopback_only: "仅本机",
    loopback_only_why: "中继把这个套接字限制在本机回环。要对外开放，请中继的主人加上 --allow-bind any。",
    no_address: "尚无",
    received: "收到",
    sent: "发出",
    accepted_from: "accept 自",
    backlog: "backlog",
    timeout: "超时",
    shut: "已半关闭",
};

fn state_in_english(state: SocketState) -> &'static str {
    match state {
        SocketState::Created => "created",
        SocketState::Bound => "bound",
        SocketState::Listening => "listening",
        SocketState::Connecting => "connecting",
        SocketState::Connected => "connected",
        SocketState::PeerClosed => "peer closed",
        SocketState::Reset => "broken",
        SocketState::Closed => "closed",
        SocketState::Gone => "gone with the relay",
    }
}

fn state_in_chinese(state: SocketState) -> &'static str {
    match state {
        SocketState::Created => "刚创建",
        SocketState::Bound => "已绑定",
        SocketState::Listening => "监听中",
        SocketState::Connecting => "连接中",
        SocketState::Connected => "已连接",
        SocketState::PeerClosed => "对方已关闭",
        SocketState::Reset => "连接已断",
        SocketState::Closed => "已关闭",
        SocketState::Gone => "随中继消失",
    }
}
