//! The part of the room that handles received bytes: one message at a time, so that the outputs
//! waiting for the host never exceed what one message causes.

use bytes::{Bytes, BytesMut};

use super::broadcast::{Broadcast, answer};
use super::reply::{Reply, reply};
use super::{
    Fault, GroupMessage, Leave, Mode, Output, PeerId, Room, RoomConfig, RoomEvent, SlowPeer,
    for_terminals,
};
use crate::framing::Framing;

/// Group messages are sent together up to this many bytes, because one write for many messages
/// makes a busy room fast.
const BATCH_BYTES: usize = 64 * 1024;

/// One sender's messages to the group that are not queued for the peers yet.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// `None` for the rooms on other machines.
    sender: Option<PeerId>,
    broadcast: Broadcast,
    /// The same for other machines; empty unless the room is shared.
    to_publish: Vec<GroupMessage>,
    /// Bytes of messages after which it is sent.
    enough: usize,
}

impl Room {
    /// Bytes have arrived from a peer. [`Room::read_on`] reads them message by message.
    pub(super) fn receive(&mut self, id: PeerId, bytes: &[u8]) {
        if let Some(peer) = self.present(id) {
            peer.framer.push(bytes);
            self.has_unread(id);
        }
    }

    /// A peer's stream has ended; the peer leaves when its bytes are read.
    pub(super) fn end_of_stream(&mut self, id: PeerId) {
        if let Some(peer) = self.present(id) {
            peer.ended = true;
            self.has_unread(id);
        }
    }

    pub(super) fn reframe(&mut self, framing: Framing) {
        if framing == self.config.framing {
            return;
        }
        self.say();
        self.config.framing = framing.clone();
        self.event(RoomEvent::Reframed { framing: framing.clone() });
        self.peers.values_mut().for_each(|peer| peer.set_framing(framing.clone()));
        // Bytes that were incomplete under the old framing may be a message now.
        self.unread = self.peers.keys().copied().collect();
    }

    fn has_unread(&mut self, id: PeerId) {
        if !self.unread.contains(&id) {
            self.unread.push_back(id);
        }
    }

    /// Handles one more message, and returns whether there may be others.
    pub(super) fn read_on(&mut self) -> bool {
        if self.paused {
            return false;
        }
        if let Some(&id) = self.unread.front() {
            self.read_peer(id);
            return true;
        }
        let Some(message) = self.elsewhere.pop_front() else { return false };
        self.hear(message);
        if self.elsewhere.is_empty() {
            self.elsewhere.shrink_to_fit();
            self.say();
        }
        true
    }

    fn read_peer(&mut self, id: PeerId) {
        let Some(peer) = self.present(id) else {
            self.unread.pop_front();
            return self.say();
        };
        match peer.framer.next_message() {
            Ok(Some(message)) => self.message(id, message),
            Err(error) => self.fault(id, Fault::from(&error)),
            Ok(None) => {
                self.unread.pop_front();
                self.end_if_ended(id);
                self.say();
                self.count_unread(id);
            }
        }
    }

    /// The peer's incomplete message counts as its last.
    fn end_if_ended(&mut self, id: PeerId) {
        let Some(peer) = self.present(id).filter(|peer| peer.ended) else { return };
        match peer.framer.finish() {
            Ok(Some(message)) => self.message(id, message),
            Ok(None) => {}
            Err(error) => self.fault(id, Fault::from(&error)),
        }
        self.say();
        self.let_go(id, Leave::Closed);
    }

