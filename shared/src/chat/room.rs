//! The room itself.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;

use super::broadcast::{Broadcast, answer};
use super::peer::{Leaving, Peer};
use super::reply::{Reply, greeting, reply};
use super::stamp::StampCache;
use super::{
    Concurrency, Fault, GroupMessage, Input, Leave, Mode, Moment, Output, PeerId, PeerStatus,
    RoomConfig, RoomEvent, for_terminals,
};
use crate::framing::{FrameError, Framing};

/// How long a peer that was let go may take to read what still waits for it.
const LINGER: Duration = Duration::from_secs(5);

/// A chat room, or any of the tutorials' servers.
#[derive(Debug)]
pub struct Room {
    pub(super) config: RoomConfig,
    pub(super) peers: BTreeMap<PeerId, Peer>,
    pub(super) outputs: VecDeque<Output>,
    stamps: StampCache,
    /// Clients that have ever joined.
    joined: usize,
    /// Whether the host has been asked to accept and has not yet.
    accepting: bool,
    /// Whether nobody is read because a peer's queue is full.
    pub(super) paused: bool,
    stopping: bool,
    stopped: bool,
    /// Whether messages go to other machines too.
    shared: bool,
}

/// What one recv of a client has it say to the group.
#[derive(Debug, Default)]
struct Said {
    broadcast: Broadcast,
    /// The same for other machines; empty unless the room is shared.
    to_publish: Vec<GroupMessage>,
}

impl Room {
    /// An open, empty room; its first output asks for a connection.
    #[must_use]
    pub fn new(config: RoomConfig) -> Self {
        let mut room = Self {
            config,
            peers: BTreeMap::new(),
            outputs: VecDeque::new(),
            stamps: StampCache::default(),
            joined: 0,
            accepting: false,
            paused: false,
            stopping: false,
            stopped: false,
            shared: false,
        };
        room.ask_for_connection();
        room
    }

    /// Let the group's messages go to other machines, through [`Output::Publish`].
    pub fn share(&mut self) {
        self.shared = true;
    }

    /// Tell the room what happened. Inputs about peers it has let go are passed over.
    pub fn handle(&mut self, now: Moment, input: Input<'_>) {
        match input {
            Input::Joined { peer, address } => self.join(peer, address),
            Input::Received { peer, bytes } => self.receive(now, peer, bytes),
            Input::Ended { peer } => {
                self.end_of_stream(now, peer);
                self.let_go(now, peer, Leave::Closed);
            }
            Input::Failed { peer, failure } => self.forget(peer, Leave::Failed { failure }),
            Input::Writing { peer, bytes } => {
                if let Some(peer) = self.peers.get_mut(&peer) {
                    peer.queue.writing(bytes);
                }
            }
            Input::Wrote { peer, bytes } => self.wrote(peer, bytes),
            Input::Answer { peer, text } => self.operator_says(now, peer, text),
            Input::Encoding { peer, encoding } => {
                if let Some(peer) = self.peers.get_mut(&peer) {
                    peer.set_encoding(encoding);
                }
            }
            Input::Framing { framing } => self.reframe(now, framing),
            Input::Remove { peer } => self.forget(peer, Leave::Removed),
            Input::FromElsewhere { messages } => self.relay_to_all(messages),
            Input::Timeout => self.end_overdue(now),
            Input::Stop => self.stop(now),
        }
    }

