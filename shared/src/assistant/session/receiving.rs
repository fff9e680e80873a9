//! What is received: bytes become messages, messages are checked, logged and answered.

use bytes::Bytes;

use super::Session;
use super::message::{EndId, PeerId, Report, Target};
use super::peer::Peer;
use super::sending::not_sent;
use crate::assistant::compose::Context;
use crate::assistant::log::EntryKind;
use crate::assistant::problem::Wording;
use crate::assistant::rules::{Effect, Incoming, ReplyTo};
use crate::call::Address;
use crate::framing::FrameError;

impl Session {
    pub(super) fn received(&mut self, id: EndId, peer: PeerId, bytes: &[u8]) {
        let now = self.now.since_start;
        let Some(end) = self.end_mut(id) else { return };
        let Some(found) = end.peers.get_mut(&peer).filter(|peer| peer.closing.is_none()) else {
            return;
        };
        found.counters.received(now, bytes.len());
        end.counters.received(now, bytes.len());
        found.grouper.push(now, bytes);
        let behind = found.is_behind();
        self.mark_unread(id, peer);
        if behind {
            // It is not read until the peer has read more.
            self.count_held(id, peer);
        }
    }

    pub(super) fn datagram(&mut self, id: EndId, from: Address, bytes: &[u8]) {
        let now = self.now.since_start;
        let Some(peer) = self.datagram_peer(id, &from) else {
            let reason = Wording::new(
                format!(
                    "a datagram of {from} was left out: messages wait for as many addresses as may be"
                ),
                format!("未处理 {from} 的数据报：等待发送的地址已达上限"),
            );
            return self.log(id, None, EntryKind::Refused(reason));
        };
        let Some(end) = self.end_mut(id) else { return };
        end.counters.received(now, bytes.len());
        if let Some(found) = end.peers.get_mut(&peer) {
            found.counters.received(now, bytes.len());
        }
        // An empty datagram is a message too.
        self.message(id, peer, Bytes::copy_from_slice(bytes));
    }

