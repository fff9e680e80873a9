//! The link on virtual time, against a scripted relay.

use super::*;
use crate::testing::test_lab::{STREAM, welcome};
use bytes::Bytes;
use lab_shared::call::{Failure, Micros, Outcome, Value};
use lab_shared::network::{NetworkLimits, NetworkOffer, NetworkState};
use lab_shared::wire::MAX_UNCONFIRMED_MESSAGES;

/// A link and its clock.
pub(super) struct Bench {
    pub(super) link: Link,
    pub(super) now: Duration,
}

impl Bench {
    pub(super) fn started() -> Self {
        let mut bench = Self {
            link: Link::new(Tokens::new(Some("secret".into()), None)),
            now: Duration::from_secs(100),
        };
        bench.handle(Input::Start);
        bench
    }

    pub(super) fn ready() -> Self {
        let mut bench = Self::started();
        bench.outputs();
        bench.handle(Input::Opened);
        bench.hear(ToPage::Hello(welcome()));
        bench.outputs();
        bench
    }

    pub(super) fn handle(&mut self, input: Input) {
        self.link.handle(self.now, input);
    }

    pub(super) fn hear(&mut self, message: ToPage) {
        self.handle(Input::Received(message.encode()));
    }

    pub(super) fn outputs(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.link.poll_output()).collect()
    }

    pub(super) fn sent(&mut self) -> Vec<ToRelay> {
        self.outputs()
            .into_iter()
            .filter_map(|output| match output {
                Output::Transmit { frame, .. } => ToRelay::decode(frame).ok(),
                _ => None,
            })
            .collect()
    }

    /// Lets time pass to the deadline, and returns how long that was.
    pub(super) fn wait(&mut self) -> Duration {
        let due = self.link.poll_timeout().expect("something is due");
        let waited = due.saturating_sub(self.now);
        self.now = due;
        self.handle(Input::TimedOut);
        waited
    }

    pub(super) fn call(&mut self) -> CallId {
        self.link.call(None, STREAM, Bytes::new()).expect("the link is ready").call.id
    }

    pub(super) fn returned(id: CallId, outcome: Outcome) -> ToPage {
        ToPage::Return(Return { id, entered: Micros(5), at: Micros(9), outcome })
    }
}

#[test]
fn it_greets_with_the_token_and_is_ready_once_welcomed() {
    let mut bench = Bench::started();
    assert_eq!(bench.outputs(), [Output::Open, Output::Phase]);
    bench.handle(Input::Opened);
    let hello = ToRelay::Hello {
        version: PROTOCOL_VERSION,
        token: Some("secret".into()),
        first_socket: SocketId(1),
        resume: Resume::Later,
    };
    assert_eq!(bench.sent(), [hello]);
    assert_eq!(bench.link.call(None, STREAM, Bytes::new()), None);
    bench.hear(ToPage::Hello(welcome()));
    assert!(bench.link.phase().is_ready());
}

#[test]
fn a_page_that_begins_in_a_network_of_its_own_asks_for_it_in_every_session() {
    let offer = |own: bool| {
        let limits = NetworkLimits { hosts: 2, packets: 1, bytes: 1, published: 0 };
        NetworkState::Offered(NetworkOffer { machine: !own, own, limits })
    };
    let pair = ToRelay::Network(NetworkCommand::Open(NetworkPlan::pair()));
    for (own, asked) in [(true, 1), (false, 0)] {
        let mut bench = Bench::started();
        for _session in 0..2 {
            bench.handle(Input::Opened);
            bench.outputs();
            bench.hear(ToPage::Hello(Welcome { networks: offer(own), ..welcome() }));
            assert_eq!(bench.sent().iter().filter(|message| **message == pair).count(), asked);
            bench.handle(Input::Closed);
            bench.wait();
        }
    }
}

