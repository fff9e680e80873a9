//! The lines for a terminal in which `nc` or Python is the other side.

use std::rc::Rc;

use lab_shared::call::{Address, SocketType};
use lab_shared::network::{HostName, NetworkView};
use lab_shared::text::python_str;
use lab_shared::trace::{Role, SocketState, SocketView};

use super::call_form::CallForm;
use super::validate::validate;
use crate::kit::state::shell::{operand, word};
use crate::lab::state::Lab;
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::meeting::Meeting;
use crate::lab::state::unix_path::file_in;

/// A network, and a host of it; `None` is the relay's machine.
type Place<'a> = (Option<&'a NetworkView>, Option<HostName>);

/// A line for a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NcLine {
    /// The line, for OpenBSD's nc; `None` where no terminal can enter the host that it is for.
    pub command: Option<String>,
    /// The same for the other netcats, where it differs.
    pub variant: Option<String>,
    /// Whether nc would find its peer if it were started now.
    pub ready: bool,
}

/// The line for the person's side; `None` where nc has nothing to do yet.
#[must_use]
pub(crate) fn nc_line(lab: &Lab, form: &CallForm) -> Option<NcLine> {
    let serving = lab
        .target_view()
        .and_then(|view| view.listener.and_then(|id| lab.timeline.socket(id)).or(Some(view)))
        .filter(|view| awaits_peers(view))
        .or_else(|| lab.timeline.sockets().rev().find(|view| awaits_peers(view)));
    match lab.role {
        Some(Role::Client) => as_server(lab, form),
        _ if serving.is_some() => serving.and_then(|view| to_reach(lab, view)),
        Some(Role::Server) => {
            let valid_call = validate(lab_shared::call::CallName::Bind, form, lab).ok()?;
            let lab_shared::call::Op::Bind { address } = valid_call.op else { return None };
            let kind = lab.target_view().map_or(form.kind, |view| view.kind);
            let (network, host) = place_of_target(lab);
            let meeting = Meeting::of_client(network, host.as_ref(), &address);
            let command = meeting.line(&connect_command(lab, &meeting.address, kind));
            Some(NcLine { command, variant: None, ready: false })
        }
        None => None,
    }
}

/// The line that connects nc to a TCP server.
#[must_use]
pub(crate) fn connect_line(address: &Address) -> String {
    connect_command(&Lab::default(), address, SocketType::Stream)
}

/// The line that makes OpenBSD's nc listen where the client will connect.
#[must_use]
pub(crate) fn listen_line(address: &Address) -> String {
    match address.port() {
        Some(port) => format!("nc -l {} {port}", operand(reachable_host(address))),
        None => format!("nc -lU {}", operand(reachable_host(address))),
    }
}

/// The lines that reach a socket of the page which awaits peers: with nc and, where it can, Python.
#[must_use]
pub(crate) fn lines_to_reach(lab: &Lab) -> Vec<String> {
    let newest =
        |wanted: fn(&SocketView) -> bool| lab.timeline.sockets().rev().find(|view| wanted(view));
    let view = newest(|view| view.state == SocketState::Listening).or_else(|| newest(awaits_peers));
    let Some((view, address)) = view.and_then(|view| Some((view, view.local.as_ref()?))) else {
        return vec![];
    };
    let (network, host) = place_of(lab, view);
    let meeting = Meeting::of_client(network, host.as_ref(), address);
    let python = python_line(&meeting.address).filter(|_| view.kind == SocketType::Stream);
    let commands = [Some(connect_command(lab, &meeting.address, view.kind)), python];
    commands.into_iter().flatten().filter_map(|command| meeting.line(&command)).collect()
}

/// A server that awaits peers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerToReach {
    /// Where it can be reached.
    pub address: Address,
    /// The type of its socket.
    pub kind: SocketType,
    /// From where: another host of its network, or its own for an address that only this reaches.
    pub from: HostChoice,
}