    pub(super) fn mark_unread(&mut self, id: EndId, peer: PeerId) {
        let found = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer));
        if found.is_some_and(|found| !std::mem::replace(&mut found.unread, true)) {
            self.unread.push_back((id, peer));
        }
    }

    /// Pauses that are over end their messages.
    pub(super) fn end_gaps(&mut self) {
        let now = self.now.since_start;
        let mut ended = Vec::new();
        for (id, end) in (0..).zip(&mut self.ends) {
            for (peer, found) in &mut end.peers {
                if found.grouper.poll_timeout().is_some_and(|due| due <= now) {
                    found.grouper.timeout(now);
                    ended.push((EndId(id), *peer));
                }
            }
        }
        ended.into_iter().for_each(|(id, peer)| self.mark_unread(id, peer));
    }

    /// Reads the next message; returns whether there may be more. Messages of a peer that does not read the
    /// replies wait, so that no reply is lost.
    pub(super) fn read_on(&mut self) -> bool {
        let is_behind = |id, peer: &PeerId| {
            self.end(id).and_then(|end| end.peers.get(peer)).is_some_and(Peer::is_behind)
        };
        let next = self.unread.iter().position(|(id, peer)| !is_behind(*id, peer));
        let Some(place) = next else { return false };
        self.unread.rotate_left(place);
        let (id, peer) = self.unread[0];
        let found = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer));
        // A connection that is closed here is read no further.
        let reads = found.filter(|found| found.closing.is_none() || found.ended);
        let next = reads.map_or(Ok(None), |found| found.grouper.next_message());
        match next {
            Ok(Some(message)) => {
                // Peers take turns.
                self.unread.rotate_left(1);
                self.message(id, peer, message);
            }
            Ok(None) => {
                self.unread.pop_front();
                if let Some(found) = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer)) {
                    found.unread = false;
                }
                self.count_held(id, peer);
                self.update_reading(id, peer);
                self.finish_if_ended(id, peer);
            }
            Err(error) => self.fault(id, peer, &error),
        }
        true
    }

    /// Counts what is held of a peer: an incomplete message, and what is behind it while the peer does not read.
    /// Drops it where there is no room.
    fn count_held(&mut self, id: EndId, peer: PeerId) {
        let (others, most) = (self.held, self.most_bytes);
        let Some(found) = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer)) else { return };
        let others = others - found.held;
        let full = others + found.grouper.held() > most;
        let error = full.then(|| found.grouper.give_up());
        found.held = found.grouper.held();
        let held = found.held;
        self.held = others + held;
        if let Some(error) = error {
            self.fault(id, peer, &error);
        }
    }

    /// The peer sends nothing more: what it has sent is still read and answered.
    pub(super) fn ended(&mut self, id: EndId, peer: PeerId) {
        let Some(end) = self.end_mut(id) else { return };
        let Some(found) = end.peers.get_mut(&peer) else { return };
        if found.closing.is_none() {
            found.closing =
                Some(Wording::new("the peer has closed the connection", "对端关闭了连接"));
            found.ended = true;
            if end.keeps_half_open {
                self.log(id, Some(peer), EntryKind::HalfClosed);
            }
        }
        self.mark_unread(id, peer);
    }

    /// Reads the rest of an ended stream, then closes the connection.
    fn finish_if_ended(&mut self, id: EndId, peer: PeerId) {
        let Some(found) = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer)) else { return };
        if !found.ended {
            return self.close_if_written(id, peer);
        }
        match found.grouper.finish() {
            Ok(Some(message)) => self.message(id, peer, message),
            Ok(None) => {}
            Err(error) => self.fault(id, peer, &error),
        }
        self.close_if_written(id, peer);
    }

    fn fault(&mut self, id: EndId, peer: PeerId, error: &FrameError) {
        if let Some(end) = self.end_mut(id) {
            end.counters.faults += 1;
            if let Some(found) = end.peers.get_mut(&peer) {
                found.counters.faults += 1;
            }
        }
        self.log(id, Some(peer), EntryKind::Fault(described(error)));
    }

    /// A whole message: verified, logged, handed to plans, answered by rules, and else by the script.
    fn message(&mut self, id: EndId, peer: PeerId, message: Bytes) {
        let now = self.now.since_start;
        let Some(end) = self.end_mut(id) else { return };
        let Some(found) = end.peers.get_mut(&peer) else { return };
        let check = end.setup.check.as_ref().map(|check| check.verify(&message));
        let address = found.address.to_string();
        for counters in [&mut end.counters, &mut found.counters] {
            counters.received_messages += 1;
            counters.wrong_checks += u64::from(check == Some(false));
        }
        let (name, logged) = (end.setup.name.clone(), end.logs_received);
        if logged {
            self.log(id, Some(peer), EntryKind::Received { bytes: message.clone(), check });
        }
        self.tell_plans(&name, &message, now);
        let seed = self.next_seed();
        let context = Context { now: self.now, seed, ..Context::default() };
        let incoming = Incoming { end: &name, peer: &address, message: &message };
        let firings = self.rules.handle(incoming, &context);
        let goes_on = |rule: usize| self.rules.rule(rule).is_some_and(|rule| rule.go_on);
        let is_answered = firings.last().is_some_and(|last| !goes_on(last.rule));
        for firing in firings {
            self.report(Report::Fired { rule: firing.rule });
            firing.effects.into_iter().for_each(|effect| self.carry_out(id, peer, effect));
        }
        if !is_answered {
            self.hand_on(id, peer, message);
        }
    }

    fn carry_out(&mut self, id: EndId, peer: PeerId, effect: Effect) {
        match effect {
            Effect::Send { composed, after, to } => {
                let target = match to {
                    ReplyTo::Sender => Target::Peers(vec![peer]),
                    ReplyTo::All => self.all_peers(id),
                };
                self.reply(id, target, composed, after);
            }
            Effect::Unsendable(problem) => {
                self.log(id, Some(peer), EntryKind::Refused(not_sent(&problem.cause)));
            }
            Effect::Close => {
                self.close_peer(id, peer, Wording::new("closed by a rule", "由规则关闭"));
            }
            Effect::Reset => self.reset_peer(id, peer),
            Effect::Stop => self.stop_plans(),
        }
    }

    /// Everyone that an end knows: a datagram end's peers have no connection that would name them.
    fn all_peers(&self, id: EndId) -> Target {
        let peers = self.end(id).into_iter().flat_map(|end| end.peers.keys().copied());
        Target::Peers(peers.collect())
    }
}

/// Why received bytes are no message.
fn described(error: &FrameError) -> Wording {
    let zh = match error {
        FrameError::TooLong { max } => format!("消息超过上限 {max} 字节"),
        FrameError::Incomplete { received } => format!("流在消息中途结束，已收到 {received} 字节"),
        FrameError::NoRoom { received } => {
            format!("没有空间容纳尚未结束的消息，已收到 {received} 字节")
        }
        FrameError::DelimiterInside { offset } => format!("消息在 {offset} 处含有自己的分隔符"),
    };
    Wording::new(error.to_string(), zh)
}
