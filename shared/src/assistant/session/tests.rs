//! Tests of the session, on virtual time and with a host that has no sockets.

mod host;
mod scripting;
mod sending;

use std::time::Duration;

use super::conformance::scenarios;
use super::*;
use crate::assistant::framing::Grouping;
use crate::assistant::plan::RunState;
use host::{Host, address};

const ECHO: &str = r#"version = 1
[[end]]
name = "server"
transport = { kind = "tcp-server", listen = "127.0.0.1:1", peers = 300 }
grouping = { kind = "line" }
check = { algorithm = "xor", order = "big" }
[[message]]
name = "tick"
text = "tick"
[[rule]]
name = "echo"
when.always = {}
then = [{ reply = { text = "${message}\\n" } }]
[[plan]]
name = "flood"
times = 0
steps = [{ send = { message = "tick", times = 1000000 } }]
[[plan]]
name = "ticks"
times = 0
every = 1000
steps = [{ send = { message = "tick" } }]
"#;

#[test]
fn the_core_passes_the_suite_of_all_hosts() {
    for scenario in scenarios() {
        host::play(&scenario);
    }
}

#[test]
fn a_half_open_connection_sends_until_it_is_let_go() {
    let mut host = Host::open(ECHO);
    host.input(Input::Command(Command::KeepHalfOpen(EndId(0), true)));
    host.accept(0, 0);
    host.input(Input::Received { end: EndId(0), peer: PeerId(0), bytes: b"last" });
    host.input(Input::Ended { end: EndId(0), peer: PeerId(0) });
    assert_eq!(host.session.peers(EndId(0)).count(), 1);
    host.input(Input::Command(Command::SendBytes {
        end: EndId(0),
        target: Target::All,
        bytes: "more".into(),
    }));
    assert_eq!(host.written(0, 0), b"last\nmore");
    host.input(Input::Command(Command::KeepHalfOpen(EndId(0), false)));
    assert_eq!(host.session.peers(EndId(0)).count(), 0);
}

#[test]
fn a_client_that_never_reads_is_bounded_and_no_longer_read() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.writes = false;
    let line = [b'x'; 1000];
    for _ in 0..10_000 {
        host.input(Input::Received {
            end: EndId(0),
            peer: PeerId(0),
            bytes: &[&line[..], b"\n"].concat(),
        });
    }
    assert!(host.paused.contains(&(EndId(0), PeerId(0))), "it is still read");
    let (queued, held) = host.session.memory();
    assert!(queued < 4 << 20 && held > 7 << 20, "{queued} queued, {held} held");
    // Reading goes on once the peer has read.
    host.writes = true;
    host.input(Input::Sent { end: EndId(0), peer: PeerId(0) });
    assert!(host.paused.is_empty());
    // The first was taken while nothing was written.
    assert_eq!(host.written(0, 0).len(), 9_999 * 1001);
    assert_eq!(host.session.memory(), (0, 0));
}

/// A connection may have received once more before the host has told it to pause again.
#[test]
fn what_was_received_of_a_client_that_reads_slowly_does_not_grow() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.writes = false;
    let lines = [&[b'x'; 1000][..], b"\n"].concat().repeat(64);
    let (end, peer) = (EndId(0), PeerId(0));
    while host.paused.is_empty() {
        host.receive(0, 0, &lines);
    }
    let mut most_held = 0;
    for _ in 0..1000 {
        host.session.handle(host.now(), Input::Sent { end, peer });
        let outputs = std::iter::from_fn(|| host.session.poll_output());
        if outputs.filter(|output| matches!(output, Output::ResumeReading(..))).count() > 0 {
            host.receive(0, 0, &lines);
        }
        most_held = host.session.memory().1.max(most_held);
    }
    assert!(most_held < 1 << 20, "{most_held} bytes wait to be read");
}

#[test]
fn many_peers_together_are_bounded_in_both_directions() {
    let mut host = Host::open(ECHO);
    host.writes = false;
    let line = [&[b'x'; 500_000][..], b"\n"].concat();
    for peer in 0..200 {
        host.accept(0, peer);
        host.receive(0, peer, &line);
        // Without an end to its line.
        host.receive(0, peer, &line[..400_000]);
    }
    let (queued, held) = host.session.memory();
    assert!(queued <= 64 << 20 && held <= 64 << 20, "{queued} queued, {held} held");
    assert!(queued > 60 << 20 && held > 60 << 20, "{queued} queued, {held} held");
    let (_, counters) = host.session.end_status(EndId(0)).unwrap();
    assert!(counters.refused > 0 && counters.faults > 0, "{counters:?}");
    host.command(Command::Close(EndId(0)));
    assert_eq!(host.session.memory(), (0, 0));
}

