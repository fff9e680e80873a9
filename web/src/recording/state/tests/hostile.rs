//! Recordings that try to run commands on the machine where a program saved from them is run.

use serde_json::{Value, json};

use super::python::check;
use super::*;

/// Texts that end a literal, a comment, a line or a name, or that disguise themselves.
pub(super) const TEXTS: [&str; 16] = [
    "import os; os.system('id')",
    "s\nimport os",
    "s = 1; import os #",
    "\"); import os; (\"",
    "'); import os; ('",
    "\\\"); import os #",
    "\\",
    "\r\nimport os\r\n",
    "\u{85}import os",
    "\u{2028}import os",
    "\u{c}import os",
    "\u{202e}so tropmi",
    "{__import__('os')}",
    "%s%n\0",
    "a = b",
    "\u{e0041}\u{feff}",
];

/// A recording with a text in every place where a text may be.
pub(super) fn with_text(text: &str) -> String {
    let inet = json!({"inet": {"host": text, "port": 1}});
    let inet6 = json!({"inet6": {"host": text, "port": 1, "flowinfo": 1, "scope_id": 2}});
    let unix = json!({"unix": {"path": text}});
    let failure = json!({"exception": "OSError", "errno": text, "code": 1, "message": text});
    let lookup =
        json!({"getaddrinfo": {"host": text, "port": text, "family": 0, "kind": 0, "proto": 0}});
    let ops = [
        json!({"bind": {"address": inet}}),
        json!({"connect": {"address": inet6}}),
        json!({"connect_ex": {"address": unix}}),
        json!({"send": {}}),
        json!({"sendto": {"address": unix}}),
        json!({"settimeout": {"seconds": 1e300}}),
        json!({"setsockopt": {"level": 1, "option": 13, "value": {"bytes": text.as_bytes()}}}),
        lookup,
    ];
    let origin = json!({"side": "server", "thread": 1, "thread_name": text, "file": text});
    let typed = json!({"text": format!("瓜{text}"), "encoding": "gbk"});
    let socket = json!({"socket": {"family": "AF_INET", "kind": "SOCK_STREAM"}});
    let made = json!({"socket": {"socket": 1, "fileno": 3}});
    let mut events = vec![
        json!({"at": 1, "issued": {"call": {"id": 1, "op": socket}, "variable": "socket"}}),
        json!({"at": 1, "returned": {"return": {"id": 1, "entered": 1, "at": 1, "ok": made}}}),
    ];
    for (at, op) in ops.iter().enumerate() {
        // Each once with a return, once with an exception, and once without an end.
        for (way, outcome) in [Some(("ok", json!("none"))), Some(("error", failure.clone())), None]
            .into_iter()
            .enumerate()
        {
            let id = 2 + 3 * at + way;
            let call = json!({"id": id, "socket": 1, "op": op});
            let issued = json!({"call": call, "text": typed, "origin": origin});
            events.push(json!({"at": id, "issued": issued}));
            let Some((key, value)) = outcome else { continue };
            let returned = json!({"id": id, "entered": id, "at": id, key: value});
            events.push(json!({"at": id, "returned": {"return": returned}}));
        }
    }
    written(&events)
}

fn written(events: &[Value]) -> String {
    let head = json!({
        "format": "socket-lab-recording", "version": 1, "epoch": 0, "capture": "off",
        "events": events,
    });
    head.to_string()
}

fn program_of(json: &str) -> String {
    let mut player = Player::new(Recording::from_json(json).expect("it is a recording"));
    player.seek(usize::MAX);
    program(player.lab())
}

#[test]
fn a_text_of_a_recording_stays_a_text_in_the_program() {
    let programs: Vec<String> = TEXTS.iter().map(|text| program_of(&with_text(text))).collect();
    check(&programs);
}

#[test]
fn what_is_no_variables_name_is_refused_where_a_recording_is_read() {
    let json = with_text("plain");
    for text in TEXTS.iter().chain(&["", "class", "a b", "s.x", "s[0]", "(s)", "a, b, c"]) {
        let hostile = serde_json::to_string(text).expect("a text can be written");
        let hostile = json.replace("\"variable\":\"socket\"", &format!("\"variable\":{hostile}"));
        assert_ne!(hostile, json);
        let refused = Unreadable::Variable { event: 1, name: (*text).into() };
        assert_eq!(Recording::from_json(&hostile), Err(refused));
    }
}

#[test]
fn a_socket_may_be_called_what_the_program_calls_its_own() {
    for name in ["socket", "select", "meanwhile", "call_2", "address", "print", "Exception"] {
        let json = with_text("plain");
        let json = json.replace("\"variable\":\"socket\"", &format!("\"variable\":\"{name}\""));
        let program = program_of(&json);
        assert!(program.contains(&format!("\n{name}_ = socket.socket(")), "{program}");
        check(&[program]);
    }
}
