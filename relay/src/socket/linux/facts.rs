//! What the kernel reports of a socket through its own descriptor.

use std::io;
use std::os::fd::AsRawFd as _;

use lab_shared::call::{KNOWN_OPTIONS, OptionForm, OptionValue, SocketOption, SocketType};
use lab_shared::kernel::{Buffer, EndFacts, OptionFact, TcpState};

use super::tcp_info::{self, TcpInfo};
use crate::socket::Socket;

/// Options that are no setting a person made: buffers the kernel resizes by itself, which the facts
/// tell of anyway, and the present mood of delayed acknowledgments.
const UNSETTLED: [(i32, i32); 3] = [
    (libc::SOL_SOCKET, libc::SO_RCVBUF),
    (libc::SOL_SOCKET, libc::SO_SNDBUF),
    (libc::IPPROTO_TCP, libc::TCP_QUICKACK),
];

/// Options of datagrams to groups, which the kernel also keeps for sockets that send none.
const FOR_GROUPS: [(i32, i32); 6] = [
    (libc::IPPROTO_IP, libc::IP_MULTICAST_IF),
    (libc::IPPROTO_IP, libc::IP_MULTICAST_TTL),
    (libc::IPPROTO_IP, libc::IP_MULTICAST_LOOP),
    (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF),
    (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS),
    (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP),
];

impl Socket {
    /// What the kernel reports of it now. No data is read and no error cleared.
    pub(crate) fn facts(&self) -> EndFacts {
        let mut facts = EndFacts::default();
        let mut listens = false;
        if self.is_tcp()
            && let Ok(info) = self.bytes_option(libc::IPPROTO_TCP, libc::TCP_INFO, tcp_info::BYTES)
        {
            facts.set_tcp(TcpInfo(&info));
            listens = facts.state == Some(TcpState::Listen);
        }
        let memory = Memory::of(self);
        facts.drops = memory.drops;
        if !listens {
            let bytes = |count: io::Result<u32>| count.ok();
            facts.receive = bytes(self.receive_queue()).map(|waiting| memory.receive(waiting));
            // SIOCOUTQ counts sequence numbers, and a FIN has one without being a byte.
            let control = facts.state.is_some_and(TcpState::awaits_own_control);
            let waiting =
                bytes(self.send_queue()).map(|waiting| waiting - u32::from(control && waiting > 0));
            facts.send = waiting.map(|waiting| memory.send(waiting));
        }
        facts
    }

    /// The options in force, of those a page may set and this socket has.
    pub(crate) fn options(&self) -> Vec<OptionFact> {
        let settled = |known: &&SocketOption| {
            let number = (known.level, known.option);
            known.writable
                && known.is_of_linux()
                && !UNSETTLED.contains(&number)
                && (self.kind == SocketType::Dgram || !FOR_GROUPS.contains(&number))
        };
        let fact = |known: &SocketOption| {
            let (level, option) = (known.level, known.option);
            let bytes = |length| self.bytes_option(level, option, length).ok();
            let value = match known.form {
                OptionForm::Int => OptionValue::Int(self.int_option(level, option).ok()?),
                OptionForm::Linger => OptionValue::Bytes(bytes(size_of::<libc::linger>())?),
                OptionForm::Name => OptionValue::Bytes(bytes(libc::IFNAMSIZ)?),
                OptionForm::Interface => OptionValue::Bytes(bytes(size_of::<libc::in_addr>())?),
                OptionForm::TcpInfo | OptionForm::Group | OptionForm::Group6 => return None,
            };
            Some(OptionFact { level, option, value })
        };
        KNOWN_OPTIONS.iter().filter(settled).filter_map(fact).collect()
    }

    /// The number of its inode, by which sock_diag(7) knows an AF_UNIX socket.
    pub(crate) fn inode(&self) -> io::Result<u64> {
        Ok(rustix::fs::fstat(&self.inner)?.st_ino)
    }

    /// SO_COOKIE: the kernel's name for this very socket.
    pub(crate) fn cookie(&self) -> io::Result<u64> {
        self.inner.cookie()
    }

    /// SIOCINQ.
    fn receive_queue(&self) -> io::Result<u32> {
        let bytes = rustix::io::ioctl_fionread(&self.inner)?;
        Ok(u32::try_from(bytes).unwrap_or(u32::MAX))
    }

    /// SIOCOUTQ, which has TIOCOUTQ's number.
    #[allow(unsafe_code)]
    fn send_queue(&self) -> io::Result<u32> {
        let mut bytes: libc::c_int = 0;
        // SAFETY: the descriptor is open as long as `self` lives, and the kernel writes one `int`
        // to the valid place it is given.
        let result = unsafe { libc::ioctl(self.inner.as_raw_fd(), libc::TIOCOUTQ, &mut bytes) };
        if result < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(u32::try_from(bytes).unwrap_or(0))
    }
}

/// TCP_INFO as facts of an end.
pub(super) trait SetTcp {
    /// Fills in what the structure has.
    fn set_tcp(&mut self, info: TcpInfo<'_>);
}

impl SetTcp for EndFacts {
    fn set_tcp(&mut self, info: TcpInfo<'_>) {
        self.state = info.state();
        match self.state {
            Some(TcpState::Listen) => self.accept_queue = info.accept_queue(),
            Some(TcpState::Closed | TcpState::TimeWait) | None => {}
            Some(_) => self.path = info.path(),
        }
    }
}

/// SO_MEMINFO: `SK_MEMINFO_*` of `include/uapi/linux/sock_diag.h`.
#[derive(Debug, Default)]
struct Memory {
    receive: Option<u32>,
    receive_size: Option<u32>,
    send_size: Option<u32>,
    send: Option<u32>,
    drops: Option<u32>,
}

impl Memory {
    fn of(socket: &Socket) -> Self {
        const WORDS: usize = 9;
        let length = WORDS * size_of::<u32>();
        // Unknown to kernels before 4.12.
        let bytes = socket.bytes_option(libc::SOL_SOCKET, libc::SO_MEMINFO, length);
        let bytes = bytes.unwrap_or_default();
        let mut words =
            bytes.chunks_exact(4).map(|word| word.first_chunk().copied().map(u32::from_ne_bytes));
        let mut next = || words.next().flatten();
        let (receive, receive_size, _in_flight, send_size) = (next(), next(), next(), next());
        let (_forward, send, _options, _backlog, drops) = (next(), next(), next(), next(), next());
        Self { receive, receive_size, send_size, send, drops }
    }

    fn receive(&self, waiting: u32) -> Buffer {
        Buffer { waiting: Some(waiting), memory: self.receive, size: self.receive_size }
    }

    fn send(&self, waiting: u32) -> Buffer {
        Buffer { waiting: Some(waiting), memory: self.send, size: self.send_size }
    }
}
