//! What glibc's getaddrinfo(3) answers where musl's answers otherwise: nearly every CPython on Linux asks glibc, and a
//! released program is linked with musl.

use std::borrow::Cow;
use std::ffi::CStr;
use std::net::IpAddr;

use lab_shared::call::{AddressInfo, SocketType};
use lab_shared::errno::GaiError;

use crate::socket::Hints;

/// Why a lookup failed, where the code is a known one. To glibc a host in numbers of the other family is an answer of the
/// wrong family, and a type that has no such protocol is no type; to musl the one is no answer, and the other has no
/// services.
pub(in crate::socket) fn gai_error(
    code: i32,
    host: Option<&CStr>,
    hints: Hints,
) -> Option<GaiError> {
    let is_in_numbers = || Some(host?.to_str().ok()?.parse::<IpAddr>().is_ok());
    let is_type =
        || matches!((hints.kind, hints.proto), (0 | 1, 0 | 6) | (0 | 2, 0 | 17) | (0 | 3, _));
    match GaiError::from_code(code)? {
        GaiError::Nodata if is_in_numbers() == Some(true) => Some(GaiError::Addrfamily),
        GaiError::Service if !is_type() => Some(GaiError::Socktype),
        known => Some(known),
    }
}

/// What glibc refuses before it looks for anything, and musl does not: the canonical name of no host.
pub(in crate::socket) fn refused(host: Option<&str>, hints: Hints) -> Option<GaiError> {
    (host.is_none() && hints.want_canonical_name()).then_some(GaiError::Badflags)
}

/// The service by which musl is asked for a port: glibc keeps the lower half of a number that is too large, and takes an
/// empty text for 0; musl fails.
pub(in crate::socket) fn service(port: &str) -> Cow<'_, str> {
    if port.is_empty() {
        return "0".into();
    }
    match port.parse::<u32>() {
        Ok(number) if number > 0xffff => (number & 0xffff).to_string().into(),
        _ => port.into(),
    }
}

/// All that glibc finds, in its order. `any_type` is whether neither type nor protocol was asked for, and `by_number`
/// whether the service was none that has a name: then glibc has a raw socket for each address, too.
pub(in crate::socket) fn all_types(
    found: Vec<AddressInfo>,
    any_type: bool,
    by_number: bool,
) -> Vec<AddressInfo> {
    if any_type && by_number && cfg!(target_env = "musl") { with_raw(found) } else { found }
}

fn with_raw(found: Vec<AddressInfo>) -> Vec<AddressInfo> {
    let mut all = Vec::new();
    for info in found {
        let raw = (info.kind == SocketType::Dgram.number()).then(|| AddressInfo {
            kind: SocketType::Raw.number(),
            proto: 0,
            ..info.clone()
        });
        all.push(info);
        all.extend(raw);
    }
    all
}

#[cfg(test)]
mod tests {
    use lab_shared::call::Address;

    use super::*;
    use crate::socket::address_info;

    #[test]
    fn hosts_in_numbers_of_the_other_family_fail_as_glibc_has_it() {
        for (host, family) in [("::1", 2), ("127.0.0.1", 10)] {
            let hints = Hints { family, ..Hints::default() };
            let failure = address_info(Some(host), None, hints).unwrap_err();
            assert_eq!(failure.message, "[Errno -9] Address family for hostname not supported");
        }
    }

    #[test]
    fn a_number_that_is_no_port_counts_by_its_lower_half_as_glibc_has_it() {
        let found = address_info(Some("127.0.0.1"), Some("70000"), Hints::default()).unwrap();
        assert_eq!(found[0].address, Address::inet("127.0.0.1", 4464));
    }

    #[test]
    fn every_type_is_found_as_glibc_has_it() {
        let kinds = |port| {
            let found = address_info(Some("127.0.0.1"), port, Hints::default()).unwrap();
            found.iter().map(|info| (info.kind, info.proto)).collect::<Vec<_>>()
        };
        for port in [None, Some("80")] {
            assert_eq!(kinds(port), [(1, 6), (2, 17), (3, 0)], "{port:?}");
        }
        assert!(!kinds(Some("http")).contains(&(3, 0)));
    }
}
