//! Ends and connections open, close and open again.

use super::message::{EndId, EndState, Output, PeerId, Report};
use super::peer::MAX_DATAGRAM_PEERS;
use super::{Session, problem};
use crate::assistant::log::EntryKind;
use crate::assistant::problem::Wording;
use crate::call::Address;

impl Session {
    pub(super) fn open(&mut self, id: EndId) {
        let Some(end) = self.end_mut(id) else {
            return self.refuse(problem(
                ("there is no such end", "没有这个端"),
                ("choose an end of the setup", "请选择设置中的端"),
            ));
        };
        if matches!(end.state, EndState::Closed | EndState::Waiting) {
            end.failures = 0;
            self.begin_open(id);
        }
    }

    fn begin_open(&mut self, id: EndId) {
        let Some(end) = self.end_mut(id) else { return };
        end.reopen = None;
        self.set_state(id, EndState::Opening);
        self.outputs.push_back(Output::Open(id));
    }

    pub(super) fn opened(&mut self, id: EndId) {
        let Some(end) = self.end_mut(id).filter(|end| end.state == EndState::Opening) else {
            return;
        };
        end.failures = 0;
        let transport = &end.setup.transport;
        let connection =
            (!transport.is_server() && !transport.is_datagram()).then(|| transport.remote());
        self.set_state(id, EndState::Open);
        match connection.flatten() {
            Some(address) => self.join(id, PeerId::ONLY, address),
            None => self.log(id, None, EntryKind::Opened),
        }
    }

    pub(super) fn accepted(&mut self, id: EndId, peer: PeerId, address: Address) {
        let Some(end) = self.end(id).filter(|end| end.state == EndState::Open) else {
            return self.outputs.push_back(Output::ClosePeer(id, peer));
        };
        if end.peers.len() >= end.setup.transport.most_peers() {
            self.outputs.push_back(Output::ClosePeer(id, peer));
            let reason = Wording::new(
                format!("{address} was not let in: the end has as many connections as it may"),
                format!("未接受 {address}：该端的连接数已达上限"),
            );
            return self.log(id, None, EntryKind::Refused(reason));
        }
        self.join(id, peer, address);
    }

    /// Adds a peer.
    fn join(&mut self, id: EndId, peer: PeerId, address: Address) {
        let Some(end) = self.end_mut(id) else { return };
        let new = end.new_peer(address.clone());
        end.peers.insert(peer, new);
        self.report(Report::Joined(id, peer, address));
        self.log(id, Some(peer), EntryKind::Opened);
    }

    /// The datagram peer of an address, a new one if need be.
    pub(super) fn datagram_peer(&mut self, id: EndId, address: &Address) -> Option<PeerId> {
        let end = self.end_mut(id)?;
        if let Some((known, _)) = end.peers.iter().find(|(_, peer)| peer.address == *address) {
            return Some(*known);
        }
        if end.peers.len() >= MAX_DATAGRAM_PEERS {
            let oldest = end.peers.iter().find(|(_, peer)| peer.is_idle()).map(|(id, _)| *id)?;
            end.peers.remove(&oldest);
            self.report(Report::Left(id, oldest));
        }
        let end = self.end_mut(id)?;
        let peer = PeerId(end.next_peer);
        end.next_peer = end.next_peer.wrapping_add(1);
        let new = end.new_peer(address.clone());
        end.peers.insert(peer, new);
        self.report(Report::Joined(id, peer, address.clone()));
        Some(peer)
    }

    pub(super) fn failed(&mut self, id: EndId, reason: Wording) {
        let Some(end) = self.end(id).filter(|end| end.state != EndState::Closed) else { return };
        let peers: Vec<PeerId> = end.peers.keys().copied().collect();
        for peer in peers {
            self.forget(id, peer, reason.clone());
            self.outputs.push_back(Output::ClosePeer(id, peer));
        }
        self.log(id, None, EntryKind::Closed(reason));
        self.close_or_wait(id);
    }

    pub(super) fn lost(&mut self, id: EndId, peer: PeerId, reason: Wording) {
        let Some(end) = self.end(id).filter(|end| end.peers.contains_key(&peer)) else { return };
        if end.setup.transport.is_datagram() {
            return self.datagram_failed(id, peer, &reason);
        }
        let is_client = !end.setup.transport.is_server();
        self.forget(id, peer, reason);
        if is_client {
            self.close_or_wait(id);
        }
    }

