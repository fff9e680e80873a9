//! Interruptions on virtual time: what the page resends and receives again, and what it reports.

use super::tests::Bench;
use super::*;
use crate::testing::test_lab::welcome;
use lab_shared::call::{Micros, Value};
use lab_shared::wire::{CONFIRM_MESSAGES, Ticket};

const PATIENCE: Duration = Duration::from_secs(30);

/// A link whose session can be resumed.
pub(super) fn lasting() -> Bench {
    let mut bench = Bench::started();
    bench.handle(Input::Opened);
    bench.hear(ToPage::Hello(resumable(5)));
    bench.outputs();
    bench
}

fn resumable(session: u64) -> Welcome {
    let ticket = Ticket { session, secret: "s".into(), seconds: 30 };
    Welcome { ticket: Some(ticket), ..welcome() }
}

#[track_caller]
fn interrupted(bench: &Bench) -> (Duration, Loss, bool) {
    match bench.link.phase() {
        Phase::Interrupted { until, loss, lasting, .. } => (*until, loss.clone(), *lasting),
        other => panic!("not interrupted but {other:?}"),
    }
}

/// Opens the next WebSocket, and returns the resume request of the hello.
pub(super) fn reopened(bench: &mut Bench) -> Resume {
    bench.outputs();
    bench.handle(Input::Opened);
    match &bench.sent()[..] {
        [ToRelay::Hello { resume, .. }] => resume.clone(),
        other => panic!("no hello but {other:?}"),
    }
}

#[test]
fn a_broken_websocket_is_replaced_at_once_and_nothing_is_lost() {
    let mut bench = lasting();
    let call = bench.call();
    bench.handle(Input::Closed);
    let sent_call = bench.outputs();
    assert!(matches!(sent_call[0], Output::Transmit { .. }), "{sent_call:?}");
    assert_eq!(sent_call[1..], [Output::Close { for_now: true }, Output::Phase, Output::Open]);
    assert_eq!(interrupted(&bench), (bench.now + PATIENCE, Loss::Broken, false));
    assert!(bench.link.phase().is_ready(), "calls can be made");

    let resume = Resume::Now { session: 5, secret: "s".into(), received: 0 };
    assert_eq!(reopened(&mut bench), resume);
    // The relay has not received the call.
    bench.hear(ToPage::Resumed { received: 0 });
    let outputs = bench.outputs();
    assert_eq!(outputs[0], sent_call[0]);
    assert_eq!(outputs[1..], [Output::Phase]);
    bench.hear(Bench::returned(call, Ok(Value::None)));
    assert!(matches!(&bench.outputs()[..], [Output::Returned(found)] if found.id == call));
}

#[test]
fn what_the_relay_has_is_not_said_again_and_what_the_page_has_is_counted() {
    let mut bench = lasting();
    let first = bench.call();
    bench.call();
    bench.hear(Bench::returned(first, Ok(Value::None)));
    bench.hear(ToPage::Received { messages: 1 });
    bench.outputs();
    bench.handle(Input::Closed);
    let third = bench.call();
    let resume = Resume::Now { session: 5, secret: "s".into(), received: 1 };
    assert_eq!(reopened(&mut bench), resume);
    bench.hear(ToPage::Resumed { received: 2 });
    let said = bench.sent();
    assert!(matches!(&said[..], [ToRelay::Call(call)] if call.id == third), "{said:?}");
}

#[test]
fn attempts_go_on_until_the_relay_waits_no_longer() {
    let mut bench = lasting();
    let call = bench.call();
    bench.handle(Input::Closed);
    let until = interrupted(&bench).0;
    let mut attempts = 0;
    while bench.link.phase().is_ready() {
        // Each WebSocket fails at once.
        bench.handle(Input::Closed);
        assert!(interrupted(&bench).2, "by now it is worth telling");
        bench.outputs();
        assert!(bench.wait() <= RESUME_PAUSE);
        attempts += 1;
    }
    assert!((29..=31).contains(&attempts), "{attempts}");
    assert_eq!(bench.now, until);
    assert!(bench.outputs().contains(&Output::Lost(vec![call])));
    assert!(matches!(
        bench.link.phase(),
        Phase::Waiting { loss: Loss::TooLong(patience), .. } if *patience == PATIENCE
    ));
}

#[test]
fn a_silence_counts_towards_the_time_that_the_relay_waits() {
    let mut bench = lasting();
    assert_eq!(bench.wait(), SUSPICION_TIMEOUT);
    let until = bench.now + PATIENCE - SUSPICION_TIMEOUT;
    assert_eq!(interrupted(&bench), (until, Loss::Silence(SUSPICION_TIMEOUT), false));
}

#[test]
fn a_relay_that_has_begun_anew_has_lost_what_was_there() {
    let mut bench = lasting();
    let call = bench.call();
    bench.handle(Input::Closed);
    reopened(&mut bench);
    bench.hear(ToPage::Hello(resumable(6)));
    assert_eq!(bench.outputs(), [Output::Lost(vec![call]), Output::Phase]);
    // The next interruption is the new session's.
    bench.handle(Input::Closed);
    let resume = Resume::Now { session: 6, secret: "s".into(), received: 0 };
    assert_eq!(reopened(&mut bench), resume);
}

#[test]
fn a_relay_that_says_goodbye_is_not_asked_for_the_session_again() {
    let mut bench = lasting();
    bench.hear(ToPage::Goodbye(Goodbye::Shutdown));
    let outputs = bench.outputs();
    assert_eq!(outputs[0], Output::Close { for_now: false });
    bench.wait();
    assert_eq!(reopened(&mut bench), Resume::Later);
}

#[test]
fn the_relay_hears_how_much_has_come_after_many_messages_and_with_each_heartbeat() {
    let mut bench = lasting();
    for at in 0..CONFIRM_MESSAGES {
        assert_eq!(bench.sent(), [], "after {at}");
        bench.hear(ToPage::Event(Event::Blocked { id: CallId(1), at: Micros(0) }));
    }
    assert_eq!(bench.sent(), [ToRelay::Received { messages: CONFIRM_MESSAGES }]);
    bench.hear(ToPage::Event(Event::Blocked { id: CallId(1), at: Micros(0) }));
    bench.hear(ToPage::Heartbeat);
    let messages = CONFIRM_MESSAGES + 1;
    assert_eq!(bench.sent(), [ToRelay::Received { messages }, ToRelay::Heartbeat]);
}

#[test]
fn a_relay_that_ends_sessions_with_their_websockets_is_told_no_counts() {
    let mut bench = Bench::ready();
    for _ in 0..=CONFIRM_MESSAGES {
        bench.hear(ToPage::Event(Event::Blocked { id: CallId(1), at: Micros(0) }));
    }
    bench.hear(ToPage::Heartbeat);
    assert_eq!(bench.sent(), [ToRelay::Heartbeat]);
}

#[test]
fn a_count_that_cannot_be_ends_the_session() {
    let mut bench = lasting();
    bench.hear(ToPage::Received { messages: 1 });
    assert!(matches!(bench.link.phase(), Phase::Waiting { loss: Loss::Unreadable(_), .. }));
}

#[test]
fn a_page_that_is_left_ends_its_session_and_begins_another_when_it_is_there_again() {
    let mut bench = lasting();
    bench.handle(Input::Left);
    assert_eq!(
        bench.outputs(),
        [Output::Close { for_now: false }, Output::Lost(vec![]), Output::Phase]
    );
    bench.handle(Input::Left);
    assert_eq!(bench.outputs(), [], "there is nothing left to end");
    bench.wait();
    assert_eq!(reopened(&mut bench), Resume::Later);
}
