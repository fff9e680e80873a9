//! Tests of the log.

use std::time::Duration;

use bytes::Bytes;

use super::*;
use crate::assistant::clock::Now;
use crate::assistant::compose::{Charset, Draft};
use crate::assistant::problem::Wording;
use crate::assistant::rules::Condition;
use crate::chat::LocalTime;

fn entry(peer: &str, kind: EntryKind) -> Entry {
    let local_time = LocalTime { year: 2026, month: 1, day: 2, hour: 3, minute: 4, second: 5 };
    let now = Now { since_start: Duration::ZERO, unix: Duration::from_millis(1006), local_time };
    Entry { now, end: "e".into(), peer: peer.into(), direction: None, kind }
}

fn received(peer: &str, bytes: &'static [u8]) -> Entry {
    entry(peer, EntryKind::Received { bytes: Bytes::from_static(bytes), check: Some(false) })
}

fn sent(bytes: &'static [u8]) -> Entry {
    entry(
        "p",
        EntryKind::Sent { bytes: Bytes::from_static(bytes), computed: Vec::new(), form: None },
    )
}

#[test]
fn the_oldest_entries_are_dropped_and_counted() {
    let mut log = Log::new(LogSettings { entries: 3, bytes: 10, relative_time: false });
    for bytes in [b"aaaa".as_slice(), b"bbbb", b"cc", b"d"] {
        log.push(sent(bytes));
    }
    assert_eq!((log.entries().len(), log.dropped()), (3, 1));
    log.push(sent(b"eeeeeeee"));
    assert_eq!((log.entries().len(), log.dropped()), (2, 3));
    log.push(sent(b"longer than the whole log"));
    assert_eq!(log.entries().len(), 0);
}

#[test]
fn filters_look_at_direction_peer_and_bytes() {
    let shown = |filter: &Filter| {
        let entries = [
            sent(b"ab"),
            received("p", b"xabx"),
            received("q", b"b"),
            entry("p", EntryKind::Opened),
        ];
        entries.map(|entry| filter.shows(&entry))
    };
    assert_eq!(shown(&Filter::default()), [true; 4]);
    let direction = Some(Direction::Received);
    assert_eq!(shown(&Filter { direction, ..Filter::default() }), [false, true, true, false]);
    let peer = Some("q".to_owned());
    assert_eq!(shown(&Filter { peer, ..Filter::default() }), [false, false, true, false]);
    let text = Filter::default().with_message(&Condition::Contains(Draft::hex("61 62"))).unwrap();
    assert_eq!(shown(&text), [true, true, false, false]);
}

#[test]
fn exports_keep_every_byte() {
    let entries = [
        received("1.2.3.4:5", b"=1+1,\xff\r\n"),
        entry("", EntryKind::Refused(Wording::same("no \"room\""))),
    ];
    assert_eq!(
        to_text(entries.iter(), Charset::Utf8),
        "2026-01-02T03:04:05.006 e 1.2.3.4:5 received =1+1,\\xff\\r\\n\n2026-01-02T03:04:05.006 e  refused no \"room\"\n"
    );
    let json = to_json_lines(entries.iter(), Charset::Utf8);
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["hex"], &first["check"]),
        (&"3d 31 2b 31 2c ff 0d 0a".into(), &false.into())
    );
    let csv = to_csv(entries.iter(), Charset::Utf8);
    let rows: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(
        rows[1],
        "2026-01-02T03:04:05.006,1006,e,1.2.3.4:5,received,8,3d 31 2b 31 2c ff 0d 0a,\"'=1+1,\\xff\\r\\n\","
    );
    assert_eq!(rows[2], "2026-01-02T03:04:05.006,1006,e,,refused,0,,,\"no \"\"room\"\"\"");
}

#[test]
fn numbers_are_found_by_expression_and_by_format() {
    let of = |from, message: &[u8]| Numbers::prepare(&from).unwrap().of(message);
    assert_eq!(of(NumbersFrom::Regex(r"-?\d+(?:\.\d+)?".into()), b"t=-1.5 h=60"), [-1.5, 60.0]);
    assert_eq!(of(NumbersFrom::Regex(r"t=(\S+)".into()), b"t=1 t=x t=3"), [1.0, 3.0]);
    assert_eq!(of(NumbersFrom::Struct("<hf".into()), &[0xfe, 0xff, 0, 0, 0xc0, 0x3f]), [-2.0, 1.5]);
    let rows =
        [(Duration::from_millis(1500), vec![1.0]), (Duration::from_secs(2), vec![2.0, -0.5])];
    assert_eq!(numbers_to_csv(&rows), "seconds,value 1,value 2\r\n1.500,1,\r\n2.000,2,-0.5\r\n");
}
