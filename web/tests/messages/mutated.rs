//! Mutations of honest messages, by their structure. Whatever the transport lets pass, the relay must take
//! for one call of the program's own, and the page must be able to read: nothing else may reach them.
//! `LAB_ROUNDS` multiplies the rounds.

use lab_shared::call::Op;
use lab_shared::call::{CallName, SocketId};
use lab_shared::network::HostName;
use lab_shared::wire::ToRelay;
use lab_web::under_test::{FromWorker, read_of_program};
use serde_json::{Map, Value, json};

use super::calls::{SOCKETS, examples, frame, statement};
use super::judge::{Judge, Statement, Verdict};

/// Mutated messages of one test, before `LAB_ROUNDS` multiplies them.
const ROUNDS: u64 = 4000;

const SEED: u64 = 7;

/// Mutations of one message, at most.
const MOST: u64 = 3;

/// What a program says besides calls.
const OTHERS: [&str; 6] = [
    r#"{"wrote":{"name":"out.txt","size":3}}"#,
    r#"{"cancel":{"id":1}}"#,
    r#"{"output":{"stream":"stdout","text":"x\n"}}"#,
    r#"{"threads":{"threads":[{"id":1,"ident":1,"name":"n","daemon":false,"state":"running","file":null,"line":null,"function":null,"frames":[]}]}}"#,
    r#"{"finished":{"status":1,"error":{"file":"a.py","line":3,"text":"E"}}}"#,
    r#"{"crashed":{"words":"unreachable"}}"#,
];

/// A sequence that looks random and is the same each time: xorshift64*.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) % limit
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }

    /// Something that may stand where it should not.
    fn value(&mut self) -> Value {
        let numbers = [
            json!(-1),
            json!(0),
            json!(1),
            json!(SOCKETS),
            json!(SOCKETS + 1),
            json!(1.5),
            json!(1e300),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(1_u64 << 32),
            json!(-0.0),
        ];
        let texts = [
            json!(""),
            json!("accept"),
            json!("close"),
            json!("AF_INET"),
            json!("a".repeat(300)),
            json!("\u{0}\u{202e}"),
            json!("\",\"op\":\"close\",\"x\":\""),
            json!("call"),
        ];
        let others = [
            json!(null),
            json!(true),
            json!([]),
            json!({}),
            json!([1]),
            json!({"socket": 1}),
            json!({"inet": {"host": "h", "port": 1}}),
            json!({"call": {}}),
        ];
        match self.below(3) {
            0 => self.of(&numbers).clone(),
            1 => self.of(&texts).clone(),
            _ => self.of(&others).clone(),
        }
    }

    /// Changes one place of a message.
    fn mutate(&mut self, value: &mut Value) {
        // Deeper as long as there is a deeper place, more often than not.
        let deeper = self.below(4) > 0;
        match value {
            Value::Object(fields) if !fields.is_empty() && deeper => {
                let names: Vec<String> = fields.keys().cloned().collect();
                let name = self.of(&names).clone();
                self.mutate(fields.get_mut(&name).expect("it is one of them"));
            }
            Value::Array(items) if !items.is_empty() && deeper => {
                let at = self.below(items.len() as u64) as usize;
                self.mutate(&mut items[at]);
            }
            Value::Object(fields) => self.mutate_fields(fields),
            Value::Array(items) if self.below(2) == 0 => {
                let more = items.first().cloned().unwrap_or(Value::Null);
                let count = self.below(3000) as usize;
                items.resize(count, more);
            }
            other => *other = self.value(),
        }
    }

    fn mutate_fields(&mut self, fields: &mut Map<String, Value>) {
        let names: Vec<String> = fields.keys().cloned().collect();
        let known =
            ["id", "socket", "host", "op", "call", "flags", "address", "__proto__", "toJSON"];
        let new = (*self.of(&known)).to_owned();
        match (self.below(3), names.is_empty()) {
            (0, false) => {
                fields.remove(self.of(&names));
            }
            (1, false) => {
                let taken = fields.remove(self.of(&names)).expect("it is one of them");
                fields.insert(new, taken);
            }
            _ => {
                let value = self.value();
                fields.insert(new, value);
            }
        }
    }

    /// Changes the text itself.
    fn tear(&mut self, json: &str) -> String {
        let mut letters: Vec<char> = json.chars().collect();
        let at = self.below(letters.len() as u64) as usize;
        match self.below(4) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, *self.of(&['"', '\\', '{', '}', ',', ':', '\u{0}', '9'])),
            2 => letters.truncate(at),
            _ => {
                // A field twice: in JavaScript the last one counts.
                let twice: Vec<char> = r#""socket":2,"#.chars().collect();
                if let Some(place) = json.find(r#""socket""#) {
                    let place = json[..place].chars().count();
                    letters.splice(place..place, twice);
                }
            }
        }
        letters.into_iter().collect()
    }

    fn message(&mut self) -> Statement {
        let ops = examples(*self.of(CallName::ALL));
        let mut said = statement(self.of(&ops).clone());
        if self.below(4) == 0 {
            let json = (*self.of(&OTHERS)).to_owned();
            said = Statement { json, bytes: None, sockets: SOCKETS, host: None };
        }
        let mut value: Value = serde_json::from_str(&said.json).expect("it is JSON");
        for _ in 0..self.below(MOST + 1) {
            self.mutate(&mut value);
        }
        said.json = value.to_string();
        if self.below(4) == 0 {
            said.json = self.tear(&said.json);
        }
        said.host = *self.of(&[None, Some("server")]);
        if self.below(16) == 0 {
            said.bytes = *self.of(&[None, Some(0), Some(1 << 20), Some((1 << 20) + 1)]);
        }
        said
    }
}

