//! The relay's kernel reports, compared with `ss` and `/proc/net/tcp` for the same sockets at the
//! same time.

mod closing;
mod datagrams;
mod ss;
mod streams;
mod watching;

use lab_shared::call::SocketId;
use lab_shared::kernel::{KernelFacts, TcpState, WatchEnd};
use lab_shared::wire::{Event, ToRelay};

use crate::common::Page;

/// Asks to watch a socket.
pub(crate) async fn watch(page: &mut Page, socket: SocketId) {
    page.say(&ToRelay::Watch { socket, on: true }).await;
}

/// Waits until a watched socket is as wanted. Other events are dropped.
pub(crate) async fn facts(
    page: &mut Page,
    socket: SocketId,
    wanted: impl Fn(&KernelFacts) -> bool,
) -> KernelFacts {
    loop {
        match page.event().await {
            Event::Kernel { socket: found, facts, .. } if found == socket && wanted(&facts) => {
                return *facts;
            }
            Event::Unwatched { socket: found, why, .. } if found == socket => {
                panic!("no longer watched: {why:?}")
            }
            _ => {}
        }
    }
}

/// Waits until the watch of a socket has ended. Returns why, and the states that were seen before.
pub(crate) async fn unwatched(page: &mut Page, socket: SocketId) -> (WatchEnd, Vec<TcpState>) {
    let mut states = Vec::new();
    loop {
        match page.event().await {
            Event::Unwatched { socket: found, why, .. } if found == socket => {
                return (why, states);
            }
            Event::Kernel { socket: found, facts, .. } if found == socket => {
                states.extend(facts.own.state);
            }
            _ => {}
        }
    }
}

/// Checks both ends' states; `None` for an end that does not exist. The two are read one after the
/// other, while segments may still be in flight between them.
pub(crate) fn states(own: TcpState, peer: Option<TcpState>) -> impl Fn(&KernelFacts) -> bool {
    move |facts| {
        let theirs = facts.peer.as_ref().and_then(|peer| peer.state);
        (facts.own.state, theirs) == (Some(own), peer)
    }
}

pub(crate) fn state(wanted: TcpState) -> impl Fn(&KernelFacts) -> bool {
    move |facts| facts.own.state == Some(wanted)
}
