//! Tests of plans, on virtual time.

use std::time::Duration;

use super::*;
use crate::assistant::compose::Draft;

fn at(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn send(message: &str) -> Step {
    Step::Send { message: message.into(), times: 1, every: 0 }
}

fn wait_for(text: &str, within: u32, otherwise: Otherwise) -> Step {
    let wanted = Wanted { when: Condition::Contains(Draft::text(text)), end: None };
    Step::WaitFor { wanted, within, otherwise }
}

fn run(times: u32, every: u32, steps: Vec<Step>) -> Run {
    Run::begin(Plan { name: "p".into(), times, every, steps }, at(0)).unwrap()
}

/// What is sent at a time.
fn sends(run: &mut Run, milliseconds: u64) -> Vec<String> {
    let outputs = std::iter::from_fn(|| run.poll(at(milliseconds)));
    let sent = outputs.take(100).filter_map(|output| match output {
        RunOutput::Send(message) => Some(message),
        RunOutput::Changed => None,
    });
    sent.collect()
}

#[test]
fn a_message_is_repeated_at_its_interval_a_number_of_times() {
    let mut run = run(3, 100, vec![send("a")]);
    assert_eq!(sends(&mut run, 0), ["a"]);
    assert_eq!(run.poll_timeout(), Some(at(100)));
    assert!(sends(&mut run, 99).is_empty());
    // A late timer delays one send, not those that follow.
    assert_eq!(sends(&mut run, 130), ["a"]);
    assert_eq!(run.poll_timeout(), Some(at(200)));
    assert_eq!(sends(&mut run, 200), ["a"]);
    assert_eq!((run.state(), run.poll_timeout()), (RunState::Done, None));
}

#[test]
fn without_a_number_it_goes_on_until_stopped() {
    let mut run = run(0, 10, vec![send("a")]);
    for round in 0..1000 {
        assert_eq!(sends(&mut run, round * 10), ["a"]);
    }
    run.stop();
    assert!(sends(&mut run, 20_000).is_empty());
    assert_eq!(run.state(), RunState::Stopped);
}

#[test]
fn steps_follow_each_other_with_pauses_and_repeats() {
    let twice = Step::Send { message: "b".into(), times: 2, every: 5 };
    let mut run = run(2, 0, vec![send("a"), Step::Pause(20), twice]);
    assert_eq!(sends(&mut run, 0), ["a"]);
    assert_eq!(run.place(), (1, 1));
    assert_eq!(sends(&mut run, 20), ["b"]);
    assert_eq!(sends(&mut run, 25), ["b", "a"]);
    assert_eq!(run.place(), (2, 1));
    assert_eq!(sends(&mut run, 50), ["b", "b"]);
    assert_eq!(run.state(), RunState::Done);
}

#[test]
fn a_wait_ends_with_the_message_it_wants() {
    let mut run = run(1, 0, vec![send("a"), wait_for("ok", 500, Otherwise::Fail), send("b")]);
    assert_eq!(sends(&mut run, 0), ["a"]);
    run.received("e", b"not yet", at(10));
    assert!(sends(&mut run, 10).is_empty());
    run.received("e", b"ok!", at(20));
    assert_eq!(sends(&mut run, 20), ["b"]);
}

#[test]
fn a_wait_in_vain_fails_goes_on_or_begins_the_next_round() {
    for (otherwise, sent, state) in [
        (Otherwise::Fail, vec![], RunState::Failed),
        (Otherwise::GoOn, vec!["b", "a"], RunState::Running),
        (Otherwise::NextRound, vec!["a"], RunState::Running),
    ] {
        let mut run = run(2, 0, vec![send("a"), wait_for("ok", 50, otherwise), send("b")]);
        assert_eq!(sends(&mut run, 0), ["a"]);
        assert_eq!(sends(&mut run, 50), sent, "{otherwise:?}");
        assert_eq!(run.state(), state);
    }
}

#[test]
fn a_paused_plan_keeps_what_remains_and_can_be_stepped() {
    let mut run =
        run(1, 0, vec![Step::Pause(100), send("a"), wait_for("x", 9, Otherwise::Fail), send("b")]);
    assert!(sends(&mut run, 0).is_empty());
    run.pause(at(30));
    assert!(sends(&mut run, 500).is_empty());
    assert_eq!(run.poll_timeout(), None);
    run.resume(at(530));
    assert_eq!(run.poll_timeout(), Some(at(600)));
    run.pause(at(540));
    for (expected, place) in [(vec![], 1), (vec!["a"], 2), (vec![], 3), (vec!["b"], 3)] {
        run.step(at(550));
        assert_eq!(sends(&mut run, 550), expected);
        assert_eq!(run.place().1, place);
    }
    assert_eq!(run.state(), RunState::Done);
}

#[test]
fn a_condition_that_cannot_be_read_is_named_with_its_step() {
    let wanted = Wanted { when: Condition::Regex("(".into()), end: None };
    let wait = Step::WaitFor { wanted, within: 1, otherwise: Otherwise::Fail };
    let plan = Plan { name: "p".into(), times: 1, every: 0, steps: vec![send("a"), wait] };
    assert_eq!(Run::begin(plan, at(0)).unwrap_err().0, 1);
}
