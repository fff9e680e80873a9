//! The page's host over a scripted kernel: the suite that all hosts pass, and tests of its own.

mod files;
mod kernel;
mod script;

use std::time::Duration;

use lab_shared::assistant::session::conformance::{Scenario, Step, scenarios};
use lab_shared::assistant::session::{Command, EndId, EndState, Report, Target};
use lab_shared::call::{CallName, Failure};
use lab_shared::errno::Errno;

use super::News;
use kernel::Kernel;

#[test]
fn the_page_passes_the_suite_of_all_hosts() {
    for scenario in scenarios() {
        play(&scenario);
    }
}

fn play(scenario: &Scenario) {
    let setup = ["{server}", "{listen}", "{bind}"]
        .iter()
        .fold(scenario.setup.to_owned(), |setup, place| setup.replace(place, "127.0.0.1:1"));
    let mut kernel = Kernel::new(&setup);
    let name = scenario.name;
    for step in &scenario.steps {
        match step {
            Step::Open(end) => kernel.command(Command::Open(kernel.end(end))),
            Step::Close(end) => kernel.command(Command::Close(kernel.end(end))),
            Step::Connect(letter) => kernel.connect(*letter),
            Step::Accept(letter) => {
                kernel.advance(Duration::from_millis(100));
                kernel.take(*letter);
            }
            Step::Send(letter, bytes) => kernel.send(*letter, bytes),
            Step::Expect(letter, expected) => {
                kernel.advance(Duration::from_millis(400));
                let heard = kernel.heard(*letter);
                let text = String::from_utf8_lossy;
                assert_eq!(text(&heard), text(expected), "{name}");
            }
            Step::Finish(letter) => kernel.send(*letter, b""),
            Step::Hang(letter) => kernel.break_connection(*letter, Errno::Econnreset),
            Step::ExpectEnd(letter) => {
                kernel.advance(Duration::from_millis(400));
                assert!(kernel.has_ended(*letter) && !kernel.was_reset(*letter), "{name}");
            }
            Step::ExpectReset(letter) => assert!(kernel.was_reset(*letter), "{name}"),
            Step::Say(message) => {
                let message = (*message).to_owned();
                kernel.command(Command::SendMessage { message, end: None, target: Target::All });
            }
            Step::Start(plan) => kernel.command(Command::Start { plan: (*plan).into(), end: None }),
        }
    }
}

const SERVER: &str = r#"version = 1
[[end]]
name = "server"
transport = { kind = "tcp-server", listen = "127.0.0.1:9999" }
"#;

const CLIENT: &str = r#"version = 1
[[end]]
name = "client"
transport = { kind = "tcp-client", connect = "127.0.0.1:9999", bind = "127.0.0.1:5000" }
"#;

const END: EndId = EndId(0);

fn open(setup: &str) -> Kernel {
    let mut kernel = Kernel::new(setup);
    kernel.command(Command::Open(END));
    kernel
}

fn state(kernel: &Kernel) -> EndState {
    kernel.host.session().end_status(END).expect("the setup has it").0
}

/// The failures that the log tells of.
fn reasons(kernel: &Kernel) -> Vec<String> {
    let reason = |news: &News| match news {
        News::Entry(entry) => {
            Some(entry.kind.reason(lab_shared::language::Language::En).to_owned())
        }
        _ => None,
    };
    kernel.news.iter().filter_map(reason).filter(|reason| !reason.is_empty()).collect()
}

#[test]
fn each_kind_of_end_makes_the_calls_that_a_program_makes() {
    use CallName::{
        Accept, Bind, Connect, Getsockname, Listen, Recv, Recvfrom, Setsockopt, Socket,
    };
    assert_eq!(open(SERVER).made, [Socket, Setsockopt, Bind, Listen, Getsockname, Accept]);
    assert_eq!(open(CLIENT).made, [Socket, Bind, Connect, Recv]);
    let server = SERVER.replacen("transport", "options = { TCP_NODELAY = 1 }\ntransport", 1);
    let with_option = [Socket, Setsockopt, Setsockopt, Bind, Listen, Getsockname, Accept];
    assert_eq!(open(&server).made, with_option);
    let udp = r#"version = 1
[[end]]
name = "udp"
transport = { kind = "udp", bind = "0.0.0.0:5000", send_to = "239.1.2.3:5000", broadcast = true, multicast_interface = "127.0.0.1", join = [{ group = "239.1.2.3", interface = "127.0.0.1" }], multicast_ttl = 2, multicast_loopback = false }
"#;
    let options = [Setsockopt; 4];
    let expected = [
        &[Socket][..],
        &options,
        &[Bind, Setsockopt, Setsockopt, Setsockopt, Getsockname, Recvfrom],
    ];
    assert_eq!(open(udp).made, expected.concat());
    let unix = r#"version = 1
[[end]]
name = "unix"
transport = { kind = "unix-server", listen = "@name" }
"#;
    assert_eq!(open(unix).made, [Socket, Bind, Listen, Getsockname, Accept]);
}

