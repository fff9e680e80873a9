//! What this system tells of a socket. Whatever it does not tell stays away from the facts.

use std::io;

use lab_shared::call::{KNOWN_OPTIONS, OptionForm, OptionValue, SocketOption};
use lab_shared::kernel::{EndFacts, OptionFact};

use crate::socket::{Socket, system};

impl Socket {
    /// What the kernel reports of it now.
    pub(crate) fn facts(&self) -> EndFacts {
        let state = if self.is_tcp() { system::tcp_state(self) } else { None };
        EndFacts { state, ..EndFacts::default() }
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