#[test]
fn each_heartbeat_is_answered_and_puts_the_silence_off() {
    let mut bench = Bench::ready();
    bench.now += HEARTBEAT_TIMEOUT - Duration::from_secs(1);
    bench.hear(ToPage::Heartbeat);
    assert_eq!(bench.sent(), [ToRelay::Heartbeat]);
    assert_eq!(bench.link.poll_timeout(), Some(bench.now + HEARTBEAT_TIMEOUT));
    bench.wait();
    let silence = Loss::Silence(HEARTBEAT_TIMEOUT);
    assert!(
        matches!(bench.link.phase(), Phase::Waiting { loss, .. } if *loss == silence),
        "{:?}",
        bench.link.phase()
    );
}

#[test]
fn a_relay_that_stays_away_is_tried_less_and_less_often() {
    let mut bench = Bench::started();
    let mut waits = Vec::new();
    for _ in 0..7 {
        bench.handle(Input::Closed);
        assert!(matches!(bench.link.phase(), Phase::Waiting { loss: Loss::Unreachable, .. }));
        waits.push(bench.wait().as_secs());
        assert_eq!(
            *bench.link.phase(),
            Phase::Connecting { after: Some(Loss::Unreachable) },
            "it says why while it tries again"
        );
    }
    assert_eq!(waits, [1, 2, 4, 8, 15, 15, 15]);
}

#[test]
fn a_welcome_makes_the_next_wait_short_again() {
    let mut bench = Bench::started();
    for _ in 0..3 {
        bench.handle(Input::Closed);
        bench.wait();
    }
    bench.handle(Input::Opened);
    bench.hear(ToPage::Hello(welcome()));
    bench.handle(Input::Closed);
    assert_eq!(bench.wait(), BACK_OFF[0]);
}

#[test]
fn who_does_not_want_to_wait_need_not() {
    let mut bench = Bench::started();
    bench.handle(Input::Closed);
    bench.outputs();
    bench.handle(Input::TryNow);
    assert_eq!(bench.outputs(), [Output::Open, Output::Phase]);
    bench.handle(Input::TryNow);
    assert_eq!(bench.outputs(), [], "one WebSocket at a time");
}

#[test]
fn a_timer_that_fires_early_changes_nothing() {
    let mut bench = Bench::ready();
    bench.now += Duration::from_secs(1);
    bench.handle(Input::TimedOut);
    assert_eq!(bench.outputs(), []);
}

#[test]
fn pending_calls_are_named_when_the_relay_is_lost() {
    let mut bench = Bench::ready();
    let (first, second) = (bench.call(), bench.call());
    bench.hear(Bench::returned(first, Err(Failure::cancelled())));
    bench.outputs();
    bench.handle(Input::Closed);
    assert_eq!(
        bench.outputs(),
        [Output::Close { for_now: false }, Output::Lost(vec![second]), Output::Phase]
    );
    assert_eq!(bench.link.call(None, STREAM, Bytes::new()), None);
}

#[test]
fn a_new_session_goes_on_counting_sockets_and_calls() {
    let mut bench = Bench::ready();
    let id = bench.call();
    bench.hear(Bench::returned(id, Ok(Value::Socket { socket: SocketId(7), fileno: 12 })));
    bench.handle(Input::Closed);
    bench.wait();
    bench.outputs();
    bench.handle(Input::Opened);
    // Others may have been made, which a program knows and the page does not.
    let unheard = 2 * MAX_UNCONFIRMED_MESSAGES as u32;
    let first = SocketId(8 + unheard);
    assert!(
        matches!(bench.sent()[..], [ToRelay::Hello { first_socket, .. }] if first_socket == first)
    );
    bench.hear(ToPage::Hello(welcome()));
    assert_eq!(bench.call(), CallId(id.0 + 1));
}

#[test]
fn times_come_out_on_the_pages_clock() {
    let mut bench = Bench::ready();
    let id = bench.call();
    bench.outputs();
    bench.hear(Bench::returned(id, Ok(Value::None)));
    let start = crate::kit::state::clock::micros(bench.now).0;
    let outputs = bench.outputs();
    assert!(
        matches!(&outputs[..], [Output::Returned(returned)]
            if returned.entered == Micros(start + 5) && returned.at == Micros(start + 9)),
        "{outputs:?}"
    );
}

