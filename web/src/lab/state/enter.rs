//! Lines that put a terminal of the relay's machine into a host, and run nc there.

use lab_shared::call::Address;
use lab_shared::network::{HostName, HostView, NetworkView};

use crate::kit::state::shell::operand;

/// The line that connects nc to a socket on `host` which has this address: on another host, so that it goes
/// over the cable, unless only the host itself reaches the address.
#[must_use]
pub(crate) fn line_to_reach(
    network: &NetworkView,
    host: &HostName,
    address: &Address,
    datagrams: bool,
) -> Option<String> {
    let listener = running(network, host)?;
    let udp = if datagrams { "-u " } else { "" };
    let (target, port) = match address {
        Address::Inet { port, .. } if address.is_wildcard() => (format!("-4 {host}"), port),
        Address::Inet6 { port, .. } if address.is_wildcard() => (format!("-6 {host}"), port),
        Address::Inet { host, port } | Address::Inet6 { host, port, .. } => (operand(host), port),
        Address::Unix { .. } => return None,
    };
    let mut others = network.hosts.iter().filter(|other| other.ended.is_none());
    let other = others.rfind(|other| other.name != *host && !is_loopback(address));
    let from = other.unwrap_or(listener);
    Some(format!("{} -- nc {udp}{target} {port}", from.enter))
}

/// The line that makes nc listen on `host` at a port.
#[must_use]
pub(crate) fn line_that_listens(
    network: &NetworkView,
    host: &HostName,
    port: i64,
) -> Option<String> {
    Some(format!("{} -- nc -l {port}", running(network, host)?.enter))
}

/// Whether an address is one that only the host itself reaches.
#[must_use]
pub(crate) fn is_loopback(address: &Address) -> bool {
    match address {
        Address::Inet { host, .. } => host.starts_with("127.") || host == "localhost",
        Address::Inet6 { host, .. } => host == "::1" || host == "localhost",
        Address::Unix { .. } => true,
    }
}

fn running<'a>(network: &'a NetworkView, host: &HostName) -> Option<&'a HostView> {
    network.host(host).filter(|host| host.ended.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::network::HostEnd;

    fn network(ended: Option<HostEnd>) -> NetworkView {
        let host = |name: HostName, ended| HostView {
            enter: format!("socket-lab enter {name}@code"),
            name,
            v4: String::new(),
            v6: String::new(),
            ended,
        };
        NetworkView {
            hosts: vec![host(HostName::server(), None), host(HostName::client(), ended)],
            cables: vec![],
            mtu: 1500,
            published: vec![],
            code: None,
            pages: 1,
        }
    }

    #[test]
    fn nc_comes_from_the_other_host_to_what_other_hosts_reach() {
        let server = HostName::server();
        let line = |network: &NetworkView, address, udp| {
            line_to_reach(network, &server, &address, udp).unwrap()
        };
        let both = network(None);
        for (address, udp, expected) in [
            (Address::inet("0.0.0.0", 9999), false, "client@code -- nc -4 server 9999"),
            (Address::inet6("::", 9999), false, "client@code -- nc -6 server 9999"),
            (Address::inet("10.0.0.1", 7), true, "client@code -- nc -u 10.0.0.1 7"),
            (Address::inet("127.0.0.1", 7), false, "server@code -- nc 127.0.0.1 7"),
        ] {
            assert_eq!(line(&both, address, udp), format!("socket-lab enter {expected}"));
        }
        let alone = network(Some(HostEnd::Died));
        let expected = "socket-lab enter server@code -- nc -4 server 9999";
        assert_eq!(line(&alone, Address::inet("0.0.0.0", 9999), false), expected);
        assert_eq!(line_to_reach(&alone, &HostName::client(), &Address::inet("", 1), false), None);
        assert_eq!(line_to_reach(&both, &server, &Address::unix("x"), false), None);
    }

    #[test]
    fn nc_listens_on_a_host_that_runs() {
        let line = line_that_listens(&network(None), &HostName::server(), 9999);
        assert_eq!(line.as_deref(), Some("socket-lab enter server@code -- nc -l 9999"));
        assert_eq!(line_that_listens(&network(Some(HostEnd::Died)), &HostName::client(), 1), None);
    }
}
