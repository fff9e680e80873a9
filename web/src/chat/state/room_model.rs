//! The model of a room, wherever it runs: its state, its clients, its transcript.

use std::collections::BTreeMap;
use std::rc::Rc;

use lab_shared::call::{Address, Failure, Micros};
use lab_shared::chat::{Fault, Leave, PeerId, PeerStatus, RoomEvent};
use lab_shared::framing::Framing;
use lab_shared::wire::RoomUpdate;

use crate::kit::state::log::Log;

/// A room's state.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum RoomPhase {
    /// There is none.
    #[default]
    Closed,
    /// Its socket is being made.
    Opening,
    /// It listens there.
    Open(Address),
    /// It writes what is queued and closes.
    Stopping(Address),
}

impl RoomPhase {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> Option<&Address> {
        match self {
            Self::Open(address) | Self::Stopping(address) => Some(address),
            Self::Closed | Self::Opening => None,
        }
    }
}

/// A line of the transcript.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// It listens.
    Opened {
        /// Where.
        address: Address,
        /// Whether only loopback reaches it.
        loopback_only: bool,
    },
    /// A client came.
    Joined(String),
    /// A client sent a message.
    Said(String, String),
    /// A client on another machine sent a message.
    SaidElsewhere(String, String),
    /// The server replied to a client.
    Answered(String, String),
    /// Bytes could not be decoded as a message.
    Faulted(Option<String>, Fault),
    /// The framing changed.
    Reframed(Framing),
    /// A client reads too slowly and has missed this number of messages.
    Lagged(String, u64),
    /// A client left.
    Left(String, Leave),
    /// Lines that the page was too slow for.
    Missed(u64),
    /// The room has stopped.
    Stopped,
    /// The relay is lost, and the room's sockets with it.
    RelayLost,
}

/// Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RoomModel {
    pub phase: RoomPhase,
    /// The last failure.
    pub failure: Option<Failure>,
    /// The clients, in the order they joined.
    pub clients: Rc<Vec<PeerStatus>>,
    pub transcript: Rc<Log<Line>>,
    /// The clients' names, kept until they leave.
    names: Rc<BTreeMap<PeerId, String>>,
}

impl RoomModel {
    /// A room begins to open: the last one's transcript is dropped.
    #[must_use]
    pub fn opening() -> Self {
        Self { phase: RoomPhase::Opening, ..Self::default() }
    }

    /// The room was asked to stop.
    pub fn stopping(&mut self) {
        if let RoomPhase::Open(address) = &self.phase {
            self.phase = RoomPhase::Stopping(address.clone());
        }
    }

    /// Handles the room's output.
    pub fn hear(&mut self, news: RoomUpdate, at: Micros) {
        match news {
            RoomUpdate::Opened { address, loopback_only } => {
                self.phase = RoomPhase::Open(address.clone());
                self.write(at, Line::Opened { address, loopback_only });
            }
            RoomUpdate::Refused(failure) => {
                self.failure = Some(failure);
                if self.phase == RoomPhase::Opening {
                    self.phase = RoomPhase::Closed;
                }
            }
            RoomUpdate::Transcript { events, missed } => {
                if missed > 0 {
                    self.write(at, Line::Missed(missed));
                }
                for event in events {
                    let line = self.line(event);
                    self.write(at, line);
                }
            }
            RoomUpdate::Peers { peers } => self.clients = Rc::new(peers),
            RoomUpdate::Stopped => self.end(at, Line::Stopped),
        }
    }

    /// The relay is lost.
    pub fn lose(&mut self, at: Micros) {
        if self.phase != RoomPhase::Closed {
            self.end(at, Line::RelayLost);
        }
    }

    fn end(&mut self, at: Micros, line: Line) {
        self.phase = RoomPhase::Closed;
        self.clients = Rc::default();
        self.names = Rc::default();
        self.write(at, line);
    }

    fn line(&mut self, event: RoomEvent) -> Line {
        match event {
            RoomEvent::Joined { peer, address } => {
                let name = address.to_string();
                Rc::make_mut(&mut self.names).insert(peer, name.clone());
                Line::Joined(name)
            }
            RoomEvent::Said { peer, text } => Line::Said(self.name(peer), text),
            RoomEvent::SaidElsewhere { message } => Line::SaidElsewhere(message.name, message.text),
            RoomEvent::FaultedElsewhere { fault } => Line::Faulted(None, fault),
            RoomEvent::Answered { peer, text } => Line::Answered(self.name(peer), text),
            RoomEvent::Faulted { peer, fault } => Line::Faulted(Some(self.name(peer)), fault),
            RoomEvent::Reframed { framing } => Line::Reframed(framing),
            RoomEvent::Lagged { peer, missed } => Line::Lagged(self.name(peer), missed),
            RoomEvent::Left { peer, reason } => {
                let name = self.name(peer);
                Rc::make_mut(&mut self.names).remove(&peer);
                Line::Left(name, reason)
            }
        }
    }

    /// A client's address; its number where the page missed its joining.
    fn name(&self, peer: PeerId) -> String {
        self.names.get(&peer).cloned().unwrap_or_else(|| format!("#{}", peer.0))
    }

    fn write(&mut self, at: Micros, line: Line) {
        Rc::make_mut(&mut self.transcript).push(at, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::errno::Errno;

    const PEER: PeerId = PeerId(1);

    fn heard(news: Vec<RoomUpdate>) -> RoomModel {
        let mut model = RoomModel::opening();
        for one in news {
            model.hear(one, Micros(1));
        }
        model
    }

    fn opened() -> RoomUpdate {
        RoomUpdate::Opened { address: Address::inet("127.0.0.1", 9999), loopback_only: false }
    }

    fn said(events: Vec<RoomEvent>, missed: u64) -> RoomUpdate {
        RoomUpdate::Transcript { events, missed }
    }

    #[test]
    fn lines_name_the_client_by_its_address_until_it_has_left() {
        let address = Address::inet("127.0.0.1", 50_000);
        let model = heard(vec![
            opened(),
            said(vec![RoomEvent::Joined { peer: PEER, address }], 0),
            said(vec![RoomEvent::Left { peer: PEER, reason: Leave::Closed }], 2),
            said(vec![RoomEvent::Said { peer: PEER, text: "late".into() }], 0),
        ]);
        let lines: Vec<Line> =
            model.transcript.entries().skip(1).map(|entry| entry.what.clone()).collect();
        let name = String::from("127.0.0.1:50000");
        assert_eq!(
            lines,
            [
                Line::Joined(name.clone()),
                Line::Missed(2),
                Line::Left(name, Leave::Closed),
                Line::Said("#1".into(), "late".into()),
            ]
        );
    }

    #[test]
    fn a_refused_opening_leaves_no_room_and_a_later_refusal_leaves_it_open() {
        let failure = Failure::os(Errno::Eaddrinuse);
        let model = heard(vec![RoomUpdate::Refused(failure.clone())]);
        assert_eq!((model.phase, model.failure), (RoomPhase::Closed, Some(failure.clone())));
        let model = heard(vec![opened(), RoomUpdate::Refused(failure)]);
        assert!(model.phase.address().is_some());
    }

    #[test]
    fn a_lost_relay_ends_the_room_and_says_so() {
        let mut model = heard(vec![opened()]);
        model.lose(Micros(2));
        model.lose(Micros(3));
        assert_eq!(model.phase, RoomPhase::Closed);
        let last = model.transcript.entries().next_back().map(|entry| entry.what.clone());
        assert_eq!((last, model.transcript.total()), (Some(Line::RelayLost), 2));
    }
}
