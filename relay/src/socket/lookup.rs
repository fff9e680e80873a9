//! Names to addresses with getaddrinfo(3), as CPython asks it.

use std::ffi::{CStr, CString};
use std::net::IpAddr;
use std::ptr;

use lab_shared::call::{AddressInfo, Exception, Failure, Family};
use socket2::{SockAddr, SockAddrStorage};

use super::system::{self, addrinfo, freeaddrinfo, getaddrinfo, sockaddr_in, sockaddr_in6};
use super::{Name, number};

/// Most addresses of one answer: as many as one message to the page can hold.
const MAX_ADDRESSES: usize = 256;

/// What getaddrinfo(3) is to look for beside host and service, by Linux's numbers; 0 is anything.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hints {
    pub(crate) family: i32,
    pub(crate) kind: i32,
    pub(crate) proto: i32,
    pub(crate) flags: i32,
}

impl Hints {
    /// The same, and nothing is to be asked for: host and port are numbers.
    fn numeric(self) -> Self {
        Self { flags: self.flags | number::AI_NUMERICHOST | number::AI_NUMERICSERV, ..self }
    }

    /// The same for a host in numbers, whichever addresses this machine has.
    pub(crate) fn with_host_in_numbers(self) -> Self {
        let flags = (self.flags | number::AI_NUMERICHOST) & !number::AI_ADDRCONFIG;
        Self { flags, ..self }
    }

    /// The same for both families.
    pub(crate) fn of_any_family(self) -> Self {
        Self { family: number::AF_UNSPEC, ..self }
    }

    /// Whether the host must be in numbers.
    pub(crate) fn want_host_in_numbers(self) -> bool {
        self.flags & number::AI_NUMERICHOST != 0
    }

    /// Whether the canonical name is asked for.
    pub(crate) fn want_canonical_name(self) -> bool {
        self.flags & number::AI_CANONNAME != 0
    }
}

/// Resolves a name to its first address of the family. Blocks: call it where that is allowed.
///
/// # Errors
/// The `gaierror` Python raises, with getaddrinfo(3)'s own number and text.
pub(crate) fn lookup(host: &str, family: Family) -> Result<IpAddr, Failure> {
    let hints = Hints { family: family.number(), ..Hints::default() };
    let answer = Answer::of(Some(host), None, hints)?;
    let first = answer.nodes().find_map(|node| name(node)?.socket_address());
    let unknown = || Failure::plain(Exception::OSError, "unknown address family");
    first.map(|address| address.ip()).ok_or_else(unknown)
}

/// The address that a host in numbers stands for, in any notation that getaddrinfo(3) reads; `None` for
/// a name, which takes a [`lookup`]. Never blocks.
pub(crate) fn numeric(host: &str, family: Family) -> Option<IpAddr> {
    let hints = Hints { family: family.number(), ..Hints::default() }.numeric();
    let answer = Answer::of(Some(host), None, hints).ok()?;
    answer.nodes().find_map(|node| name(node)?.socket_address()).map(|address| address.ip())
}

/// What [`address_info`] gives where host and port are numbers or missing; `None` where it may have to ask
/// for them. Never blocks.
pub(crate) fn numeric_info(
    host: Option<&str>,
    port: Option<&str>,
    hints: Hints,
) -> Option<Vec<AddressInfo>> {
    address_info(host, port, hints.numeric()).ok()
}

/// getaddrinfo(3) as Python offers it. Blocks: call it where that is allowed.
///
/// # Errors
/// See [`lookup`].
pub(crate) fn address_info(
    host: Option<&str>,
    port: Option<&str>,
    hints: Hints,
) -> Result<Vec<AddressInfo>, Failure> {
    let answer = Answer::of(host, port, hints)?;
    let asked_for_name = hints.want_canonical_name();
    let info = |node: &addrinfo| {
        Some(AddressInfo {
            family: system::family_to_page(node.ai_family)?,
            kind: node.ai_socktype,
            proto: node.ai_protocol,
            // musl gives one that nobody asked for.
            canonical: if asked_for_name { canonical(node) } else { String::new() },
            address: name(node)?.address(),
        })
    };
    let found = answer.nodes().filter_map(info).collect();
    let any_type = (hints.kind, hints.proto) == (0, 0);
    let by_number = port.is_none_or(|port| port.parse::<u32>().is_ok());
    let mut found = system::all_types(found, any_type, by_number);
    found.truncate(MAX_ADDRESSES);
    Ok(found)
}

/// The list getaddrinfo(3) gave, freed when dropped.
struct Answer(*mut addrinfo);

