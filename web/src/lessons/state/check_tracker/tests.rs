//! The tracker of checks, fed with real events.

use super::*;
use crate::programs::state::workspace::RunRequest;
use crate::testing::test_lab::{STREAM, TestLab};
use crate::worker::message::{Fault, FromWorker, Stream};
use bytes::Bytes;
use lab_shared::call::{Failure, Micros, MsgFlags, Op, SocketId, Value};
use lab_shared::errno::Errno;

struct Lesson {
    test: TestLab,
    programs: Programs,
    tracker: CheckTracker,
}

const RECV: Op = Op::Recv { bufsize: 100, flags: MsgFlags::NONE };
const SENDALL: Op = Op::Sendall { flags: MsgFlags::NONE };
const S: SocketId = SocketId(1);

fn lesson(events: &str, encoding: Encoding) -> Lesson {
    let check = format!(r#"{{"text":{{"zh":"对","en":"right"}},{events}}}"#);
    let check: Check = serde_json::from_str(&check).expect("it is a check");
    let (test, programs) = (TestLab::begun(None), Programs::default());
    let tracker = CheckTracker::new(vec![check], encoding, &test.lab.timeline, &programs);
    Lesson { test, programs, tracker }
}

impl Lesson {
    fn done(&mut self) -> bool {
        self.tracker.follow(&self.test.lab.timeline, &self.programs);
        self.tracker.progress().all(|done| done.done)
    }

    fn ends(&mut self, side: Role, op: Op, bytes: &'static [u8], value: Value) {
        let id = self.test.driven_on(side, Some(S), op, bytes);
        self.test.returns(id, Ok(value));
    }

    fn program(&mut self, messages: Vec<FromWorker>) {
        let program = self.programs.of_mut(Role::Server);
        if !program.is_on() {
            program.begin(RunRequest::of_file("a.py"), Micros(1));
            program.started();
        }
        messages.into_iter().for_each(|message| program.told(message, Micros(2), 0));
    }
}

#[test]
fn a_sequence_comes_in_its_order_with_others_between() {
    let mut lesson = lesson(
        r#""sequence":["server socket ok","server recv contains \"hello\"","client recv empty"]"#,
        Encoding::Utf8,
    );
    lesson.ends(Role::Client, RECV, b"", Value::Bytes(Bytes::new()));
    lesson.ends(Role::Server, RECV, b"", Value::Bytes("hello".into()));
    assert!(!lesson.done(), "the right events in the wrong order");
    let id = lesson.test.driven(Role::Server, STREAM);
    lesson.test.returns(id, Ok(Value::Socket { socket: S, fileno: 3 }));
    assert!(!lesson.done());
    lesson.ends(Role::Server, RECV, b"", Value::Bytes("say hello!".into()));
    lesson.ends(Role::Client, RECV, b"", Value::Bytes("x".into()));
    assert!(!lesson.done());
    lesson.ends(Role::Client, RECV, b"", Value::Bytes(Bytes::new()));
    assert!(lesson.done());
}

#[test]
fn who_made_the_call_matters_and_any_means_the_bench_too() {
    let mut only_server = lesson(r#""sequence":["server sendall bytes 2"]"#, Encoding::Utf8);
    only_server.ends(Role::Client, SENDALL, b"ab", Value::None);
    only_server.test.made();
    let by_hand = only_server.test.issue_on(S, SENDALL, b"ab");
    only_server.test.returns(by_hand, Ok(Value::None));
    assert!(!only_server.done());
    only_server.ends(Role::Server, SENDALL, b"abc", Value::None);
    assert!(!only_server.done());
    only_server.ends(Role::Server, SENDALL, b"ab", Value::None);
    assert!(only_server.done());
    let mut any = lesson(r#""sequence":["any sendall ok"]"#, Encoding::Utf8);
    any.test.made();
    let by_hand = any.test.issue_on(S, SENDALL, b"ab");
    any.test.returns(by_hand, Ok(Value::None));
    assert!(any.done());
}

#[test]
fn who_plays_the_client_without_a_program_is_the_client_but_for_its_waiting() {
    let mut answered = lesson(r#""sequence":["client recv contains \"ok\""]"#, Encoding::Utf8);
    let mut waits = lesson(r#""together":["client recv blocked"]"#, Encoding::Utf8);
    for lesson in [&mut answered, &mut waits] {
        lesson.test.made();
        let by_hand = lesson.test.issue_on(S, RECV, b"");
        lesson.test.blocks(by_hand);
        assert!(!lesson.done());
        lesson.test.returns(by_hand, Ok(Value::Bytes("ok".into())));
    }
    assert!(answered.done());
    assert!(!waits.done());
}

#[test]
fn waiting_is_told_from_succeeding_at_once() {
    let mut at_once = lesson(r#""sequence":["server recv at-once"]"#, Encoding::Utf8);
    let mut blocked = lesson(r#""sequence":["server recv blocked x2"]"#, Encoding::Utf8);
    for lesson in [&mut at_once, &mut blocked] {
        for _ in 0..2 {
            let id = lesson.test.driven_on(Role::Server, Some(S), RECV, b"");
            lesson.test.blocks(id);
            lesson.test.returns(id, Ok(Value::Bytes("x".into())));
        }
    }
    assert!(!at_once.done());
    assert!(blocked.done());
    at_once.ends(Role::Server, RECV, b"", Value::Bytes("x".into()));
    assert!(at_once.done());
}

#[test]
fn together_means_at_one_moment() {
    let mut lesson =
        lesson(r#""together":["server accept blocked","server recv blocked x2"]"#, Encoding::Utf8);
    let mut wait = |op: Op| {
        let id = lesson.test.driven_on(Role::Server, Some(S), op, b"");
        lesson.test.blocks(id);
        id
    };
    let first = wait(RECV);
    wait(Op::Accept);
    lesson.test.returns(first, Ok(Value::Bytes("x".into())));
    let id = lesson.test.driven_on(Role::Server, Some(S), RECV, b"");
    lesson.test.blocks(id);
    assert!(!lesson.done(), "two recvs waited, but never both");
    let id = lesson.test.driven_on(Role::Server, Some(S), RECV, b"");
    lesson.test.blocks(id);
    // It ended before the first look, and counts all the same.
    lesson.test.returns(id, Ok(Value::Bytes("x".into())));
    assert!(lesson.done());
}

#[test]
fn failures_go_by_errno_or_exception() {
    for name in ["EADDRINUSE", "OSError"] {
        let events = format!(r#""sequence":["server listen fails {name}"]"#);
        let mut lesson = lesson(&events, Encoding::Utf8);
        let op = Op::Listen { backlog: None };
        let id = lesson.test.driven_on(Role::Server, Some(S), op.clone(), b"");
        lesson.test.returns(id, Err(Failure::os(Errno::Econnrefused)));
        assert!(!lesson.done());
        let id = lesson.test.driven_on(Role::Server, Some(S), op, b"");
        lesson.test.returns(id, Err(Failure::os(Errno::Eaddrinuse)));
        assert!(lesson.done(), "{name}");
    }
}

#[test]
fn bytes_are_compared_in_the_lessons_encoding() {
    let mut lesson = lesson(r#""sequence":["server recv contains \"瓜子\""]"#, Encoding::Gbk);
    lesson.ends(Role::Server, RECV, b"", Value::Bytes("瓜子".into()));
    assert!(!lesson.done(), "that was UTF-8");
    let gbk = Encoding::Gbk.encode("买瓜子").expect("GBK has them");
    lesson.ends(Role::Server, RECV, b"", Value::Bytes(gbk.into()));
    assert!(lesson.done());
}

#[test]
fn a_programs_words_and_its_end_count() {
    let events =
        r#""sequence":["server prints \"ready\" x2","server raises TypeError","server ends"]"#;
    let mut lesson = lesson(events, Encoding::Utf8);
    let says = |text: &str| FromWorker::Output { stream: Stream::Stdout, text: text.into() };
    lesson.program(vec![says("rea")]);
    assert!(!lesson.done());
    lesson.program(vec![says("dy")]);
    assert!(!lesson.done());
    lesson.program(vec![says(" or not")]);
    assert_eq!(lesson.tracker.progress().next().map(|done| done.times), Some(1));
    assert!(!lesson.done(), "one line that grows counts once");
    lesson.program(vec![says("\nready\n")]);
    assert!(!lesson.done());
    assert_eq!(lesson.tracker.progress().next().map(|done| done.passed), Some(1));
    let text = "TypeError: a bytes-like object is required".into();
    let error = Some(Fault { file: None, line: None, text });
    lesson.program(vec![FromWorker::Finished { status: 1, error }]);
    assert!(!lesson.done(), "one end is one event");
    lesson.program(vec![FromWorker::Finished { status: 0, error: None }]);
    assert!(lesson.done());
}

#[test]
fn what_happened_before_the_lesson_was_opened_does_not_count() {
    let mut test = TestLab::begun(None);
    test.made();
    let pending = test.driven_on(Role::Server, Some(S), RECV, b"");
    let check = r#"{"text":{"zh":"对","en":"right"},"sequence":["any recv ok"]}"#;
    let check: Check = serde_json::from_str(check).expect("it is a check");
    let programs = Programs::default();
    let mut tracker = CheckTracker::new(vec![check], Encoding::Utf8, &test.lab.timeline, &programs);
    test.returns(pending, Ok(Value::Bytes("x".into())));
    assert!(!tracker.follow(&test.lab.timeline, &programs));
    let id = test.driven_on(Role::Server, Some(S), RECV, b"");
    test.returns(id, Ok(Value::Bytes("x".into())));
    assert!(tracker.follow(&test.lab.timeline, &programs));
}

#[test]
fn words_and_calls_heard_between_two_looks_keep_their_order() {
    let mut lesson = lesson(
        r#""sequence":["server recv ok","server prints \"got\"","server sendall ok"]"#,
        Encoding::Utf8,
    );
    lesson.ends(Role::Server, RECV, b"", Value::Bytes("x".into()));
    let after = lesson.test.lab.timeline.records();
    lesson.program(vec![]);
    let text = "got\n".into();
    let says = FromWorker::Output { stream: Stream::Stdout, text };
    lesson.programs.server.told(says, Micros(3), after);
    lesson.ends(Role::Server, SENDALL, b"y", Value::None);
    assert!(lesson.done());
}