#[test]
fn an_end_that_cannot_open_gives_its_socket_back_and_says_why() {
    let mut kernel = Kernel::new(SERVER);
    kernel.refuse = Some((CallName::Bind, Failure::os(Errno::Eaddrinuse)));
    kernel.command(Command::Open(END));
    assert_eq!((kernel.open_sockets(), state(&kernel)), (0, EndState::Closed));
    assert_eq!(reasons(&kernel), ["OSError: [Errno 98] Address already in use"]);
}

#[test]
fn an_end_closed_while_it_opens_leaves_nothing_open() {
    let mut kernel = Kernel::new(CLIENT);
    kernel.answers = false;
    kernel.command(Command::Open(END));
    assert_eq!(state(&kernel), EndState::Opening);
    kernel.command(Command::Close(END));
    kernel.answer_connect();
    assert_eq!((kernel.open_sockets(), state(&kernel)), (0, EndState::Closed));
}

#[test]
fn a_connection_closed_here_waits_for_the_peers_end_but_not_for_long() {
    let mut kernel = open(SERVER);
    kernel.connect('a');
    kernel.connect('b');
    kernel.command(Command::Close(END));
    assert!(kernel.has_ended('a') && kernel.has_ended('b'));
    // What they still send is discarded, so that the close does not become a reset.
    kernel.send('a', b"still here");
    kernel.send('a', b"");
    assert_eq!(kernel.open_sockets(), 1);
    kernel.advance(Duration::from_secs(1));
    assert_eq!(kernel.open_sockets(), 0);
}

#[test]
fn a_server_accepts_again_when_a_connection_has_gone_or_after_a_while() {
    for gone in [true, false] {
        let mut kernel = open(SERVER);
        kernel.connect('a');
        kernel.refuse = Some((CallName::Accept, Failure::os(Errno::Emfile)));
        kernel.connect('b');
        assert_eq!(kernel.pending(CallName::Accept), 0);
        match gone {
            true => kernel.send('a', b""),
            false => kernel.advance(Duration::from_secs(1)),
        }
        assert_eq!(kernel.pending(CallName::Accept), 1);
        assert_eq!(kernel.host.session().peers(END).count(), 1 + usize::from(!gone));
    }
}

#[test]
fn with_the_relay_every_end_is_lost_and_a_client_connects_again() {
    let setup =
        CLIENT.replace("bind = \"127.0.0.1:5000\"", "reconnect = { first = 10, most = 10 }");
    let server = SERVER.replace("version = 1", "");
    let mut kernel = Kernel::new(&format!("{setup}{server}"));
    kernel.command(Command::Open(END));
    kernel.command(Command::Open(EndId(1)));
    kernel.connect('a');
    kernel.lose_relay();
    assert_eq!(state(&kernel), EndState::Waiting);
    assert_eq!(kernel.host.session().end_status(EndId(1)).unwrap().0, EndState::Closed);
    assert!(reasons(&kernel).iter().all(|reason| reason.contains("relay was lost")));
    kernel.advance(Duration::from_millis(10));
    assert_eq!(state(&kernel), EndState::Open);
    let reports = kernel
        .news
        .iter()
        .filter(|news| matches!(news, News::Report(Report::End(EndId(1), EndState::Closed))));
    assert_eq!(reports.count(), 1);
}

#[test]
fn a_datagram_that_reached_nobody_does_not_close_the_socket() {
    let setup = r#"version = 1
[[end]]
name = "udp"
transport = { kind = "udp", bind = "127.0.0.1:0" }
"#;
    let mut kernel = open(setup);
    kernel.refuse = Some((CallName::Recvfrom, Failure::os(Errno::Econnrefused)));
    kernel.connect('a');
    kernel.send('a', b"x");
    kernel.send('a', b"y");
    assert_eq!(state(&kernel), EndState::Open);
    assert_eq!(kernel.host.session().end_status(END).unwrap().1.received_messages, 2);
}
