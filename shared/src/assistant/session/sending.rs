//! What is sent: now, after a delay, or when the peer has read what came before.

use std::time::Duration;

use bytes::Bytes;

use super::message::{EndId, EndState, Output, PeerId, Target};
use super::peer::{Outgoing, Peer};
use super::{Session, problem};
use crate::assistant::compose::{Composed, Context, Draft};
use crate::assistant::log::EntryKind;
use crate::assistant::problem::{Problem, Wording};

/// Most replies that wait for their time.
const MAX_DELAYED: usize = 10_000;

/// A reply that waits for its time.
#[derive(Debug)]
pub(super) struct Delayed {
    end: EndId,
    target: Target,
    outgoing: Outgoing,
}

impl Delayed {
    pub(super) fn is_for(&self, end: EndId, peer: PeerId) -> bool {
        self.end == end && matches!(&self.target, Target::Peers(peers) if peers.contains(&peer))
    }

    pub(super) fn bytes(&self) -> usize {
        self.outgoing.bytes.len()
    }

    /// Takes a peer that has gone from the receivers, and returns whether any are left.
    pub(super) fn has_peers_without(&mut self, end: EndId, gone: PeerId) -> bool {
        match &mut self.target {
            Target::Peers(peers) if self.end == end => {
                peers.retain(|peer| *peer != gone);
                !peers.is_empty()
            }
            _ => true,
        }
    }
}

impl From<Composed> for Outgoing {
    fn from(composed: Composed) -> Self {
        let Composed { bytes, computed, form } = composed;
        Self { bytes: bytes.into(), computed, form: Some(form), logged: true }
    }
}

impl From<Bytes> for Outgoing {
    fn from(bytes: Bytes) -> Self {
        Self { bytes, computed: Vec::new(), form: None, logged: true }
    }
}

impl Session {
    /// Sends a draft; whether it could be.
    pub(super) fn send_by_hand(&mut self, end: EndId, target: &Target, draft: Draft) -> bool {
        let seed = self.next_seed();
        let sent = if self.by_hand.0 == draft { self.by_hand.1 } else { 0 };
        let context = Context { now: self.now, sent, seed, captures: None };
        let composed = draft.prepare().and_then(|prepared| prepared.compose(&context));
        let result = composed.and_then(|composed| self.send(end, target, composed.into()));
        let is_sent = result.is_ok();
        match result {
            Ok(()) => self.by_hand = (draft, sent + 1),
            Err(problem) => self.refuse(problem),
        }
        is_sent
    }

    pub(super) fn send_message(
        &mut self,
        name: &str,
        end: Option<EndId>,
        target: &Target,
    ) -> Result<(), Problem> {
        let place = self.message_place(name)?;
        let end = self.end_of_message(place, end)?;
        let seed = self.next_seed();
        let (prepared, sent) = &self.messages[place];
        let context = Context { now: self.now, sent: *sent, seed, captures: None };
        let composed = prepared.compose(&context)?;
        self.send(end, target, composed.into())?;
        self.messages[place].1 += 1;
        Ok(())
    }

    /// A named message's place in the setup.
    pub(super) fn message_place(&self, name: &str) -> Result<usize, Problem> {
        let place = self.setup.messages.iter().position(|message| message.name == name);
        place.ok_or_else(|| {
            problem(
                (format!("there is no message {name:?}"), format!("没有消息 {name:?}")),
                ("choose a message of the list", "请从列表中选择消息"),
            )
        })
    }

    /// The end that a message is sent from.
    pub(super) fn end_of_message(
        &self,
        place: usize,
        chosen: Option<EndId>,
    ) -> Result<EndId, Problem> {
        let named = self.setup.messages[place].end.as_deref().and_then(|name| self.end_named(name));
        let only = self.only_end();
        named.or(chosen).or(only).ok_or_else(|| {
            problem(
                ("the message names no end", "消息没有指明端"),
                ("choose an end, or give the message one", "请选择一个端，或为消息指定端"),
            )
        })
    }

