//! A table of what no program says.

use bytes::Bytes;
use lab_shared::call::{CallId, LookupFlags, Op};
use lab_shared::network::HostName;
use lab_shared::wire::{Call, MAX_CONTROL_BYTES, MAX_PAYLOAD_BYTES, ToRelay};

use super::calls::{SOCKETS, statement};
use super::judge::{Judge, Statement, Verdict};

const STREAM: &str = r#"{"socket":{"family":"AF_INET","kind":"SOCK_STREAM","proto":0}}"#;

/// A call with these words in the place of socket and op.
fn call(rest: &str) -> String {
    format!(r#"{{"call":{{"id":1,"thread":1,"file":null,"line":null,"variable":null,{rest}}}}}"#)
}

#[track_caller]
fn is_forged(judge: &mut Judge, json: &str, bytes: Option<usize>) {
    let verdict =
        judge.judge(&Statement { json: json.to_owned(), bytes, sockets: SOCKETS, host: None });
    let shown: String = json.chars().take(200).collect();
    assert!(matches!(verdict, Verdict::Forged(_)), "{shown}: {verdict:?}");
}

#[test]
fn what_no_program_says_is_forged() {
    let mut judge = Judge::start();
    let long = "a".repeat(MAX_CONTROL_BYTES);
    let wide = "語".repeat(MAX_CONTROL_BYTES / 3);
    let name = "a".repeat(256);
    for json in [
        String::new(),
        "null".into(),
        "[]".into(),
        "call".into(),
        r#""call""#.into(),
        r#""hello""#.into(),
        r#"{"call":null}"#.into(),
        r#"{"call":[]}"#.into(),
        // Of the page or of the transport, but of no program.
        r#"{"hello":{"version":1,"first_socket":1}}"#.into(),
        r#"{"goodbye":"token"}"#.into(),
        r#"{"forged":{"message":""}}"#.into(),
        r#"{"failed":{"message":""}}"#.into(),
        r#"{"ready":{"python":"","pyodide":""}}"#.into(),
        r#"{"loading":{"loaded":1,"total":1}}"#.into(),
        // Two messages in one.
        r#"{"cancel":{"id":1},"call":{}}"#.into(),
        // No call of the table, or not with these fields.
        call(r#""socket":1,"op":"open""#),
        call(r#""socket":1,"op":"recv""#),
        call(r#""socket":1,"op":{"accept":{}}"#),
        call(r#""socket":1,"op":{"accept":null}"#),
        call(r#""socket":1,"op":{"constructor":{}}"#),
        call(r#""socket":1,"op":["accept"]"#),
        call(r#""socket":1,"op":{"recv":{"bufsize":1}}"#),
        call(r#""socket":1,"op":{"recv":{"bufsize":1,"flags":0,"more":1}}"#),
        call(r#""socket":1,"op":{"recv":{"bufsize":1,"flags":0},"close":{}}"#),
        call(r#""socket":1,"op":{"recv":{"bufsize":1.5,"flags":0}}"#),
        call(r#""socket":1,"op":{"recv":{"bufsize":9223372036854775808,"flags":0}}"#),
        call(r#""socket":1,"op":{"recv":{"bufsize":1,"flags":2147483648}}"#),
        call(r#""socket":1,"op":{"listen":{"backlog":"5"}}"#),
        call(r#""socket":1,"op":{"settimeout":{"seconds":1e999}}"#),
        call(r#""socket":1,"op":{"shutdown":{"how":"SHUT"}}"#),
        call(r#""socket":1,"op":{"setsockopt":{"level":1,"option":1,"value":{"bytes":[256]}}}"#),
        call(r#""socket":1,"op":{"bind":{"address":{"inet":{"host":"\ud800","port":1}}}}"#),
        call(r#""socket":1,"op":{"bind":{"address":{"unix":{"path":"a"},"inet":{}}}}"#),
        call(r#""socket":null,"op":{"socket":{"family":"AF_PACKET","kind":"SOCK_RAW","proto":0}}"#),
        // No socket where there must be one, one where there must be none, and others' sockets.
        call(r#""socket":null,"op":"accept""#),
        call(r#""socket":1,"op":{"socket":{"family":"AF_INET","kind":"SOCK_STREAM","proto":0}}"#),
        call(r#""socket":5,"op":"accept""#),
        call(r#""socket":0,"op":"accept""#),
        call(r#""socket":-1,"op":"accept""#),
        call(r#""socket":"1","op":"accept""#),
        call(r#""socket":null,"op":{"poll":{"entries":[{"socket":5,"events":1}],"seconds":0}}"#),
        // Fields hidden in others, left out, or too many.
        call(r#""socket":1,"op":"accept","id":2,"token":"x""#),
        call(r#""socket":1,"op":"accept","__proto__":{}"#),
        // The page alone chooses the host.
        call(&format!(r#""socket":null,"op":{STREAM},"host":"server""#)),
        call(&format!(r#""socket":null,"host":null,"op":{STREAM}"#)),
        call(r#""socket":1,"op":"accept","host":"server""#),
        r#"{"call":{"id":1,"\"socket\":1,\"op\":\"close\"":0,"socket":1,"op":"accept"}}"#.into(),
        r#"{"call":{"id":1,"socket":1,"op":"accept"}}"#.into(),
        call(&format!(
            r#""socket":1,"op":{{"bind":{{"address":{{"unix":{{"path":"{long}"}}}}}}}}"#
        )),
        call(&format!(
            r#""socket":1,"op":{{"bind":{{"address":{{"unix":{{"path":"{wide}"}}}}}}}}"#
        )),
        call(r#""socket":1,"op":"accept""#)
            .replace("\"file\":null", &format!("\"file\":\"{name}\"")),
        call(r#""socket":1,"op":"accept""#).replace("\"id\":1", "\"id\":4294967296"),
        call(r#""socket":1,"op":"accept""#).replace("\"line\":null", "\"line\":-1"),
        format!(r#"{{"output":{{"stream":"stdout","text":"{}"}}}}"#, "a".repeat(4 << 20)),
    ] {
        is_forged(&mut judge, &json, None);
    }
    let send = call(r#""socket":1,"op":{"send":{"flags":0}}"#);
    for bytes in [None, Some(MAX_PAYLOAD_BYTES + 1)] {
        is_forged(&mut judge, &send, bytes);
    }
    is_forged(&mut judge, &call(r#""socket":1,"op":"accept""#), Some(1));
    is_forged(&mut judge, r#"{"cancel":{"id":1}}"#, Some(1));
    is_forged(&mut judge, r#"{"wrote":{"name":"a","size":1}}"#, Some((64 << 20) + 1));
}

#[test]
fn what_is_too_long_with_the_longest_name_of_a_host_is_refused_on_every_host() {
    let mut judge = Judge::start();
    let longest = HostName::new("h".repeat(15)).expect("a name has so many letters");
    assert!(HostName::new("h".repeat(16)).is_err());
    let lookup = |filling: usize| Op::Getaddrinfo {
        host: Some("a".repeat(filling)),
        port: None,
        family: 0,
        kind: 0,
        proto: 0,
        flags: LookupFlags(0),
    };
    let length = |filling| {
        let op = lookup(filling);
        let call = Call {
            id: CallId(u32::MAX),
            socket: None,
            host: Some(longest.clone()),
            op,
            bytes: Bytes::new(),
        };
        let null = r#""socket":null,"#.len();
        ToRelay::Call(call).encode().size() + null
    };
    let filling = MAX_CONTROL_BYTES - length(0);
    let mut judged = |filling, host| judge.judge(&Statement { host, ..statement(lookup(filling)) });
    let name: &'static str = "hhhhhhhhhhhhhhh";
    let Verdict::Call { wire, .. } = judged(filling, Some(name)) else { panic!("it fits") };
    assert!(wire.len() <= MAX_CONTROL_BYTES);
    for host in [None, Some("a"), Some(name)] {
        assert!(matches!(judged(filling + 1, host), Verdict::Forged(_)), "{host:?}");
    }
}