#[test]
fn a_flood_of_one_byte_messages_is_read_one_at_a_time() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.session.handle(
        host.now(),
        Input::Received { end: EndId(0), peer: PeerId(0), bytes: &b"x\n".repeat(30_000) },
    );
    assert!(host.session.poll_output().is_some());
    assert!(host.session.outputs.len() < 10, "{} outputs at one time", host.session.outputs.len());
    host.drain();
    assert_eq!(host.session.end_status(EndId(0)).unwrap().1.received_messages, 30_000);
}

#[test]
fn two_hundred_clients_have_figures_of_their_own() {
    let mut host = Host::open(ECHO);
    for peer in 0..200 {
        host.accept(0, peer);
        host.receive(0, peer, format!("{peer}\n").as_bytes());
    }
    let received: Vec<u64> =
        host.session.peers(EndId(0)).map(|(.., counters)| counters.received_messages).collect();
    assert_eq!(received, [1; 200]);
    assert_eq!(host.session.end_status(EndId(0)).unwrap().1.sent_messages, 200);
    assert_eq!(host.written(0, 199), b"199\n");
}

#[test]
fn received_checksums_are_verified_and_counted() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.receive(0, 0, b"ab\x03\nab\x04\n");
    let checks: Vec<Option<bool>> = host.entries(|kind| match kind {
        EntryKind::Received { check, .. } => Some(*check),
        _ => None,
    });
    assert_eq!(checks, [Some(true), Some(false)]);
    assert_eq!(host.session.end_status(EndId(0)).unwrap().1.wrong_checks, 1);
}

#[test]
fn a_plan_keeps_its_interval_and_stops() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.command(Command::Start { plan: "ticks".into(), end: None });
    host.advance(Duration::from_millis(2500));
    assert_eq!(host.written(0, 0), b"tickticktick");
    host.command(Command::Stop("ticks".into()));
    host.advance(Duration::from_secs(60));
    assert_eq!(host.written(0, 0), b"tickticktick");
    assert!(host.reports.contains(&Report::Plan {
        plan: 1,
        state: RunState::Stopped,
        round: 4,
        step: 0,
        sent: 3,
    }));
}

#[test]
fn a_plan_without_pauses_waits_for_the_peer() {
    let mut host = Host::open(ECHO);
    host.writes = false;
    host.command(Command::Start { plan: "flood".into(), end: None });
    // Nobody is connected, then nobody reads: it waits both times.
    assert_eq!(host.session.poll_timeout(), None);
    host.accept(0, 0);
    assert_eq!(host.session.poll_timeout(), None);
    assert_eq!(host.session.peers(EndId(0)).next().unwrap().2.refused, 0);
}

#[test]
fn a_connection_that_cannot_be_made_is_tried_again_after_longer_and_longer_pauses() {
    let setup = r#"version = 1
[[end]]
name = "client"
transport = { kind = "tcp-client", connect = "127.0.0.1:1", reconnect = { first = 100, most = 300 } }
"#;
    let mut host = Host::new(setup);
    host.command(Command::Open(EndId(0)));
    host.opened.clear();
    let mut pauses = Vec::new();
    for _ in 0..4 {
        host.input(Input::Failed { end: EndId(0), reason: "ConnectionRefusedError".into() });
        let due = host.session.poll_timeout().unwrap();
        pauses.push((due - host.now().since_start).as_millis());
        host.advance(due - host.now().since_start);
        assert_eq!(host.opened, [EndId(0)]);
        host.opened.clear();
    }
    assert_eq!(pauses, [100, 200, 300, 300]);
    host.command(Command::Close(EndId(0)));
    assert_eq!(host.session.poll_timeout(), None);
}

#[test]
fn bytes_are_sent_as_they_are() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    let bytes = bytes::Bytes::from_static(b"${time} \\x00\xff");
    host.command(Command::SendBytes { end: EndId(0), target: Target::All, bytes: bytes.clone() });
    assert_eq!(host.written(0, 0), bytes);
}