    /// Queues a message for all that a target means.
    pub(super) fn send(
        &mut self,
        id: EndId,
        target: &Target,
        outgoing: Outgoing,
    ) -> Result<(), Problem> {
        let peers = self.peers_of(id, target)?;
        let stream = self.end(id).is_some_and(|end| !end.setup.transport.is_datagram());
        if stream && outgoing.bytes.is_empty() {
            return Err(problem(
                ("an empty message sends nothing over a stream", "空消息在流上什么也不发送"),
                ("write something to send", "请写要发送的内容"),
            ));
        }
        for peer in peers {
            self.queue(id, peer, outgoing.clone());
        }
        Ok(())
    }

    fn peers_of(&mut self, id: EndId, target: &Target) -> Result<Vec<PeerId>, Problem> {
        let Some(end) = self.end(id).filter(|end| end.state == EndState::Open) else {
            return Err(problem(
                ("the end is not open", "端没有打开"),
                ("open it first", "请先打开它"),
            ));
        };
        let is_datagram = end.setup.transport.is_datagram();
        let address = match target {
            Target::Peers(peers) => {
                let there = peers.iter().filter(|peer| end.peers.contains_key(peer));
                let there: Vec<PeerId> = there.copied().collect();
                if there.is_empty() {
                    let remedy = ("choose one that is connected", "请选择已连接的对端");
                    return Err(problem(("the peer has gone", "对端已离开"), remedy));
                }
                return Ok(there);
            }
            Target::All if !is_datagram => return Ok(end.peers.keys().copied().collect()),
            Target::All => end.setup.transport.remote(),
            Target::Address(address) => Some(address.clone()),
        };
        if !is_datagram {
            return Err(problem(
                ("a connection has its address already", "连接已有固定的地址"),
                ("choose a peer instead of an address", "请选择对端而不是地址"),
            ));
        }
        let Some(address) = address else {
            return Err(problem(
                ("the message has no destination", "消息没有目的地址"),
                ("give the end send_to, or choose a peer", "为端设置 send_to，或选择一个对端"),
            ));
        };
        let peer = self.datagram_peer(id, &address).ok_or_else(|| {
            problem(
                ("messages wait for as many addresses as may be", "等待发送的地址已达上限"),
                ("wait until some of them are sent", "请等其中一些发送完"),
            )
        })?;
        Ok(vec![peer])
    }

    fn queue(&mut self, id: EndId, peer: PeerId, outgoing: Outgoing) {
        let all_have_room =
            self.queued + self.delayed_bytes + outgoing.bytes.len() <= self.most_bytes;
        let Some(end) = self.end_mut(id) else { return };
        let Some(found) = end.peers.get_mut(&peer) else { return };
        if !found.has_room(outgoing.bytes.len()) || !all_have_room {
            found.counters.refused += 1;
            end.counters.refused += 1;
            let reason = Wording::new(
                "not sent: too much waits that was sent before and not read",
                "未发送：之前发送的内容尚未被读取，等待发送的已太多",
            );
            return self.log(id, Some(peer), EntryKind::Refused(reason));
        }
        let length = outgoing.bytes.len();
        found.push(outgoing);
        self.queued += length;
        self.pump(id, peer);
        self.update_reading(id, peer);
    }

    /// Hands the next message of a peer's queue to the host.
    fn pump(&mut self, id: EndId, peer: PeerId) {
        let Some(end) = self.end_mut(id) else { return };
        let datagram = end.setup.transport.is_datagram();
        let Some(found) = end.peers.get_mut(&peer) else { return };
        let Some(Outgoing { bytes, computed, form, logged }) = found.begin_send() else { return };
        let to = datagram.then(|| found.address.clone());
        if logged {
            self.log(id, Some(peer), EntryKind::Sent { bytes: bytes.clone(), computed, form });
        }
        self.outputs.push_back(Output::Send { end: id, peer, to, bytes });
    }