    /// The next thing to do, until there is none.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to hand in [`Input::Timeout`], in time since the room opened.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        self.peers.values().filter_map(|peer| Some(peer.leaving.as_ref()?.deadline)).min()
    }

    /// What waits to be written to a peer, in order.
    pub fn queued(&self, peer: PeerId) -> impl Iterator<Item = &[u8]> {
        self.peers.get(&peer).into_iter().flat_map(|peer| peer.queue.slices())
    }

    /// How every peer stands, in the order they joined.
    pub fn peers(&self) -> impl ExactSizeIterator<Item = PeerStatus> {
        self.peers.iter().map(|(id, peer)| peer.status(*id))
    }

    /// The settings it was opened with; the framing may have changed since.
    #[must_use]
    pub fn config(&self) -> &RoomConfig {
        &self.config
    }

    fn join(&mut self, id: PeerId, address: crate::call::Address) {
        self.accepting = false;
        let peer = Peer::new(&self.config, address.clone(), self.joined);
        self.joined += 1;
        self.peers.insert(id, peer);
        self.event(RoomEvent::Joined { peer: id, address });
        if self.stopping {
            self.forget(id, Leave::Stopped);
            return;
        }
        if let Some(text) = greeting(&self.config.mode) {
            self.answer(id, text);
        }
        self.ask_for_connection();
    }

    fn ask_for_connection(&mut self) {
        let busy = self.config.concurrency == Concurrency::One && !self.peers.is_empty();
        if !busy && !self.accepting && !self.stopping {
            self.accepting = true;
            self.outputs.push_back(Output::Accept);
        }
    }

    fn receive(&mut self, now: Moment, id: PeerId, bytes: &[u8]) {
        let Some(peer) = self.present(id) else { return };
        peer.framer.push(bytes);
        self.read_on(now, id);
    }

    /// Takes in the messages that are complete.
    fn read_on(&mut self, now: Moment, id: PeerId) {
        let mut said = Said::default();
        while let Some(peer) = self.present(id) {
            match peer.framer.next_message() {
                Ok(Some(message)) => self.message(now, id, message, &mut said),
                Ok(None) => break,
                Err(error) => self.fault(id, Fault::from(&error)),
            }
        }
        self.say_to_all(id, said);
    }

    fn reframe(&mut self, now: Moment, framing: Framing) {
        if framing == self.config.framing {
            return;
        }
        self.config.framing = framing.clone();
        self.event(RoomEvent::Reframed { framing: framing.clone() });
        let ids: Vec<PeerId> = self.peers.keys().copied().collect();
        for id in ids {
            let Some(peer) = self.present(id) else { continue };
            peer.set_framing(framing.clone());
            // What was no message under the old framing may be one now.
            self.read_on(now, id);
        }
    }

    /// What the peer left unfinished counts as its last message.
    fn end_of_stream(&mut self, now: Moment, id: PeerId) {
        let Some(peer) = self.present(id) else { return };
        let mut said = Said::default();
        match peer.framer.finish() {
            Ok(Some(message)) => self.message(now, id, message, &mut said),
            Ok(None) => {}
            Err(error) => self.fault(id, Fault::from(&error)),
        }
        self.say_to_all(id, said);
    }

    fn message(&mut self, now: Moment, id: PeerId, message: Bytes, said: &mut Said) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        if self.config.mode == Mode::Echo {
            return self.echo(id, message);
        }
        let text = match peer.text(&message) {
            Ok(text) => text,
            Err(fault) => return self.fault(id, fault),
        };
        // A raw chunk may bring nothing but the first half of a character.
        if text.is_empty() && !message.is_empty() {
            return;
        }
        if self.config.mode == Mode::Group {
            return self.group_message(now, id, &text, said);
        }
        let Reply { text: answer, leaves } = reply(&self.config.mode, peer.number, &text);
        self.said(id, &text);
        if let Some(answer) = answer {
            self.answer(id, answer);
        }
        if leaves {
            self.let_go(now, id, Leave::Goodbye);
        }
    }

    fn echo(&mut self, id: PeerId, message: Bytes) {
        let mut out = bytes::BytesMut::new();
        if let Err(error) = self.config.framing.encode(&message, &mut out) {
            return self.fault(id, Fault::from(&error));
        }
        self.said(id, &String::from_utf8_lossy(&message));
        self.send(id, out.freeze(), 1);
    }

    fn group_message(&mut self, now: Moment, id: PeerId, text: &str, said: &mut Said) {
        let line = text.trim_end_matches(['\r', '\n']);
        if line == "quit" {
            return self.let_go(now, id, Leave::Goodbye);
        }
        let safe = for_terminals(line);
        let Some(peer) = self.peers.get(&id) else { return };
        let stamp = self.stamps.get(now);
        said.broadcast.add(self.config.form, stamp, &peer.name, &safe);
        if self.shared {
            let (stamp, name) = (stamp.to_owned(), peer.name.clone());
            said.to_publish.push(GroupMessage { stamp, name, text: safe.clone().into_owned() });
        }
        self.event(RoomEvent::Said { peer: id, text: safe.into_owned() });
    }

    fn say_to_all(&mut self, sender: PeerId, said: Said) {
        if !said.to_publish.is_empty() {
            self.outputs.push_back(Output::Publish(said.to_publish));
        }
        if let Err(error) = self.send_to_all(Some(sender), said.broadcast) {
            self.fault(sender, Fault::from(&error));
        }
    }

    /// The other machine has framed them already, so a message that cannot be framed is none of ours.
    fn relay_to_all(&mut self, messages: Vec<GroupMessage>) {
        let mut broadcast = Broadcast::default();
        for message in messages {
            let text = for_terminals(&message.text);
            broadcast.add(self.config.form, &message.stamp, &message.name, &text);
            self.event(RoomEvent::SaidElsewhere { message });
        }
        if let Err(error) = self.send_to_all(None, broadcast) {
            let fault = Fault::from(&error);
            self.event(RoomEvent::FaultedElsewhere { fault });
        }
    }

    fn operator_says(&mut self, now: Moment, id: PeerId, text: String) {
        let goodbye = self.config.mode.is_operated() && text.trim_end() == "byebye";
        self.answer(id, text);
        if goodbye {
            self.let_go(now, id, Leave::Goodbye);
        }
    }

    fn answer(&mut self, id: PeerId, text: String) {
        let Some(peer) = self.present(id) else { return };
        let encoding = peer.encoding;
        match answer(&self.config.framing, encoding, &text) {
            Ok(bytes) => {
                self.event(RoomEvent::Answered { peer: id, text });
                self.send(id, bytes, 1);
            }
            Err(error) => self.event(RoomEvent::Faulted { peer: id, fault: Fault::from(&error) }),
        }
    }

    /// Tell the peer, and the transcript, that its bytes were no message.
    fn fault(&mut self, id: PeerId, fault: Fault) {
        let Some(peer) = self.present(id) else { return };
        let encoding = peer.encoding;
        let told: Result<Bytes, FrameError> =
            answer(&self.config.framing, encoding, &format!("! {}\n", fault.reason()));
        if let Ok(bytes) = told {
            self.send(id, bytes, 1);
        }
        self.event(RoomEvent::Faulted { peer: id, fault });
    }

    /// Close the connection once its queue is written.
    fn let_go(&mut self, now: Moment, id: PeerId, reason: Leave) {
        let Some(peer) = self.present(id) else { return };
        if peer.queue.is_empty() {
            return self.forget(id, reason);
        }
        peer.leaving = Some(Leaving { reason, deadline: now.since_start + LINGER });
    }

    /// Close the connection now.
    pub(super) fn forget(&mut self, id: PeerId, reason: Leave) {
        let Some(mut peer) = self.peers.remove(&id) else { return };
        peer.queue.clear();
        self.outputs.push_back(Output::Close(id));
        self.event(RoomEvent::Left { peer: id, reason });
        self.resume();
        self.ask_for_connection();
        self.finish_stopping();
    }

    fn end_overdue(&mut self, now: Moment) {
        let overdue: Vec<PeerId> = self
            .peers
            .iter()
            .filter(|(_, peer)| {
                peer.leaving.as_ref().is_some_and(|leaving| leaving.deadline <= now.since_start)
            })
            .map(|(id, _)| *id)
            .collect();
        for id in overdue {
            let reason = self.peers.get_mut(&id).and_then(|peer| peer.leaving.take());
            self.forget(id, reason.map_or(Leave::Slow, |leaving| leaving.reason));
        }
    }

    fn stop(&mut self, now: Moment) {
        self.stopping = true;
        let ids: Vec<PeerId> = self.peers.keys().copied().collect();
        for id in ids {
            self.let_go(now, id, Leave::Stopped);
        }
        self.finish_stopping();
    }

    fn finish_stopping(&mut self) {
        if self.stopping && !self.stopped && self.peers.is_empty() {
            self.stopped = true;
            self.outputs.push_back(Output::Stopped);
        }
    }

    /// The peer, unless it has left or is leaving.
    pub(super) fn present(&mut self, id: PeerId) -> Option<&mut Peer> {
        self.peers.get_mut(&id).filter(|peer| peer.leaving.is_none())
    }

    fn said(&mut self, id: PeerId, text: &str) {
        self.event(RoomEvent::Said { peer: id, text: for_terminals(text).into_owned() });
    }

    pub(super) fn event(&mut self, event: RoomEvent) {
        self.outputs.push_back(Output::Event(event));
    }
}