#[test]
fn a_wrong_token_ends_the_attempts_until_another_one_comes() {
    let mut bench = Bench::started();
    bench.handle(Input::Opened);
    bench.hear(ToPage::Goodbye(Goodbye::Token));
    assert_eq!(*bench.link.phase(), Phase::Refused(Goodbye::Token));
    assert_eq!(bench.link.poll_timeout(), None);
    bench.outputs();
    bench.handle(Input::Closed);
    assert_eq!(bench.outputs(), [], "the close that follows is no news");
    bench.handle(Input::Token("right".into()));
    bench.outputs();
    bench.handle(Input::Opened);
    assert!(matches!(&bench.sent()[..],
        [ToRelay::Hello { token: Some(token), .. }] if token == "right"));
}

#[test]
fn a_relay_of_another_version_is_refused() {
    let mut bench = Bench::started();
    bench.handle(Input::Opened);
    bench.hear(ToPage::Hello(Welcome { version: PROTOCOL_VERSION + 1, ..welcome() }));
    let refused = Goodbye::Version { relay: PROTOCOL_VERSION + 1 };
    assert_eq!(*bench.link.phase(), Phase::Refused(refused));
}

#[test]
fn a_stopping_relay_is_awaited() {
    let mut bench = Bench::ready();
    bench.hear(ToPage::Goodbye(Goodbye::Shutdown));
    assert!(matches!(
        bench.link.phase(),
        Phase::Waiting { loss: Loss::Goodbye(Goodbye::Shutdown), .. }
    ));
}

#[test]
fn what_cannot_be_read_ends_the_session() {
    let mut bench = Bench::ready();
    bench.handle(Input::Received(Frame::Text("{".into())));
    assert!(matches!(bench.link.phase(), Phase::Waiting { loss: Loss::Unreadable(_), .. }));
}

#[test]
fn a_worker_that_fails_is_told_apart_from_a_relay_that_is_not_there() {
    let mut bench = Bench::started();
    bench.handle(Input::WorkerFailed("no workers here".into()));
    let Phase::Waiting { loss: Loss::Worker(why), .. } = bench.link.phase() else {
        panic!("{:?}", bench.link.phase());
    };
    assert_eq!(why, "no workers here");
}

#[test]
fn a_hello_that_never_comes_is_given_up() {
    let mut bench = Bench::started();
    bench.handle(Input::Opened);
    assert_eq!(bench.wait(), HELLO_TIMEOUT);
    assert!(matches!(bench.link.phase(), Phase::Waiting { loss: Loss::Unreachable, .. }));
}

#[test]
fn only_a_pending_call_is_cancelled() {
    let mut bench = Bench::ready();
    let id = bench.call();
    bench.outputs();
    bench.handle(Input::Cancel(id));
    bench.handle(Input::Cancel(CallId(99)));
    assert_eq!(bench.sent(), [ToRelay::Cancel { id }]);
}

#[test]
fn while_somebody_looks_a_new_socket_is_watched_before_its_return_is_told() {
    let mut bench = Bench::ready();
    bench.link.look(true);
    let id = bench.call();
    bench.outputs();
    let socket = SocketId(1);
    bench.hear(Bench::returned(id, Ok(Value::Socket { socket, fileno: 7 })));
    let outputs = bench.outputs();
    let watch = ToRelay::Watch { socket, on: true };
    let frame = watch.encode();
    assert_eq!(outputs[0], Output::Transmit { frame, said: 2 });
    assert!(matches!(outputs[1], Output::Returned(_)));
}

#[test]
fn news_of_the_kernel_come_with_the_pages_times_and_rest_once_nobody_looks() {
    let mut bench = Bench::ready();
    bench.link.look(true);
    let (socket, facts) = (SocketId(1), Box::<lab_shared::kernel::KernelFacts>::default());
    let event = |at| Event::Kernel { socket, at, facts: facts.clone() };
    bench.hear(ToPage::Event(event(Micros(7))));
    let page = Micros(bench.now.as_micros() as u64 + 7);
    let told = News::Facts { socket, at: page, facts: facts.clone().into() };
    assert_eq!(bench.outputs(), [Output::Kernel(told)]);
    bench.link.look(false);
    assert_eq!(bench.outputs(), [Output::Kernel(News::Resting)]);
}
