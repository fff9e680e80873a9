//! The cables and hosts of one network, and what is changed of them. Everything here is one thread's at a time, and
//! looks at no clock; `travel` is the way of a packet.

mod travel;

use std::time::Duration;

use lab_shared::network::{
    CableEnd, CableId, CableView, DropReason, HostName, Impairment, NetworkPlan, PacketKind,
    PlannedCable, Way,
};

use super::limits::Meter;
use super::line::LineScheduler;
use super::observer::Observer;
use super::random::Random;
use super::reports::{Outcome, Track};
use crate::socket::PacketPort;

/// A host at the end of a cable.
#[derive(Debug)]
pub(crate) struct HostPort {
    /// Its name.
    pub(crate) name: HostName,
    /// Its number, which gives it its addresses; see [`lab_shared::network::address`].
    pub(crate) number: u8,
    /// Its device.
    pub(crate) port: PacketPort,
}

#[derive(Debug)]
struct Host {
    name: HostName,
    number: u8,
    /// `None` once it is gone; its place and its cable stay.
    port: Option<PacketPort>,
}

#[derive(Debug)]
struct Cable {
    forth: LineScheduler<Held>,
    back: LineScheduler<Held>,
    cut: bool,
}

/// A packet under way.
#[derive(Debug)]
struct Held {
    track: Track,
    packet: Box<[u8]>,
}

/// Where a line leads.
#[derive(Debug, Clone, Copy)]
enum End {
    /// To the host of this place.
    Host(usize),
    /// To the switch.
    Switch,
}

/// The cables of one network with what is on them.
#[derive(Debug)]
pub(super) struct Cables {
    hosts: Vec<Host>,
    cables: Vec<Cable>,
    meter: Meter,
    random: Random,
    observer: Observer,
    /// Whether a line has changed by itself since [`Cables::take_changed`].
    changed: bool,
}

/// There is no such cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoSuchCable;

impl Cable {
    fn planned(planned: &PlannedCable) -> Self {
        let [forth, back] =
            Way::BOTH.map(|way| LineScheduler::new(planned.impairment(way).clone()));
        Self { forth, back, cut: planned.cut }
    }

    fn line(&mut self, way: Way) -> &mut LineScheduler<Held> {
        match way {
            Way::Forth => &mut self.forth,
            Way::Back => &mut self.back,
        }
    }
}

impl Cables {
    /// A network without hosts. `planned` are its first cables.
    pub(super) fn new(
        planned: &[PlannedCable],
        meter: Meter,
        random: Random,
        observer: Observer,
    ) -> Self {
        let cables = planned.iter().map(Cable::planned).collect();
        Self { hosts: Vec::new(), cables, meter, random, observer, changed: false }
    }

    /// Plugs in a host, in place of one of the same number, and returns its place. With the third, a switch takes
    /// the place of the one cable, which becomes that of the first host.
    pub(super) fn plug(&mut self, HostPort { name, number, port }: HostPort) -> usize {
        let host = Host { name, number, port: Some(port) };
        let place = match self.hosts.iter().position(|host| host.number == number) {
            Some(place) => {
                self.hosts[place] = host;
                place
            }
            None => {
                self.hosts.push(host);
                self.hosts.len() - 1
            }
        };
        let cables = NetworkPlan::cables_of(self.hosts.len());
        while self.cables.len() < cables {
            self.cables.push(Cable::planned(&PlannedCable::default()));
        }
        place
    }

    /// The device of the host of this place.
    pub(super) fn port(&self, place: usize) -> Option<&PacketPort> {
        self.hosts.get(place)?.port.as_ref()
    }

    /// Closes the device of a host. Its cable stays, and what comes along it is lost.
    pub(super) fn unplug(&mut self, name: &HostName) {
        for host in self.hosts.iter_mut().filter(|host| host.name == *name) {
            host.port = None;
        }
    }

    /// Whether the hosts are two, on one cable.
    fn is_pair(&self) -> bool {
        self.hosts.len() == 2
    }

    /// How many of the cables have two ends.
    fn plugged(&self) -> usize {
        NetworkPlan::cables_of(self.hosts.len()).min(self.cables.len())
    }

    /// The line on which a host sends.
    fn line_from(&self, place: usize) -> (usize, Way) {
        match (self.is_pair(), place) {
            (true, 0) => (0, Way::Forth),
            (true, _) => (0, Way::Back),
            (false, place) => (place, Way::Forth),
        }
    }

    fn end(&self, cable: usize, way: Way) -> End {
        match (self.is_pair(), way) {
            (true, Way::Forth) => End::Host(1),
            (true, Way::Back) => End::Host(0),
            (false, Way::Forth) => End::Switch,
            (false, Way::Back) => End::Host(cable),
        }
    }

    /// When the next packet arrives.
    pub(super) fn next_arrival(&self) -> Option<Duration> {
        let lines = self.cables.iter().flat_map(|cable| [&cable.forth, &cable.back]);
        lines.filter_map(LineScheduler::next_arrival).min()
    }

    fn plugged_cable(&mut self, id: CableId) -> Result<&mut Cable, NoSuchCable> {
        let plugged = self.plugged();
        self.cables[..plugged].get_mut(usize::from(id.0)).ok_or(NoSuchCable)
    }

    /// Sets what a line does to packets.
    pub(super) fn set_line(
        &mut self,
        now: Duration,
        id: CableId,
        way: Way,
        impairment: Impairment,
    ) -> Result<(), NoSuchCable> {
        self.plugged_cable(id)?;
        let Self { cables, observer, .. } = self;
        cables[usize::from(id.0)].line(way).set(now, impairment, |held, at| {
            observer.report(now, held.track, Outcome::Arrives(at), &held.packet);
        });
        self.observer.notify();
        Ok(())
    }

    /// Loses the next packets of a kind.
    pub(super) fn arm(
        &mut self,
        id: CableId,
        way: Way,
        kind: PacketKind,
        count: u32,
    ) -> Result<(), NoSuchCable> {
        self.plugged_cable(id)?.line(way).arm(kind, count);
        Ok(())
    }

    /// Cuts a cable, so that what is on it is lost, or mends it.
    pub(super) fn cut(&mut self, now: Duration, id: CableId, cut: bool) -> Result<(), NoSuchCable> {
        self.plugged_cable(id)?.cut = cut;
        if cut {
            for way in Way::BOTH {
                let lost = self.cables[usize::from(id.0)].line(way).clear();
                for Held { track, packet } in lost {
                    self.meter.release(packet.len());
                    let outcome = Outcome::Lost(now, DropReason::Cut);
                    self.observer.report(now, track, outcome, &packet);
                }
            }
            self.observer.notify();
        }
        Ok(())
    }

    /// The cables as they are now.
    pub(super) fn view(&self) -> Vec<CableView> {
        let ends = |place: usize| match self.is_pair() {
            true => [0, 1].map(|place| CableEnd::Host(self.hosts[place].name.clone())),
            false => [CableEnd::Host(self.hosts[place].name.clone()), CableEnd::Switch],
        };
        let cables = self.cables.iter().take(self.plugged()).enumerate();
        let view = cables.map(|(place, cable)| {
            let [a, b] = ends(place);
            let id = CableId(u8::try_from(place).unwrap_or(u8::MAX));
            let (forth, back) = (cable.forth.line().clone(), cable.back.line().clone());
            CableView { id, a, b, forth, back, cut: cable.cut }
        });
        view.collect()
    }

    #[cfg(test)]
    pub(super) fn meter_held(&self) -> usize {
        self.meter.held()
    }

    /// Whether a line has changed by itself since the last time: it has lost what it was to lose.
    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }
}
