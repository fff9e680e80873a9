//! Pages that are killed mid-transfer.

use lab_shared::call::Op;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::task::yield_now;
use tokio_tungstenite::MaybeTlsStream;

use super::Program;
use super::transfer::{has_what_was_sent, meet, send_until_stuck};
use crate::common::page::recv;
use crate::common::{Page, TestRelay, within};

/// Ends the page's connection with a reset, as the kernel does for a browser killed with messages
/// unread.
fn reset(page: Page) {
    match page.socket.get_ref() {
        MaybeTlsStream::Plain(stream) => stream.set_zero_linger().unwrap(),
        other => panic!("{other:?}"),
    }
}

async fn sending(page: &mut Page) -> (TcpStream, usize) {
    let (socket, peer) = meet(page).await;
    let stuck = send_until_stuck(page, socket).await;
    (peer, stuck.sent)
}

#[tokio::test]
async fn pages_killed_while_they_send_lose_nothing_that_was_acknowledged() {
    let relay = Program::relay(&[]).await;
    let before = relay.held();
    for end in [drop, reset] {
        let (mut pages, mut peers) = (Vec::new(), Vec::new());
        for _ in 0..4 {
            let mut page = relay.page().await;
            peers.push(sending(&mut page).await);
            pages.push(page);
        }
        pages.into_iter().for_each(end);
        for (peer, sent) in peers {
            has_what_was_sent(peer, sent).await;
        }
        relay.gave_back(before).await;
    }
}

#[tokio::test]
async fn pages_killed_while_they_receive_end_their_peers_connections() {
    let relay = Program::relay(&[]).await;
    let before = relay.held();
    for end in [drop, reset] {
        let mut page = relay.page().await;
        let (socket, mut peer) = meet(&mut page).await;
        // Many calls, whose returns the page does not read.
        for _ in 0..100 {
            page.start(Some(socket), recv(65536), b"").await;
        }
        let block = vec![0; 1 << 20];
        peer.write_all(&block).await.unwrap();
        end(page);
        let refused = async { while peer.write_all(&block).await.is_ok() {} };
        within("the peer's send to fail", refused).await;
        relay.gave_back(before).await;
    }
}

#[tokio::test]
async fn no_task_outlives_its_page() {
    let relay = TestRelay::start().await;
    let mut stays = relay.page().await;
    let pair = stays.connected().await;
    stays.send(pair.client, b"x").await.unwrap();
    // This test's runtime has the relay's tasks and no others.
    let tasks = Handle::current().metrics();
    let before = tasks.num_alive_tasks();
    for end in [drop, reset] {
        let mut page = relay.page().await;
        let (peer, sent) = sending(&mut page).await;
        let (listener, _) = page.listener(1).await;
        page.block(listener, Op::Accept).await;
        assert!(tasks.num_alive_tasks() > before);
        end(page);
        has_what_was_sent(peer, sent).await;
        let ended = async {
            while tasks.num_alive_tasks() > before {
                yield_now().await;
            }
        };
        within("the page's tasks to end", ended).await;
    }
    assert_eq!(stays.recv(pair.server).await.unwrap(), b"x");
}

#[tokio::test]
async fn interrupted_pages_leave_nothing_behind() {
    let relay = Program::relay(&["--resume-within", "5"]).await;
    let before = relay.held();
    let mut returning = Page::lasting(relay.address).await;
    let (socket, mut peer) = meet(&mut returning).await;
    for round in 0..20_u8 {
        returning.cut().await;
        returning.resume().await;
        returning.send(socket, &[round]).await.unwrap();
        assert_eq!(within("the byte", peer.read_u8()).await.unwrap(), round);
    }
    // One page never resumes, the other leaves.
    let mut lost = Page::lasting(relay.address).await;
    meet(&mut lost).await;
    lost.cut().await;
    returning.socket.close(None).await.unwrap();
    drop((lost, returning, peer));
    relay.gave_back(before).await;
}
