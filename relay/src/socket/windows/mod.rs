//! Windows: Winsock, as CPython uses it there.

mod lookup;
mod measures;
mod option;
mod owner;
mod poll;
mod signals;
mod socket;
mod table;
mod unix;

use lab_shared::errno::{Errno, System};

pub(crate) use super::elsewhere::*;
pub(super) use lookup::{
    addrinfo, family_to_kernel, family_to_page, freeaddrinfo, gai_failure, getaddrinfo,
    lookup_flags, sockaddr_in, sockaddr_in6,
};
pub(super) use measures::path;
pub(crate) use option::loopback_index;
pub(super) use option::{from_kernel, option, read_option, to_kernel, write_null, write_option};
pub(crate) use poll::poll_now;
pub use signals::signalled;
pub(super) use socket::{
    AsDescriptor, RawDescriptor, bind, bind_unbound, borrow, end_connect, fileno, flags,
    keep_to_loopback, open, pair, raw, recv, recv_from, reuse_address, unread,
};
pub(crate) use table::Diag;
pub(super) use table::{COOKIE, tcp_state};
pub(crate) use unix::{
    BoundFile, UnixDatagram, UnixListener, UnixStream, become_command, private_folder,
    private_folder_at, unix_address,
};
pub(super) use unix::{OpenFile, unix_domain, unix_name, unix_peer, unix_text};

/// Which system this is.
pub(crate) const SYSTEM: System = System::Windows;

/// Whether a socket that is accepted from a non-blocking listener does not block either.
pub(crate) const ACCEPTED_INHERIT_NON_BLOCKING: bool = true;

/// Whether a poller of mio reports what comes after a call that took or gave less than was there for it: mio asks Windows anew only once a call would block.
pub(crate) const REPORTS_AFTER_SHORT_CALLS: bool = false;

/// Whether whoever sits at this machine has a desktop, whatever the environment says.
pub(crate) const HAS_DESKTOP: bool = true;

/// What connect fails with while it goes on in the background.
pub(super) const CONNECT_UNDER_WAY: Errno = Errno::Eagain;

/// What is raised of a limit of open sockets: there is none.
pub(crate) fn raise_limit() -> Option<u64> {
    None
}

/// FormatMessageW's text, as CPython cuts it; where there is none, CPython's own.
pub(super) fn strerror(code: i32) -> String {
    let text = super::failure::text(code);
    if text.contains("FormatMessageW() returned error") {
        return format!("Windows Error 0x{code:x}");
    }
    text.trim_end_matches(|last: char| last.is_whitespace() || last == '.').to_owned()
}

/// Winsock's number for an errno, or for the one that takes its place there.
pub(super) fn number(errno: Errno) -> i32 {
    let errno = match errno {
        // A descriptor that is closed is no socket.
        Errno::Ebadf => Errno::Enotsock,
        Errno::Eperm => Errno::Eacces,
        Errno::Epipe => Errno::Eshutdown,
        Errno::Enomem => Errno::Enobufs,
        errno => errno,
    };
    errno.windows().or(Errno::Einval.windows()).unwrap_or_default()
}
