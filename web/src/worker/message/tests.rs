//! The messages as they are sent, letter by letter.

use super::thread_view::Local;
use super::*;
use bytes::Bytes;
use lab_shared::call::{Address, MsgFlags};
use lab_shared::errno::Errno;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: T, json: &str) {
    assert_eq!(serde_json::to_string(&message).expect("it can be written"), json);
    assert_eq!(serde_json::from_str::<T>(json).expect("it can be read"), message);
}

#[test]
fn what_the_page_says() {
    check(ToWorker::Load, r#""load""#);
    check(
        ToWorker::Run {
            main: "server.py".into(),
            files: vec![SourceFile { name: "conf/server.py".into(), text: "pass".into() }],
            data: vec![DataFile { name: "p.png".into(), bytes: Bytes::new() }],
            wheels: vec!["h11.whl".into()],
            socket_files: ["s.sock".to_owned()].into(),
            arguments: vec!["x".into()],
            begin: Begin::Pause,
            pace: 200,
            breakpoints: [("server.py".to_owned(), vec![3, 7])].into(),
            terminal: TerminalSize::default(),
            script: false,
        },
        r#"{"run":{"main":"server.py","files":[{"name":"conf/server.py","text":"pass"}],"data":[{"name":"p.png"}],"wheels":["h11.whl"],"socket_files":["s.sock"],"arguments":["x"],"begin":"pause","pace":200,"breakpoints":{"server.py":[3,7]},"terminal":{"columns":80,"lines":24}}}"#,
    );
    check(ToWorker::Input { line: "hi".into() }, r#"{"input":{"line":"hi"}}"#);
    check(ToWorker::Eof, r#""eof""#);
    check(ToWorker::Interrupt, r#""interrupt""#);
    check(
        ToWorker::TerminalSize(TerminalSize { columns: 100, lines: 9 }),
        r#"{"terminal_size":{"columns":100,"lines":9}}"#,
    );
    check(
        ToWorker::SocketFile(SocketFile { name: "s.sock".into(), exists: false }),
        r#"{"socket_file":{"name":"s.sock","exists":false}}"#,
    );
    check(ToWorker::Pace { pace: 0 }, r#"{"pace":{"pace":0}}"#);
    check(ToWorker::Pause { thread: None }, r#"{"pause":{"thread":null}}"#);
    check(ToWorker::Resume { thread: Some(2) }, r#"{"resume":{"thread":2}}"#);
    check(ToWorker::Step { thread: None }, r#"{"step":{"thread":null}}"#);
    check(
        ToWorker::Breakpoints { breakpoints: Breakpoints::new() },
        r#"{"breakpoints":{"breakpoints":{}}}"#,
    );
}

#[test]
fn a_return_says_ok_or_error_as_the_wire_does() {
    let ended = |outcome: Outcome| ToWorker::Returned { id: 4, outcome: outcome.into() };
    check(ended(Ok(Value::None)), r#"{"returned":{"id":4,"ok":"none"}}"#);
    check(ended(Ok(Value::Bytes(Bytes::new()))), r#"{"returned":{"id":4,"ok":"bytes"}}"#);
    check(
        ended(Ok(Value::Socket { socket: SocketId(3), fileno: 12 })),
        r#"{"returned":{"id":4,"ok":{"socket":{"socket":3,"fileno":12}}}}"#,
    );
    check(
        ended(Err(Failure::os(Errno::Econnrefused))),
        r#"{"returned":{"id":4,"error":{"exception":"ConnectionRefusedError","errno":"ECONNREFUSED","code":111,"message":"[Errno 111] Connection refused"}}}"#,
    );
}

#[test]
fn what_a_worker_says_while_it_loads() {
    check(FromWorker::Loading { loaded: 5, total: 9 }, r#"{"loading":{"loaded":5,"total":9}}"#);
    check(
        FromWorker::Ready { python: "3.14.2".into(), pyodide: "314.0.7".into() },
        r#"{"ready":{"python":"3.14.2","pyodide":"314.0.7"}}"#,
    );
    check(FromWorker::Unsupported(Lack::StackSwitching), r#"{"unsupported":"stack_switching"}"#);
    check(FromWorker::Failed { message: "404".into() }, r#"{"failed":{"message":"404"}}"#);
}

#[test]
fn what_a_worker_says_of_a_program() {
    let address = Address::inet("127.0.0.1", 9999);
    check(
        FromWorker::Call {
            id: 1,
            thread: 1,
            file: Some("client.py".into()),
            line: Some(9),
            variable: None,
            socket: Some(SocketId(2)),
            op: Op::Sendto { flags: MsgFlags::NONE, address },
        },
        r#"{"call":{"id":1,"thread":1,"file":"client.py","line":9,"variable":null,"socket":2,"op":{"sendto":{"flags":0,"address":{"inet":{"host":"127.0.0.1","port":9999}}}}}}"#,
    );
    check(FromWorker::Cancel { id: 1 }, r#"{"cancel":{"id":1}}"#);
    check(
        FromWorker::Output { stream: Stream::Stderr, text: "x\n".into() },
        r#"{"output":{"stream":"stderr","text":"x\n"}}"#,
    );
    check(FromWorker::WantsInput { thread: 1 }, r#"{"wants_input":{"thread":1}}"#);
    check(
        FromWorker::Wrote { name: "out/p.png".into(), size: 4 },
        r#"{"wrote":{"name":"out/p.png","size":4}}"#,
    );
    check(FromWorker::InputTaken, r#""input_taken""#);
    let fault = Fault { file: Some("a.py".into()), line: Some(3), text: "ValueError: no".into() };
    check(
        FromWorker::Finished { status: 1, error: Some(fault) },
        r#"{"finished":{"status":1,"error":{"file":"a.py","line":3,"text":"ValueError: no"}}}"#,
    );
    check(
        FromWorker::Finished { status: 0, error: None },
        r#"{"finished":{"status":0,"error":null}}"#,
    );
}

#[test]
fn what_a_worker_says_of_threads() {
    let local = Local { name: "n".into(), kind: "int".into(), value: "5".into() };
    let frame =
        FrameView { file: "a.py".into(), line: 3, function: "main".into(), locals: vec![local] };
    let thread = |state| ThreadView {
        id: 1,
        ident: 140,
        name: "MainThread".into(),
        daemon: false,
        state,
        file: Some("a.py".into()),
        line: Some(3),
        function: Some("main".into()),
        frames: vec![frame.clone()],
    };
    let json = |state: &str| {
        format!(
            r#"{{"threads":{{"threads":[{{"id":1,"ident":140,"name":"MainThread","daemon":false,"state":{state},"file":"a.py","line":3,"function":"main","frames":[{{"file":"a.py","line":3,"function":"main","locals":[{{"name":"n","kind":"int","value":"5"}}]}}]}}]}}}}"#
        )
    };
    let blocked = ThreadState::Blocked { on: "recv".into(), since: 12.5, call: Some(7) };
    for (state, written) in [
        (ThreadState::Running, r#""running""#),
        (ThreadState::Ended, r#""ended""#),
        (
            ThreadState::Paused { reason: PauseReason::Breakpoint },
            r#"{"paused":{"reason":"breakpoint"}}"#,
        ),
        (blocked, r#"{"blocked":{"on":"recv","since":12.5,"call":7}}"#),
    ] {
        check(FromWorker::Threads { threads: vec![thread(state)] }, &json(written));
    }
}

#[test]
fn what_a_program_may_not_say_was_forged() {
    let output = r#"{"output":{"stream":"stdout","text":"x"}}"#;
    assert!(matches!(read_of_program(output, false), FromWorker::Output { .. }));
    // The transport has checked every call, so any other did not come from it.
    let call = r#"{"call":{"id":1,"thread":1,"file":null,"line":null,"variable":null,"socket":1,"op":"accept"}}"#;
    assert!(matches!(read_of_program(call, true), FromWorker::Call { .. }));
    for (json, calls) in [
        (call, false),
        (output, true),
        (r#"{"failed":{"message":"x"}}"#, false),
        (r#"{"ready":{"python":"","pyodide":""}}"#, false),
        (r#"{"forged":{"message":""}}"#, false),
        (r#"{"threads":{"threads":[1]}}"#, false),
        ("x", false),
    ] {
        let read = read_of_program(json, calls);
        assert!(matches!(read, FromWorker::Forged { .. }), "{json}: {read:?}");
    }
}