fn rounds() -> u64 {
    let times = std::env::var("LAB_ROUNDS").map_or(1, |times| times.parse().expect("a number"));
    ROUNDS * times
}

/// Whether all its sockets are the program's.
fn is_own(socket: Option<SocketId>, op: &Op) -> bool {
    let polled: &[_] = if let Op::Poll { entries, .. } = op { entries } else { &[] };
    let named = polled.iter().map(|entry| entry.socket).chain(socket);
    named.map(|socket| socket.0).all(|name| (1..=SOCKETS).contains(&name))
}

#[test]
fn nothing_that_passes_could_end_the_session_or_touch_anothers_socket() {
    let (mut judge, mut chance) = (Judge::start(), Chance(SEED));
    let (mut passed, mut forged) = (0, 0);
    for _ in 0..rounds() {
        let said = chance.message();
        match judge.judge(&said) {
            Verdict::Call { wire, statement } => {
                passed += 1;
                let decoded = ToRelay::decode(frame(&wire, said.bytes));
                let Ok(ToRelay::Call(call)) = decoded else {
                    panic!("{} passes and is {decoded:?}", said.json);
                };
                assert_eq!(call.op.needs_socket(), call.socket.is_some(), "{}", said.json);
                let host = said.host.filter(|_| call.socket.is_none());
                assert_eq!(call.host.as_ref().map(HostName::as_str), host, "{}", said.json);
                assert!(is_own(call.socket, &call.op), "{}", said.json);
                let read = read_of_program(&statement, true);
                assert!(
                    matches!(&read, FromWorker::Call { socket, op, .. }
                        if *socket == call.socket && *op == call.op),
                    "{} is another call to the page: {read:?}",
                    said.json
                );
            }
            // The page judges the rest of it, and takes none for a call.
            Verdict::Other => {
                let read = read_of_program(&said.json, false);
                assert!(!matches!(read, FromWorker::Call { .. }), "{}", said.json);
            }
            Verdict::Forged(_) => forged += 1,
        }
    }
    assert!(passed > 0 && forged > 0, "{passed} passed, {forged} were forged");
}
