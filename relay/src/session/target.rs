//! Address arguments, in the order and with the words of CPython's `getsockaddrarg`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use lab_shared::call::{Address, Exception, Failure, Family};

use crate::socket::{Name, numeric};

/// Largest IPv6 flow label, RFC 6437.
const MAX_FLOW_LABEL: u32 = 0xf_ffff;

/// An address argument, as far as it can be understood without asking a name server.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An address in numbers.
    Ip(IpAddr),
    /// A name to look up.
    Host(String),
    /// An AF_UNIX name as the page wrote it.
    Unix(String),
}

/// What an address argument of a socket of `family` means.
///
/// # Errors
/// The exception Python raises before it looks anything up; `caller` is the call's name.
pub(crate) fn target(caller: &str, family: Family, address: &Address) -> Result<Target, Failure> {
    let (host, port) = match (family, address) {
        (Family::Unix, Address::Unix { path }) => return Ok(Target::Unix(path.clone())),
        (Family::Unix, _) => {
            return Err(type_error("a bytes-like object is required, not 'tuple'".into()));
        }
        (_, Address::Unix { .. }) => {
            let family = family.python_name();
            return Err(type_error(format!("{caller}(): {family} address must be tuple, not str")));
        }
        // Where both are 0, the page has written a pair.
        (Family::Inet, Address::Inet6 { flowinfo, scope_id, .. })
            if (*flowinfo, *scope_id) != (0, 0) =>
        {
            return Err(type_error("AF_INET address must be a pair (host, port)".into()));
        }
        (_, Address::Inet { host, port } | Address::Inet6 { host, port, .. }) => (host, *port),
    };
    if host.contains('\0') {
        return Err(type_error("host name must not contain null character".into()));
    }
    // A number beyond a C int fails before the host is looked at, one beyond 16 bits after.
    if i32::try_from(port).is_err() {
        return Err(port_error(caller));
    }
    let special = match family {
        Family::Inet => inet(host),
        Family::Inet6 => inet6(host)?,
        Family::Unix => None,
    };
    let found = special.or_else(|| numeric(host, family));
    Ok(found.map_or_else(|| Target::Host(host.clone()), Target::Ip))
}

/// The kernel's name for an address argument whose host is at `ip`.
///
/// # Errors
/// Python's OverflowError for a port or flow label out of range.
pub(crate) fn name(caller: &str, ip: IpAddr, address: &Address) -> Result<Name, Failure> {
    let port = address.port().unwrap_or_default();
    let port = u16::try_from(port).map_err(|_| port_error(caller))?;
    let (flowinfo, scope_id) = match address {
        Address::Inet6 { flowinfo, scope_id, .. } => (*flowinfo, *scope_id),
        _ => (0, 0),
    };
    if ip.is_ipv6() && flowinfo > MAX_FLOW_LABEL {
        let message = format!("{caller}(): flowinfo must be 0-1048575.");
        return Err(Failure::plain(Exception::OverflowError, message));
    }
    Ok(Name::inet(ip, port, flowinfo, scope_id))
}

fn inet(host: &str) -> Option<IpAddr> {
    match host {
        "" => Some(Ipv4Addr::UNSPECIFIED.into()),
        "<broadcast>" => Some(Ipv4Addr::BROADCAST.into()),
        _ => host.parse::<Ipv4Addr>().ok().map(IpAddr::V4),
    }
}

fn inet6(host: &str) -> Result<Option<IpAddr>, Failure> {
    match host {
        "" => Ok(Some(Ipv6Addr::UNSPECIFIED.into())),
        "<broadcast>" | "255.255.255.255" => {
            Err(Failure::plain(Exception::OSError, "address family mismatched"))
        }
        _ => Ok(host.parse::<Ipv6Addr>().ok().map(IpAddr::V6)),
    }
}

fn type_error(message: String) -> Failure {
    Failure::plain(Exception::TypeError, message)
}

fn port_error(caller: &str) -> Failure {
    Failure::plain(Exception::OverflowError, format!("{caller}(): port must be 0-65535."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inet(host: &str, port: i64) -> Address {
        Address::Inet { host: host.into(), port }
    }

    #[test]
    fn special_hosts_are_understood_without_a_lookup() {
        for (host, expected) in
            [("", "0.0.0.0"), ("<broadcast>", "255.255.255.255"), ("127.0.0.1", "127.0.0.1")]
        {
            let target = target("bind", Family::Inet, &inet(host, 1));
            assert_eq!(target, Ok(Target::Ip(expected.parse().unwrap())), "{host}");
        }
        let found = target("bind", Family::Inet6, &inet("", 1));
        assert_eq!(found, Ok(Target::Ip(Ipv6Addr::UNSPECIFIED.into())));
        let found = target("bind", Family::Inet, &inet("127.1", 1));
        assert_eq!(found, Ok(Target::Ip(Ipv4Addr::LOCALHOST.into())));
        let found = target("bind", Family::Inet, &inet("localhost", 1));
        assert_eq!(found, Ok(Target::Host("localhost".into())));
    }

    #[test]
    fn a_port_beyond_16_bits_fails_after_the_host_and_one_beyond_32_before() {
        let ip = Ipv4Addr::LOCALHOST.into();
        let text = "OverflowError: bind(): port must be 0-65535.";
        assert!(target("bind", Family::Inet, &inet("nowhere", 70_000)).is_ok());
        assert_eq!(name("bind", ip, &inet("nowhere", 70_000)).unwrap_err().to_string(), text);
        assert_eq!(name("bind", ip, &inet("nowhere", -1)).unwrap_err().to_string(), text);
        let early = target("bind", Family::Inet, &inet("nowhere", 1 << 40)).unwrap_err();
        assert_eq!(early.to_string(), text);
    }

    #[test]
    fn an_address_of_the_wrong_shape_is_a_type_error() {
        let text = |family, address| target("connect", family, &address).unwrap_err().to_string();
        assert_eq!(
            text(Family::Inet, Address::unix("x")),
            "TypeError: connect(): AF_INET address must be tuple, not str"
        );
        assert_eq!(
            text(Family::Unix, inet("::1", 1)),
            "TypeError: a bytes-like object is required, not 'tuple'"
        );
        let four = Address::Inet6 { host: "::1".into(), port: 1, flowinfo: 1, scope_id: 0 };
        assert_eq!(
            text(Family::Inet, four),
            "TypeError: AF_INET address must be a pair (host, port)"
        );
        assert!(target("bind", Family::Inet6, &inet("::1", 1)).is_ok(), "a pair will do");
    }
}