impl Answer {
    #[allow(unsafe_code)]
    fn of(host: Option<&str>, port: Option<&str>, hints: Hints) -> Result<Self, Failure> {
        if let Some(refused) = system::refused(host, hints) {
            return Err(refused.failure());
        }
        let host = c_string(host, "host name must not contain null character")?;
        let port = port.map(system::service);
        let port = c_string(port.as_deref(), "port must not contain null character")?;
        // SAFETY: `addrinfo` is a C structure of integers and pointers, for which all zeros is valid.
        let mut wanted: addrinfo = unsafe { std::mem::zeroed() };
        wanted.ai_family = system::family_to_kernel(hints.family);
        wanted.ai_socktype = hints.kind;
        wanted.ai_protocol = hints.proto;
        wanted.ai_flags = system::lookup_flags(hints.flags);
        let pointer =
            |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr().cast());
        let mut list: *mut addrinfo = ptr::null_mut();
        // SAFETY: both texts are NUL-terminated or null, as is allowed, and like `wanted` outlive
        // the call; `list` is a valid place for the result.
        let code = unsafe { getaddrinfo(pointer(&host), pointer(&port), &wanted, &mut list) };
        if code == 0 {
            Ok(Self(list))
        } else {
            Err(system::gai_failure(code, host.as_deref(), hints))
        }
    }

    #[allow(unsafe_code)]
    fn nodes(&self) -> impl Iterator<Item = &addrinfo> {
        // SAFETY: getaddrinfo linked the nodes, the last one to null, and they live until `self`
        // is dropped, which the borrow does not outlive.
        let first = unsafe { self.0.as_ref() };
        std::iter::successors(first, |node| unsafe { node.ai_next.as_ref() })
    }
}

impl Drop for Answer {
    #[allow(unsafe_code)]
    fn drop(&mut self) {
        // SAFETY: the list came from getaddrinfo and is freed only here.
        unsafe { freeaddrinfo(self.0) }
    }
}

fn c_string(text: Option<&str>, with_nul: &str) -> Result<Option<CString>, Failure> {
    let wrong = |_| Failure::plain(Exception::TypeError, with_nul);
    text.map(CString::new).transpose().map_err(wrong)
}

/// The socket address in one node, of the families that have an IP address.
#[allow(unsafe_code)]
fn name(node: &addrinfo) -> Option<Name> {
    let length = match Family::from_number(system::family_to_page(node.ai_family)?)? {
        Family::Inet => size_of::<sockaddr_in>(),
        Family::Inet6 => size_of::<sockaddr_in6>(),
        Family::Unix => return None,
    };
    let mut storage = SockAddrStorage::zeroed();
    // SAFETY: getaddrinfo puts the family's structure behind the pointer, and the storage has room for any.
    unsafe {
        let place = ptr::from_mut(&mut storage).cast::<u8>();
        ptr::copy_nonoverlapping(node.ai_addr.cast::<u8>(), place, length);
    }
    // SAFETY: the storage holds that structure, whose length this is.
    let address = unsafe { SockAddr::new(storage, length.try_into().ok()?) };
    Some(Name::from_kernel(address))
}

/// The canonical name, which only the first node has, and only if it was asked for.
#[allow(unsafe_code)]
fn canonical(node: &addrinfo) -> String {
    if node.ai_canonname.is_null() {
        return String::new();
    }
    // SAFETY: getaddrinfo gives null or a NUL-terminated text that lives as long as the node.
    unsafe { CStr::from_ptr(node.ai_canonname.cast()) }.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn localhost_resolves_in_the_family_asked_for() {
        assert_eq!(lookup("localhost", Family::Inet), Ok(Ipv4Addr::LOCALHOST.into()));
        assert_eq!(lookup("127.1", Family::Inet), Ok(Ipv4Addr::LOCALHOST.into()));
    }

    #[test]
    fn what_is_in_numbers_needs_no_lookup_and_gives_the_same() {
        for (host, family) in [
            ("127.0.0.1", Family::Inet),
            ("127.1", Family::Inet),
            ("0x7f000001", Family::Inet),
            ("::1", Family::Inet6),
        ] {
            let found = numeric(host, family);
            assert!(found.is_some(), "{host}");
            assert_eq!(found, lookup(host, family).ok(), "{host}");
            let hints =
                Hints { family: family.number(), flags: number::AI_CANONNAME, ..Hints::default() };
            let info = numeric_info(Some(host), Some("80"), hints);
            assert_eq!(info, address_info(Some(host), Some("80"), hints).ok(), "{host}");
        }
        for (host, family) in
            [("localhost", Family::Inet), ("127.0.0.1", Family::Inet6), ("", Family::Inet)]
        {
            assert_eq!(numeric(host, family), None, "{host}");
        }
        let any = Hints::default();
        assert_eq!(numeric_info(None, Some("80"), any), address_info(None, Some("80"), any).ok());
        assert_eq!(numeric_info(Some("127.0.0.1"), Some("http"), any), None, "a service is a name");
    }

    #[test]
    fn a_name_that_cannot_be_is_a_gaierror() {
        let failure = lookup("no such name", Family::Inet).unwrap_err();
        assert_eq!(failure.exception, Exception::Gaierror);
        assert!(failure.code.is_some_and(|code| code < 0), "{failure:?}");
    }
}