    /// Counts the bytes of a peer's incomplete message.
    fn count_unread(&mut self, id: PeerId) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let held = peer.framer.held();
        let before = std::mem::take(&mut peer.unread);
        self.give_back(before);
        if !self.make_room(held) {
            return self.give_up(id);
        }
        match self.peers.get_mut(&id) {
            Some(peer) => peer.unread = held,
            // The peer was disconnected to make room.
            None => self.give_back(held),
        }
    }

    /// Drops a peer's incomplete message: there is no room for it.
    pub(super) fn give_up(&mut self, id: PeerId) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let fault = Fault::from(&peer.framer.give_up());
        let freed = std::mem::take(&mut peer.unread);
        self.give_back(freed);
        self.event(RoomEvent::Faulted { peer: id, fault });
    }

    fn message(&mut self, id: PeerId, message: Bytes) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        if self.config.mode == Mode::Echo {
            return self.echo(id, &message);
        }
        let text = match peer.text(&message) {
            Ok(text) => text,
            Err(fault) => return self.fault(id, fault),
        };
        // A raw chunk may hold only the first bytes of a character.
        if text.is_empty() && !message.is_empty() {
            return;
        }
        if self.config.mode == Mode::Group {
            return self.group_message(id, &text);
        }
        let Reply { text: answer, leaves } = reply(&self.config.mode, peer.number, &text);
        self.said(id, &text);
        if let Some(answer) = answer {
            self.answer(id, answer);
        }
        if leaves {
            self.let_go(id, Leave::Goodbye);
        }
    }

    fn echo(&mut self, id: PeerId, message: &[u8]) {
        let mut out = BytesMut::new();
        if let Err(error) = self.config.framing.encode(message, &mut out) {
            return self.fault(id, Fault::from(&error));
        }
        self.said(id, &String::from_utf8_lossy(message));
        self.send(id, out.freeze());
    }

    fn group_message(&mut self, id: PeerId, text: &str) {
        let line = text.trim_end_matches(['\r', '\n']);
        if line == "quit" {
            return self.let_go(id, Leave::Goodbye);
        }
        let safe = for_terminals(line);
        self.begin(Some(id));
        let Some(peer) = self.peers.get(&id) else { return };
        let stamp = self.stamps.get(self.now);
        let RoomConfig { framing, form, .. } = &self.config;
        self.batch.broadcast.add(framing, *form, stamp, &peer.name, &safe);
        if self.shared {
            let (stamp, name) = (stamp.to_owned(), peer.name.clone());
            let text = safe.clone().into_owned();
            self.batch.to_publish.push(GroupMessage { stamp, name, text });
        }
        self.event(RoomEvent::Said { peer: id, text: safe.into_owned() });
        self.say_if_enough();
    }

    /// Handles a message of another machine. That machine has framed it already, so one that cannot
    /// be framed did not come from a room.
    fn hear(&mut self, message: GroupMessage) {
        self.begin(None);
        let RoomConfig { framing, form, .. } = &self.config;
        let text = for_terminals(&message.text);
        self.batch.broadcast.add(framing, *form, &message.stamp, &message.name, &text);
        self.event(RoomEvent::SaidElsewhere { message });
        self.say_if_enough();
    }

    /// Begins a batch of this sender, or continues it.
    fn begin(&mut self, sender: Option<PeerId>) {
        if self.batch.sender != sender {
            self.say();
        }
        if self.batch.broadcast.messages() == 0 {
            self.batch.sender = sender;
            self.batch.enough = BATCH_BYTES.min(self.queue_room());
        }
    }

    /// Bytes that every peer's queue takes before it is full.
    fn queue_room(&self) -> usize {
        let longest = match self.config.slow_peer {
            SlowPeer::Block => self.peers.values().map(|peer| peer.queue.bytes()).max(),
            // A queue that is full makes room.
            SlowPeer::DropOldest | SlowPeer::Disconnect => None,
        };
        self.config.queue_bytes.saturating_sub(longest.unwrap_or_default())
    }

    fn say_if_enough(&mut self) {
        if self.batch.broadcast.most_bytes() >= self.batch.enough {
            self.say();
        }
    }

    /// Sends the batch to the group.
    pub(super) fn say(&mut self) {
        let Batch { sender, broadcast, to_publish, .. } = std::mem::take(&mut self.batch);
        if broadcast.messages() == 0 {
            return;
        }
        if !to_publish.is_empty() {
            self.outputs.push_back(Output::Publish(to_publish));
        }
        if let Err(error) = self.send_to_all(sender, broadcast) {
            let fault = Fault::from(&error);
            match sender {
                Some(sender) => self.fault(sender, fault),
                None => self.event(RoomEvent::FaultedElsewhere { fault }),
            }
        }
    }

    /// The server sends a message to one peer.
    pub(super) fn answer(&mut self, id: PeerId, text: String) {
        let Some(peer) = self.present(id) else { return };
        let encoding = peer.encoding;
        match answer(&self.config.framing, encoding, &text) {
            Ok(bytes) => {
                self.event(RoomEvent::Answered { peer: id, text });
                self.send(id, bytes);
            }
            Err(error) => self.event(RoomEvent::Faulted { peer: id, fault: Fault::from(&error) }),
        }
    }

    /// Reports to the peer, and in the transcript, that its bytes could not be decoded.
    fn fault(&mut self, id: PeerId, fault: Fault) {
        // Its earlier messages precede the fault.
        self.say();
        let Some(peer) = self.present(id) else { return };
        let encoding = peer.encoding;
        let told = answer(&self.config.framing, encoding, &format!("! {}\n", fault.reason()));
        if let Ok(bytes) = told {
            self.send(id, bytes);
        }
        self.event(RoomEvent::Faulted { peer: id, fault });
    }

    fn said(&mut self, id: PeerId, text: &str) {
        self.event(RoomEvent::Said { peer: id, text: for_terminals(text).into_owned() });
    }
}