/// Where the newest socket of the server's program that awaits peers can be reached.
#[must_use]
pub(crate) fn server_to_reach(lab: &Lab) -> Option<ServerToReach> {
    let of_server = |view: &SocketView| {
        let call = lab.timeline.call(view.made_by)?;
        Some(call.origin.as_ref()?.side == Role::Server)
    };
    let mut views = lab.timeline.sockets().rev();
    let view = views.find(|view| awaits_peers(view) && of_server(view) == Some(true))?;
    let mut address = view.local.clone()?;
    let server = lab.network.host_of(view.id).cloned();
    let from = match &server {
        None => HostChoice::Machine,
        Some(server) if address.is_loopback() => HostChoice::Host(server.clone()),
        Some(_) => lab.places().host_of(Role::Client).map_or(HostChoice::BySide, HostChoice::Host),
    };
    let reached = match &server {
        Some(server) if address.is_wildcard() => server.to_string(),
        _ => reachable_host(&address).to_owned(),
    };
    if let Address::Inet { host, .. } | Address::Inet6 { host, .. } = &mut address {
        *host = reached;
    }
    Some(ServerToReach { address, kind: view.kind, from })
}

/// The line that connects Python to a TCP server over IPv4 and stays interactive.
#[must_use]
fn python_line(address: &Address) -> Option<String> {
    let Address::Inet { port, .. } = address else { return None };
    let (port, host) = (*port, reachable_host(address).to_owned());
    let address = Address::Inet { host, port }.python();
    let program = format!("import socket; s = socket.create_connection({address})");
    Some(format!("python3 -i -c {}", word(&program)))
}

fn network(lab: &Lab) -> Option<&NetworkView> {
    lab.network.view().map(Rc::as_ref)
}

fn awaits_peers(view: &SocketView) -> bool {
    view.state == SocketState::Listening
        || (view.kind == SocketType::Dgram && view.state.is_open() && view.local.is_some())
}

fn to_reach(lab: &Lab, view: &SocketView) -> Option<NcLine> {
    let (network, host) = place_of(lab, view);
    let meeting = Meeting::of_client(network, host.as_ref(), view.local.as_ref()?);
    let command = meeting.line(&connect_command(lab, &meeting.address, view.kind));
    Some(NcLine { command, variant: None, ready: true })
}

/// The network and the host of the socket that the controls act on, or else of the next one.
fn place_of_target(lab: &Lab) -> Place<'_> {
    match lab.target_view() {
        Some(view) => place_of(lab, view),
        None => (network(lab), lab.next_host()),
    }
}

/// The network and the host that a socket is on; a host without a network where that network is gone.
fn place_of<'a>(lab: &'a Lab, view: &SocketView) -> Place<'a> {
    match lab.network.host_of(view.id) {
        Some(host) => (network(lab), Some(host.clone())),
        None => (None, lab.timeline.call(view.made_by).and_then(|call| call.host.clone())),
    }
}

fn as_server(lab: &Lab, form: &CallForm) -> Option<NcLine> {
    let valid_call = validate(lab_shared::call::CallName::Connect, form, lab).ok()?;
    let lab_shared::call::Op::Connect { address } = valid_call.op else { return None };
    let view = lab.target_view();
    let address = view.and_then(|view| view.peer.clone()).unwrap_or(address);
    let udp = if view.map_or(form.kind, |view| view.kind) == SocketType::Dgram { "u" } else { "" };
    let (network, host) = place_of_target(lab);
    let meeting = Meeting::of_server(network, host.as_ref(), &address);
    let (command, variant) = match &meeting.address {
        Address::Inet { port, .. } | Address::Inet6 { port, .. } => {
            let host = operand(reachable_host(&meeting.address));
            (format!("nc -{udp}l {host} {port}"), Some(format!("nc -{udp}l -p {port}")))
        }
        Address::Unix { path } => (format!("nc -{udp}lU {}", operand(&unix_path(lab, path))), None),
    };
    let variant = variant.and_then(|variant| meeting.line(&variant));
    Some(NcLine { command: meeting.line(&command), variant, ready: true })
}

