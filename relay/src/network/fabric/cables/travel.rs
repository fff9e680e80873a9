//! The way of a packet: from a host's device along a cable, by the switch along another, to the next host's device.

use std::iter;
use std::time::Duration;

use lab_shared::network::{CableId, DropReason, Way};

use super::{Cables, End, Held};
use crate::network::fabric::line::{Passage, Verdict};
use crate::network::fabric::reports::{Outcome, Track};
use crate::network::fabric::switch::{Recipient, recipient};

/// A cable and one of its ways.
type Line = (usize, Way);

impl Cables {
    /// Reads at most `burst` packets of a host and sends them on their way. `now` is asked for each.
    /// Returns whether more may wait.
    pub(in crate::network::fabric) fn read(
        &mut self,
        place: usize,
        burst: usize,
        buffer: &mut [u8],
        now: impl Fn() -> Duration,
    ) -> bool {
        for _ in 0..burst {
            let Some(port) = self.port(place) else { return false };
            match port.read(buffer) {
                Ok(Some(length)) => {
                    let line = self.line_from(place);
                    self.enter(now(), line, &buffer[..length]);
                }
                Ok(None) => return false,
                Err(_gone) => {
                    self.hosts[place].port = None;
                    return false;
                }
            }
        }
        true
    }

    /// A packet enters a line.
    fn enter(&mut self, now: Duration, (cable, way): Line, packet: &[u8]) {
        let id = CableId(u8::try_from(cable).unwrap_or(u8::MAX));
        let track = self.observer.track(now, (id, way), false);
        let passage = match self.admit(now, (cable, way), packet) {
            Ok(passage) => passage,
            Err(why) => return self.observer.report(now, track, Outcome::Lost(now, why), packet),
        };
        let copy = passage.twice.then(|| self.observer.track(now, (id, way), true));
        for track in iter::once(track).chain(copy) {
            self.send_along(now, (cable, way), track, passage, packet);
        }
    }

    fn admit(
        &mut self,
        now: Duration,
        (cable, way): Line,
        packet: &[u8],
    ) -> Result<Passage, DropReason> {
        self.meter.carry(now, packet.len())?;
        let cable = &mut self.cables[cable];
        if cable.cut {
            return Err(DropReason::Cut);
        }
        let observer = &mut self.observer;
        let is = |kind| observer.is(kind, packet);
        match cable.line(way).admit(now, packet.len(), is, &mut self.random) {
            Verdict::Passes(passage) => Ok(passage),
            Verdict::Lost(why) => {
                self.changed |= why == DropReason::Armed;
                Err(why)
            }
        }
    }

    /// Delivers a packet at once if it arrives at once, without a copy; else keeps it.
    fn send_along(
        &mut self,
        now: Duration,
        line: Line,
        track: Track,
        passage: Passage,
        packet: &[u8],
    ) {
        let at = passage.arrives;
        let outcome = if self.leads_nowhere(line, packet) {
            Outcome::Lost(at, DropReason::NoHost)
        } else if at <= now {
            return self.arrive(now, line, track, packet, None);
        } else if let Err(why) = self.meter.hold(packet.len()) {
            Outcome::Lost(now, why)
        } else {
            let held = Held { track, packet: packet.into() };
            self.cables[line.0].line(line.1).hold(passage, packet.len(), held);
            Outcome::Arrives(at)
        };
        self.observer.report(now, track, outcome, packet);
    }

    /// Whether nobody is there to take a packet at the line's end.
    fn leads_nowhere(&self, (cable, way): Line, packet: &[u8]) -> bool {
        match self.end(cable, way) {
            End::Host(place) => self.port(place).is_none(),
            End::Switch => match recipient(packet) {
                Recipient::Host(number) => self.place_of(number).is_none(),
                Recipient::Everyone => false,
                Recipient::Nobody => true,
            },
        }
    }

    fn place_of(&self, number: u8) -> Option<usize> {
        self.hosts.iter().position(|host| host.number == number)
    }

    /// A packet is at its line's end. `reported` is what pages know already: when it arrives.
    fn arrive(
        &mut self,
        at: Duration,
        line: Line,
        track: Track,
        packet: &[u8],
        reported: Option<Duration>,
    ) {
        match self.end(line.0, line.1) {
            End::Host(place) => {
                let taken = self.port(place).is_some_and(|port| port.write(packet).is_ok());
                let outcome = match taken {
                    true if reported.is_some() => return,
                    true => Outcome::Arrives(at),
                    false => Outcome::Lost(at, DropReason::NoHost),
                };
                self.observer.report(at, track, outcome, packet);
            }
            End::Switch => {
                // Before it enters the next cable, because reports are in the order packets enter.
                if reported.is_none() {
                    self.observer.report(at, track, Outcome::Arrives(at), packet);
                }
                match recipient(packet) {
                    Recipient::Host(number) => {
                        if let Some(place) = self.place_of(number) {
                            self.enter(at, (place, Way::Back), packet);
                        }
                    }
                    Recipient::Everyone => {
                        for place in (0..self.hosts.len()).filter(|place| *place != line.0) {
                            self.enter(at, (place, Way::Back), packet);
                        }
                    }
                    Recipient::Nobody => {}
                }
            }
        }
    }

    /// Delivers every packet that has arrived by now.
    pub(in crate::network::fabric) fn deliver(&mut self, now: Duration) {
        // What arrives at the switch may arrive at its host at once.
        for way in Way::BOTH {
            for cable in 0..self.cables.len() {
                while let Some((passage, held)) = self.cables[cable].line(way).arrived(now) {
                    self.meter.release(held.packet.len());
                    let at = passage.arrives;
                    self.arrive(at, (cable, way), held.track, &held.packet, Some(at));
                }
            }
        }
        self.observer.notify();
    }
}
