//! The part of the room that fills and empties the queues, and its policy when a queue, or the room, is full.

use bytes::Bytes;

use super::broadcast::Broadcast;
use super::peer::Leaving;
use super::queue::{PLACE_BYTES, SendQueue, string_cost};
use super::{Leave, Output, PeerId, Room, RoomEvent, SlowPeer};
use crate::framing::FrameError;

impl Room {
    /// Queue a broadcast for every peer; without the `sender` where the room does not echo.
    pub(super) fn send_to_all(
        &mut self,
        sender: Option<PeerId>,
        mut broadcast: Broadcast,
    ) -> Result<(), FrameError> {
        let messages = broadcast.messages();
        let left_out = sender.filter(|_| !self.config.echo_to_sender);
        let mut targets = Vec::with_capacity(self.peers.len());
        for (id, peer) in &self.peers {
            if peer.leaving.is_none() && left_out != Some(*id) {
                let bytes = broadcast.bytes(&self.config.framing, peer.encoding)?;
                targets.push((*id, bytes));
            }
        }
        let has_room = self.make_room(broadcast.cost() + targets.len() * PLACE_BYTES);
        for (id, bytes) in targets {
            if !has_room {
                self.miss(id, messages);
            } else if !self.enqueue(id, bytes, messages) {
                self.give_back(PLACE_BYTES);
            }
        }
        if has_room {
            self.give_back(broadcast.unclaimed());
        }
        Ok(())
    }

    /// Queue one message for one peer.
    pub(super) fn send(&mut self, id: PeerId, bytes: Bytes) {
        if bytes.is_empty() {
            return;
        }
        let cost = PLACE_BYTES + string_cost(&bytes);
        if !self.make_room(cost) {
            self.miss(id, 1);
        } else if !self.enqueue(id, bytes, 1) {
            self.give_back(cost);
        }
    }

    /// Queues bytes for a peer that the budget already counts, if the queue has room too.
    fn enqueue(&mut self, id: PeerId, bytes: Bytes, messages: u32) -> bool {
        let Some(peer) = self.present(id) else { return false };
        let queue = &peer.queue;
        let full = !queue.is_empty() && queue.bytes() + bytes.len() > self.config.queue_bytes;
        if full && !self.make_room_for(id, bytes.len(), messages) {
            return false;
        }
        let Some(peer) = self.present(id) else { return false };
        if peer.queue.push(bytes, messages) {
            self.outputs.push_back(Output::Write(id));
        }
        true
    }

    /// Applies the policy to a full queue, and returns whether the new bytes are queued.
    fn make_room_for(&mut self, id: PeerId, bytes: usize, messages: u32) -> bool {
        let limit = self.config.queue_bytes;
        let queued = self.peers.get(&id).map_or(0, |peer| peer.queue.bytes());
        let fits = match self.config.slow_peer {
            SlowPeer::Block => {
                self.pause();
                // The room reads from no peer from now on, but the operator may still answer.
                queued <= limit
            }
            SlowPeer::Disconnect => {
                self.forget(id, Leave::Slow);
                return false;
            }
            SlowPeer::DropOldest => {
                self.drop_oldest(id, |queue| queue.is_empty() || queue.bytes() + bytes <= limit)
            }
        };
        if !fits {
            // Only a partly written message is left, so the new one is dropped.
            self.miss(id, messages);
        }
        fits
    }

    /// Reserves `cost` bytes of the budget, and returns whether that succeeded. Where the budget
    /// lacks them, every peer above its share of the room is treated as slow first.
    pub(super) fn make_room(&mut self, cost: usize) -> bool {
        self.take(cost) || {
            self.level(cost);
            self.take(cost)
        }
    }

    /// Frees `cost` bytes and a quarter of the bytes held, so that the next message needs no
    /// further pass over every peer.
    fn level(&mut self, cost: usize) {
        let left = (self.held / 4 * 3).saturating_sub(cost);
        let share = left / self.peers.len().max(1);
        let over = self.peers.iter().filter(|(_, peer)| peer.queue.weight() + peer.unread > share);
        let over: Vec<PeerId> = over.map(|(id, _)| *id).collect();
        for id in over {
            let peer = &self.peers[&id];
            if peer.unread > share && !self.unread.contains(&id) {
                self.give_up(id);
            }
            match self.config.slow_peer {
                SlowPeer::Block if self.peers[&id].queue.is_empty() => {}
                SlowPeer::Block => self.pause(),
                SlowPeer::Disconnect if self.peers[&id].queue.weight() <= share => {}
                SlowPeer::Disconnect => self.forget(id, Leave::Slow),
                SlowPeer::DropOldest => {
                    self.drop_oldest(id, |queue| queue.weight() <= share);
                }
            }
        }
    }

    /// Drops a peer's oldest messages until `is_enough`, and returns whether it is.
    fn drop_oldest(&mut self, id: PeerId, is_enough: impl Fn(&SendQueue) -> bool) -> bool {
        let Some(peer) = self.peers.get_mut(&id) else { return false };
        let (mut messages, mut freed) = (0, 0);
        let mut enough = is_enough(&peer.queue);
        while !enough && let Some(dropped) = peer.queue.drop_oldest() {
            messages += dropped.messages;
            freed += dropped.freed;
            enough = is_enough(&peer.queue);
        }
        self.give_back(freed);
        self.miss(id, messages);
        enough
    }

    /// Counts messages that a peer misses, and reports it once until its queue is empty.
    fn miss(&mut self, id: PeerId, messages: u32) {
        let Some(peer) = self.peers.get_mut(&id).filter(|_| messages > 0) else { return };
        peer.missed += u64::from(messages);
        let missed = peer.missed;
        if !std::mem::replace(&mut peer.lagging, true) {
            self.event(RoomEvent::Lagged { peer: id, missed });
        }
    }

    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let taken = self.budget.grow(bytes);
        if taken {
            self.held += bytes;
        }
        taken
    }

    pub(super) fn give_back(&mut self, bytes: usize) {
        if bytes > 0 {
            self.held -= bytes;
            self.budget.shrink(bytes);
        }
    }

    fn pause(&mut self) {
        if !self.paused {
            self.paused = true;
            self.outputs.push_back(Output::PauseReading);
        }
    }

    /// Resumes reading once every queue is at most half full, so that pausing does not oscillate.
    pub(super) fn resume(&mut self) {
        let half = self.config.queue_bytes / 2;
        if self.paused && self.peers.values().all(|peer| peer.queue.bytes() <= half) {
            self.paused = false;
            self.outputs.push_back(Output::ResumeReading);
        }
    }

    pub(super) fn wrote(&mut self, id: PeerId, bytes: usize) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let freed = peer.queue.wrote(bytes);
        if peer.queue.is_empty() {
            peer.lagging = false;
            if let Some(Leaving { reason, .. }) = peer.leaving.take() {
                self.forget(id, reason);
            }
        }
        self.give_back(freed);
        self.resume();
    }
}
