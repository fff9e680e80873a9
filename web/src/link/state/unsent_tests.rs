//! Calls and requests that fit no message: each fails alone.

use super::tests::Bench;
use super::*;
use bytes::Bytes;
use lab_shared::call::{Address, Failure, MsgFlags, Op, OptionValue};
use lab_shared::chat::PeerId;
use lab_shared::errno::Errno;
use lab_shared::wire::{
    MAX_CONTROL_BYTES, MAX_PAYLOAD_BYTES, RoomCommand, RoomId, RoomRequest, RoomUpdate,
};

fn to_a_host_of(length: usize) -> Op {
    Op::Connect { address: Address::inet("a".repeat(length), 1) }
}

#[test]
fn a_call_that_fits_no_message_fails_alone_and_nothing_is_sent() {
    let mut bench = Bench::ready();
    let too_many: Bytes = vec![0; MAX_PAYLOAD_BYTES + 1].into();
    for (op, bytes) in [
        (to_a_host_of(66_000), Bytes::new()),
        (
            Op::Setsockopt { level: 1, option: 2, value: OptionValue::Bytes(vec![0; 30_000]) },
            Bytes::new(),
        ),
        (Op::Send { flags: MsgFlags::NONE }, too_many),
    ] {
        let issued = bench.link.call(Some(SocketId(1)), op, bytes).expect("the link is ready");
        let failure = issued.unsent.expect("it cannot be sent");
        assert_eq!(bench.outputs(), []);
        bench.handle(Input::Unsent(issued.call.id, failure.clone()));
        let at = micros(bench.now);
        let outcome = Err(failure);
        let returned = Return { id: issued.call.id, entered: at, at, outcome };
        assert_eq!(bench.outputs(), [Output::Returned(returned)]);
    }
    assert!(bench.link.phase().is_ready());
    assert_eq!(
        bench.link.call(Some(SocketId(1)), to_a_host_of(1), Bytes::new()).map(|it| it.unsent),
        Some(None)
    );
    assert_eq!(bench.sent().len(), 1);
}

#[test]
fn a_call_that_was_not_sent_is_lost_with_the_relay_like_any_other() {
    let mut bench = Bench::ready();
    let issued = bench.link.call(None, to_a_host_of(66_000), Bytes::new()).expect("it is ready");
    bench.handle(Input::Left);
    assert!(bench.outputs().contains(&Output::Lost(vec![issued.call.id])));
    bench.handle(Input::Unsent(issued.call.id, issued.unsent.expect("it cannot be sent")));
    assert_eq!(bench.outputs(), []);
}

#[test]
fn a_request_that_fits_no_message_is_refused_in_its_room() {
    let mut bench = Bench::ready();
    let room = RoomId(3);
    let ask = RoomCommand::Answer { peer: PeerId(1), text: "a".repeat(MAX_CONTROL_BYTES) };
    assert!(bench.link.ask(bench.now, RoomRequest { room, ask }));
    let news = RoomUpdate::Refused(Failure::os(Errno::Emsgsize));
    let report = RoomReport { room, at: micros(bench.now), news };
    assert_eq!(bench.outputs(), [Output::Room(report)]);
}
