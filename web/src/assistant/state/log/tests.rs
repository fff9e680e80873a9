//! Tests of the log.

use lab_shared::assistant::Now;
use lab_shared::assistant::compose::text_view_after;

use super::filter_form::{Wanted, Ways};
use super::save::LogFile;
use super::*;

fn entry(kind: EntryKind, peer: &str) -> Entry {
    Entry { now: Now::default(), end: "e".into(), peer: peer.into(), direction: None, kind }
}

fn received(bytes: &'static [u8]) -> Entry {
    entry(EntryKind::Received { bytes: Bytes::from_static(bytes), check: None }, "a")
}

fn sent(bytes: &'static [u8]) -> Entry {
    written(bytes, None)
}

fn written(bytes: &'static [u8], form: Option<Form>) -> Entry {
    let bytes = Bytes::from_static(bytes);
    entry(EntryKind::Sent { bytes, computed: Vec::new(), form }, "b")
}

fn log(entries: usize) -> LogModel {
    LogModel::new(&LogSettings { entries, ..LogSettings::default() })
}

fn numbers(log: &LogModel) -> Vec<u32> {
    log.shown().iter().map(|row| row.number).collect()
}

#[test]
fn the_newest_entries_are_kept_and_those_that_the_filter_shows_are_shown() {
    let mut log = log(4);
    log.handle(LogCommand::Filter(FilterEdit::Ways(Ways::Received)));
    for _ in 0..3 {
        log.push(received(b"x"), None);
        log.push(sent(b"y"), None);
    }
    assert_eq!(numbers(&log), [2, 4]);
    log.handle(LogCommand::Pick(Some(4)));
    assert_eq!(log.place_of_picked(), Some(1));
    log.handle(LogCommand::Pick(Some(3)));
    assert_eq!(log.place_of_picked(), None, "the filter leaves it out");
    assert_eq!((log.book.rows().len(), log.book.dropped()), (4, 2));
    log.handle(LogCommand::ClearFilter);
    assert_eq!(numbers(&log), [2, 3, 4, 5]);
}

#[test]
fn entries_are_found_by_text_hex_expression_and_peer() {
    let mut log = log(10);
    log.push(received("西瓜 ${x}".as_bytes()), None);
    log.push(sent(&[1, 2, 3]), None);
    log.push(entry(EntryKind::Opened, "a"), None);
    let mut shown = |edits: Vec<FilterEdit>| {
        log.handle(LogCommand::ClearFilter);
        edits.into_iter().for_each(|edit| log.handle(LogCommand::Filter(edit)));
        (numbers(&log), log.wrong.is_some())
    };
    let text = |text: &str| FilterEdit::Text(text.into(), Charset::Utf8);
    assert_eq!(shown(vec![text("瓜 ${")]), (vec![0], false));
    assert_eq!(shown(vec![text("02 03"), FilterEdit::Wanted(Wanted::Hex)]), (vec![1], false));
    assert_eq!(shown(vec![text("^\\x01"), FilterEdit::Wanted(Wanted::Regex)]), (vec![1], false));
    assert_eq!(shown(vec![FilterEdit::Peer(Some(("e".into(), "a".into())))]), (vec![0, 2], false));
    assert_eq!(shown(vec![text("("), FilterEdit::Wanted(Wanted::Regex)]), (vec![0, 1, 2], true));
}

#[test]
fn a_held_view_stays_while_new_entries_are_counted_and_none_is_lost() {
    let mut log = log(3);
    for _ in 0..3 {
        log.push(received(b"x"), None);
    }
    log.handle(LogCommand::Hold(Some(HeldBy::Scroll)));
    for _ in 0..5 {
        log.push(received(b"y"), None);
    }
    assert_eq!(numbers(&log), [0, 1, 2], "also what the log has dropped");
    assert_eq!(log.held.as_ref().map(|held| held.new), Some(5));
    log.handle(LogCommand::Pick(Some(0)));
    assert_eq!(log.picked.as_ref().map(|row| row.number), Some(0));
    log.handle(LogCommand::Filter(FilterEdit::Text("x".into(), Charset::Utf8)));
    assert_eq!(numbers(&log), [0, 1, 2]);
    log.handle(LogCommand::Hold(None));
    assert_eq!(numbers(&log), [0; 0]);
    log.handle(LogCommand::ClearFilter);
    assert_eq!(numbers(&log), [5, 6, 7]);
    log.handle(LogCommand::Clear);
    assert_eq!(numbers(&log), [0; 0]);
    log.push(received(b"z"), None);
    assert_eq!(numbers(&log), [8], "numbers go on");
}

#[test]
fn a_character_that_two_receives_cut_is_put_together() {
    let mut log = log(10);
    for bytes in [&b"a\xe4"[..], b"\xbd", b"\xa0b"] {
        log.push(received(bytes), Some(Charset::Utf8));
    }
    let texts: Vec<String> = log
        .shown()
        .iter()
        .map(|row| text_view_after(&row.carried, row.entry.kind.bytes(), Charset::Utf8).text)
        .collect();
    assert_eq!(texts, ["a\\xe4", "\\xbd", "你b"]);
}

#[test]
fn what_is_in_view_is_saved() {
    let mut log = log(10);
    log.push(received(b"one"), None);
    log.push(sent(b"two"), None);
    log.push(received(b"three"), None);
    assert_eq!(LogFile::Received.of(&log, Charset::Utf8), b"onethree");
    log.handle(LogCommand::Filter(FilterEdit::Ways(Ways::Sent)));
    let text = String::from_utf8(LogFile::Text.of(&log, Charset::Utf8)).expect("it is text");
    assert!(text.ends_with("e b sent two\n") && text.lines().count() == 1, "{text}");
    assert_eq!(LogFile::Csv.of(&log, Charset::Utf8).split(|byte| *byte == b'\n').count(), 3);
}

#[test]
fn a_hundred_thousand_entries_are_copied_and_filtered_quickly() {
    let mut log = log(100_000);
    for _ in 0..120_000 {
        log.push(received(b"01 03 00 00 00 0a c5 cd"), Some(Charset::Utf8));
    }
    assert_eq!(log.shown().len(), 100_000);
    let copy = log.clone();
    log.push(sent(b"x"), None);
    assert_eq!((copy.shown().len(), log.shown().get(99_999).unwrap().number), (100_000, 120_000));
}

#[test]
fn a_message_is_shown_as_it_was_written_and_what_is_received_as_what_was_sent_last() {
    let mut log = log(10);
    log.push(received(b"greeting"), None);
    log.push(written(b"\x01\x03", Some(Form::Hex)), None);
    log.push(received(b"\x01\x83"), None);
    log.push(written(b"a named text", Some(Form::Text)), None);
    log.push(received(b"thanks"), None);
    // What a script sends or a proxy passes on was written by nobody.
    log.follow(Form::Hex);
    log.push(sent(b"\x02"), None);
    let forms: Vec<Form> = log.shown().iter().map(|row| row.form).collect();
    assert_eq!(forms, [Form::Text, Form::Hex, Form::Hex, Form::Text, Form::Text, Form::Hex]);
}