fn connect_command(lab: &Lab, address: &Address, kind: SocketType) -> String {
    let udp = kind == SocketType::Dgram;
    match address {
        Address::Inet { port, .. } | Address::Inet6 { port, .. } => {
            let udp = if udp { "-u " } else { "" };
            format!("nc {udp}{} {port}", operand(reachable_host(address)))
        }
        Address::Unix { path } => unix_command(lab, &unix_path(lab, path), kind),
    }
}

/// The line that reaches an AF_UNIX socket. A datagram is answered only at a name in the relay's
/// folder, so nc gets one there. It knows no SOCK_SEQPACKET.
fn unix_command(lab: &Lab, path: &str, kind: SocketType) -> String {
    match kind {
        SocketType::Dgram => {
            let own = file_in(lab.unix_directory(), "nc.sock");
            let own = own.map_or_else(String::new, |own| format!("-s {} ", word(&own)));
            format!("nc -uU {own}{}", operand(path))
        }
        SocketType::Seqpacket => {
            let path = python_str(path);
            let program = format!(
                "import socket; s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET); s.connect({path})"
            );
            format!("python3 -i -c {}", word(&program))
        }
        _ => format!("nc -U {}", operand(path)),
    }
}

/// A wildcard address binds every interface, but nothing can connect to it.
fn reachable_host(address: &Address) -> &str {
    match address {
        Address::Inet { .. } if address.is_wildcard() => "127.0.0.1",
        Address::Inet6 { .. } if address.is_wildcard() => "::1",
        Address::Inet { host, .. } | Address::Inet6 { host, .. } => host,
        Address::Unix { path } => path,
    }
}

