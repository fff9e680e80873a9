//! When a page receives reports, and when it does not.

use lab_shared::call::{Op, PollEvents, SocketId};
use lab_shared::kernel::WatchEnd;
use lab_shared::wire::{Event, KERNEL_REPORTS_PER_SECOND, ToRelay};

use super::{facts, unwatched, watch};
use crate::blocking::poll;
use crate::common::TestRelay;
use crate::common::page::Connected;

#[tokio::test]
async fn a_socket_that_is_not_watched_causes_no_events() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, .. } = page.connected().await;
    watch(&mut page, server).await;
    facts(&mut page, server, |_| true).await;
    page.say(&ToRelay::Watch { socket: server, on: false }).await;
    // The watch of another socket, begun later, shows when the first one's report would have arrived.
    let other = page.connected().await;
    watch(&mut page, other.server).await;
    for round in 1..4 {
        page.send(client, b"x").await.unwrap();
        page.send(other.client, b"x").await.unwrap();
        loop {
            match page.event().await {
                Event::Kernel { socket, facts, .. } => {
                    assert_eq!(socket, other.server);
                    if facts.own.receive.unwrap().waiting == Some(round) {
                        break;
                    }
                }
                Event::Addresses { .. } | Event::Blocked { .. } => {}
                event => panic!("{event:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_socket_is_told_of_no_more_often_than_promised_and_only_when_it_changes() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, .. } = page.connected().await;
    watch(&mut page, server).await;
    let mut told = Vec::new();
    let mut last = None;
    while told.len() < 8 {
        page.send(client, b"x").await.unwrap();
        while let Some(event) = page.event_now() {
            if let Event::Kernel { at, facts, .. } = event {
                assert_ne!(last.as_ref(), Some(&facts), "told twice");
                last = Some(facts);
                told.push(at);
            }
        }
    }
    let shortest = 1_000_000 / u64::from(KERNEL_REPORTS_PER_SECOND);
    for pair in told.windows(2) {
        assert!(pair[1].since(pair[0]) >= shortest, "{told:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_cannot_be_watched() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    watch(&mut page, SocketId(99)).await;
    assert_eq!(unwatched(&mut page, SocketId(99)).await, (WatchEnd::Gone, Vec::new()));
    let socket = page.tcp().await;
    page.close(socket).await.unwrap();
    watch(&mut page, socket).await;
    assert_eq!(unwatched(&mut page, socket).await.0, WatchEnd::Gone);
}

#[tokio::test]
async fn watching_does_not_take_an_error_from_the_program() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (_, address) = page.refusing().await;
    let socket = page.tcp().await;
    watch(&mut page, socket).await;
    page.call(socket, Op::Setblocking { flag: false }).await.unwrap();
    page.connect(socket, &address).await.unwrap_err();
    // Once the reset has come, which a poll tells and leaves there.
    let refused = page.start(None, poll(&[(socket, PollEvents::OUT)], None), b"").await;
    page.wait(refused).await.outcome.unwrap();
    facts(&mut page, socket, |_| true).await;
    let error = Op::Getsockopt { level: 1, option: 4, buflen: None };
    let value = page.call(socket, error).await.unwrap();
    assert_ne!(value, lab_shared::call::Value::OptionInt(0), "SO_ERROR is still to be read");
}
