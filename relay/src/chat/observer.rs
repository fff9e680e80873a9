//! The console as a room's observer: prints the transcript and keeps the roster.

use lab_shared::chat::{GroupMessage, PeerId, PeerStatus, RoomEvent};

use super::bus::Publisher;
use super::printer::Lines;
use super::roster::Roster;
use super::transcript;
use crate::chat_host::RoomObserver;

/// Prints what happens, and publishes messages on the bus where there is one.
#[derive(Debug)]
pub(super) struct ConsoleObserver {
    lines: Lines,
    roster: Roster,
    publisher: Option<Publisher>,
}

impl ConsoleObserver {
    pub(super) fn new(lines: Lines, roster: Roster, publisher: Option<Publisher>) -> Self {
        Self { lines, roster, publisher }
    }

    fn print(&self, event: &RoomEvent, peer: Option<PeerId>) {
        let print = |name: &str| {
            self.lines.transcript(|text| {
                transcript::write(text, event, name).expect("writing to a String does not fail");
            });
        };
        match peer {
            Some(peer) => self.roster.with_name(peer, print),
            None => print(""),
        }
    }
}

impl RoomObserver for ConsoleObserver {
    fn event(&mut self, event: RoomEvent) {
        match &event {
            RoomEvent::Joined { peer, address } => {
                self.roster.joined(*peer, address.to_string());
                self.print(&event, None);
            }
            RoomEvent::Left { peer, .. } => {
                self.print(&event, Some(*peer));
                self.roster.left(*peer);
            }
            RoomEvent::Said { peer, .. } => {
                self.roster.spoke(*peer);
                self.print(&event, Some(*peer));
            }
            RoomEvent::Answered { peer, .. }
            | RoomEvent::Faulted { peer, .. }
            | RoomEvent::Lagged { peer, .. } => self.print(&event, Some(*peer)),
            RoomEvent::SaidElsewhere { .. }
            | RoomEvent::FaultedElsewhere { .. }
            | RoomEvent::Reframed { .. } => {
                self.print(&event, None);
            }
        }
    }

    fn publish(&mut self, messages: Vec<GroupMessage>) {
        if let Some(publisher) = &mut self.publisher {
            publisher.publish(messages);
        }
    }

    fn turn_ended(&mut self, _peers: &mut dyn ExactSizeIterator<Item = PeerStatus>) {
        self.lines.flush();
    }
}
