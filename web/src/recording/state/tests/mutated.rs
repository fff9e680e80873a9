//! Recordings with random changes: each that is read can be played, drawn and saved, without a
//! panic and within memory in proportion to the file's size.
//!
//! `LAB_ROUNDS` multiplies the rounds, `LAB_SEED` sets the first seed; a failure names its seed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use super::hostile::{TEXTS, with_text};
use super::long::{Shape, recording};
use super::network::{a_lost_syn, draw_network};
use super::python::check;
use super::*;
use crate::kernel::state::sequence::Sequence;
use crate::kernel::state::{Panel, chips, chosen};
use crate::recording::state::tally::Tally;
use crate::sockets::state::cards::Cards;
use crate::timeline::state::rows::rows;
use crate::timeline::state::stream_decoder::StreamDecoder;

/// Rounds without `LAB_ROUNDS`: they take a moment.
const ROUNDS: u64 = 600;

/// Most programs that CPython checks in one run.
const BATCH: usize = 200;

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// Numbers at the limits of fields, and small ones, which name sockets and calls.
const NUMBERS: [i128; 16] = [
    0,
    1,
    2,
    3,
    4,
    5,
    40,
    -1,
    255,
    65_536,
    i32::MAX as i128,
    i32::MIN as i128,
    u32::MAX as i128,
    i64::MAX as i128,
    i64::MIN as i128,
    u64::MAX as i128,
];

/// The longest text, in bytes.
const LONG: usize = 5_000;

/// Words that fields choose from.
const WORDS: [&str; 17] = [
    "AF_INET",
    "AF_INET6",
    "AF_UNIX",
    "SOCK_STREAM",
    "SOCK_DGRAM",
    "none",
    "close",
    "accept",
    "ECONNRESET",
    "EBADF",
    "KeyboardInterrupt",
    "established",
    "fin_wait_1",
    "gbk",
    "utf-8",
    "s",
    "127.0.0.1",
];

/// Changes or moves one value.
fn mutate(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(items) if dice.one_in(3) || items.is_empty() => shuffle(items, dice),
        Value::Array(items) => {
            let at = dice.below(items.len());
            if dice.one_in(4) { spray(&mut items[at], dice) } else { mutate(&mut items[at], dice) }
        }
        Value::Object(fields) => {
            let keys: Vec<String> = fields.keys().cloned().collect();
            if keys.is_empty() {
                return;
            }
            let key = dice.of(&keys).clone();
            match dice.below(24) {
                0 => {
                    fields.remove(&key);
                }
                1 => {
                    let other = dice.of(&keys).clone();
                    let value = fields.remove(&key).unwrap_or_default();
                    fields.insert(other, value);
                }
                2 => {
                    fields.insert("extra".into(), Value::Null);
                }
                _ => mutate(&mut fields[&key], dice),
            }
        }
        Value::Number(_) => *value = number(dice),
        Value::String(text) => *text = string(text, dice),
        Value::Bool(flag) => *flag = !*flag,
        Value::Null => *value = number(dice),
    }
    if dice.one_in(60) {
        *value = nested(value.take(), dice);
    }
}

/// Changes many of the numbers in a value at once.
fn spray(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| spray(item, dice)),
        Value::Object(fields) => fields.iter_mut().for_each(|(_, item)| spray(item, dice)),
        Value::Number(_) if dice.one_in(4) => *value = number(dice),
        _ => {}
    }
}

fn shuffle(items: &mut Vec<Value>, dice: &mut Dice) {
    let (one, other) = (dice.below(items.len()), dice.below(items.len()));
    if items.is_empty() {
        return;
    }
    match dice.below(4) {
        0 => {
            items.remove(one);
        }
        1 => items.insert(other, items[one].clone()),
        2 => items.swap(one, other),
        _ => items.extend_from_within(one..),
    }
}

fn number(dice: &mut Dice) -> Value {
    if dice.one_in(12) {
        return serde_json::json!(*dice.of(&[0.5, -1e308, 1e-300, 4e18]));
    }
    let number = *dice.of(&NUMBERS);
    u64::try_from(number).map_or_else(|_| (number as i64).into(), Value::from)
}

fn string(old: &str, dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => (*dice.of(&TEXTS)).into(),
        1 => old.chars().rev().collect(),
        2 => old.repeat(1 + dice.below(LONG / old.len().max(1))),
        3 => String::new(),
        _ => (*dice.of(&WORDS)).into(),
    }
}

/// The value wrapped in more lists than a JSON reader accepts.
fn nested(value: Value, dice: &mut Dice) -> Value {
    let mut value = value;
    for _ in 0..dice.below(100) {
        value = if dice.one_in(2) {
            Value::Array(vec![value])
        } else {
            serde_json::json!({"a": value})
        };
    }
    value
}

