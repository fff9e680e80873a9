//! Pages that make the relay hold as many bytes for them as it allows.

use std::collections::HashSet;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use lab_shared::call::{CallId, Failure, MsgFlags, Op, Rule};
use lab_shared::wire::{MAX_PAYLOAD_BYTES, ToPage};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::yield_now;
use tokio::time::timeout;

use super::Program;
use super::transfer::meet;
use crate::common::{PATIENCE, Page};

/// Sockets of one page, nearly as many as it may have.
const RECVS: usize = 254;

/// The most that the recvs of one page may hold: sixteen of the largest messages.
const GATHERED_KIB: usize = 17 * 1024;

/// The relay's memory beside the bytes it holds: code that runs for the first time, buffers in use,
/// and the allocator's slack.
const BESIDE_KIB: usize = 16 * 1024;

/// Pages that each receive a MiB and are then idle.
const RESTING_PAGES: usize = 32;

/// The most that each of them may keep: a quarter of the bytes received, and its share of the relay's own
/// growth.
const MOST_RESTING_KIB: usize = 512;

/// Makes recvs that each wait for a whole MiB, of which all but one byte is sent. Waits until each
/// has those bytes or was refused.
async fn gather(page: &mut Page, recvs: usize) -> Vec<TcpStream> {
    let mut sending = FuturesUnordered::new();
    for _ in 0..recvs {
        let (socket, peer) = meet(page).await;
        let (bufsize, flags) = (MAX_PAYLOAD_BYTES as i64, MsgFlags::WAITALL);
        let call = page.start(Some(socket), Op::Recv { bufsize, flags }, b"").await;
        sending.push(send_all_but_one(call, peer));
    }
    let (mut done, mut peers) = (HashSet::new(), Vec::new());
    while done.len() < recvs {
        tokio::select! {
            (call, peer) = sending.select_next_some() => {
                done.insert(call);
                peers.push(peer);
            }
            message = page.next() => match message {
                Some(ToPage::Return(found)) => {
                    assert_eq!(found.outcome, Err(Failure::refused(Rule::MaxMemory)));
                    done.insert(found.id);
                }
                Some(ToPage::Event(_)) => {}
                other => panic!("{other:?}"),
            },
        }
    }
    peers
}

async fn send_all_but_one(call: CallId, mut peer: TcpStream) -> (CallId, TcpStream) {
    peer.write_all(&vec![7; MAX_PAYLOAD_BYTES - 1]).await.unwrap();
    (call, peer)
}

/// Waits until the relay's memory is little more than before.
async fn gave_back_memory(relay: &Program, before: usize) {
    let given_back = async {
        while relay.resident_kib() > before + BESIDE_KIB {
            yield_now().await;
        }
    };
    let waited = timeout(PATIENCE, given_back).await;
    assert!(waited.is_ok(), "{} KiB after, {before} KiB before", relay.resident_kib());
}

#[tokio::test]
async fn recvs_that_wait_for_more_cost_a_page_no_more_than_it_may_hold() {
    let relay = Program::relay(&[]).await;
    let (held, before) = (relay.held(), relay.resident_kib());
    let mut page = relay.page().await;
    let peers = gather(&mut page, RECVS).await;
    let grown = relay.resident_kib().saturating_sub(before);
    assert!(grown < GATHERED_KIB + BESIDE_KIB, "the relay grew by {grown} KiB");
    assert!(peers.len() > 10, "{} recvs found room", peers.len());
    drop((page, peers));
    relay.gave_back(held).await;
    gave_back_memory(&relay, before).await;
}

#[tokio::test]
async fn pages_together_cost_no_more_than_the_sum_and_leave_room_for_the_next() {
    let relay = Program::relay(&["--max-memory", "64"]).await;
    let (held, before) = (relay.held(), relay.resident_kib());
    let mut pages = Vec::new();
    for _ in 0..6 {
        let mut page = relay.page().await;
        let peers = gather(&mut page, 24).await;
        pages.push((page, peers));
    }
    // A quarter of the sum may wait.
    let grown = relay.resident_kib().saturating_sub(before);
    assert!(grown < 64 * 1024 / 4 + BESIDE_KIB, "the relay grew by {grown} KiB");
    let mut next = relay.page().await;
    let pair = next.connected().await;
    next.send(pair.client, &[1; 60_000]).await.unwrap();
    assert_eq!(next.recv(pair.server).await.unwrap(), [1; 60_000]);
    drop((pages, next));
    relay.gave_back(held).await;
    gave_back_memory(&relay, before).await;
}

#[tokio::test]
async fn a_page_that_has_received_much_keeps_little_of_it() {
    let relay = Program::relay(&[]).await;
    let mut pages = Vec::new();
    for _ in 0..RESTING_PAGES {
        pages.push(relay.page().await);
    }
    let before = relay.resident_kib();
    for page in &mut pages {
        let (socket, mut peer) = meet(page).await;
        let (bufsize, flags) = (MAX_PAYLOAD_BYTES as i64, MsgFlags::WAITALL);
        let call = page.start(Some(socket), Op::Recv { bufsize, flags }, b"").await;
        peer.write_all(&[7; MAX_PAYLOAD_BYTES]).await.unwrap();
        page.wait(call).await.outcome.unwrap();
    }
    let grown = relay.resident_kib().saturating_sub(before);
    assert!(grown < RESTING_PAGES * MOST_RESTING_KIB, "the relay grew by {grown} KiB");
}