    pub(super) fn sent(&mut self, id: EndId, peer: PeerId) {
        let now = self.now.since_start;
        let Some(end) = self.end_mut(id) else { return };
        let Some(found) = end.peers.get_mut(&peer) else { return };
        let Some(length) = found.end_send() else { return };
        found.counters.sent(now, length);
        end.counters.sent(now, length);
        self.queued -= length;
        self.pump(id, peer);
        self.update_reading(id, peer);
        self.close_if_written(id, peer);
    }

    /// A datagram could not be sent; the others are still tried.
    pub(super) fn datagram_failed(&mut self, id: EndId, peer: PeerId, reason: &Wording) {
        self.log(id, Some(peer), EntryKind::Refused(not_sent(reason)));
        let found = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer));
        if let Some(length) = found.and_then(Peer::end_send) {
            self.queued -= length;
            self.pump(id, peer);
            self.update_reading(id, peer);
        }
    }

    /// Reads nothing from a connection that does not read the replies, until all that was received before is
    /// answered. Otherwise each reply that is read would let more be received than it answers.
    pub(super) fn update_reading(&mut self, id: EndId, peer: PeerId) {
        let Some(end) = self.end_mut(id).filter(|end| !end.setup.transport.is_datagram()) else {
            return;
        };
        let Some(found) = end.peers.get_mut(&peer) else { return };
        let pauses = found.is_behind() || (found.reading_paused && found.unread);
        if pauses != found.reading_paused {
            found.reading_paused = pauses;
            self.outputs.push_back(match pauses {
                true => Output::PauseReading(id, peer),
                false => Output::ResumeReading(id, peer),
            });
        }
    }

    /// Sends a rule's reply now or at its time.
    pub(super) fn reply(&mut self, id: EndId, target: Target, composed: Composed, after: Duration) {
        let outgoing = Outgoing::from(composed);
        if after.is_zero() {
            return self.reply_now(id, &target, outgoing);
        }
        if self.delayed.len() >= MAX_DELAYED {
            let reason = Wording::new(
                format!("{MAX_DELAYED} replies wait for their time already"),
                format!("已有 {MAX_DELAYED} 条回复在等待"),
            );
            return self.log(id, None, EntryKind::Refused(not_sent(&reason)));
        }
        let length = outgoing.bytes.len();
        if self.queued + self.delayed_bytes + length > self.most_bytes {
            let reason = Wording::new(
                "the messages that wait hold as many bytes as they may",
                "等待发送的消息占用的字节数已达上限",
            );
            return self.log(id, None, EntryKind::Refused(not_sent(&reason)));
        }
        self.delayed_bytes += length;
        let due = self.now.since_start + after;
        self.delayed.insert((due, self.next_delayed), Delayed { end: id, target, outgoing });
        self.next_delayed += 1;
    }

    fn reply_now(&mut self, id: EndId, target: &Target, outgoing: Outgoing) {
        if let Err(problem) = self.send(id, target, outgoing) {
            self.log(id, None, EntryKind::Refused(not_sent(&problem.cause)));
        }
    }

    pub(super) fn send_due(&mut self) {
        while let Some(first) = self.delayed.first_entry() {
            if first.key().0 > self.now.since_start {
                break;
            }
            let Delayed { end, target, outgoing } = first.remove();
            self.delayed_bytes -= outgoing.bytes.len();
            self.reply_now(end, &target, outgoing);
            if let Target::Peers(peers) = target {
                peers.into_iter().for_each(|peer| self.close_if_written(end, peer));
            }
        }
    }

    /// Another seed for each message.
    pub(super) fn next_seed(&mut self) -> u64 {
        self.seed = self.seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        self.seed
    }
}

/// Why a message was not sent.
pub(super) fn not_sent(reason: &Wording) -> Wording {
    Wording::new(format!("not sent: {}", reason.en), format!("未发送：{}", reason.zh))
}