/// Removes the changes that every reader rejects, so that the other changes get further.
fn repair(value: &mut Value) {
    let Some(events) = value.get_mut("events").and_then(Value::as_array_mut) else { return };
    let mut tally = Tally::default();
    events.retain(|event| {
        // Read as a file is read, which rejects numbers that are too large.
        let event = serde_json::from_str::<Event>(&event.to_string());
        event.is_ok_and(|event| tally.take(&event).is_ok())
    });
}

/// Changes bytes of the file.
fn damage(json: &str, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = json.as_bytes().to_vec();
    match dice.below(4) {
        0 => bytes.truncate(dice.below(bytes.len())),
        1 => {
            let at = dice.below(bytes.len());
            bytes[at] = dice.roll() as u8;
        }
        2 => {
            let at = dice.below(bytes.len());
            bytes.splice(at..at, "[".repeat(dice.below(100_000)).into_bytes());
        }
        _ => {
            let at = dice.below(bytes.len());
            bytes.insert(at, *dice.of(b"{}[]\",:\\\0\xff"));
        }
    }
    bytes
}

fn seeds() -> Vec<Value> {
    let docs = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/recording.md"));
    let (_, example) = docs.split_once("```json\n").expect("there is an example");
    let (example, _) = example.split_once("```").expect("it ends");
    let mut seeds = vec![
        rest(),
        Recording::of(&conversation().lab, EPOCH).to_json(),
        example.to_owned(),
        with_text("plain"),
        Recording::of(&a_lost_syn().lab, EPOCH).to_json(),
    ];
    seeds.extend(Shape::ALL.map(|shape| shape.json(40)));
    for json in &seeds {
        assert_eq!(Recording::from_json(json).map(|_| ()), Ok(()), "a seed can be read: {json}");
    }
    let value = |json: String| serde_json::from_str(&json).expect("a seed is JSON");
    seeds.into_iter().map(value).collect()
}

