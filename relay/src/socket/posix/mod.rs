//! What Linux and macOS have in common.

mod descriptors;
mod lookup;
mod option;
#[cfg(any(test, not(target_os = "linux")))]
mod raw;
mod signals;
mod socket;
mod unix;

pub(crate) use descriptors::raise_limit;
pub(super) use lookup::{
    addrinfo, family_to_kernel, family_to_page, freeaddrinfo, gai_failure, getaddrinfo,
    sockaddr_in, sockaddr_in6,
};
pub(super) use option::{from_kernel, read_option, to_kernel, write_null, write_option};
#[cfg(any(test, not(target_os = "linux")))]
pub(super) use raw::{RawDescriptor, borrow, raw};
pub use signals::signalled;
#[cfg(target_os = "linux")]
pub(super) use socket::as_uninit;
pub(crate) use socket::poll_now;
pub(super) use socket::{
    AsDescriptor, bind, bind_unbound, fileno, pair, recv, recv_from, reuse_address, unix_domain,
    unread,
};
pub(crate) use unix::{
    BoundFile, UnixDatagram, UnixListener, UnixStream, become_command, private_folder,
    private_folder_at, unix_address,
};
pub(super) use unix::{unix_name, unix_text};
