//! Messages of a worker, and the model of its run after them.

use super::*;
use crate::programs::state::program::status::ProgramStatus;
use crate::worker::message::{PauseReason, Stream, ThreadState};

fn begun() -> Program {
    let mut program = Program::default();
    let files = vec![SourceFile { name: "a.py".into(), text: "print(1)\n".into() }];
    program.turn_breakpoint("a.py", 4);
    program.turn_breakpoint("a.py", 2);
    let run = program.begin(RunRequest { files, ..RunRequest::of_file("a.py") }, Micros(5));
    let ToWorker::Run { breakpoints, pace, .. } = run else { panic!("a run is begun by Run") };
    assert_eq!(breakpoints, [("a.py".to_owned(), vec![2, 4])].into());
    assert_eq!(pace, 0);
    program.started();
    program
}

fn thread(id: u32, state: ThreadState) -> ThreadView {
    ThreadView {
        id,
        ident: 100 + u64::from(id),
        name: format!("T{id}"),
        daemon: false,
        state,
        file: Some("a.py".into()),
        line: Some(id),
        function: None,
        frames: vec![],
    }
}

fn blocked(on: &str) -> ThreadState {
    ThreadState::Blocked { on: on.into(), since: 0.0, call: None }
}

#[test]
fn a_run_goes_from_start_to_finish() {
    let mut program = begun();
    program.told(
        FromWorker::Output { stream: Stream::Stdout, text: "name? ".into() },
        Micros(6),
        0,
    );
    program.told(FromWorker::WantsInput { thread: 1 }, Micros(6), 0);
    assert_eq!(program.wants_input, Some(1));
    program.typed("Ann");
    program.told(FromWorker::InputTaken, Micros(7), 0);
    assert_eq!(program.console.text(), "name? Ann");
    let error = Fault { file: Some("a.py".into()), line: Some(1), text: "OSError".into() };
    let finished = FromWorker::Finished { status: 1, error: Some(error.clone()) };
    program.told(finished, Micros(8), 0);
    assert_eq!(program.phase, Phase::Finished { status: 1, error: Some(error) });
    assert_eq!((program.begun, program.ended), (Some(Micros(5)), Some(Micros(8))));
    assert!(!program.is_on() && program.wants_input.is_none());
}

#[test]
fn what_comes_late_from_a_stopped_run_changes_nothing() {
    let mut program = begun();
    program.over(Phase::Stopped, Micros(9));
    program.told(FromWorker::Output { stream: Stream::Stdout, text: "late".into() }, Micros(10), 0);
    program.told(FromWorker::Finished { status: 0, error: None }, Micros(10), 0);
    assert_eq!(program.phase, Phase::Stopped);
    assert_eq!(program.console.text(), "");
}

#[test]
fn a_new_run_forgets_the_old_ones_console_and_keeps_the_breakpoints() {
    let mut program = begun();
    program.told(FromWorker::Output { stream: Stream::Stdout, text: "x\n".into() }, Micros(6), 0);
    program.over(Phase::Stopped, Micros(7));
    program.begin(RunRequest::of_file("a.py"), Micros(8));
    assert_eq!(program.console.text(), "");
    assert_eq!(program.breakpoints_to_send().len(), 1);
    assert_eq!(program.runs, 2);
}

#[test]
fn a_breakpoint_is_turned_on_and_off() {
    let mut program = Program::default();
    program.turn_breakpoint("a.py", 4);
    program.turn_breakpoint("a.py", 4);
    assert!(program.breakpoints_to_send().is_empty());
    program.set_breakpoints("a.py", [7, 3]);
    assert_eq!(program.breakpoints_to_send()["a.py"], [3, 7]);
}

#[test]
fn editing_makes_the_run_older_than_the_text() {
    let mut program = begun();
    assert!(!program.is_older_than("a.py", "print(1)\n"));
    assert!(program.is_older_than("a.py", "print(2)\n"));
    program.over(Phase::Stopped, Micros(9));
    assert!(!program.is_older_than("a.py", "print(2)\n"));
}

#[test]
fn the_threads_say_how_a_running_program_stands() {
    let mut program = begun();
    assert_eq!(program.status(), ProgramStatus::Running);
    let mut told = |threads| {
        program.told(FromWorker::Threads { threads }, Micros(6), 0);
        program.status()
    };
    assert_eq!(told(vec![thread(1, blocked("accept"))]), ProgramStatus::Blocked);
    let threads = vec![thread(1, blocked("accept")), thread(2, ThreadState::Running)];
    assert_eq!(told(threads), ProgramStatus::Running);
    let paused = ThreadState::Paused { reason: PauseReason::Step };
    assert_eq!(told(vec![thread(1, blocked("join")), thread(2, paused)]), ProgramStatus::Paused);
    program.told(FromWorker::WantsInput { thread: 1 }, Micros(7), 0);
    assert_eq!(program.status(), ProgramStatus::Paused);
    let waits = FromWorker::Threads { threads: vec![thread(1, blocked("input"))] };
    program.told(waits, Micros(8), 0);
    assert_eq!(program.status(), ProgramStatus::WantsInput);
}

#[test]
fn each_threads_line_is_marked_in_the_file_it_is_in() {
    let mut program = begun();
    let threads = vec![thread(1, blocked("accept")), thread(7, ThreadState::Running)];
    program.told(FromWorker::Threads { threads }, Micros(6), 0);
    let marks = program.marks("a.py");
    assert_eq!(
        marks.iter().map(|mark| (mark.line, mark.colour)).collect::<Vec<_>>(),
        [(1, 1), (7, 1)]
    );
    assert_eq!((marks[0].state, marks[0].name.as_str()), ("blocked", "T1"));
    assert!(program.marks("b.py").is_empty());
}

#[test]
fn a_crash_and_a_forged_message_each_end_the_run_in_its_own_words() {
    for (message, phase, status) in [
        (
            FromWorker::Crashed { words: "RuntimeError".into() },
            Phase::Crashed("RuntimeError".into()),
            ProgramStatus::Crashed,
        ),
        (
            FromWorker::Forged { message: "{}".into() },
            Phase::Forged("{}".into()),
            ProgramStatus::Forged,
        ),
    ] {
        let mut program = begun();
        assert!(message.ends_program());
        program.told(message, Micros(6), 0);
        assert_eq!((program.status(), &program.phase), (status, &phase));
        assert!(!program.is_on());
    }
}
