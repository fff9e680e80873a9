//! Names to addresses with getaddrinfo(3), as CPython's `setipaddr` asks it.

use std::ffi::{CStr, CString};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ptr;

use lab_shared::call::{Exception, Failure, Family};
use lab_shared::errno::GaiError;

use super::failure;

/// Resolves a name to its first address of the family. Blocks: call it where that is allowed.
///
/// # Errors
/// The `gaierror` Python raises, with getaddrinfo(3)'s own number and text.
#[allow(unsafe_code)]
pub(crate) fn lookup(host: &str, family: Family) -> Result<IpAddr, Failure> {
    let host = CString::new(host).map_err(|_| {
        Failure::plain(Exception::TypeError, "host name must not contain null character")
    })?;
    // SAFETY: `addrinfo` is a C structure of integers and pointers, for which all zeros is valid.
    let mut hints: libc::addrinfo = unsafe { std::mem::zeroed() };
    hints.ai_family = if family == Family::Inet6 { libc::AF_INET6 } else { libc::AF_INET };
    let mut list: *mut libc::addrinfo = ptr::null_mut();
    // SAFETY: `host` is NUL-terminated and, like `hints`, outlives the call; a null service is
    // allowed; `list` is a valid place for the result.
    let code = unsafe { libc::getaddrinfo(host.as_ptr(), ptr::null(), &hints, &mut list) };
    if code != 0 {
        return Err(gai_failure(code));
    }
    // SAFETY: getaddrinfo returned 0, so `list` is a list of at least one node, each of which
    // holds a socket address of the family it names. It is freed once, after the last use.
    let found = unsafe {
        let ip = address_of(&*list);
        libc::freeaddrinfo(list);
        ip
    };
    found.ok_or_else(|| Failure::plain(Exception::OSError, "unknown address family"))
}

/// The IP address in one node of getaddrinfo's list.
///
/// # Safety
/// `ai_addr` must point to a socket address of `ai_family`.
#[allow(unsafe_code)]
unsafe fn address_of(node: &libc::addrinfo) -> Option<IpAddr> {
    match node.ai_family {
        libc::AF_INET => {
            // SAFETY: the caller promises a `sockaddr_in` behind the pointer.
            let address = unsafe { node.ai_addr.cast::<libc::sockaddr_in>().read_unaligned() };
            Some(Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr)).into())
        }
        libc::AF_INET6 => {
            // SAFETY: the caller promises a `sockaddr_in6` behind the pointer.
            let address = unsafe { node.ai_addr.cast::<libc::sockaddr_in6>().read_unaligned() };
            Some(Ipv6Addr::from(address.sin6_addr.s6_addr).into())
        }
        _ => None,
    }
}

/// The exception CPython makes of getaddrinfo's code.
#[allow(unsafe_code)]
fn gai_failure(code: i32) -> Failure {
    if code == libc::EAI_SYSTEM {
        return failure(&io::Error::last_os_error());
    }
    if let Some(known) = GaiError::ALL.into_iter().find(|known| known.code() == code) {
        return known.failure();
    }
    // SAFETY: gai_strerror returns a pointer to a static, NUL-terminated text for any number.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) }.to_string_lossy();
    Failure::gai(code, gai_name(code), &text)
}

/// glibc's symbolic name of a code that is not in the table of failures.
fn gai_name(code: i32) -> &'static str {
    match code {
        libc::EAI_BADFLAGS => "EAI_BADFLAGS",
        libc::EAI_NODATA => "EAI_NODATA",
        libc::EAI_FAMILY => "EAI_FAMILY",
        libc::EAI_SOCKTYPE => "EAI_SOCKTYPE",
        libc::EAI_SERVICE => "EAI_SERVICE",
        libc::EAI_MEMORY => "EAI_MEMORY",
        libc::EAI_OVERFLOW => "EAI_OVERFLOW",
        _ => "EAI",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn localhost_resolves_in_the_family_asked_for() {
        assert_eq!(lookup("localhost", Family::Inet), Ok(Ipv4Addr::LOCALHOST.into()));
        assert_eq!(lookup("127.1", Family::Inet), Ok(Ipv4Addr::LOCALHOST.into()));
    }

    #[test]
    fn a_name_that_cannot_be_is_a_gaierror() {
        let failure = lookup("no such name", Family::Inet).unwrap_err();
        assert_eq!(failure.exception, Exception::Gaierror);
        assert!(failure.code.is_some_and(|code| code < 0), "{failure:?}");
    }
}
