//! The table of errnos: names, numbers, classes, and texts.

use super::Explanation;
use crate::call::Exception;
use crate::language::Bilingual;

macro_rules! errnos {
    ($($variant:ident $name:literal $linux:literal $windows:expr, $exception:ident $text:literal
        cause { $cause_zh:literal $cause_en:literal }
        remedy { $remedy_zh:literal $remedy_en:literal }
    )*) => {
        /// An errno the lab explains.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Errno {
            $(#[doc = $text] $variant,)*
        }

        impl Errno {
            /// Every errno of the table.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The symbolic name: `ECONNREFUSED`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Linux's number.
            #[must_use]
            pub fn linux(self) -> i32 {
                match self { $(Self::$variant => $linux,)* }
            }

            /// Winsock's number, where it has one.
            #[must_use]
            pub fn windows(self) -> Option<i32> {
                match self { $(Self::$variant => $windows,)* }
            }

            /// The class Python raises.
            #[must_use]
            pub fn exception(self) -> Exception {
                match self { $(Self::$variant => Exception::$exception,)* }
            }

            /// strerror(3)'s text in glibc.
            #[must_use]
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Why it happens and what to do.
            #[must_use]
            pub fn explanation(self) -> &'static Explanation {
                match self { $(Self::$variant => &Explanation {
                    cause: Bilingual { zh: $cause_zh, en: $cause_en },
                    remedy: Bilingual { zh: $remedy_zh, en: $remedy_en },
                },)* }
            }
        }
    };
}

