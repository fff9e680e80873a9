//! The room's half that fills and empties queues, and what it does when one is full.

use bytes::Bytes;

use super::broadcast::Broadcast;
use super::peer::Leaving;
use super::{Leave, Output, PeerId, Room, RoomEvent, SlowPeer};
use crate::framing::FrameError;

impl Room {
    /// Queue a broadcast for everybody present; `sender` is left out where the room says so.
    pub(super) fn send_to_all(
        &mut self,
        sender: Option<PeerId>,
        mut broadcast: Broadcast,
    ) -> Result<(), FrameError> {
        let messages = broadcast.messages();
        if messages == 0 {
            return Ok(());
        }
        let left_out = sender.filter(|_| !self.config.echo_to_sender);
        let ids: Vec<PeerId> = self.peers.keys().copied().collect();
        for id in ids {
            let Some(peer) = self.present(id).filter(|_| left_out != Some(id)) else { continue };
            let encoding = peer.encoding;
            let bytes = broadcast.bytes(&self.config.framing, encoding)?;
            self.send(id, bytes, messages);
        }
        Ok(())
    }

    /// Queue messages for one peer.
    pub(super) fn send(&mut self, id: PeerId, bytes: Bytes, messages: u32) {
        let limit = self.config.queue_bytes;
        let Some(peer) = self.present(id) else { return };
        let full = peer.queue.bytes() + bytes.len() > limit && !peer.queue.is_empty();
        if full && !self.make_room(id, bytes.len(), messages) {
            return;
        }
        let Some(peer) = self.present(id) else { return };
        if peer.queue.push(bytes, messages) {
            self.outputs.push_back(Output::Write(id));
        }
    }

    /// Apply the policy to a full queue; whether the new bytes go in.
    fn make_room(&mut self, id: PeerId, bytes: usize, messages: u32) -> bool {
        match self.config.slow_peer {
            SlowPeer::Block => {
                self.pause();
                true
            }
            SlowPeer::Disconnect => {
                self.forget(id, Leave::Slow);
                false
            }
            SlowPeer::DropOldest => self.drop_oldest(id, bytes, messages),
        }
    }

    fn drop_oldest(&mut self, id: PeerId, bytes: usize, messages: u32) -> bool {
        let limit = self.config.queue_bytes;
        let Some(peer) = self.present(id) else { return false };
        let mut fits = true;
        while peer.queue.bytes() + bytes > limit && !peer.queue.is_empty() {
            match peer.queue.drop_oldest() {
                Some(dropped) => peer.missed += u64::from(dropped),
                // Only a message that was begun is left; the new one is the one to miss.
                None => {
                    peer.missed += u64::from(messages);
                    fits = false;
                    break;
                }
            }
        }
        let missed = peer.missed;
        if !std::mem::replace(&mut peer.lagging, true) {
            self.event(RoomEvent::Lagged { peer: id, missed });
        }
        fits
    }

    fn pause(&mut self) {
        if !self.paused {
            self.paused = true;
            self.outputs.push_back(Output::PauseReading);
        }
    }

    /// Read again once every queue is at most half full, so that pausing does not flutter.
    pub(super) fn resume(&mut self) {
        let half = self.config.queue_bytes / 2;
        if self.paused && self.peers.values().all(|peer| peer.queue.bytes() <= half) {
            self.paused = false;
            self.outputs.push_back(Output::ResumeReading);
        }
    }

    pub(super) fn wrote(&mut self, id: PeerId, bytes: usize) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        peer.queue.wrote(bytes);
        if peer.queue.is_empty() {
            peer.lagging = false;
            if let Some(Leaving { reason, .. }) = peer.leaving.take() {
                self.forget(id, reason);
            }
        }
        self.resume();
    }
}
