//! What getaddrinfo(3) takes and gives, and how it fails.

use std::ffi::CStr;
use std::io;

use lab_shared::call::{Failure, Family};
use lab_shared::errno::GaiError;
pub(in crate::socket) use libc::{addrinfo, freeaddrinfo, getaddrinfo, sockaddr_in, sockaddr_in6};

use crate::socket::{Hints, failure, system};

/// The kernel's number of a family that a page gives by Linux's.
pub(in crate::socket) fn family_to_kernel(number: i32) -> i32 {
    match Family::from_number(number) {
        Some(Family::Inet6) => libc::AF_INET6,
        _ => number,
    }
}

/// Linux's number of a family by the kernel's; `None` for one that the lab does not have.
pub(in crate::socket) fn family_to_page(number: i32) -> Option<i32> {
    match number {
        libc::AF_INET => Some(Family::Inet.number()),
        libc::AF_INET6 => Some(Family::Inet6.number()),
        _ => None,
    }
}

/// The exception CPython makes of getaddrinfo's code.
#[allow(unsafe_code)]
pub(in crate::socket) fn gai_failure(code: i32, host: Option<&CStr>, hints: Hints) -> Failure {
    if code == libc::EAI_SYSTEM {
        return failure(&io::Error::last_os_error());
    }
    if let Some(known) = system::gai_error(code, host, hints) {
        return known.failure();
    }
    // SAFETY: gai_strerror returns a pointer to a static, NUL-terminated text for any number.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) }.to_string_lossy();
    Failure::gai(code, name(code), &text)
}

/// The symbolic name of a code, as Python's `socket` module has it.
fn name(code: i32) -> &'static str {
    let known = match code {
        libc::EAI_NONAME => GaiError::Noname,
        libc::EAI_AGAIN => GaiError::Again,
        libc::EAI_FAIL => GaiError::Fail,
        libc::EAI_NODATA => GaiError::Nodata,
        libc::EAI_SERVICE => GaiError::Service,
        libc::EAI_BADFLAGS => GaiError::Badflags,
        libc::EAI_FAMILY => GaiError::Family,
        libc::EAI_SOCKTYPE => GaiError::Socktype,
        libc::EAI_MEMORY => return "EAI_MEMORY",
        libc::EAI_OVERFLOW => return "EAI_OVERFLOW",
        _ => return "EAI",
    };
    known.name()
}
