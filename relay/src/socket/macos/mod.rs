//! macOS. It was built and checked, never run: whoever changes it reads its manual pages.

mod kernel;
mod option;
mod socket;

use std::ffi::CStr;

use lab_shared::errno::{Errno, GaiError, System};

use super::Hints;
pub(crate) use super::elsewhere::*;
pub use super::posix::signalled;
pub(crate) use super::posix::*;
pub(crate) use kernel::Diag;
pub(super) use kernel::{COOKIE, path, tcp_state};
pub(crate) use option::loopback_index;
pub(super) use option::{keep_to_loopback, option};
pub(super) use socket::{
    OpenFile, abstract_name, abstract_name_of, end_connect, flags, lookup_flags, non_blocking,
    open, unblock, unix_peer,
};

/// Which system this is.
pub(crate) const SYSTEM: System = System::MacOs;

/// Whether a socket that is accepted from a non-blocking listener does not block either.
pub(crate) const ACCEPTED_INHERIT_NON_BLOCKING: bool = true;

/// Whether a poller of mio reports what comes after a call that took or gave less than was there for it: kqueue(2) does.
pub(crate) const REPORTS_AFTER_SHORT_CALLS: bool = true;

/// Whether whoever sits at this machine has a desktop, whatever the environment says.
pub(crate) const HAS_DESKTOP: bool = true;

/// What connect(2) fails with while it goes on in the background.
pub(super) const CONNECT_UNDER_WAY: Errno = Errno::Einprogress;

/// The events that poll(2) knows: all but POLLRDHUP.
pub(super) const POLLABLE: u16 = 0xff;

/// The number of an errno.
pub(super) fn number(errno: Errno) -> i32 {
    errno.number(SYSTEM).unwrap_or(libc::EINVAL)
}

/// strerror(3).
pub(super) fn strerror(code: i32) -> String {
    super::failure::text(code)
}

/// Why a lookup failed: the system has numbers of its own.
pub(super) fn gai_error(_code: i32, _host: Option<&CStr>, _hints: Hints) -> Option<GaiError> {
    None
}
