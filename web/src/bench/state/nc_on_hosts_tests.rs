//! The lines for terminals that meet a socket on a host.

use lab_shared::call::{Address, Micros, Op, SocketType, Value};
use lab_shared::network::{CableEnd, HostEnd, NetworkNotice, NetworkReport, NetworkView};

use crate::bench::state::call_form::{Edit, Field};
use crate::bench::state::nc::{lines_to_reach, nc_line};
use crate::lab::state::LabCommand;
use crate::lab::state::LabEvent;
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::meeting::Meeting;
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
    assert_eq!(line(&test).as_deref(), Some("socket-lab enter client@1 -- nc -l 127.0.0.1 9999"));
    for to in ["server", "10.0.0.1"] {
        test.edit(Edit::Text(Field::PeerHost, to.into()));
        let found = nc_line(&test.lab, &test.form).expect("a client has a peer");
        let enter = "socket-lab enter server@1 -- nc -l";
        assert_eq!(found.command, Some(format!("{enter} 10.0.0.1 9999")));
        assert_eq!(found.variant, Some(format!("{enter} -p 9999")));
    }
}

#[test]
fn nc_listens_at_no_address_that_no_host_has() {
    let mut test = pair(SocketType::Stream);
    test.does(LabCommand::Target(SOCKET));
    test.edit(Edit::Text(Field::PeerHost, "10.9.9.9".into()));
    assert_eq!(line(&test), None);
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

#[test]
fn there_is_no_line_for_a_host_that_is_gone() {
    let address = Address::inet("0.0.0.0", 9999);
    let gone = name("server");
    assert_eq!(Meeting::of_client(None, Some(&gone), &address).nc_to_host(false), None);
    assert_eq!(Meeting::of_server(None, Some(&gone), &address).nc_listens_on_host(), None);
}

#[test]
fn the_machine_does_not_reach_a_socket_whose_network_is_gone() {
    let mut test = pair(SocketType::Stream);
    listening(&mut test, Address::inet("0.0.0.0", 9999));
    test.does(LabCommand::Begin(None));
    let report = NetworkReport { at: Micros(0), news: NetworkNotice::Closed };
    test.told(LabEvent::Relay(Output::Network(report), Micros(0)));
    assert_eq!(line(&test), None);
    assert_eq!(lines_to_reach(&test.lab), [""; 0]);
}