errnos! {
    Eperm "EPERM" 1 None, PermissionError "Operation not permitted"
        cause { "这个操作需要特权。" "The operation needs a privilege." }
        remedy { "改用不需要特权的做法，例如 SOCK_STREAM 或 SOCK_DGRAM。" "Use what needs none, such as SOCK_STREAM or SOCK_DGRAM." }
    Enoent "ENOENT" 2 None, FileNotFoundError "No such file or directory"
        cause { "AF_UNIX：这个路径上没有套接字。" "AF_UNIX: there is no socket at this path." }
        remedy { "先启动服务器并 bind 同一路径。" "Start the server first and bind it to the same path." }
    Eintr "EINTR" 4 Some(10004), InterruptedError "Interrupted system call"
        cause { "信号打断了阻塞的调用。" "A signal interrupted the blocked call." }
        remedy { "再调用一次；Python 3.5 起会自动重试。" "Call again; Python does so by itself since 3.5." }
    Ebadf "EBADF" 9 Some(10009), OSError "Bad file descriptor"
        cause { "套接字已经关闭，描述符不再有效。" "The socket is closed; its descriptor is no longer valid." }
        remedy { "close 之后不要再用它；要继续就新建一个 socket。" "Do not use it after close; make a new socket to go on." }
    Eagain "EAGAIN" 11 Some(10035), BlockingIOError "Resource temporarily unavailable"
        cause { "非阻塞套接字：现在没有数据，或发送缓冲区已满。" "Non-blocking socket: no data yet, or the send buffer is full." }
        remedy { "等它可读或可写（select、poll），或改回阻塞。" "Wait until it is readable or writable (select, poll), or make it blocking." }
    Enomem "ENOMEM" 12 None, OSError "Cannot allocate memory"
        cause { "内核没有内存了。" "The kernel is out of memory." }
        remedy { "关闭不用的套接字，调小缓冲区。" "Close sockets you do not need and use smaller buffers." }
    Eacces "EACCES" 13 Some(10013), PermissionError "Permission denied"
        cause { "没有权限：例如绑定 1024 以下的端口，或未开 SO_BROADCAST 就广播。" "No permission: a port below 1024, say, or a broadcast without SO_BROADCAST." }
        remedy { "换 1024 以上的端口；广播前先设置 SO_BROADCAST。" "Use a port from 1024 up; set SO_BROADCAST before broadcasting." }
    Eexist "EEXIST" 17 None, FileExistsError "File exists"
        cause { "这个名字已经存在。" "The name exists already." }
        remedy { "换一个名字，或先删除旧的。" "Use another name, or delete the old one first." }
    Enodev "ENODEV" 19 None, OSError "No such device"
        cause { "没有这个编号或地址的网卡，或没有通往这个组的路由。" "No interface has this index or address, or no route leads to the group." }
        remedy { "用 if_nametoindex 查编号，或在选项里写明本机网卡的地址。" "Look the index up with if_nametoindex, or name the address of an interface in the option." }
    Enotdir "ENOTDIR" 20 None, NotADirectoryError "Not a directory"
        cause { "路径的中间一段不是目录。" "A part of the path is not a directory." }
        remedy { "检查路径。" "Check the path." }
    Einval "EINVAL" 22 Some(10022), OSError "Invalid argument"
        cause { "套接字现在的状态不能做这件事：例如没有 listen 就 accept，或再次 bind。" "The socket is not in a state for this: accept without listen, say, or a second bind." }
        remedy { "按顺序来：socket → bind → listen → accept。" "Keep the order: socket → bind → listen → accept." }
    Emfile "EMFILE" 24 Some(10024), OSError "Too many open files"
        cause { "打开的描述符太多。" "Too many descriptors are open." }
        remedy { "关闭不用的套接字。" "Close sockets you do not need." }
    Epipe "EPIPE" 32 None, BrokenPipeError "Broken pipe"
        cause { "对方已经关闭，或自己 shutdown 了发送方向，或这个套接字没有连着谁：再写也没人收。" "The peer has closed, or you shut down sending, or the socket is connected to nobody: what you send would reach no one." }
        remedy { "停止发送并 close；recv 返回空字节时就该知道对方走了。" "Stop sending and close; an empty recv already told that the peer has left." }
    Enotsock "ENOTSOCK" 88 Some(10038), OSError "Socket operation on non-socket"
        cause { "这个描述符不是套接字。" "The descriptor is not a socket." }
        remedy { "检查用的是不是那个套接字。" "Check that it is the socket you meant." }
    Edestaddrreq "EDESTADDRREQ" 89 Some(10039), OSError "Destination address required"
        cause { "UDP 套接字还不知道发给谁。" "The UDP socket does not know whom to send to." }
        remedy { "用 sendto 指明地址，或先 connect。" "Name the destination with sendto, or connect first." }
    Emsgsize "EMSGSIZE" 90 Some(10040), OSError "Message too long"
        cause { "一个数据报装不下这么多（UDP 最多约 65 507 字节）。" "One datagram cannot hold so much (about 65,507 bytes with UDP)." }
        remedy { "分成几个数据报，或改用 TCP。" "Split it into several datagrams, or use TCP." }
    Eprototype "EPROTOTYPE" 91 Some(10041), OSError "Protocol wrong type for socket"
        cause { "这种协议不能用于这种套接字类型。" "The protocol does not fit the socket's type." }
        remedy { "proto 用 0，让内核选择。" "Use 0 for proto and let the kernel choose." }
    Enoprotoopt "ENOPROTOOPT" 92 Some(10042), OSError "Protocol not available"
        cause { "这个套接字没有这个选项。" "This socket does not have that option." }
        remedy { "检查 level 与选项名。" "Check the level and the option's name." }
    Eprotonosupport "EPROTONOSUPPORT" 93 Some(10043), OSError "Protocol not supported"
        cause { "内核不支持这个协议。" "The kernel does not support the protocol." }
        remedy { "proto 用 0，让内核选择。" "Use 0 for proto and let the kernel choose." }
    Esocktnosupport "ESOCKTNOSUPPORT" 94 Some(10044), OSError "Socket type not supported"
        cause { "这个地址族没有这种套接字类型：例如 AF_INET 的 SOCK_RDM。" "The family has no such socket type, such as SOCK_RDM in AF_INET." }
        remedy { "用 SOCK_STREAM 或 SOCK_DGRAM；SOCK_SEQPACKET 属于 AF_UNIX。" "Use SOCK_STREAM or SOCK_DGRAM; SOCK_SEQPACKET belongs to AF_UNIX." }
    Eopnotsupp "EOPNOTSUPP" 95 Some(10045), OSError "Operation not supported"
        cause { "这种套接字做不了这个操作：例如对 UDP 调用 listen。" "This kind of socket cannot do that, such as listen on UDP." }
        remedy { "listen 和 accept 只用于面向连接的套接字。" "Use listen and accept only with connection-oriented sockets." }
    Eafnosupport "EAFNOSUPPORT" 97 Some(10047), OSError "Address family not supported by protocol"
        cause { "地址与套接字的族不同，或内核没有这个族。" "The address is of another family than the socket, or the kernel lacks the family." }
        remedy { "AF_INET 用 IPv4 地址，AF_INET6 用 IPv6 地址。" "Give AF_INET an IPv4 address and AF_INET6 an IPv6 one." }
    Eaddrinuse "EADDRINUSE" 98 Some(10048), OSError "Address already in use"
        cause { "已有套接字占着这个地址和端口，或上次的连接还在 TIME_WAIT。" "Another socket holds this address and port, or an earlier connection is still in TIME_WAIT." }
        remedy { "换端口、关掉另一个，或在 bind 前设置 SO_REUSEADDR。" "Use another port, close the other socket, or set SO_REUSEADDR before bind." }
    Eaddrnotavail "EADDRNOTAVAIL" 99 Some(10049), OSError "Cannot assign requested address"
        cause { "这台机器没有这个地址，或没有空闲的临时端口。" "This machine does not have the address, or no ephemeral port is free." }
        remedy { "绑定本机的地址，例如 127.0.0.1 或 0.0.0.0。" "Bind to an address of this machine, such as 127.0.0.1 or 0.0.0.0." }
    Enetunreach "ENETUNREACH" 101 Some(10051), OSError "Network is unreachable"
        cause { "没有通往那个网络的路由。" "There is no route to that network." }
        remedy { "检查地址与网络连接。" "Check the address and the network." }
    Econnaborted "ECONNABORTED" 103 Some(10053), ConnectionAbortedError "Software caused connection abort"
        cause { "连接在 accept 之前就被放弃了。" "The connection was given up before accept took it." }
        remedy { "再次 accept 即可。" "Call accept again." }
    Econnreset "ECONNRESET" 104 Some(10054), ConnectionResetError "Connection reset by peer"
        cause { "对方发来 RST：进程崩溃、带着未读数据关闭，或用 SO_LINGER 0 关闭。" "The peer sent RST: it crashed, closed with unread data, or closed with SO_LINGER 0." }
        remedy { "捕获异常，关闭这个套接字，需要时重新连接。" "Catch the exception, close this socket, and connect again if needed." }
    Enobufs "ENOBUFS" 105 Some(10055), OSError "No buffer space available"
        cause { "缓冲区或队列已满。" "A buffer or queue is full." }
        remedy { "稍后再试，或减少同时进行的调用。" "Try again later, or have fewer calls under way." }
    Eisconn "EISCONN" 106 Some(10056), OSError "Transport endpoint is already connected"
        cause { "套接字已经连接。" "The socket is connected already." }
        remedy { "要连别处就新建一个套接字。" "Make a new socket to connect elsewhere." }
    Enotconn "ENOTCONN" 107 Some(10057), OSError "Transport endpoint is not connected"
        cause { "套接字没有连接；对监听套接字 recv 也会这样。" "The socket is not connected; recv on a listening socket does this too." }
        remedy { "客户端先 connect；服务器用 accept 返回的新套接字收发。" "A client connects first; a server talks on the socket accept returned." }
    Eshutdown "ESHUTDOWN" 108 Some(10058), BrokenPipeError "Cannot send after transport endpoint shutdown"
        cause { "自己已经 shutdown 了这个方向。" "You shut this direction down yourself." }
        remedy { "shutdown 之后不要再收发这个方向。" "Do not send or receive in a direction after shutting it down." }
    Etimedout "ETIMEDOUT" 110 Some(10060), TimeoutError "Connection timed out"
        cause { "对方一直没有应答。" "The peer never answered." }
        remedy { "检查地址、防火墙，以及对方是否在运行。" "Check the address, the firewall, and whether the peer runs." }
    Econnrefused "ECONNREFUSED" 111 Some(10061), ConnectionRefusedError "Connection refused"
        cause { "那个端口上没有套接字在 listen，内核回了 RST。" "No socket listens on that port; the kernel answered with RST." }
        remedy { "先启动服务器（bind、listen），并核对地址与端口。" "Start the server first (bind, listen) and check address and port." }
    Ehostunreach "EHOSTUNREACH" 113 Some(10065), OSError "No route to host"
        cause { "到不了那台主机。" "The host cannot be reached." }
        remedy { "检查地址，以及主机是否在线。" "Check the address and whether the host is up." }
    Ealready "EALREADY" 114 Some(10037), BlockingIOError "Operation already in progress"
        cause { "非阻塞的 connect 还没有结束。" "A non-blocking connect has not finished." }
        remedy { "等套接字可写，再看 SO_ERROR。" "Wait until the socket is writable, then read SO_ERROR." }
    Einprogress "EINPROGRESS" 115 Some(10036), BlockingIOError "Operation now in progress"
        cause { "非阻塞的 connect 已开始，握手在后台进行。" "A non-blocking connect has begun; the handshake goes on in the kernel." }
        remedy { "等套接字可写，再看 SO_ERROR。" "Wait until the socket is writable, then read SO_ERROR." }
}

impl Errno {
    /// The table's row for a Linux number.
    #[must_use]
    pub fn from_linux(code: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|errno| errno.linux() == code)
    }

    /// `str(exception)` in CPython: `[Errno 111] Connection refused`.
    #[must_use]
    pub fn message(self) -> String {
        format!("[Errno {}] {}", self.linux(), self.text())
    }
}
