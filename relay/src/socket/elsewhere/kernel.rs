//! What this system tells of a socket. Whatever it does not tell stays away from the facts.

use std::io;

use lab_shared::call::{KNOWN_OPTIONS, OptionForm, OptionValue, SocketOption};
use lab_shared::kernel::{Buffer, EndFacts, OptionFact, TcpState};

use crate::socket::{Socket, number, system};

impl Socket {
    /// What the kernel reports of it now.
    pub(crate) fn facts(&self) -> EndFacts {
        let mut facts = EndFacts::default();
        let mut held = None;
        if self.is_tcp() {
            facts.state = system::tcp_state(self);
            match facts.state {
                // It has no buffers and no path.
                Some(TcpState::Listen) => return facts,
                Some(TcpState::Closed | TcpState::TimeWait) | None => {}
                Some(_) => (facts.path, held) = system::path(self),
            }
        }
        let unread = system::unread(&self.inner).ok();
        let waiting = unread.map(|bytes| u32::try_from(bytes).unwrap_or(u32::MAX));
        facts.receive = buffer(waiting, self.size(number::SO_RCVBUF));
        facts.send = buffer(held, self.size(number::SO_SNDBUF));
        facts
    }

    /// The size of one of its buffers.
    fn size(&self, option: i32) -> Option<u32> {
        u32::try_from(self.int_option(number::SOL_SOCKET, option).ok()?).ok()
    }

    /// The options in force, of those a page may set and this socket has.
    pub(crate) fn options(&self) -> Vec<OptionFact> {
        let fact = |known: &SocketOption| {
            let value = match known.form {
                OptionForm::Int => {
                    OptionValue::Int(self.int_option(known.level, known.option).ok()?)
                }
                OptionForm::Linger => {
                    let bytes = self.bytes_option(known.level, known.option, 2 * size_of::<i32>());
                    OptionValue::Bytes(bytes.ok()?)
                }
                _ => return None,
            };
            Some(OptionFact { level: known.level, option: known.option, value })
        };
        KNOWN_OPTIONS.iter().filter(|known| known.writable).filter_map(fact).collect()
    }

    /// The number of its inode.
    pub(crate) fn inode(&self) -> io::Result<u64> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The kernel's name for this very socket.
    pub(crate) fn cookie(&self) -> io::Result<u64> {
        system::COOKIE.ok_or_else(|| io::ErrorKind::Unsupported.into())
    }
}

/// What is known of a buffer; `None` where that is nothing. No system but Linux tells of the memory in use.
fn buffer(waiting: Option<u32>, size: Option<u32>) -> Option<Buffer> {
    let known = waiting.is_some() || size.is_some();
    known.then_some(Buffer { waiting, memory: None, size })
}
