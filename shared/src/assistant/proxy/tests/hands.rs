//! What a person does by hand: hold, edit, drop, inject.

use super::*;

fn held(proxy: &Fixture) -> Vec<(u64, Bytes)> {
    let held = proxy.reports.iter().filter_map(|report| match report {
        Report::Held { number, bytes, .. } => Some((*number, bytes.clone())),
        _ => None,
    });
    held.collect()
}

fn release(number: u64, bytes: Option<&'static str>) -> Command {
    let bytes = bytes.map(|text| Bytes::from_static(text.as_bytes()));
    Command::Release { direction: ToServer, number, bytes }
}

#[test]
fn what_is_held_is_released_edited_or_dropped() {
    let mut proxy = Fixture::of(&proxy());
    proxy.command(Command::Hold { direction: ToServer });
    for text in ["one", "two", "three"] {
        proxy.receive(ToServer, text);
    }
    proxy.handle(Input::Ended(ToServer));
    proxy.expect(&[]);
    assert_eq!(held(&proxy), [(1, "one".into()), (2, "two".into()), (3, "three".into())]);
    proxy.command(release(2, Some("TWO")));
    proxy.command(Command::Drop { direction: ToServer, number: 1 });
    proxy.expect(&["0 to_server \"TWO\""]);
    proxy.command(release(3, None));
    proxy.expect(&["0 to_server \"three\"", "0 Finish(ToServer)"]);
    proxy.reports.clear();
    proxy.command(release(3, None));
    assert!(matches!(&proxy.reports[..], [Report::Refused(_)]), "{:?}", proxy.reports);
}

#[test]
fn resuming_releases_all_in_order() {
    let mut proxy = Fixture::of(&proxy());
    proxy.command(Command::Hold { direction: ToServer });
    proxy.receive(ToServer, "one");
    proxy.receive(ToServer, "two");
    proxy.receive(ToClient, "other way");
    proxy.command(Command::Resume { direction: ToServer });
    proxy.receive(ToServer, "three");
    proxy.expect(&[
        "0 to_client \"other way\"",
        "0 to_server \"one\"",
        "0 to_server \"two\"",
        "0 to_server \"three\"",
    ]);
    assert!(proxy.link.is_transparent(ToServer));
}

#[test]
fn what_is_held_pauses_reading() {
    let mut proxy = Fixture::of(&proxy());
    proxy.command(Command::Hold { direction: ToServer });
    for _ in 0..1024 {
        proxy.receive(ToServer, "x");
    }
    proxy.expect(&["0 PauseReading(ToServer)"]);
    proxy.command(Command::Drop { direction: ToServer, number: 7 });
    proxy.expect(&["0 ResumeReading(ToServer)"]);
}

#[test]
fn bytes_are_injected_as_either_side() {
    let mut proxy = Fixture::of(&proxy());
    for (direction, bytes) in [(ToServer, "as client"), (ToClient, "as server")] {
        proxy.command(Command::Inject { direction, bytes: bytes.into() });
    }
    proxy.expect(&["0 to_server \"as client\"", "0 to_client \"as server\""]);
    proxy.handle(Input::Ended(ToServer));
    proxy.command(Command::Inject { direction: ToServer, bytes: "late".into() });
    proxy.expect(&["0 Finish(ToServer)"]);
    assert!(matches!(proxy.reports.last(), Some(Report::Refused(_))));
}

#[test]
fn an_observed_link_reports_every_receive_and_send() {
    let mut proxy = Fixture::of(&proxy());
    proxy.link = Link::new(&super::proxy(), true, 1, Duration::ZERO);
    assert!(!proxy.link.is_transparent(ToServer));
    proxy.receive(ToServer, "a");
    proxy.handle(Input::Ended(ToServer));
    let direction = ToServer;
    let (a, end): (Bytes, Bytes) = ("a".into(), Bytes::new());
    assert_eq!(
        proxy.reports,
        [
            Report::Received { direction, bytes: a.clone() },
            Report::Sent { direction, bytes: a },
            Report::Received { direction, bytes: end.clone() },
            Report::Sent { direction, bytes: end },
        ]
    );
}

#[test]
fn a_person_closes_or_resets_a_link() {
    for (command, seen) in [(Command::Close, "0 Close"), (Command::Reset, "0 Reset")] {
        let mut proxy = Fixture::of(&proxy());
        proxy.command(command);
        proxy.expect(&[seen]);
    }
}

#[test]
fn commands_are_data() {
    for text in [
        r#"{"set_faults":{"direction":"to_client","faults":[{"kind":"latency","latency":100,"jitter":20}]}}"#,
        r#"{"hold":{"direction":"to_server"}}"#,
        r#"{"release":{"direction":"to_server","number":1}}"#,
        r#"{"release":{"direction":"to_server","number":1,"bytes":"6f 6b"}}"#,
        r#"{"drop":{"direction":"to_server","number":1}}"#,
        r#"{"inject":{"direction":"to_client","bytes":"68 69"}}"#,
        r#""reset""#,
    ] {
        let command: Command = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&command).unwrap(), text);
    }
    assert!(serde_json::from_str::<Command>(r#"{"hold":{"direction":"up"}}"#).is_err());
}

#[test]
fn what_leaves_the_hold_is_reported_however_it_leaves() {
    let mut proxy = Fixture::of(&proxy());
    proxy.command(Command::Hold { direction: ToServer });
    (0..4).for_each(|_| proxy.receive(ToServer, "x"));
    proxy.handle(Input::Ended(ToServer));
    proxy.reports.clear();
    proxy.command(release(2, None));
    proxy.command(Command::Drop { direction: ToServer, number: 1 });
    proxy.command(Command::Resume { direction: ToServer });
    let released = proxy.reports.iter().filter_map(|report| match report {
        Report::Released { direction: ToServer, number } => Some(*number),
        _ => None,
    });
    assert_eq!(released.collect::<Vec<_>>(), [2, 1, 3, 4], "the end of the stream has no number");
}

#[test]
fn what_passed_unobserved_is_counted_for_the_one_who_looks_again() {
    let mut proxy = Fixture::of(&proxy());
    proxy.link.pass(ToClient, 10);
    proxy.receive(ToClient, "hello");
    assert_eq!(proxy.reports, []);
    proxy.link.observe(true);
    proxy.receive(ToClient, "seen");
    let unseen = Report::Unseen { direction: ToClient, bytes: 15 };
    assert_eq!(proxy.reports[0], unseen);
    assert!(matches!(proxy.reports[1], Report::Received { .. }));
    assert!(!proxy.link.is_transparent(ToClient));
    proxy.link.observe(false);
    assert!(proxy.link.is_transparent(ToClient));
}

#[test]
fn a_lane_of_less_room_pauses_reading_earlier() {
    let mut proxy = Fixture::of(&proxy());
    proxy.link.limit_bytes(8);
    proxy.command(Command::Hold { direction: ToServer });
    proxy.receive(ToServer, "seven b");
    proxy.expect(&[]);
    proxy.receive(ToServer, "x");
    proxy.expect(&["0 PauseReading(ToServer)"]);
    proxy.link.limit_bytes(usize::MAX);
    proxy.handle(Input::Timeout);
    proxy.expect(&["0 ResumeReading(ToServer)"]);
}
