//! What Winsock's getaddrinfo takes and gives, and how it fails.

use std::ffi::CStr;
use std::sync::Once;

use lab_shared::call::{Failure, Family};
use lab_shared::errno::GaiError;
use windows_sys::Win32::Networking::WinSock::{self, WSADATA, WSAStartup};
pub(in crate::socket) use windows_sys::Win32::Networking::WinSock::{
    ADDRINFOA as addrinfo, SOCKADDR_IN as sockaddr_in, SOCKADDR_IN6 as sockaddr_in6, freeaddrinfo,
};

use crate::socket::Hints;
use crate::socket::number::{AI_ADDRCONFIG, AI_NUMERICSERV};

/// Winsock's getaddrinfo, which must have been told to start.
///
/// # Safety
/// As getaddrinfo(3): the texts end in NUL or are null, and like the hints outlive the call; `found` is a place for a
/// pointer.
#[allow(unsafe_code)]
pub(in crate::socket) unsafe fn getaddrinfo(
    host: *const u8,
    port: *const u8,
    hints: &addrinfo,
    found: &mut *mut addrinfo,
) -> i32 {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        // SAFETY: the structure is made of integers and pointers, and Winsock fills it in. A start that fails shows in
        // the call below.
        unsafe {
            let mut data: WSADATA = std::mem::zeroed();
            WSAStartup(0x0202, &mut data);
        }
    });
    // SAFETY: see above.
    unsafe { WinSock::getaddrinfo(host, port, hints, found) }
}

/// The system's number of a family that a page gives by Linux's.
pub(in crate::socket) fn family_to_kernel(number: i32) -> i32 {
    match Family::from_number(number) {
        Some(Family::Inet6) => WinSock::AF_INET6.into(),
        _ => number,
    }
}

/// Linux's number of a family by the system's; `None` for one that the lab does not have.
pub(in crate::socket) fn family_to_page(number: i32) -> Option<i32> {
    match u16::try_from(number).ok()? {
        WinSock::AF_INET => Some(Family::Inet.number()),
        WinSock::AF_INET6 => Some(Family::Inet6.number()),
        _ => None,
    }
}

/// The flags of getaddrinfo, of which the first three have the same numbers everywhere.
pub(in crate::socket) fn lookup_flags(flags: i32) -> i32 {
    let mut own = flags & 0x7;
    for (flag, number) in [
        (0x8, WinSock::AI_V4MAPPED),
        (0x10, WinSock::AI_ALL),
        (AI_ADDRCONFIG, WinSock::AI_ADDRCONFIG),
        (AI_NUMERICSERV, WinSock::AI_NUMERICSERV),
    ] {
        if flags & flag != 0 {
            own |= number as i32;
        }
    }
    own
}

/// The exception CPython makes of getaddrinfo's code: there, all have the same words.
pub(in crate::socket) fn gai_failure(code: i32, _host: Option<&CStr>, _hints: Hints) -> Failure {
    let known = match code {
        WinSock::WSAHOST_NOT_FOUND => GaiError::Noname,
        WinSock::WSATRY_AGAIN => GaiError::Again,
        WinSock::WSANO_RECOVERY => GaiError::Fail,
        WinSock::WSANO_DATA => GaiError::Nodata,
        WinSock::WSATYPE_NOT_FOUND => GaiError::Service,
        WinSock::WSAEINVAL => GaiError::Badflags,
        WinSock::WSAEAFNOSUPPORT => GaiError::Family,
        WinSock::WSAESOCKTNOSUPPORT => GaiError::Socktype,
        _ => return Failure::gai(code, "EAI", "getaddrinfo failed"),
    };
    Failure::gai(code, known.name(), "getaddrinfo failed")
}
