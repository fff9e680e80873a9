//! Where a terminal's program meets a socket of the page: on the relay's machine, or on a host of the page's network.

use lab_shared::call::Address;
use lab_shared::network::{CableEnd, HostName, HostView, NetworkView};

use crate::kit::state::shell::operand;

/// Where the program runs, and the address that it uses there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meeting {
    pub(crate) address: Address,
    /// What puts the terminal into a host, empty where nothing does; `None` on the relay's machine.
    enter: Option<String>,
}

impl Meeting {
    /// Of a program that reaches `address`, at which a socket on `host` awaits peers. Where another host can reach it,
    /// the program runs there, so that its packets pass along a cable.
    pub(crate) fn of_client(
        network: Option<&NetworkView>,
        host: Option<&HostName>,
        address: &Address,
    ) -> Self {
        let (view, own) = match on_host(network, host) {
            Ok(found) => found,
            Err(enter) => return Self { address: address.clone(), enter },
        };
        let outside = match address {
            wildcard if wildcard.is_wildcard() => Some(at(own, wildcard)),
            other if is_of(own, other) => Some(other.clone()),
            _ => None,
        };
        match outside.zip(neighbour(view, &own.name)) {
            Some((address, neighbour)) => Self::on(neighbour, address),
            None => Self::on(own, address.clone()),
        }
    }

    /// Of a program that listens at `address`, to which a socket on `host` connects.
    pub(crate) fn of_server(
        network: Option<&NetworkView>,
        host: Option<&HostName>,
        address: &Address,
    ) -> Self {
        let (view, own) = match on_host(network, host) {
            Ok(found) => found,
            Err(enter) => return Self { address: address.clone(), enter },
        };
        match view.hosts.iter().find(|host| is_of(host, address)) {
            Some(named) => Self::on(named, at(named, address)),
            None if address.is_loopback() => Self::on(own, address.clone()),
            // No host has it, so nc could not listen there.
            None => Self { address: address.clone(), enter: Some(String::new()) },
        }
    }

    fn on(host: &HostView, address: Address) -> Self {
        let enter = if host.ended.is_none() { host.enter.clone() } else { String::new() };
        Self { address, enter: Some(enter) }
    }

    /// The line for a terminal that runs `command` there; `None` where no terminal comes.
    pub(crate) fn line(&self, command: &str) -> Option<String> {
        match self.enter.as_deref() {
            None => Some(command.to_owned()),
            Some("") => None,
            Some(enter) => Some(format!("{enter} -- {command}")),
        }
    }

    /// The line for a terminal whose nc sends to a host's address.
    pub(crate) fn nc_to_host(&self, datagrams: bool) -> Option<String> {
        let udp = if datagrams { "-u " } else { "" };
        let (host, port) = self.inet()?;
        self.line(&format!("nc {udp}{} {port}", operand(host)))
    }

    /// The line for a terminal whose nc listens at a host's address.
    pub(crate) fn nc_listens_on_host(&self) -> Option<String> {
        let (host, port) = self.inet()?;
        self.line(&format!("nc -l {} {port}", operand(host)))
    }

    fn inet(&self) -> Option<(&str, i64)> {
        match &self.address {
            Address::Inet { host, port } | Address::Inet6 { host, port, .. } => Some((host, *port)),
            Address::Unix { .. } => None,
        }
    }
}

/// The socket's host in its network; else how a terminal comes to where the socket is: without a line that enters a
/// host on the relay's machine, and in no way to a host that is there no more.
fn on_host<'a>(
    network: Option<&'a NetworkView>,
    host: Option<&HostName>,
) -> Result<(&'a NetworkView, &'a HostView), Option<String>> {
    let host = host.ok_or(None)?;
    let found = network.and_then(|view| Some((view, view.host(host)?)));
    found.ok_or_else(|| Some(String::new()))
}

/// The first running host that shares a cable or the switch with this one.
fn neighbour<'a>(view: &'a NetworkView, name: &HostName) -> Option<&'a HostView> {
    let ends = |of: &HostName| {
        let of = CableEnd::Host(of.clone());
        let far = move |(a, b)| if a == &of { Some(b) } else { (b == &of).then_some(a) };
        view.cables.iter().map(|cable| (&cable.a, &cable.b)).filter_map(far)
    };
    let switched = |of: &HostName| ends(of).any(|far| *far == CableEnd::Switch);
    let joined = |host: &&HostView| {
        ends(name).any(|far| *far == CableEnd::Host(host.name.clone()))
            || (switched(name) && switched(&host.name))
    };
    let others = view.hosts.iter().filter(|host| host.name != *name && host.ended.is_none());
    others.into_iter().find(joined)
}

/// Whether an address names this host.
fn is_of(host: &HostView, address: &Address) -> bool {
    match address {
        Address::Inet { host: named, .. } => *named == host.v4 || *named == host.name.as_str(),
        Address::Inet6 { host: named, .. } => *named == host.v6 || *named == host.name.as_str(),
        Address::Unix { .. } => false,
    }
}

/// The same port at the host's own address.
fn at(host: &HostView, address: &Address) -> Address {
    match address.clone() {
        Address::Inet { port, .. } => Address::Inet { host: host.v4.clone(), port },
        Address::Inet6 { port, flowinfo, scope_id, .. } => {
            Address::Inet6 { host: host.v6.clone(), port, flowinfo, scope_id }
        }
        unix @ Address::Unix { .. } => unix,
    }
}
