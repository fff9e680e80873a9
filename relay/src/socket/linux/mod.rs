//! Linux: today's ways of all it does, and what no other system has, which is networks of one's own, sock_diag(7) and
//! packet(7).

mod capture;
mod diag;
mod facts;
mod joining;
mod links;
mod lookup;
mod memory;
mod namespace;
mod packet_port;
mod passing;
mod processes;
mod readiness;
mod socket;
mod tcp_info;
mod timer;
mod tun;
mod words;

use lab_shared::errno::{Errno, System};

pub use super::posix::signalled;
pub(crate) use super::posix::*;
pub(crate) use capture::{Packet, PacketSocket, may_capture};
pub(crate) use diag::Diag;
pub(crate) use joining::{Process, cover_file};
pub(crate) use links::{Links, link_index, loopback_index};
pub(super) use lookup::{all_types, gai_error, refused, service};
pub(crate) use memory::return_freed_memory;
pub(crate) use namespace::{ProcessEnd, die_with_parent, enter_new_network};
pub(crate) use packet_port::{PacketPort, PortSet};
pub(crate) use passing::{Descriptor, Messenger};
pub(crate) use processes::{host_command, running_processes};
pub(crate) use readiness::ReadySet;
pub(super) use socket::{
    OpenFile, abstract_name, abstract_name_of, end_connect, flags, keep_to_loopback, lookup_flags,
    non_blocking, open, option, unblock, unix_peer,
};
pub(crate) use timer::Timer;
pub(crate) use tun::open_tun;
pub(super) use words::strerror;

/// Which system this is.
pub(crate) const SYSTEM: System = System::Linux;

/// Whether it can have networks of one's own.
pub(crate) const HAS_NETWORKS: bool = true;

/// Whether a socket that is accepted from a non-blocking listener does not block either.
pub(crate) const ACCEPTED_INHERIT_NON_BLOCKING: bool = false;

/// Whether a poller of mio reports what comes after a call that took or gave less than was there for it: epoll(7) does.
pub(crate) const REPORTS_AFTER_SHORT_CALLS: bool = true;

/// Whether whoever sits at this machine has a desktop, whatever the environment says.
pub(crate) const HAS_DESKTOP: bool = false;

/// What connect(2) fails with while it goes on in the background.
pub(super) const CONNECT_UNDER_WAY: Errno = Errno::Einprogress;

/// The events that poll(2) knows.
pub(super) const POLLABLE: u16 = u16::MAX;

/// The number of an errno.
pub(super) fn number(errno: Errno) -> i32 {
    errno.linux()
}
