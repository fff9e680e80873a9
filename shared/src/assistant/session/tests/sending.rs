//! What is sent without a hand: files, repeats, plans, delayed replies.

use super::*;

#[test]
fn a_file_is_sent_part_by_part_when_there_is_room_and_not_logged() {
    let mut host = Host::open(ECHO);
    let end = EndId(0);
    assert_eq!(host.session.waiting(end, &Target::All), None, "nobody is there");
    host.accept(0, 0);
    host.accept(0, 1);
    host.writes = false;
    let part = |target: &Target| Command::SendPart {
        end,
        target: target.clone(),
        bytes: bytes::Bytes::from_static(&[7; 1000]),
    };
    let second = Target::Peers(vec![PeerId(1)]);
    host.command(part(&Target::All));
    host.command(part(&second));
    assert_eq!(host.session.waiting(end, &Target::Peers(vec![PeerId(0)])), Some(1000));
    assert_eq!(host.session.waiting(end, &second), Some(2000));
    assert_eq!(host.session.waiting(end, &Target::All), Some(2000));
    host.input(Input::Sent { end, peer: PeerId(1) });
    host.input(Input::Sent { end, peer: PeerId(1) });
    assert_eq!(host.session.waiting(end, &second), Some(0));
    assert_eq!(host.session.waiting(end, &Target::Peers(vec![PeerId(9)])), None);
    let sent = |kind: &EntryKind| matches!(kind, EntryKind::Sent { .. }).then_some(());
    assert!(host.entries(sent).is_empty());
}

#[test]
fn an_address_that_nothing_was_sent_to_has_nothing_waiting() {
    let setup = r#"version = 1
[[end]]
name = "udp"
transport = { kind = "udp", send_to = "127.0.0.1:9" }
"#;
    let mut host = Host::open(setup);
    host.writes = false;
    let (end, other) = (EndId(0), Target::Address(address(7)));
    assert_eq!(host.session.waiting(end, &Target::All), Some(0));
    let bytes = bytes::Bytes::from_static(b"part");
    host.command(Command::SendPart { end, target: Target::All, bytes });
    assert_eq!(host.session.waiting(end, &Target::All), Some(4));
    assert_eq!(host.session.waiting(end, &other), Some(0));
}

#[test]
fn what_the_host_writes_into_a_file_is_answered_and_not_logged() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    let received = |kind: &EntryKind| matches!(kind, EntryKind::Received { .. }).then_some(());
    host.command(Command::LogReceived(EndId(0), false));
    host.receive(0, 0, b"a\n");
    assert_eq!(host.written(0, 0), b"a\n");
    assert!(host.entries(received).is_empty());
    host.command(Command::LogReceived(EndId(0), true));
    host.receive(0, 0, b"b\n");
    assert_eq!(host.entries(received).len(), 1);
}

#[test]
fn what_is_repeated_keeps_its_times_until_it_is_stopped_or_refused() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    let repeat = |every| Command::Repeat {
        end: EndId(0),
        target: Target::All,
        draft: Draft::text("${counter} "),
        every,
    };
    host.command(repeat(100));
    assert_eq!(host.written(0, 0), b"0 ");
    host.advance(Duration::from_millis(250));
    assert_eq!(host.written(0, 0), b"0 1 2 ");
    host.command(Command::StopRepeating);
    host.advance(Duration::from_secs(5));
    assert_eq!(host.written(0, 0), b"0 1 2 ");
    assert_eq!(host.session.poll_timeout(), None);
    host.command(repeat(100));
    host.command(Command::Close(EndId(0)));
    host.advance(Duration::from_millis(100));
    assert_eq!(host.reports.last(), Some(&Report::RepeatEnded));
    assert_eq!(host.session.poll_timeout(), None);
}

#[test]
fn replies_that_wait_for_their_time_count_for_the_hosts_limit() {
    let delayed =
        ECHO.replace("text = \"${message}\\\\n\"", "text = \"${message}\", after = 60000");
    let mut host = Host::open(&delayed);
    host.session.limit_bytes(2500);
    host.accept(0, 0);
    let line = [&[b'x'; 1000][..], b"\n"].concat();
    for _ in 0..5 {
        host.receive(0, 0, &line);
    }
    assert_eq!((host.session.delayed_bytes(), host.session.memory().0), (2000, 0));
    host.command(Command::ResetPeer(EndId(0), PeerId(0)));
    assert_eq!(host.session.delayed_bytes(), 0, "nobody waits for them any longer");
}

#[test]
fn a_plan_that_is_due_goes_on_before_much_that_was_received_is_read() {
    let mut host = Host::open(ECHO);
    host.accept(0, 0);
    host.command(Command::Start { plan: "ticks".into(), end: None });
    assert_eq!(host.written(0, 0), b"tick");
    let mut now = host.now();
    let bytes = b"x\n".repeat(1000);
    host.session.handle(now, Input::Received { end: EndId(0), peer: PeerId(0), bytes: &bytes });
    assert!(host.session.poll_output().is_some(), "it reads");
    now.since_start += Duration::from_secs(1);
    host.session.handle(now, Input::Timeout);
    let ticks = host.session.outputs.iter().filter(|output| match output {
        Output::Entry(Entry { kind: EntryKind::Sent { bytes, .. }, .. }) => bytes == "tick",
        Output::Report(Report::Plan { .. }) => true,
        _ => false,
    });
    assert!(ticks.count() > 0, "the plan waits until all is read: {:?}", host.session.outputs);
}

#[test]
fn a_datagram_end_stays_open_while_its_destination_changes_and_no_other_does() {
    let udp = |keys: &str| {
        let text = format!(
            "version = 1\n[[end]]\nname = \"udp\"\ntransport = {{ kind = \"udp\", {keys} }}\n"
        );
        let setup = Setup::parse(&text).unwrap();
        (text, setup.ends.into_iter().next().unwrap())
    };
    let (setup, _) = udp("send_to = \"127.0.0.1:9\"");
    let mut host = Host::open(&setup);
    let end = EndId(0);
    let is_open = |host: &Host| host.session.end_status(end).unwrap().0 == EndState::Open;
    assert!(is_open(&host));
    host.command(Command::SetEnd(end, udp("send_to = \"127.0.0.1:7\"").1));
    assert!(is_open(&host));
    let bytes = bytes::Bytes::from_static(b"there");
    host.command(Command::SendBytes { end, target: Target::All, bytes });
    let (_, to, _) = host.session.peers(end).next().expect("it has sent to someone");
    assert_eq!(to, &address(7));
    host.command(Command::SetEnd(end, udp("send_to = \"127.0.0.1:7\", connected = true").1));
    assert!(!is_open(&host), "connect(2) is another socket's");
}
