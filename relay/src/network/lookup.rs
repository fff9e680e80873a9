//! getaddrinfo(3) on a host. It knows the hosts of its network, `localhost` and addresses in numbers, and asks nobody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use lab_shared::call::{AddressInfo, Failure, Family};
use lab_shared::errno::GaiError;

use super::Directory;
use crate::socket::{Hints, address_info};

impl Directory {
    /// The address of a name in a family.
    ///
    /// # Errors
    /// EAI_NONAME: there is no such host.
    pub(crate) fn resolve(&self, name: &str, family: Family) -> Result<IpAddr, Failure> {
        let found = match family {
            Family::Inet if is_localhost(name) => Some(Ipv4Addr::LOCALHOST.into()),
            Family::Inet6 if is_localhost(name) => Some(Ipv6Addr::LOCALHOST.into()),
            family => self.address(name, family),
        };
        found.ok_or_else(|| GaiError::Noname.failure())
    }

    /// What getaddrinfo(3) gives for a host, a port and hints. Names of services are read from /etc/services.
    ///
    /// # Errors
    /// See [`address_info`]; an unknown name is EAI_NONAME.
    pub(crate) fn address_info(
        &self,
        host: Option<&str>,
        port: Option<&str>,
        hints: Hints,
    ) -> Result<Vec<AddressInfo>, Failure> {
        let in_numbers = hints.with_host_in_numbers();
        let is_number = |host| address_info(Some(host), None, in_numbers.of_any_family()).is_ok();
        let name = match host {
            Some(name) if !hints.want_host_in_numbers() && !is_number(name) => name,
            _ => return address_info(host, port, in_numbers),
        };
        // In glibc's order, which is that of RFC 6724 but for unique local addresses: IPv6 first.
        let families = [Family::Inet6, Family::Inet].into_iter();
        let wanted = families.filter(|family| [0, family.number()].contains(&hints.family));
        let mut found = Vec::new();
        for ip in wanted.filter_map(|family| self.resolve(name, family).ok()) {
            found.extend(address_info(Some(&ip.to_string()), port, in_numbers)?);
        }
        for (at, info) in found.iter_mut().enumerate() {
            // The first one has it, and only if it is asked for.
            let named = at == 0 && hints.want_canonical_name();
            info.canonical = if named { name.to_owned() } else { String::new() };
        }
        if found.is_empty() { Err(GaiError::Noname.failure()) } else { Ok(found) }
    }
}

fn is_localhost(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use lab_shared::network::{HostName, address};

    use super::*;

    const CANONNAME: i32 = 2;
    const NUMERICHOST: i32 = 4;

    /// A network with one host, `server`.
    fn directory() -> Directory {
        let directory = Directory::default();
        directory.name(&HostName::server(), 1);
        directory
    }

    fn ips(host: Option<&str>, hints: Hints) -> Result<Vec<String>, Failure> {
        let found = directory().address_info(host, Some("80"), hints)?;
        Ok(found.iter().map(|info| info.address.to_string()).collect())
    }

    fn stream(family: i32, flags: i32) -> Hints {
        Hints { family, kind: 1, proto: 0, flags }
    }

    #[test]
    fn hosts_have_an_address_of_each_family_and_ipv6_comes_first() {
        let both = ips(Some("server"), stream(0, 0)).unwrap();
        assert_eq!(both, ips(Some("SERVER"), stream(0, 0)).unwrap());
        assert!(both[0].contains(&address::v6(1).to_string()), "{both:?}");
        assert!(both[1].contains(&address::v4(1).to_string()), "{both:?}");
        assert_eq!(ips(Some("server"), stream(2, 0)).unwrap(), both[1..]);
        assert_eq!(ips(Some("server"), stream(10, 0)).unwrap(), both[..1]);
        assert_eq!(ips(Some("localhost"), stream(0, 0)).unwrap().len(), 2);
        let named = directory().address_info(Some("server"), None, stream(0, CANONNAME)).unwrap();
        assert_eq!(named[0].canonical, "server");
    }

    #[test]
    fn what_is_no_host_is_no_name_and_numbers_are_themselves() {
        let unknown = GaiError::Noname.failure();
        for (host, hints) in [
            ("www.example.org", stream(0, 0)),
            ("server", stream(0, NUMERICHOST)),
            ("client", stream(0, 0)),
        ] {
            assert_eq!(ips(Some(host), hints).unwrap_err(), unknown, "{host}");
        }
        assert_eq!(ips(Some("10.9.9.9"), stream(0, 0)).unwrap().len(), 1);
        assert_eq!(ips(None, stream(0, 1)).unwrap().len(), 2, "two wildcards");
        let port = directory().address_info(Some("10.0.0.1"), Some("no such"), stream(0, 0));
        assert_eq!(port.unwrap_err(), GaiError::Service.failure());
    }
}
