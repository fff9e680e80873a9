//! Pages that keep the relay as busy as they can: other pages and the listener are served meanwhile, not
//! after.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lab_shared::call::{
    MAX_POLL_ENTRIES, MsgFlags, Op, PollEntry, PollEvents, Rule, SocketId, Value,
};
use lab_shared::wire::{MAX_PAYLOAD_BYTES, ToRelay};
use tokio::sync::mpsc;

use super::Program;
use crate::common::page::recv;
use crate::common::{Page, get, within};

/// Pages that keep it busy: one for each of its threads on the smallest machine.
const BUSY: usize = 2;

async fn polls_of_one_socket(page: &mut Page) {
    let [one, other] = page.pair().await.unwrap();
    let entry = PollEntry { socket: one, events: PollEvents::IN };
    let mut polls = Vec::new();
    // The most entries of a poll, and then the most pending polls.
    for entries in
        vec![vec![entry; MAX_POLL_ENTRIES]; 64].into_iter().chain(vec![vec![entry; 3]; 400])
    {
        polls.push(page.start(None, Op::Poll { entries, seconds: None }, b"").await);
    }
    page.send(other, b"x").await.unwrap();
    for poll in polls {
        match page.wait(poll).await.outcome {
            Ok(Value::Ready(ready)) => assert!(!ready.is_empty()),
            refused => assert_eq!(refused.unwrap_err().rule, Some(Rule::MaxPollEntries)),
        }
    }
    close(page, [one, other]).await;
}

async fn a_close_under_many_calls(page: &mut Page) {
    let [one, other] = page.pair().await.unwrap();
    let entries = vec![PollEntry { socket: one, events: PollEvents::IN }; 16];
    let mut calls = Vec::new();
    for _ in 0..250 {
        calls.push(page.start(Some(one), recv(1), b"").await);
        let poll = Op::Poll { entries: entries.clone(), seconds: None };
        calls.push(page.start(None, poll, b"").await);
    }
    close(page, [one, other]).await;
    for call in calls {
        page.wait(call).await;
    }
}

async fn large_messages(page: &mut Page) {
    let [one, other] = page.pair().await.unwrap();
    let lot = vec![1; MAX_PAYLOAD_BYTES];
    let all = Op::Recv { bufsize: MAX_PAYLOAD_BYTES as i64, flags: MsgFlags::WAITALL };
    let mut calls = Vec::new();
    for _ in 0..4 {
        let send = Op::Sendall { flags: MsgFlags::NONE };
        calls.push(page.start(Some(one), send, &lot).await);
    }
    for _ in 0..4 {
        calls.push(page.start(Some(other), all.clone(), b"").await);
    }
    for call in calls {
        page.wait(call).await.outcome.unwrap();
    }
    close(page, [one, other]).await;
}

async fn a_look_at_many_sockets(page: &mut Page) {
    let mut sockets = Vec::new();
    for _ in 0..100 {
        sockets.extend(page.pair().await.unwrap());
    }
    for &socket in &sockets {
        page.say(&ToRelay::Watch { socket, on: true }).await;
    }
    for &socket in &sockets {
        page.send(socket, b"x").await.unwrap();
    }
    close(page, sockets).await;
}

async fn close(page: &mut Page, sockets: impl IntoIterator<Item = SocketId>) {
    for socket in sockets {
        page.close(socket).await.unwrap();
    }
}

/// Another page and the listener are served while some pages repeat this.
async fn others_are_served_during(busy: impl AsyncFn(&mut Page) + Copy + Send + 'static) {
    let relay = Program::relay(&[]).await;
    let mut other = relay.page().await;
    let socket = other.tcp().await;
    let over = Arc::new(AtomicBool::new(false));
    let (begun, mut begun_pages) = mpsc::channel(1);
    let local = tokio::task::LocalSet::new();
    let pages: Vec<_> = (0..BUSY)
        .map(|_| {
            let (address, over, begun) = (relay.address, Arc::clone(&over), begun.clone());
            local.spawn_local(async move {
                let mut page = Page::knock_at(address, &[]).await.unwrap();
                page.hello(1).await;
                // A full channel already carries the signal.
                let _ = begun.try_send(());
                while !over.load(Ordering::Relaxed) {
                    busy(&mut page).await;
                }
            })
        })
        .collect();
    let served = async {
        begun_pages.recv().await.unwrap();
        for _ in 0..10 {
            other.call(socket, Op::Getsockname).await.unwrap();
            let answer = get(relay.address, "/healthz", &relay.address.to_string()).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        }
        assert!(!pages.iter().any(|page| page.is_finished()), "they are still busy");
        over.store(true, Ordering::Relaxed);
        for page in pages {
            page.await.unwrap();
        }
    };
    within("others to be served", local.run_until(served)).await;
}

#[tokio::test]
async fn polls_of_one_socket_hold_nobody_up() {
    others_are_served_during(polls_of_one_socket).await;
}

#[tokio::test]
async fn a_close_under_many_calls_holds_nobody_up() {
    others_are_served_during(a_close_under_many_calls).await;
}

#[tokio::test]
async fn large_messages_hold_nobody_up() {
    others_are_served_during(large_messages).await;
}

#[tokio::test]
async fn a_look_at_many_sockets_holds_nobody_up() {
    others_are_served_during(a_look_at_many_sockets).await;
}
