//! Calls that the transport forwards to the relay without the page.

use super::interruption_tests::{lasting, reopened};
use super::tests::Bench;
use super::*;
use crate::testing::test_lab::STREAM;
use bytes::Bytes;
use lab_shared::call::{Micros, Value};
use lab_shared::network::{HostName, NetworkNotice, NetworkReport, NetworkView};

/// The first call's id on the wire.
const WIRE: CallId = CallId(1 << 31);

fn new_call() -> NewCall {
    NewCall { host: None, socket: None, op: STREAM, bytes: Bytes::new() }
}

fn named(said: &[ToRelay]) -> Vec<CallId> {
    let id = |message: &ToRelay| match message {
        ToRelay::Call(call) => call.id,
        other => panic!("{other:?}"),
    };
    said.iter().map(id).collect()
}

#[test]
fn calls_pass_while_there_is_a_relay_and_nobody_looks_at_the_kernel() {
    assert!(!Bench::started().link.forwards_directly());
    let mut bench = lasting();
    assert!(bench.link.forwards_directly());
    bench.link.look(true);
    assert!(!bench.link.forwards_directly(), "a new socket is watched before its next call");
    bench.link.look(false);
    assert!(bench.link.forwards_directly());
    bench.handle(Input::Closed);
    assert!(bench.link.phase().is_ready());
    assert!(!bench.link.forwards_directly(), "during an interruption calls wait in the page");
}

#[test]
fn the_page_counts_a_call_that_passed_among_its_own() {
    let mut bench = lasting();
    let first = bench.call();
    let forwarded = bench.link.forwarded(WIRE, 1, new_call()).id;
    let third = bench.call();
    assert!(first < forwarded && forwarded < third);
    bench.outputs();
    bench.hear(ToPage::Event(Event::Blocked { id: WIRE, at: Micros(7) }));
    assert!(matches!(bench.outputs()[..], [Output::Blocked(id, _)] if id == forwarded));
    bench.handle(Input::Cancel(forwarded));
    assert_eq!(bench.sent(), [ToRelay::Cancel { id: WIRE }]);
    bench.hear(Bench::returned(WIRE, Ok(Value::None)));
    assert!(matches!(&bench.outputs()[..], [Output::Returned(found)] if found.id == forwarded));
    bench.handle(Input::Cancel(forwarded));
    assert_eq!(bench.sent(), [], "it has returned");
}

#[test]
fn what_passed_is_said_again_in_the_order_in_which_it_went_out() {
    let mut bench = lasting();
    bench.call();
    let second = bench.call();
    let next = CallId(WIRE.0 + 1);
    // The page's second message was not sent when these were.
    bench.link.forwarded(WIRE, 1, new_call());
    bench.link.forwarded(next, 1, new_call());
    bench.outputs();
    bench.hear(ToPage::Received { messages: 2 });
    bench.handle(Input::Closed);
    reopened(&mut bench);
    bench.hear(ToPage::Resumed { received: 2 });
    assert_eq!(named(&bench.sent()), [next, second]);
}

#[test]
fn calls_pass_in_a_network_too_and_are_said_again_for_the_same_host() {
    let mut bench = lasting();
    let network = NetworkView {
        hosts: vec![],
        cables: vec![],
        mtu: 1500,
        published: vec![],
        code: None,
        pages: 1,
    };
    let news = NetworkNotice::Changed(Box::new(network));
    bench.hear(ToPage::Network(NetworkReport { at: Micros(1), news }));
    assert!(bench.link.forwards_directly());
    let host = Some(HostName::server());
    let made = bench.link.forwarded(WIRE, 0, NewCall { host: host.clone(), ..new_call() });
    assert_eq!(made.host, host, "the page records it there");
    bench.outputs();
    bench.handle(Input::Closed);
    reopened(&mut bench);
    bench.hear(ToPage::Resumed { received: 0 });
    let said = bench.sent();
    assert!(matches!(&said[..], [ToRelay::Call(call)] if call.id == WIRE && call.host == host));
}

#[test]
fn a_call_that_passed_to_a_session_that_is_over_is_lost() {
    let mut bench = lasting();
    bench.hear(ToPage::Goodbye(Goodbye::Shutdown));
    bench.outputs();
    let late = bench.link.forwarded(WIRE, 0, new_call()).id;
    assert_eq!(bench.outputs(), [Output::Lost(vec![late])]);
    bench.handle(Input::Cancel(late));
    assert_eq!(bench.outputs(), []);
}
