//! The room itself.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::budget::{Budget, Cap};
use super::peer::{Leaving, Peer};
use super::queue::{PLACE_BYTES, string_cost};
use super::reading::Batch;
use super::reply::greeting;
use super::stamp::StampCache;
use super::{
    Concurrency, GroupMessage, Input, Leave, Now, Output, PeerId, PeerStatus, RoomConfig, RoomEvent,
};

/// How long a peer being disconnected may take to read its queue.
const LINGER: Duration = Duration::from_secs(5);

/// A chat room, or any of the tutorials' servers.
#[derive(Debug)]
pub struct Room {
    pub(super) config: RoomConfig,
    pub(super) peers: BTreeMap<PeerId, Peer>,
    /// Outputs of one message, or another input, that the host has not taken yet.
    pub(super) outputs: VecDeque<Output>,
    /// Peers whose bytes may hold further messages, in the order of arrival.
    pub(super) unread: VecDeque<PeerId>,
    /// Messages of other machines for the group.
    pub(super) elsewhere: VecDeque<GroupMessage>,
    pub(super) batch: Batch,
    pub(super) budget: Box<dyn Budget>,
    /// Bytes taken from the budget.
    pub(super) held: usize,
    pub(super) stamps: StampCache,
    /// The moment of the last input.
    pub(super) now: Now,
    /// Clients that have ever joined.
    joined: usize,
    /// Whether a requested accept has not returned.
    accepting: bool,
    /// Whether the room reads from no peer because a queue is full.
    pub(super) paused: bool,
    stopping: bool,
    stopped: bool,
    /// Whether messages go to other machines too.
    pub(super) shared: bool,
}

impl Room {
    /// An open, empty room that holds no more than [`crate::wire::MAX_ROOM_BYTES`]; its first output
    /// asks for a connection.
    #[must_use]
    pub fn new(config: RoomConfig) -> Self {
        Self::within(config, Box::new(Cap::default()))
    }

    /// The same with a budget of the host's.
    #[must_use]
    pub fn within(config: RoomConfig, budget: Box<dyn Budget>) -> Self {
        let mut room = Self {
            config,
            peers: BTreeMap::new(),
            outputs: VecDeque::new(),
            unread: VecDeque::new(),
            elsewhere: VecDeque::new(),
            batch: Batch::default(),
            budget,
            held: 0,
            stamps: StampCache::default(),
            now: Now::default(),
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

    /// Handles an input. Inputs about disconnected peers are ignored. [`Room::poll_output`] reads
    /// the messages in a peer's bytes, so call it until it returns `None`.
    pub fn handle(&mut self, now: Now, input: Input<'_>) {
        self.now = now;
        match input {
            Input::Joined { peer, address } => self.join(peer, address),
            Input::Received { peer, bytes } => self.receive(peer, bytes),
            Input::Ended { peer } => self.end_of_stream(peer),
            Input::Failed { peer, failure } => self.forget(peer, Leave::Failed { failure }),
            Input::Writing { peer, bytes } => {
                if let Some(peer) = self.peers.get_mut(&peer) {
                    peer.queue.writing(bytes);
                }
            }
            Input::Wrote { peer, bytes } => self.wrote(peer, bytes),
            Input::Answer { peer, text } => self.operator_says(peer, text),
            Input::Encoding { peer, encoding } => {
                if let Some(peer) = self.peers.get_mut(&peer) {
                    peer.set_encoding(encoding);
                }
            }
            Input::Framing { framing } => self.reframe(framing),
            Input::Remove { peer } => self.forget(peer, Leave::Removed),
            Input::FromElsewhere { messages } => self.elsewhere.extend(messages),
            Input::Timeout => self.end_overdue(),
            Input::Stop => self.stop(),
        }
    }

    /// The next output, until there is none. The next message is read only when all outputs of the
    /// one before have been taken.
    pub fn poll_output(&mut self) -> Option<Output> {
        while self.outputs.is_empty() && self.read_on() {}
        self.outputs.pop_front()
    }

    /// Outputs to be taken before the next message is read.
    #[must_use]
    pub fn pending_outputs(&self) -> usize {
        self.outputs.len()
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

    /// Every peer's state, in the order they joined.
    pub fn peers(&self) -> impl ExactSizeIterator<Item = PeerStatus> {
        self.peers.iter().map(|(id, peer)| peer.status(*id))
    }

    /// The settings it was opened with; the framing may have changed since.
    #[must_use]
    pub fn config(&self) -> &RoomConfig {
        &self.config
    }

    /// Bytes taken from the budget: those queued for the peers, and those of incomplete messages.
    /// Bytes that wait for several peers count once.
    #[must_use]
    pub fn held(&self) -> usize {
        self.held
    }

    /// The same, summed over all peers. Slow; for checks.
    #[must_use]
    pub fn recount(&self) -> usize {
        let mut strings = BTreeMap::new();
        let mut sum = 0;
        for peer in self.peers.values() {
            let waiting = peer.queue.strings();
            sum += peer.unread + waiting.len() * PLACE_BYTES;
            strings.extend(waiting.map(|bytes| (bytes.as_ptr(), string_cost(bytes))));
        }
        sum + strings.values().sum::<usize>()
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

    fn operator_says(&mut self, id: PeerId, text: String) {
        let goodbye = self.config.mode.is_operated() && text.trim_end() == "byebye";
        self.answer(id, text);
        if goodbye {
            self.let_go(id, Leave::Goodbye);
        }
    }

    /// Close the connection once its queue is written.
    pub(super) fn let_go(&mut self, id: PeerId, reason: Leave) {
        let deadline = self.now.since_start + LINGER;
        let Some(peer) = self.present(id) else { return };
        if peer.queue.is_empty() {
            return self.forget(id, reason);
        }
        peer.leaving = Some(Leaving { reason, deadline });
    }

    /// Close the connection now.
    pub(super) fn forget(&mut self, id: PeerId, reason: Leave) {
        let Some(mut peer) = self.peers.remove(&id) else { return };
        let freed = peer.queue.clear() + peer.unread;
        self.give_back(freed);
        self.outputs.push_back(Output::Close(id));
        self.event(RoomEvent::Left { peer: id, reason });
        self.resume();
        self.ask_for_connection();
        self.finish_stopping();
    }

    fn end_overdue(&mut self) {
        let now = self.now.since_start;
        let overdue: Vec<PeerId> = self
            .peers
            .iter()
            .filter(|(_, peer)| {
                peer.leaving.as_ref().is_some_and(|leaving| leaving.deadline <= now)
            })
            .map(|(id, _)| *id)
            .collect();
        for id in overdue {
            let reason = self.peers.get_mut(&id).and_then(|peer| peer.leaving.take());
            self.forget(id, reason.map_or(Leave::Slow, |leaving| leaving.reason));
        }
    }

    fn stop(&mut self) {
        self.say();
        self.stopping = true;
        let ids: Vec<PeerId> = self.peers.keys().copied().collect();
        for id in ids {
            self.let_go(id, Leave::Stopped);
        }
        self.finish_stopping();
    }

    fn finish_stopping(&mut self) {
        if self.stopping && !self.stopped && self.peers.is_empty() {
            self.stopped = true;
            self.elsewhere = VecDeque::new();
            self.outputs.push_back(Output::Stopped);
        }
    }

    /// The peer, unless it has left or is leaving.
    pub(super) fn present(&mut self, id: PeerId) -> Option<&mut Peer> {
        self.peers.get_mut(&id).filter(|peer| peer.leaving.is_none())
    }

    pub(super) fn event(&mut self, event: RoomEvent) {
        self.outputs.push_back(Output::Event(event));
    }
}
