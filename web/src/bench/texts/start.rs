//! The texts of the first screen, in both languages.

use crate::kit::texts::Texts;

/// The first thing a person sees.
#[derive(Debug)]
pub(crate) struct Start {
    /// The place's name.
    pub place: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What the Bench is.
    pub lead: &'static str,
    /// Playing the server.
    pub server: &'static str,
    /// What that is.
    pub server_text: &'static str,
    /// Playing the client.
    pub client: &'static str,
    /// What that is.
    pub client_text: &'static str,
    /// Playing freely.
    pub free: &'static str,
    /// What that is.
    pub free_text: &'static str,
    /// The switch between the three.
    pub role: &'static str,
    /// The three, short.
    pub server_short: &'static str,
    /// See `server_short`.
    pub client_short: &'static str,
    /// See `server_short`.
    pub free_short: &'static str,
}

impl Texts for Start {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Start = Start {
    place: "Bench",
    title: "Every press is one real system call",
    lead: "The relay makes it on a real kernel socket and nothing more: until you press recv, the bytes wait in the receive buffer; until you press accept, the connection waits in the queue. The other side is a real program in your terminal: nc.",
    server: "Act as a server",
    server_text: "socket, bind, listen, accept; then nc connects to you.",
    client: "Act as a client",
    client_text: "nc listens; socket, connect, send, recv: you go to it.",
    free: "Make sockets freely",
    free_text: "Any family, any type, any call, in any order.",
    role: "Your side",
    server_short: "Server",
    client_short: "Client",
    free_short: "Free",
};

static ZH: Start = Start {
    place: "实验台",
    title: "每按一次，就是一次真实的系统调用",
    lead: "中继在真实的内核套接字上执行这一次调用，不多做任何事：你不按 recv，字节就留在接收缓冲区；你不按 accept，连接就在队列里等。对方是你终端里的真实程序：nc。",
    server: "扮演服务器",
    server_text: "socket、bind、listen、accept，然后让 nc 来连你。",
    client: "扮演客户端",
    client_text: "让 nc 监听；你用 socket、connect、send、recv 去连它。",
    free: "自由创建套接字",
    free_text: "任意地址族、任意类型、任意调用、任意顺序。",
    role: "你扮演",
    server_short: "服务器",
    client_short: "客户端",
    free_short: "自由",
};
