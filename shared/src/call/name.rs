//! The table of calls: name, man page, the direction it waits on, and its effect in a sentence.

use serde::{Deserialize, Serialize};

use crate::language::Bilingual;

/// Which of a socket's two queues a call waits in. Calls of one direction return in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Waits for something to arrive.
    Inward,
    /// Waits for room to send, or for the connection itself.
    Outward,
    /// Neither: returns at once or, like poll, waits on several sockets.
    Unqueued,
}

macro_rules! calls {
    ($($variant:ident $name:literal $man:literal $direction:ident { $zh:literal $en:literal })*) => {
        /// The name of a call, in the order the lab shows them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CallName {
            $(#[doc = concat!("`", $name, "`, ", $man)] $variant,)*
        }

        impl CallName {
            /// Every call.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Python's name for the call.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The man page that describes the system call below it.
            #[must_use]
            pub fn man_page(self) -> &'static str {
                match self { $(Self::$variant => $man,)* }
            }

            /// The queue the call waits in.
            #[must_use]
            pub fn direction(self) -> Direction {
                match self { $(Self::$variant => Direction::$direction,)* }
            }

            /// What the call does, in one sentence.
            #[must_use]
            pub fn summary(self) -> Bilingual {
                match self { $(Self::$variant => Bilingual { zh: $zh, en: $en },)* }
            }
        }
    };
}

impl CallName {
    /// Whether the call is made on a socket. `socket` and `socketpair` make one, `poll` names several,
    /// and `getaddrinfo` and `unlink` have none.
    #[must_use]
    pub fn needs_socket(self) -> bool {
        !matches!(
            self,
            Self::Socket | Self::Socketpair | Self::Poll | Self::Getaddrinfo | Self::Unlink
        )
    }
}

calls! {
    Socket "socket" "socket(2)" Unqueued {
        "向内核要一个套接字：只有描述符，还没有地址。"
        "Ask the kernel for a socket: a descriptor without an address yet." }
    Socketpair "socketpair" "socketpair(2)" Unqueued {
        "一次得到两个已经互相连好的套接字。"
        "Make two sockets at once that are connected to each other." }
    Bind "bind" "bind(2)" Outward {
        "给套接字一个本地地址，别人才找得到它。"
        "Give the socket a local address, so that others can find it." }
    Listen "listen" "listen(2)" Outward {
        "把主动套接字变成被动的：内核开始替它排队收连接。"
        "Turn an active socket into a passive one: the kernel queues connections for it." }
    Accept "accept" "accept(2)" Inward {
        "从队列里取出一个已建立的连接，得到一个新套接字；队列空就阻塞。"
        "Take one established connection from the queue as a new socket; block while the queue is empty." }
    Connect "connect" "connect(2)" Outward {
        "发起三次握手，连到对方。"
        "Start the three-way handshake with the peer." }
    ConnectEx "connect_ex" "connect(2)" Outward {
        "同 connect，但失败时返回错误号而不抛异常。"
        "Like connect, but a failure is returned as a number instead of raised." }
    Recv "recv" "recv(2)" Inward {
        "从接收缓冲区取走最多 bufsize 字节；没有数据就阻塞；返回空字节表示对方已关闭。"
        "Take at most bufsize bytes from the receive buffer; block while it is empty; empty bytes mean the peer has closed." }
    Recvfrom "recvfrom" "recvfrom(2)" Inward {
        "取一个数据报，并得知是谁发来的。"
        "Take one datagram and learn who sent it." }
    Send "send" "send(2)" Outward {
        "把字节交给发送缓冲区；可能只收下一部分，返回值是收下的字节数。"
        "Hand bytes to the send buffer; it may take only some, and the result says how many." }
    Sendall "sendall" "send(2)" Outward {
        "反复 send，直到全部字节都交出去。"
        "Repeat send until every byte is taken." }
    Sendto "sendto" "sendto(2)" Outward {
        "发一个数据报到指定的地址。"
        "Send one datagram to the address given." }
    Shutdown "shutdown" "shutdown(2)" Outward {
        "关闭连接的一半：SHUT_WR 之后对方会读到结尾，而自己还能继续收。"
        "Close one half of the connection: after SHUT_WR the peer reads the end, and you may still receive." }
    Close "close" "close(2)" Unqueued {
        "归还描述符；连接开始四次挥手，若有调用还在用这个套接字，就等它返回。"
        "Give the descriptor back; the connection begins its four-way close, or once the calls in progress on it have returned." }
    Getpeername "getpeername" "getpeername(2)" Unqueued {
        "对方的地址。"
        "The peer's address." }
    Getsockname "getsockname" "getsockname(2)" Unqueued {
        "自己的地址；没有 bind 的客户端在这里看到内核挑的临时端口。"
        "One's own address; a client that did not bind sees the port the kernel chose." }
    Setsockopt "setsockopt" "setsockopt(2)" Unqueued {
        "改一个套接字选项，例如 SO_REUSEADDR。"
        "Change a socket option such as SO_REUSEADDR." }
    Getsockopt "getsockopt" "getsockopt(2)" Unqueued {
        "读一个套接字选项。"
        "Read a socket option." }
    Settimeout "settimeout" "socket(7)" Unqueued {
        "以后的调用最多阻塞这么多秒，超时抛 TimeoutError。"
        "Later calls block for at most so many seconds, then raise TimeoutError." }
    Gettimeout "gettimeout" "socket(7)" Unqueued {
        "现在的超时；None 表示一直等。"
        "The present timeout; None waits for ever." }
    Setblocking "setblocking" "fcntl(2)" Unqueued {
        "False 之后，没有数据的 recv 立刻抛 BlockingIOError。"
        "After False, a recv without data raises BlockingIOError at once." }
    Poll "poll" "poll(2)" Unqueued {
        "等到若干套接字中任意一个可读或可写；select、selectors 和 asyncio 都建立在它之上。"
        "Wait until any of several sockets is readable or writable: what select, selectors and asyncio stand on." }
    Getaddrinfo "getaddrinfo" "getaddrinfo(3)" Unqueued {
        "把主机名和服务名解析成地址，每一条都可以交给 socket 和 connect。"
        "Turn a host name and a service name into addresses, each ready for socket and connect." }
    Unlink "unlink" "unlink(2)" Unqueued {
        "删除 AF_UNIX 套接字的文件：close 之后它还在，同名的 bind 会失败。"
        "Remove the file of an AF_UNIX socket: close leaves it there, and bind to its name fails until then." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_has_a_name_a_page_and_a_sentence_in_both_languages() {
        for &call in CallName::ALL {
            let json = serde_json::to_string(&call).unwrap();
            assert_eq!(json, format!("\"{}\"", call.as_str()));
            assert!(call.man_page().contains('('), "{call:?}");
            assert!(call.summary().zh.ends_with('。'), "{call:?}");
            assert!(call.summary().en.ends_with('.'), "{call:?}");
        }
    }
}
