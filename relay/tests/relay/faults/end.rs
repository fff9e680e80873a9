//! SIGTERM while pages send.

use lab_shared::call::{Outcome, SocketId, Value};
use lab_shared::wire::{Goodbye, ToPage};
use rustix::process::Signal;
use tokio::sync::mpsc;

use super::Program;
use super::transfer::{assert_acknowledged, meet, received, start_send};
use crate::common::{Page, within};

const PAGES: usize = 6;

/// Sends that each page has made when the signal comes.
const SENDS: usize = 10;

/// Sends until the relay's goodbye, and returns how much was acknowledged by then.
async fn send_on(mut page: Page, socket: SocketId, busy: mpsc::Sender<()>) -> usize {
    let (mut sent, mut sends) = (0, 0);
    let mut waiting = start_send(&mut page, socket, sent).await;
    loop {
        match page.next().await {
            Some(ToPage::Return(found)) if found.id == waiting => {
                sent += length(found.outcome);
                sends += 1;
                if sends == SENDS {
                    busy.send(()).await.unwrap();
                }
                waiting = start_send(&mut page, socket, sent).await;
            }
            Some(ToPage::Return(_) | ToPage::Event(_)) => {}
            Some(ToPage::Goodbye(goodbye)) => {
                assert_eq!(goodbye, Goodbye::Shutdown);
                return sent;
            }
            other => panic!("no goodbye but {other:?}"),
        }
    }
}

fn length(outcome: Outcome) -> usize {
    match outcome {
        Ok(Value::Sent(length)) => length as usize,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn sigterm_under_load_is_a_clean_goodbye_and_loses_nothing_that_was_acknowledged() {
    let mut relay = Program::relay(&[]).await;
    let (busy, mut all_busy) = mpsc::channel(PAGES);
    let mut transfers = Vec::new();
    for _ in 0..PAGES {
        let mut page = relay.page().await;
        let (socket, peer) = meet(&mut page).await;
        let sending = tokio::spawn(send_on(page, socket, busy.clone()));
        let receiving = tokio::spawn(received(peer));
        transfers.push((sending, receiving));
    }
    for _ in 0..PAGES {
        within("every page to be busy", all_busy.recv()).await.unwrap();
    }
    assert_eq!(relay.temporary_files(), 1, "the folder of AF_UNIX names");
    relay.signal(Signal::TERM);
    for (sending, receiving) in transfers {
        let sent = within("a page's goodbye", sending).await.unwrap();
        let received = within("the end of the transfer", receiving).await.unwrap();
        assert_acknowledged(&received, sent);
    }
    let status = relay.ended().await;
    assert_eq!(status.code(), Some(0), "{}", relay.log());
    assert_eq!(relay.temporary_files(), 0);
    assert!(relay.log().contains("stopping"), "{}", relay.log());
    assert!(!relay.log().contains("WARN"), "{}", relay.log());
}
