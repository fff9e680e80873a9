//! RFC 9293's state machine (§3.3.2, figure 5), and both ends' paths through it.

use std::collections::VecDeque;

use lab_shared::kernel::TcpState;

use super::path::{Path, Step};

use TcpState as S;

/// What moves an end from one state to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    /// The program calls this; the kernel sends that.
    Call(&'static str, &'static str),
    /// This arrives; the kernel sends that.
    Segment(&'static str, &'static str),
    /// Time passes.
    Wait(&'static str),
}

/// One arrow of the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    /// From which state.
    pub from: TcpState,
    /// To which.
    pub to: TcpState,
    pub why: Passing,
}

const fn edge(from: TcpState, to: TcpState, why: Passing) -> Edge {
    Edge { from, to, why }
}

/// The arrows; of two paths of one length, the first named is the usual one. The last two are not
/// in the figure: they are the effect of an RST.
pub(crate) const EDGES: &[Edge] = &[
    edge(S::Closed, S::Listen, Passing::Call("listen", "")),
    edge(S::Closed, S::SynSent, Passing::Call("connect", "SYN")),
    edge(S::Listen, S::SynReceived, Passing::Segment("SYN", "SYN ACK")),
    edge(S::Listen, S::Closed, Passing::Call("close", "")),
    edge(S::SynSent, S::Established, Passing::Segment("SYN ACK", "ACK")),
    edge(S::SynSent, S::SynReceived, Passing::Segment("SYN", "SYN ACK")),
    edge(S::SynReceived, S::Established, Passing::Segment("ACK", "")),
    edge(S::SynReceived, S::FinWait1, Passing::Call("close", "FIN")),
    edge(S::Established, S::FinWait1, Passing::Call("close", "FIN")),
    edge(S::Established, S::CloseWait, Passing::Segment("FIN", "ACK")),
    edge(S::FinWait1, S::FinWait2, Passing::Segment("ACK", "")),
    edge(S::FinWait1, S::Closing, Passing::Segment("FIN", "ACK")),
    edge(S::FinWait2, S::TimeWait, Passing::Segment("FIN", "ACK")),
    edge(S::Closing, S::TimeWait, Passing::Segment("ACK", "")),
    edge(S::CloseWait, S::LastAck, Passing::Call("close", "FIN")),
    edge(S::LastAck, S::Closed, Passing::Segment("ACK", "")),
    edge(S::TimeWait, S::Closed, Passing::Wait("2 MSL")),
    edge(S::SynSent, S::Closed, Passing::Segment("RST", "")),
    edge(S::Established, S::Closed, Passing::Segment("RST", "")),
];

/// The states that must, or usually do, lie between two that were seen one after the other; none
/// where the figure has an arrow, or no path. TIME-WAIT lasts too long to be missed.
pub(crate) fn between(from: TcpState, to: TcpState) -> Vec<TcpState> {
    let mut ways = VecDeque::from([vec![from]]);
    let mut met = vec![from];
    while let Some(way) = ways.pop_front() {
        let last = way[way.len() - 1];
        for edge in EDGES.iter().filter(|edge| edge.from == last) {
            if edge.to == to {
                return way[1..].to_vec();
            }
            if !met.contains(&edge.to) && !matches!(edge.to, S::TimeWait | S::Closed) {
                met.push(edge.to);
                ways.push_back([&way[..], &[edge.to]].concat());
            }
        }
    }
    vec![]
}

/// Whether one end is or was in a state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Lit {
    /// It was never in it.
    #[default]
    Dark,
    /// It was in it.
    Passed,
    /// It is in it.
    Now,
}

/// A state of the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub state: TcpState,
    /// Whether our end is or was in it.
    pub own: Lit,
    /// Whether the peer is or was in it.
    pub peer: Lit,
}

/// An arrow of the figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arrow {
    pub edge: Edge,
    /// Whether our end took it.
    pub own: bool,
    /// Whether the peer did.
    pub peer: bool,
}

/// The figure with both ends in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Machine {
    pub places: Vec<Place>,
    pub arrows: Vec<Arrow>,
    /// The path of our end.
    pub own: Vec<Step>,
    /// The path of the peer.
    pub peer: Vec<Step>,
}

impl Machine {
    /// The figure; `accepted` is whether our end was accepted from a listening socket.
    #[must_use]
    pub(crate) fn of(own: &Path, peer: &Path, accepted: bool) -> Self {
        let passive: &[TcpState] = &[S::Listen, S::SynReceived];
        let active: &[TcpState] = &[S::Closed, S::SynSent];
        let (before_own, before_peer) =
            if accepted { (passive, active) } else { (active, passive) };
        let (own, peer) = (own.steps(before_own), peer.steps(before_peer));
        let place =
            |&state: &TcpState| Place { state, own: lit(&own, state), peer: lit(&peer, state) };
        let arrow = |&edge: &Edge| Arrow { edge, own: went(&own, &edge), peer: went(&peer, &edge) };
        Self {
            places: TcpState::ALL.iter().map(place).collect(),
            arrows: EDGES.iter().map(arrow).collect(),
            own,
            peer,
        }
    }
}

fn lit(steps: &[Step], state: TcpState) -> Lit {
    match steps.iter().rposition(|step| step.state == state) {
        None => Lit::Dark,
        Some(at) if at + 1 == steps.len() => Lit::Now,
        Some(_) => Lit::Passed,
    }
}

fn went(steps: &[Step], edge: &Edge) -> bool {
    steps.windows(2).any(|pair| pair[0].state == edge.from && pair[1].state == edge.to)
}
