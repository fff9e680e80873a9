//! Peers that never read.

use lab_shared::call::{Failure, How, MsgFlags, Op, Rule, Value};
use lab_shared::wire::MAX_PAYLOAD_BYTES;

use super::Program;
use super::transfer::{meet, numbered, received, send_until_stuck};

/// Calls of 1 MiB each, many more than may be pending.
const CALLS: usize = 64;

/// The most that may be pending, and as much again for bytes in flight.
const MOST_KIB: usize = 2 * 16 * 1024;

#[tokio::test]
async fn a_peer_that_never_reads_costs_bounded_memory_and_what_waits_can_be_cancelled() {
    let relay = Program::relay(&[]).await;
    let before = relay.held();
    let mut page = relay.page().await;
    let (socket, peer) = meet(&mut page).await;
    let stuck = send_until_stuck(&mut page, socket).await;
    let resident = relay.resident_kib();
    let block = vec![0; MAX_PAYLOAD_BYTES];
    let mut calls = vec![stuck.waiting];
    for _ in 0..CALLS {
        let op = Op::Sendall { flags: MsgFlags::NONE };
        calls.push(page.start(Some(socket), op, &block).await);
    }
    let last = page.wait(calls.pop().unwrap()).await.outcome;
    assert_eq!(last, Err(Failure::refused(Rule::MaxMemory)));
    let grown = relay.resident_kib().saturating_sub(resident);
    assert!(grown < MOST_KIB, "the relay grew by {grown} KiB");
    // From the last one on, so that none starts because the one before it has ended.
    for call in calls.into_iter().rev() {
        let outcome = page.cancel(call).await;
        let ends = [Failure::cancelled(), Failure::refused(Rule::MaxMemory)];
        // The buffers may have grown a little meanwhile.
        let sent = call == stuck.waiting && matches!(outcome, Ok(Value::Sent(_)));
        assert!(sent || outcome.as_ref().is_err_and(|end| ends.contains(end)), "{outcome:?}");
    }
    page.shutdown(socket, How::Write).await.unwrap();
    let received = received(peer).await;
    assert!(received.starts_with(&numbered(0, stuck.sent)), "all that was acknowledged has come");
    drop(page);
    relay.gave_back(before).await;
}
