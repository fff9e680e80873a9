//! Where a terminal's program meets a socket of the page: on the relay's machine, or on a host of the page's network.

use lab_shared::call::Address;
use lab_shared::network::{CableEnd, HostName, HostView, NetworkView};

use crate::lab::state::Lab;

/// Where the program runs, and the address that it uses there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) address: Address,
    /// What puts the terminal into a host, empty where nothing does; `None` on the relay's machine.
    enter: Option<String>,
}

impl Meeting {
    /// Of a program that reaches `address`, at which a socket on `host` awaits peers. Where another host can reach it,
    /// the program runs there, so that its packets pass along a cable.
    pub(super) fn of_client(lab: &Lab, host: Option<&HostName>, address: &Address) -> Self {
        let Some((view, own)) = on_host(lab, host) else { return Self::on_machine(address) };
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
    pub(super) fn of_server(lab: &Lab, host: Option<&HostName>, address: &Address) -> Self {
        let Some((view, own)) = on_host(lab, host) else { return Self::on_machine(address) };
        match view.hosts.iter().find(|host| is_of(host, address)) {
            Some(named) => Self::on(named, at(named, address)),
            None => Self::on(own, address.clone()),
        }
    }

    fn on_machine(address: &Address) -> Self {
        Self { address: address.clone(), enter: None }
    }

    fn on(host: &HostView, address: Address) -> Self {
        let enter = if host.ended.is_none() { host.enter.clone() } else { String::new() };
        Self { address, enter: Some(enter) }
    }

    /// The line for a terminal that runs `command` there; `None` where no terminal comes.
    pub(super) fn line(&self, command: &str) -> Option<String> {
        match self.enter.as_deref() {
            None => Some(command.to_owned()),
            Some("") => None,
            Some(enter) => Some(format!("{enter} -- {command}")),
        }
    }
}

fn on_host<'a>(lab: &'a Lab, host: Option<&HostName>) -> Option<(&'a NetworkView, &'a HostView)> {
    let view = lab.network.view()?;
    Some((view, view.host(host?)?))
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

#[cfg(test)]
mod tests {
    use lab_shared::call::{Micros, Op, SocketType, Value};
    use lab_shared::network::{HostEnd, NetworkNotice, NetworkReport};

    use super::*;
    use crate::bench::state::call_form::{Edit, Field};
    use crate::bench::state::nc::{lines_to_reach, nc_line};
    use crate::lab::state::LabCommand;
    use crate::lab::state::LabEvent;
    use crate::lab::state::host_choice::HostChoice;
    use crate::link::state::Output;
    use crate::testing::test_lab::TestLab;
    use crate::testing::test_network::{SOCKET, cable, name, pair, with_cables};

    fn line(test: &TestLab) -> Option<String> {
        nc_line(&test.lab, &test.form)?.command
    }

    /// The socket on the host `client` listens there.
    fn listening(test: &mut TestLab, address: Address) {
        for op in [Op::Bind { address: address.clone() }, Op::Listen { backlog: None }] {
            let call = test.issue_on(SOCKET, op, b"");
            test.returns(call, Ok(Value::None));
        }
        test.local(SOCKET, address);
    }

    fn changed(test: &mut TestLab, change: impl FnOnce(&mut NetworkView)) {
        let mut view = NetworkView::clone(test.lab.network.view().expect("there is a network"));
        change(&mut view);
        let report = NetworkReport { at: Micros(0), news: NetworkNotice::Changed(Box::new(view)) };
        test.told(LabEvent::Relay(Output::Network(report), Micros(0)));
    }

    #[test]
    fn nc_comes_from_the_other_end_of_the_cable() {
        for (bound, expected) in [
            (Address::inet("0.0.0.0", 9999), "socket-lab enter server@1 -- nc 10.0.0.2 9999"),
            (Address::inet("10.0.0.2", 9999), "socket-lab enter server@1 -- nc 10.0.0.2 9999"),
            (Address::inet6("::", 9999), "socket-lab enter server@1 -- nc fd4c:6162::2 9999"),
            (Address::inet("127.0.0.1", 9999), "socket-lab enter client@1 -- nc 127.0.0.1 9999"),
        ] {
            let mut test = pair(SocketType::Stream);
            test.does(LabCommand::Begin(None));
            listening(&mut test, bound);
            assert_eq!(line(&test).as_deref(), Some(expected));
            let lines = lines_to_reach(&test.lab);
            assert_eq!(lines[0], expected);
            let python = |line: &String| line.contains("@1 -- python3 -i -c 'import socket; ");
            assert!(lines[1..].iter().all(python), "{lines:?}");
        }
    }

    #[test]
    fn nc_runs_on_the_sockets_own_host_where_no_other_reaches_it() {
        let wildcard = Address::inet("0.0.0.0", 9999);
        let mut alone = with_cables(vec![], SocketType::Stream);
        listening(&mut alone, wildcard.clone());
        alone.does(LabCommand::Begin(None));
        assert_eq!(line(&alone).as_deref(), Some("socket-lab enter client@1 -- nc 127.0.0.1 9999"));

        let switched = |id, host| cable(id, CableEnd::Host(name(host)), CableEnd::Switch);
        let mut test =
            with_cables(vec![switched(0, "server"), switched(1, "client")], SocketType::Stream);
        listening(&mut test, wildcard);
        test.does(LabCommand::Begin(None));
        assert_eq!(line(&test).as_deref(), Some("socket-lab enter server@1 -- nc 10.0.0.2 9999"));
        changed(&mut test, |view| view.hosts[0].ended = Some(HostEnd::Died));
        assert_eq!(line(&test).as_deref(), Some("socket-lab enter client@1 -- nc 127.0.0.1 9999"));
    }

    #[test]
    fn nc_listens_on_the_host_to_which_the_client_connects() {
        let mut test = pair(SocketType::Stream);
        test.does(LabCommand::Target(SOCKET));
        assert_eq!(
            line(&test).as_deref(),
            Some("socket-lab enter client@1 -- nc -l 127.0.0.1 9999")
        );
        for to in ["server", "10.0.0.1"] {
            test.edit(Edit::Text(Field::PeerHost, to.into()));
            let found = nc_line(&test.lab, &test.form).expect("a client has a peer");
            let enter = "socket-lab enter server@1 -- nc -l";
            assert_eq!(found.command, Some(format!("{enter} 10.0.0.1 9999")));
            assert_eq!(found.variant, Some(format!("{enter} -p 9999")));
        }
    }

    #[test]
    fn the_machine_needs_no_line_that_enters_it() {
        let mut test = pair(SocketType::Stream);
        test.lab.target = None;
        test.does(LabCommand::Host(HostChoice::Machine));
        assert_eq!(line(&test).as_deref(), Some("nc -l 127.0.0.1 9999"));
    }

    #[test]
    fn there_is_no_line_for_a_host_that_no_terminal_can_enter() {
        let mut test = pair(SocketType::Stream);
        changed(&mut test, |view| view.hosts.iter_mut().for_each(|host| host.enter.clear()));
        listening(&mut test, Address::inet("0.0.0.0", 9999));
        test.does(LabCommand::Begin(None));
        let found = nc_line(&test.lab, &test.form).expect("it awaits peers");
        assert_eq!((found.command, found.ready), (None, true));
        assert_eq!(lines_to_reach(&test.lab), [""; 0]);
    }
}
