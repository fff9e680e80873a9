//! The figures of ends and peers, as they are at one moment.

use std::collections::BTreeMap;
use std::time::Duration;

use lab_shared::assistant::remote::EndStatus;
use lab_shared::assistant::session::{Counters, EndId, EndState, PeerId, Session};
use lab_shared::call::Address;

use super::remote::Remote;

/// What all ends are doing, and who is at the chosen one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Figures {
    pub(crate) ends: BTreeMap<EndId, EndFigures>,
    /// The peers of the chosen end, in the order they came.
    pub(crate) peers: Vec<PeerFigures>,
    /// When.
    pub(crate) at: Duration,
}

/// The figures of an end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EndFigures {
    pub(crate) state: EndState,
    pub(crate) peers: usize,
    pub(crate) counters: Counters,
}

/// The figures of a peer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PeerFigures {
    pub(crate) peer: PeerId,
    pub(crate) address: Address,
    pub(crate) counters: Counters,
}

impl Figures {
    /// The figures of an assistant on the relay, as far as the page was told.
    pub(crate) fn of_remote(remote: &Remote, ends: &[EndId], chosen: EndId) -> Self {
        let (status, at) = remote.status();
        let peers_of = |end: EndId| status.peers.range((end, PeerId(0))..=(end, PeerId(u32::MAX)));
        let of_end = |end: &EndId| {
            let EndStatus { state, counters, .. } = status.ends.get(end)?;
            let (peers, counters) = (peers_of(*end).count(), counters.clone());
            Some((*end, EndFigures { state: *state, peers, counters }))
        };
        let peers = peers_of(chosen).map(|((_, peer), status)| PeerFigures {
            peer: *peer,
            address: status.address.clone(),
            counters: status.counters.clone(),
        });
        Self { ends: ends.iter().filter_map(of_end).collect(), peers: peers.collect(), at }
    }

    pub(crate) fn of(session: &Session, ends: &[EndId], chosen: EndId, at: Duration) -> Self {
        let of_end = |end: &EndId| {
            let (state, counters) = session.end_status(*end)?;
            let peers = session.peers(*end).count();
            Some((*end, EndFigures { state, peers, counters: counters.clone() }))
        };
        let peers = session.peers(chosen).map(|(peer, address, counters)| PeerFigures {
            peer,
            address: address.clone(),
            counters: counters.clone(),
        });
        Self { ends: ends.iter().filter_map(of_end).collect(), peers: peers.collect(), at }
    }
}