    /// A client without its connection connects again after a pause, if the setup says it shall.
    fn close_or_wait(&mut self, id: EndId) {
        let now = self.now.since_start;
        let Some(end) = self.end_mut(id) else { return };
        let Some(backoff) = end.setup.transport.reconnect() else {
            return self.set_state(id, EndState::Closed);
        };
        end.failures = end.failures.saturating_add(1);
        end.reopen = Some(now + backoff.pause(end.failures));
        self.set_state(id, EndState::Waiting);
    }

    pub(super) fn reopen_due(&mut self) {
        let now = self.now.since_start;
        let due = |end: &super::End| end.reopen.is_some_and(|due| due <= now);
        let due: Vec<u32> =
            (0..).zip(&self.ends).filter(|(_, end)| due(end)).map(|(id, _)| id).collect();
        for id in due {
            self.begin_open(EndId(id));
        }
    }

    pub(super) fn close(&mut self, id: EndId) {
        let Some(end) = self.end_mut(id).filter(|end| end.state != EndState::Closed) else {
            return;
        };
        end.reopen = None;
        let peers: Vec<PeerId> = end.peers.keys().copied().collect();
        let datagrams = end.setup.transport.is_datagram();
        for peer in peers {
            self.forget(id, peer, closed_here());
            if !datagrams {
                self.outputs.push_back(Output::ClosePeer(id, peer));
            }
        }
        self.outputs.push_back(Output::Close(id));
        self.log(id, None, EntryKind::Closed(closed_here()));
        self.set_state(id, EndState::Closed);
    }

    pub(super) fn keep_half_open(&mut self, id: EndId, keep: bool) {
        let Some(end) = self.end_mut(id) else { return };
        end.keeps_half_open = keep;
        let peers: Vec<PeerId> = end.peers.keys().copied().collect();
        peers.into_iter().for_each(|peer| self.close_if_written(id, peer));
    }

    /// Closes a connection once all is written to it.
    pub(super) fn close_peer(&mut self, id: EndId, peer: PeerId, reason: Wording) {
        let found = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer));
        if let Some(found) = found {
            found.closing = Some(reason);
            found.ended = false;
            self.close_if_written(id, peer);
        }
    }

    pub(super) fn close_if_written(&mut self, id: EndId, peer: PeerId) {
        let Some(end) = self.end(id) else { return };
        let Some(found) = end.peers.get(&peer) else { return };
        let Some(reason) = found.closing.clone() else { return };
        let waits = self.delayed.values().any(|delayed| delayed.is_for(id, peer));
        let answers = found.unread || found.handed_on > 0 || end.keeps_half_open;
        let stays = found.ended && answers;
        if !found.is_idle() || stays || waits {
            return;
        }
        self.drop_peer(id, peer, reason, Output::ClosePeer(id, peer));
    }

    pub(super) fn reset_peer(&mut self, id: EndId, peer: PeerId) {
        let known = self.end(id).is_some_and(|end| end.peers.contains_key(&peer));
        if known {
            let reason = Wording::new("reset here", "由本端重置");
            self.drop_peer(id, peer, reason, Output::ResetPeer(id, peer));
        }
    }

    fn drop_peer(&mut self, id: EndId, peer: PeerId, reason: Wording, how: Output) {
        let Some(end) = self.end(id) else { return };
        let transport = &end.setup.transport;
        let (datagram, server) = (transport.is_datagram(), transport.is_server());
        self.forget(id, peer, reason);
        if !datagram {
            self.outputs.push_back(how);
        }
        if !datagram && !server {
            self.close_or_wait(id);
        }
    }

    /// Removes a peer and what waits for it.
    fn forget(&mut self, id: EndId, peer: PeerId, reason: Wording) {
        self.log(id, Some(peer), EntryKind::Closed(reason));
        let removed = self.end_mut(id).and_then(|end| end.peers.remove(&peer));
        if let Some(removed) = removed {
            self.queued -= removed.queued_bytes();
            self.held -= removed.held;
        }
        let bytes = &mut self.delayed_bytes;
        self.delayed.retain(|_, delayed| {
            let stays = delayed.has_peers_without(id, peer);
            *bytes -= if stays { 0 } else { delayed.bytes() };
            stays
        });
        self.report(Report::Left(id, peer));
    }

    fn set_state(&mut self, id: EndId, state: EndState) {
        if let Some(end) = self.end_mut(id) {
            end.state = state;
            self.report(Report::End(id, state));
        }
    }
}

/// Why an end or a connection closes that a person closes.
pub(super) fn closed_here() -> Wording {
    Wording::new("closed here", "由本端关闭")
}