/// A path of AF_UNIX as a terminal's programs write it.
fn unix_path(lab: &Lab, path: &str) -> String {
    file_in(lab.unix_directory(), path).unwrap_or_else(|| path.replace('\0', "@"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::state::call_form::{Edit, Field};
    use crate::testing::test_lab::{STREAM, TestLab};
    use lab_shared::call::{CallName, Family, Op, SocketId, Value};

    fn command(test: &TestLab) -> Option<(String, bool)> {
        let line = nc_line(&test.lab, &test.form)?;
        Some((line.command.expect("a terminal comes there"), line.ready))
    }

    fn listening(family: Family, kind: SocketType, address: Address) -> TestLab {
        let mut test = TestLab::begun(None);
        test.edit(Edit::Family(family));
        test.edit(Edit::Kind(kind));
        let socket = test.made();
        test.done(CallName::Bind, Value::None);
        test.local(socket, address);
        if kind != SocketType::Dgram {
            test.done(CallName::Listen, Value::None);
        }
        test
    }

    #[test]
    fn a_server_to_be_shows_the_line_before_it_listens_and_after() {
        let mut test = TestLab::begun(Some(Role::Server));
        assert_eq!(command(&test), Some(("nc 127.0.0.1 9999".into(), false)));
        test.edit(Edit::Text(Field::LocalPort, "80x".into()));
        assert_eq!(command(&test), None, "the port is no number yet");
        let (test, ..) = TestLab::server_with_client();
        assert_eq!(command(&test), Some(("nc 127.0.0.1 9999".into(), true)));
    }

    #[test]
    fn the_server_to_reach_is_the_programs_at_an_address_that_one_can_connect_to() {
        let address = Address::inet("0.0.0.0", 6971);
        let by_hand = listening(Family::Inet, SocketType::Stream, address.clone());
        assert_eq!(server_to_reach(&by_hand.lab), None, "it is no program's");
        let mut test = TestLab::begun(None);
        let made = test.driven(Role::Server, STREAM);
        test.returns(made, Ok(Value::Socket { socket: SocketId(1), fileno: 3 }));
        for op in [Op::Bind { address: address.clone() }, Op::Listen { backlog: None }] {
            assert_eq!(server_to_reach(&test.lab), None, "it does not listen");
            let call = test.driven_on(Role::Server, Some(SocketId(1)), op, b"");
            test.returns(call, Ok(Value::None));
        }
        test.local(SocketId(1), address);
        let reached = Address::inet("127.0.0.1", 6971);
        let from = HostChoice::Machine;
        let expected = ServerToReach { address: reached, kind: SocketType::Stream, from };
        assert_eq!(server_to_reach(&test.lab), Some(expected));
    }

    #[test]
    fn each_family_and_type_has_its_form() {
        use Family::{Inet, Inet6, Unix};
        use SocketType::{Dgram, Seqpacket, Stream};
        let checks = [
            (Inet, Stream, Address::inet("0.0.0.0", 6971), "nc 127.0.0.1 6971"),
            (Inet, Dgram, Address::inet("127.0.0.1", 5), "nc -u 127.0.0.1 5"),
            (Inet6, Stream, Address::inet6("::", 7), "nc ::1 7"),
            (Unix, Stream, Address::unix("lab.sock"), "nc -U /tmp/lab/lab.sock"),
            (Unix, Stream, Address::unix("./lab.sock"), "nc -U /tmp/lab/lab.sock"),
            (Unix, Stream, Address::unix("\0socket-lab"), "nc -U @socket-lab"),
            (Unix, Dgram, Address::unix("x"), "nc -uU -s /tmp/lab/nc.sock /tmp/lab/x"),
            (Unix, Dgram, Address::unix("/tmp/lab/x"), "nc -uU -s /tmp/lab/nc.sock /tmp/lab/x"),
            (
                Unix,
                Seqpacket,
                Address::unix("x"),
                "python3 -i -c 'import socket; s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET); s.connect(\"/tmp/lab/x\")'",
            ),
        ];
        for (family, kind, address, expected) in checks {
            let test = listening(family, kind, address);
            assert_eq!(command(&test), Some((expected.into(), true)));
        }
    }

    #[test]
    fn a_terminal_reaches_what_a_program_listens_on_or_has_bound() {
        use Family::{Inet, Unix};
        let stream = listening(Inet, SocketType::Stream, Address::inet("127.0.0.1", 6971));
        let lines = lines_to_reach(&stream.lab);
        assert_eq!(lines[0], "nc 127.0.0.1 6971");
        assert!(lines[1].starts_with("python3 -i -c "), "{lines:?}");
        let datagrams = listening(Unix, SocketType::Dgram, Address::unix("x"));
        assert_eq!(lines_to_reach(&datagrams.lab), ["nc -uU -s /tmp/lab/nc.sock /tmp/lab/x"]);
        assert!(lines_to_reach(&TestLab::begun(None).lab).is_empty());
    }

    #[test]
    fn a_client_is_told_how_nc_listens_with_either_netcat() {
        let test = TestLab::begun(Some(Role::Client));
        let line = nc_line(&test.lab, &test.form).unwrap();
        assert_eq!(line.command.as_deref(), Some("nc -l 127.0.0.1 9999"));
        assert_eq!(line.variant.as_deref(), Some("nc -l -p 9999"));
    }

    #[test]
    fn a_free_player_sees_no_line_until_somebody_could_come() {
        let mut test = TestLab::begun(None);
        assert_eq!(command(&test), None);
        assert_eq!(test.made(), SocketId(1));
        assert_eq!(command(&test), None);
    }

    #[test]
    fn what_an_address_holds_is_one_word_of_the_line() {
        let hostile = Address::inet("$(id); \"' \n", 7);
        let quoted = r#"$'$(id); "\' \012'"#;
        assert_eq!(connect_line(&hostile), format!("nc {quoted} 7"));
        assert_eq!(listen_line(&hostile), format!("nc -l {quoted} 7"));
        assert_eq!(connect_line(&Address::unix("-e/bin/sh x")), "nc -U -- '-e/bin/sh x'");
        assert_eq!(
            python_line(&hostile).as_deref(),
            Some(
                r#"python3 -i -c 'import socket; s = socket.create_connection(("$(id); \"'\'' \n", 7))'"#
            )
        );
        let test = listening(Family::Unix, SocketType::Stream, Address::unix("a b;id"));
        assert_eq!(command(&test), Some(("nc -U '/tmp/lab/a b;id'".into(), true)));
    }
}
