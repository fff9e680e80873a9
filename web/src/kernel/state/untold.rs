//! What the system that the relay runs on did not tell of a socket, and why.

use lab_shared::call::{Family, SocketType};
use lab_shared::errno::System;
use lab_shared::kernel::{End, EndFacts, Figure, KernelFacts, TcpState, Telling, Untold};
use lab_shared::trace::SocketView;

/// One reason, and what is not told for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UntoldView {
    pub why: Untold,
    /// Figures of the socket's own end; none where it is the other end of which nothing but its state is told, or not
    /// even that.
    pub figures: Vec<Figure>,
}

/// What the socket could have, and its system has not told.
#[must_use]
pub(crate) fn untold(system: System, facts: &KernelFacts, view: &SocketView) -> Vec<UntoldView> {
    let mut views: Vec<UntoldView> = Vec::new();
    for figure in Figure::ALL {
        if !applies(figure, &facts.own, view) || has(figure, &facts.own) {
            continue;
        }
        let (Telling::Never(why) | Telling::Unless(why)) = figure.telling(system, End::Own) else {
            continue;
        };
        match views.iter_mut().find(|view| view.why == why) {
            Some(view) => view.figures.push(figure),
            None => views.push(UntoldView { why, figures: vec![figure] }),
        }
    }
    // Of the other end, all measures have the same reason.
    if is_connected(&facts.own)
        && let Telling::Never(why) = Figure::RoundTrip.telling(system, End::Peer)
    {
        views.push(UntoldView { why, figures: Vec::new() });
    }
    views
}

/// Why nothing is known of the other end, not even where it is on the relay's machine.
#[must_use]
pub(crate) fn hidden_peer(system: System) -> Option<Untold> {
    match Figure::State.telling(system, End::Peer) {
        Telling::Never(why) => Some(why),
        Telling::Told | Telling::Unless(_) => None,
    }
}

fn is_connected(end: &EndFacts) -> bool {
    let none = [TcpState::Closed, TcpState::Listen, TcpState::TimeWait];
    end.state.is_some_and(|state| !none.contains(&state))
}

/// Whether a socket in its state has such a figure.
fn applies(figure: Figure, own: &EndFacts, view: &SocketView) -> bool {
    let listens = own.state == Some(TcpState::Listen);
    let datagrams = view.kind == SocketType::Dgram && view.family != Family::Unix;
    match figure {
        Figure::State => view.kind == SocketType::Stream && view.family != Family::Unix,
        Figure::AcceptQueue => listens,
        Figure::Drops => listens || datagrams,
        Figure::Received | Figure::Held | Figure::Memory | Figure::Size => {
            is_connected(own) || datagrams
        }
        // The relay's own process has it.
        Figure::Owner => false,
        _ => is_connected(own),
    }
}

/// Whether the figure was told.
fn has(figure: Figure, own: &EndFacts) -> bool {
    let path = own.path.unwrap_or_default();
    let (receive, send) = (own.receive.unwrap_or_default(), own.send.unwrap_or_default());
    match figure {
        Figure::State => own.state.is_some(),
        Figure::Received => receive.waiting.is_some(),
        Figure::Held => send.waiting.is_some(),
        Figure::Memory => receive.memory.is_some(),
        Figure::Size => receive.size.is_some(),
        Figure::Drops => own.drops.is_some(),
        Figure::AcceptQueue => own.accept_queue.is_some(),
        Figure::RoundTrip => path.rtt.is_some(),
        Figure::Variation => path.rttvar.is_some(),
        Figure::Timeout => path.rto.is_some(),
        Figure::CongestionWindow => path.cwnd.or(path.cwnd_bytes).is_some(),
        Figure::Threshold => path.ssthresh.or(path.ssthresh_bytes).is_some(),
        Figure::Unacknowledged => path.unacked.or(path.unacked_bytes).is_some(),
        Figure::InARow => path.retransmits.is_some(),
        Figure::Retransmissions => path.retransmitted.or(path.retransmitted_bytes).is_some(),
        Figure::NotSent => path.not_sent.is_some(),
        Figure::SendWindow => path.send_window.is_some(),
        Figure::ReceiveWindow => path.receive_window.is_some(),
        Figure::SegmentSize => path.send_mss.is_some(),
        Figure::ReceivedSegmentSize => path.receive_mss.is_some(),
        Figure::Owner => own.owner.is_some(),
    }
}