#[test]
fn what_cannot_be_done_is_refused_with_cause_and_remedy() {
    let mut host = Host::new(ECHO);
    host.command(Command::SendMessage { message: "tick".into(), end: None, target: Target::All });
    host.command(Command::Start { plan: "none".into(), end: None });
    host.command(Command::Open(EndId(7)));
    let draft = Draft::text("${match 1}");
    host.command(Command::Open(EndId(0)));
    host.command(Command::Send { end: EndId(0), target: Target::All, draft });
    let causes: Vec<&str> = host
        .reports
        .iter()
        .filter_map(|report| match report {
            Report::Refused(problem) => Some(problem.cause.en.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        causes,
        [
            "the end is not open",
            "there is no plan \"none\"",
            "there is no such end",
            "there is no received message here",
        ]
    );
}

#[test]
fn a_preview_and_a_trial_change_nothing() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    let draft = Draft::text("n${counter}");
    let preview = |host: &Host| host.session.preview(&draft, host.now()).unwrap().bytes;
    assert_eq!(preview(&host), b"n0");
    assert_eq!(preview(&host), b"n0");
    host.command(Command::Send { end: EndId(0), target: Target::All, draft: draft.clone() });
    assert_eq!(preview(&host), b"n1");
    assert_eq!(host.written(0, 0), b"n0");
    assert_eq!(host.session.try_message(EndId(0), b"x", host.now()).len(), 1);
    assert_eq!(host.session.rules().hits().collect::<Vec<_>>(), [0]);
}

#[test]
fn a_server_lets_in_no_more_than_it_may() {
    let setup = ECHO.replace("peers = 300", "peers = 1");
    let mut host = Host::open(&setup);
    host.accept(0, 0);
    host.session.handle(
        host.now(),
        Input::Accepted { end: EndId(0), peer: PeerId(1), address: address(9) },
    );
    assert_eq!(host.session.poll_output(), Some(Output::ClosePeer(EndId(0), PeerId(1))));
}

#[test]
fn inputs_about_what_is_gone_are_ignored() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.command(Command::ResetPeer(EndId(0), PeerId(0)));
    for (end, peer) in [(EndId(0), PeerId(0)), (EndId(9), PeerId(0))] {
        host.input(Input::Received { end, peer, bytes: b"x\n" });
        host.input(Input::Sent { end, peer });
        host.input(Input::Ended { end, peer });
        host.input(Input::Lost { end, peer, reason: "gone".into() });
        host.input(Input::Opened { end });
    }
    assert!(host.session.peers(EndId(0)).next().is_none());
}

#[test]
fn a_setup_changes_while_the_session_is_at_work() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    let say = || Command::SendMessage { message: "n".into(), end: None, target: Target::All };
    let message = |name: &str, text: &str| crate::assistant::setup::Message {
        name: name.into(),
        key: None,
        group: None,
        end: None,
        draft: Draft::text(text),
    };
    host.command(Command::SetMessages(vec![message("n", "n${counter}")]));
    host.command(say());
    // A message that stays as it is goes on counting, also beside new ones.
    host.command(Command::SetMessages(vec![message("m", "m"), message("n", "n${counter}")]));
    host.command(say());
    assert_eq!(host.written(0, 0), b"n0n1");
    // A mistake in one changes none.
    host.command(Command::SetMessages(vec![message("n", "${nothing}")]));
    host.command(say());
    assert_eq!(host.written(0, 0), b"n0n1n2");

    let mut second = host.session.end_setup(EndId(0)).unwrap().clone();
    second.name = "second".into();
    host.command(Command::AddEnd(second));
    host.command(Command::Open(EndId(1)));
    host.input(Input::Opened { end: EndId(1) });
    assert_eq!(host.session.end_status(EndId(1)).unwrap().0, EndState::Open);
    host.command(Command::RemoveEnd(EndId(0)));
    assert!(host.session.end_status(EndId(0)).is_none());
    assert_eq!(host.session.end_named("server"), None);
    // The number of an end that is gone stays unused, and the one left is the only one.
    host.accept(1, 7);
    host.command(say());
    assert_eq!(host.written(1, 7), b"n3");
}

#[test]
fn an_open_end_with_another_transport_is_closed_first() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    let setup = host.session.end_setup(EndId(0)).unwrap().clone();
    let charset = crate::assistant::compose::Charset::Gbk;
    host.command(Command::SetEnd(EndId(0), EndSetup { charset, ..setup.clone() }));
    assert_eq!(host.session.end_status(EndId(0)).unwrap().0, EndState::Open);
    let transport = crate::assistant::setup::Transport::UnixServer { listen: "a".into(), peers: 1 };
    host.command(Command::SetEnd(EndId(0), EndSetup { transport, ..setup }));
    assert_eq!(host.session.end_status(EndId(0)).unwrap().0, EndState::Closed);
    assert_eq!(host.session.peers(EndId(0)).count(), 0);
}

#[test]
fn another_grouping_holds_for_the_connections_that_are_there() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.receive(0, 0, b"ab");
    assert_eq!(host.written(0, 0), b"", "no line yet");
    let mut setup = host.session.end_setup(EndId(0)).expect("there is one").clone();
    setup.grouping = Grouping::Received;
    host.command(Command::SetEnd(EndId(0), setup));
    assert_eq!(host.written(0, 0), b"ab\n");
    host.receive(0, 0, b"c");
    assert_eq!(host.written(0, 0), b"ab\nc\n");
}

#[test]
fn a_plan_that_runs_keeps_its_name_when_others_go() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.command(Command::Start { plan: "ticks".into(), end: None });
    let mut plans = host.session.setup().plans.clone();
    plans.remove(0);
    host.command(Command::SetPlans(plans));
    host.reports.clear();
    host.command(Command::Pause("ticks".into()));
    assert!(matches!(host.reports[..], [Report::Plan { plan: 0, .. }]), "{:?}", host.reports);
    host.command(Command::SetPlans(Vec::new()));
    assert_eq!(host.session.poll_timeout(), None, "what was removed sends nothing more");
}