/// What the other recordings lack: a socket older than its calls, the other calls, the other
/// values, and ended watches.
fn rest() -> String {
    let inet = r#"{"inet":{"host":"127.0.0.1","port":9999}}"#;
    let earlier = format!(
        r#"{{"at":1,"earlier":{{"view":{{"id":1,"fileno":1,"family":"AF_INET","kind":"SOCK_STREAM","made_by":1,"listener":1,"state":"listening","local":{inet},"peer":{inet},"backlog":5,"timeout":0.5,"can_receive":true,"can_send":true,"bytes_in":7,"bytes_out":8}},"variable":"s1"}}}}"#
    );
    let unwatched = r#"{"at":1,"unwatched":{"socket":1,"why":"closed"}}"#.to_owned();
    let entries = r#"[{"socket":1,"events":5},{"socket":2,"events":1}]"#;
    let accepted = format!(r#"{{"accepted":{{"socket":2,"fileno":4,"address":{inet}}}}}"#);
    let pair = r#"{"pair":{"sockets":[3,4],"filenos":[5,6]}}"#.to_owned();
    let found = format!(
        r#"{{"address_info":[{{"family":2,"kind":1,"proto":6,"canonical":"a","address":{inet}}}]}}"#
    );
    let calls = [
        (r#""accept""#.into(), accepted),
        (r#"{"socketpair":{"family":"AF_UNIX","kind":"SOCK_STREAM"}}"#.into(), pair),
        (
            format!(r#"{{"poll":{{"entries":{entries},"seconds":1.5}}}}"#),
            format!(r#"{{"ready":{entries}}}"#),
        ),
        (r#"{"getaddrinfo":{"host":"a","port":"80"}}"#.into(), found),
        (
            r#"{"recvfrom":{"bufsize":9,"flags":2}}"#.into(),
            format!(r#"{{"bytes_from":{{"address":{inet}}}}}"#),
        ),
        (r#"{"recv":{"bufsize":9}}"#.into(), r#"{"bytes":null}"#.into()),
        (format!(r#"{{"sendto":{{"flags":64,"address":{inet}}}}}"#), r#"{"sent":3}"#.into()),
        (
            r#"{"getsockopt":{"level":1,"option":13,"buflen":8}}"#.into(),
            r#"{"option_bytes":null}"#.into(),
        ),
        (
            r#"{"getsockopt":{"level":1,"option":4,"buflen":null}}"#.into(),
            r#"{"option_int":4}"#.into(),
        ),
        (r#""gettimeout""#.into(), r#"{"timeout":1.5}"#.into()),
        (r#""getsockname""#.into(), format!(r#"{{"address":{inet}}}"#)),
        (r#"{"connect_ex":{"address":{"unix":{"path":"a"}}}}"#.into(), r#"{"errno":111}"#.into()),
        (r#"{"shutdown":{"how":"SHUT_WR"}}"#.into(), r#""none""#.into()),
        (r#""close""#.into(), r#""none""#.into()),
    ];
    let mut lines = vec![earlier, unwatched];
    for (at, (op, value)) in calls.into_iter().enumerate() {
        let id = at + 2;
        lines.push(format!(
            r#"{{"at":{id},"issued":{{"call":{{"id":{id},"socket":1,"op":{op}}},"bytes":"Zm9v"}}}}"#
        ));
        lines.push(format!(r#"{{"at":{id},"blocked":{{"id":{id}}}}}"#));
        lines.push(format!(
            r#"{{"at":{id},"returned":{{"return":{{"id":{id},"entered":{id},"at":{id},"ok":{value}}},"bytes":"Zm9v"}}}}"#
        ));
    }
    recording(&lines)
}

/// Reads a file and uses it in every way a page can. Returns the program, if there is one.
fn use_all(file: &[u8], dice: &mut Dice) -> Option<String> {
    let mut reader = Reader::default();
    let piece = 1 + dice.below(file.len());
    file.chunks(piece).try_for_each(|piece| reader.push(piece)).ok()?;
    let recording = reader.finish().ok()?;
    let events = recording.events.len();
    let mut replay = Replay::new(recording, None);
    draw(replay.lab());
    let program = program(replay.lab());
    let room = 16 * file.len() + 8192;
    assert!(program.len() <= room, "a program of {} bytes", program.len());
    let lab = replay.lab();
    let taken = Recording::of(lab, EPOCH);
    let kept = taken.to_json();
    assert!(kept.len() <= room, "a recording of {} bytes", kept.len());
    let again = Recording::from_json(&kept);
    assert!(again.is_ok(), "what is kept can be opened again: {again:?}");
    let packets = capture_file(lab, replay.recording().epoch);
    assert!(packets.len() <= 24 + 2000 * 120 + 4000 * 176);
    for _ in 0..4 {
        replay.handle(Move::Seek(dice.below(events + 2)));
        draw(replay.lab());
        replay.handle(*dice.of(&[Move::Back, Move::On, Move::Play(true), Move::Permille(700)]));
        replay.tick(Duration::from_millis(dice.roll() >> dice.below(64)));
        let status = replay.status();
        assert!(status.position <= status.events);
    }
    Some(program)
}

/// Draws every view, as far as that is pure.
fn draw(lab: &Lab) {
    let all: Vec<usize> = (0..lab.timeline.calls().len()).collect();
    let mut decoder = StreamDecoder::new(lab_shared::text::Encoding::Utf8);
    decoder.follow(&lab.timeline);
    let _ = rows(&lab.timeline, &lab.variables, &lab.losses, &decoder, None, &all);
    let cards = Cards::of(&lab.timeline, lab.target);
    for card in cards.shown.iter().take(8) {
        let _ = (Sequence::of(lab, card.view.id), Panel::of(lab, card.view.id));
    }
    let _ = (chips(lab), chosen(lab, None), lab.steps());
    draw_network(lab);
}

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn whatever_a_recording_holds_it_is_refused_or_can_be_played_drawn_and_kept() {
    let rounds = ROUNDS * from_environment("LAB_ROUNDS").unwrap_or(1);
    let first = from_environment("LAB_SEED").unwrap_or(1);
    let seeds = seeds();
    let (mut programs, mut read) = (Vec::new(), 0);
    for seed in first..first + rounds {
        let mut dice = Dice(seed);
        let mut value = dice.of(&seeds).clone();
        let repairs = dice.one_in(2);
        for _ in 0..=dice.below(if repairs { 30 } else { 4 }) {
            // Most of what can be changed is in the events.
            let events = value.get_mut("events").filter(|_| !dice.one_in(20));
            match events {
                Some(events) => mutate(events, &mut dice),
                None => mutate(&mut value, &mut dice),
            }
        }
        if repairs {
            repair(&mut value);
        }
        let json = value.to_string();
        let file = if dice.one_in(8) { damage(&json, &mut dice) } else { json.into_bytes() };
        let used = catch_unwind(AssertUnwindSafe(|| use_all(&file, &mut dice)));
        let program = used.unwrap_or_else(|_| {
            panic!("seed {seed}: {}", String::from_utf8_lossy(&file[..file.len().min(4000)]))
        });
        read += u64::from(program.is_some());
        programs.extend(program);
        if programs.len() >= BATCH {
            check(&std::mem::take(&mut programs));
        }
    }
    check(&programs);
    assert!(read * 3 > rounds, "only {read} of {rounds} could be read: the changes are too coarse");
}
