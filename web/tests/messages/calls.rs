//! Every call of the table as an honest program makes it.

use lab_shared::call::{
    Address, CallName, Family, How, LookupFlags, MsgFlags, Op, OptionValue, PollEntry, PollEvents,
    SocketId, SocketType, Value,
};
use lab_shared::network::HostName;
use lab_shared::wire::{Frame, ToRelay};
use lab_web::under_test::{FromWorker, read_of_program};

use super::judge::{Judge, Statement, Verdict};

/// How many sockets the program has.
pub(crate) const SOCKETS: u32 = 4;

/// A call of each name, with arguments at their limits.
pub(crate) fn examples(name: CallName) -> Vec<Op> {
    let flags = MsgFlags(i32::MIN);
    let (family, kind, proto) = (Family::Inet6, SocketType::Seqpacket, i32::MAX);
    let addresses = || {
        let host = "ümläut\u{1}\"\\".into();
        vec![
            Address::inet("127.0.0.1", u16::MAX),
            Address::Inet6 { host, port: -1, flowinfo: u32::MAX, scope_id: u32::MAX },
            Address::unix("\0name"),
        ]
    };
    let each = |make: &dyn Fn(Address) -> Op| addresses().into_iter().map(make).collect();
    // JavaScript can count so far.
    let bufsize = (1 << 53) - 1;
    match name {
        CallName::Socket => vec![Op::Socket { family, kind, proto }],
        CallName::Socketpair => vec![Op::Socketpair { family, kind, proto }],
        CallName::Bind => each(&|address| Op::Bind { address }),
        CallName::Listen => [None, Some(i32::MIN)].map(|backlog| Op::Listen { backlog }).into(),
        CallName::Accept => vec![Op::Accept],
        CallName::Connect => each(&|address| Op::Connect { address }),
        CallName::ConnectEx => each(&|address| Op::ConnectEx { address }),
        CallName::Recv => [bufsize, -bufsize].map(|bufsize| Op::Recv { bufsize, flags }).into(),
        CallName::Recvfrom => vec![Op::Recvfrom { bufsize, flags }],
        CallName::Send => vec![Op::Send { flags }],
        CallName::Sendall => vec![Op::Sendall { flags }],
        CallName::Sendto => each(&|address| Op::Sendto { flags, address }),
        CallName::Shutdown => How::ALL.map(|how| Op::Shutdown { how }).into(),
        CallName::Close => vec![Op::Close],
        CallName::Getpeername => vec![Op::Getpeername],
        CallName::Getsockname => vec![Op::Getsockname],
        CallName::Setsockopt => [
            OptionValue::Int(i32::MIN),
            OptionValue::Bytes(vec![0, 255]),
            OptionValue::Null(u32::MAX),
        ]
        .map(|value| Op::Setsockopt { level: i32::MIN, option: i32::MAX, value })
        .into(),
        CallName::Getsockopt => [None, Some(u32::MAX)]
            .map(|buflen| Op::Getsockopt { level: 1, option: 2, buflen })
            .into(),
        CallName::Settimeout => {
            [None, Some(0.1), Some(1e21)].map(|seconds| Op::Settimeout { seconds }).into()
        }
        CallName::Gettimeout => vec![Op::Gettimeout],
        CallName::Setblocking => [true, false].map(|flag| Op::Setblocking { flag }).into(),
        CallName::Poll => {
            let entry = PollEntry { socket: SocketId(SOCKETS), events: PollEvents(u16::MAX) };
            vec![
                Op::Poll { entries: vec![], seconds: None },
                Op::Poll { entries: vec![entry; 1024], seconds: Some(5e-324) },
            ]
        }
        CallName::Getaddrinfo => [None, Some("localhost".to_owned())]
            .map(|text| Op::Getaddrinfo {
                host: text.clone(),
                port: text,
                family: i32::MIN,
                kind: i32::MAX,
                proto: -1,
                flags: LookupFlags(i32::MIN),
            })
            .into(),
        CallName::Unlink => vec![Op::Unlink { path: "s.sock".into() }],
    }
}

/// A call as a program says it.
pub(crate) fn statement(op: Op) -> Statement {
    let bytes = op.carries_bytes().then_some(5);
    let message = FromWorker::Call {
        id: 7,
        thread: 1,
        file: Some("client.py".into()),
        line: Some(9),
        variable: None,
        socket: op.needs_socket().then_some(SocketId(1)),
        op,
    };
    let json = serde_json::to_string(&message).expect("it can be written");
    Statement { json, bytes, sockets: SOCKETS, host: None }
}

/// The frame that the transport would send.
pub(crate) fn frame(wire: &str, bytes: Option<usize>) -> Frame {
    let Some(count) = bytes else { return Frame::Text(wire.to_owned()) };
    let id = 1_u32 << 31;
    let length = u32::try_from(wire.len()).expect("it is short");
    let header = [&[1, 0, 0, 0], &id.to_le_bytes()[..], &length.to_le_bytes()[..]].concat();
    Frame::Binary([&header, wire.as_bytes(), &vec![0; count][..]].concat().into())
}

#[test]
fn every_call_of_the_table_passes_as_it_was_made() {
    let mut judge = Judge::start();
    for op in CallName::ALL.iter().flat_map(|&name| examples(name)) {
        let said = statement(op.clone());
        let Verdict::Call { wire, statement } = judge.judge(&said) else {
            panic!("{op:?} is refused");
        };
        let decoded = ToRelay::decode(frame(&wire, said.bytes));
        assert!(
            matches!(&decoded, Ok(ToRelay::Call(call)) if call.op == op),
            "{op:?} becomes {decoded:?}"
        );
        assert_eq!(read_of_program(&statement, true), read_of_program(&said.json, true));
    }
}

#[test]
fn a_call_without_a_socket_is_made_on_the_host_that_the_page_has_chosen() {
    let mut judge = Judge::start();
    for op in CallName::ALL.iter().flat_map(|&name| examples(name)) {
        let said = Statement { host: Some("client"), ..statement(op.clone()) };
        let Verdict::Call { wire, .. } = judge.judge(&said) else { panic!("{op:?} is refused") };
        let decoded = ToRelay::decode(frame(&wire, said.bytes));
        let Ok(ToRelay::Call(call)) = decoded else { panic!("{op:?} becomes {decoded:?}") };
        let expected = (!op.needs_socket()).then(HostName::client);
        assert_eq!(call.host, expected, "{op:?}");
    }
}

#[test]
fn the_sockets_of_a_program_are_those_that_its_calls_made() {
    let address = Address::inet("127.0.0.1", 1);
    for value in [
        Value::None,
        Value::Errno(3),
        Value::Socket { socket: SocketId(5), fileno: 9 },
        Value::Accepted { socket: SocketId(6), fileno: 9, address },
        Value::Pair { sockets: [SocketId(7), SocketId(8)], filenos: [9, 10] },
    ] {
        let made: Vec<u32> = value.made().iter().map(|socket| socket.0).collect();
        let json = serde_json::to_string(&value).expect("it can be written");
        let script = format!(
            "import {{ madeBy }} from '{}/transport/calls.js'; \
             console.log(JSON.stringify(madeBy({json})))",
            env!("CARGO_MANIFEST_DIR"),
        );
        let output = std::process::Command::new("node")
            .args(["--input-type=module", "--eval", &script])
            .output()
            .expect("node is installed");
        let found: Vec<u32> = serde_json::from_slice(&output.stdout).expect("it prints a list");
        assert_eq!(found, made, "{value:?}");
    }
}
