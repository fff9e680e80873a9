//! Where packets are on their cables: a slow motion of what was reported.
//!
//! A packet crosses a perfect cable in microseconds, which nobody can see. So each flight is stretched by the
//! chosen speed, and lasts at least [`MIN_FLIGHT`]. The waits between packets stay as they are: a segment that is
//! sent again after one second is seen one second later. A packet that was sent after another had arrived starts
//! after that one has arrived here too, so an answer never leaves before its question.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use lab_shared::call::Micros;
use lab_shared::network::{CableId, DropReason, Fate, PacketReport, Way};

use crate::kit::state::choice::Choice;

/// How late the live picture is, in microseconds: the relay reports packets ten times a second.
const LAG: u64 = 150_000;

/// Shortest flight that is drawn, in microseconds: long enough to be read.
const MIN_FLIGHT: u64 = 450_000;

/// Longest, so that a slow motion of a slow cable ends.
const MAX_FLIGHT: u64 = 8_000_000;

/// Time between the starts of two packets, in microseconds.
const SPACING: u64 = 60_000;

/// How long the end of a flight is seen: the mark of a lost packet, in microseconds.
const REST: u64 = 900_000;

/// How far the picture may be behind, in microseconds. Packets that would be later are only counted.
const MAX_BEHIND: u64 = 10_000_000;

/// Most packets drawn at once.
pub(crate) const MOST_DRAWN: usize = 40;

/// How fast packets fly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Slowness {
    /// As fast as they are.
    Real,
    /// A tenth as fast.
    #[default]
    Tenth,
    /// A hundredth.
    Hundredth,
    /// A thousandth.
    Thousandth,
}

impl Slowness {
    /// What a flight's time is multiplied by.
    fn factor(self) -> u64 {
        match self {
            Self::Real => 1,
            Self::Tenth => 10,
            Self::Hundredth => 100,
            Self::Thousandth => 1000,
        }
    }
}

impl Choice for Slowness {
    fn all() -> Vec<Self> {
        vec![Self::Real, Self::Tenth, Self::Hundredth, Self::Thousandth]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Real => "×1",
            Self::Tenth => "×1/10",
            Self::Hundredth => "×1/100",
            Self::Thousandth => "×1/1000",
        }
    }
}

/// A packet on a cable at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Position {
    /// Which packet.
    pub(crate) serial: u64,
    pub(crate) cable: CableId,
    pub(crate) way: Way,
    /// The part of the way that is behind it, 0 to 1.
    pub(crate) along: f64,
    /// How far it has fallen off, 0 to 1; `None` while it flies, and if it arrives.
    pub(crate) fallen: Option<f64>,
}

/// One packet's flight as it is drawn, on the page's clock.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Flight {
    serial: u64,
    cable: CableId,
    way: Way,
    starts: u64,
    ends: u64,
    /// Where it is lost, as a part of the way.
    lost: Option<f64>,
}

impl Flight {
    /// When nothing of it is drawn any more.
    fn over(&self) -> u64 {
        self.ends + if self.lost.is_some() { REST } else { 0 }
    }

    fn at(&self, now: u64) -> Option<Position> {
        if !(self.starts..self.over()).contains(&now) {
            return None;
        }
        let reach = self.lost.unwrap_or(1.0);
        let flown = part(now.min(self.ends) - self.starts, self.ends - self.starts);
        let fallen = (self.lost.is_some() && now >= self.ends).then(|| part(now - self.ends, REST));
        let Self { serial, cable, way, .. } = *self;
        Some(Position { serial, cable, way, along: flown * reach, fallen })
    }
}

/// The newest flights, in the order in which they start.
#[derive(Debug, Clone, Default)]
pub(crate) struct Motion {
    slowness: Slowness,
    flights: VecDeque<Flight>,
    /// The flights whose arrival no packet has followed yet: when they arrived, and when that is drawn.
    arrivals: BinaryHeap<Reverse<(u64, u64)>>,
    /// The latest drawn arrival of a packet that had arrived before the newest one was sent.
    caused: u64,
    /// The newest packet taken in.
    newest: Option<u64>,
    /// Packets that were too many to be drawn, since something began to move.
    skipped: usize,
}

impl Motion {
    /// Nothing moves yet. Packets up to `newest` are left out.
    pub(crate) fn new(slowness: Slowness, newest: Option<u64>) -> Self {
        Self { slowness, newest, ..Self::default() }
    }

    /// Takes in the packets that are new, in the order in which they were sent, and what has changed of others.
    pub(crate) fn follow<'a>(
        &mut self,
        packets: impl DoubleEndedIterator<Item = &'a PacketReport>,
    ) {
        let known = self.newest;
        let is_new = |packet: &&PacketReport| known.is_none_or(|newest| packet.serial > newest);
        // A flight ends otherwise when its cable is cut meanwhile.
        let mut new: Vec<&PacketReport> = vec![];
        for packet in packets.rev() {
            if is_new(&packet) {
                new.push(packet);
            } else if !self.change(packet) {
                break;
            }
        }
        for packet in new.into_iter().rev() {
            self.add(packet);
        }
    }

    /// Forgets flights that are over.
    pub(crate) fn forget(&mut self, now: Micros) {
        let now = now.0.saturating_sub(LAG);
        while self.flights.front().is_some_and(|flight| flight.over() <= now) {
            self.flights.pop_front();
        }
        if self.flights.is_empty() {
            self.skipped = 0;
        }
    }

    fn add(&mut self, packet: &PacketReport) {
        self.newest = Some(packet.serial);
        let sent = packet.sent.0;
        while let Some(Reverse((arrived, drawn))) = self.arrivals.peek().copied() {
            if arrived > sent {
                break;
            }
            self.caused = self.caused.max(drawn);
            self.arrivals.pop();
        }
        let before = self.flights.back().map_or(0, |last| last.starts + SPACING);
        let starts = sent.max(self.caused).max(before);
        if starts - sent > MAX_BEHIND {
            self.skipped += 1;
            return;
        }
        let flight = flight(packet, starts, self.slowness);
        if flight.lost.is_none() {
            self.arrivals.push(Reverse((packet.ended().0, flight.ends)));
        }
        self.flights.push_back(flight);
    }

    /// Takes in what became of a packet, and tells whether it still flies.
    fn change(&mut self, packet: &PacketReport) -> bool {
        let slowness = self.slowness;
        let known = self.flights.iter_mut().rev().find(|flight| flight.serial == packet.serial);
        let Some(known) = known else { return false };
        let changed = flight(packet, known.starts, slowness);
        if changed.lost.is_some() && known.lost.is_none() {
            *known = changed;
        }
        true
    }

    /// The packets that are drawn at this moment of the page's clock, and how many more there are.
    pub(crate) fn at(&self, now: Micros) -> (Vec<Position>, usize) {
        let now = now.0.saturating_sub(LAG);
        let (drawn, more) = bounded(self.flights.iter().filter_map(|flight| flight.at(now)));
        (drawn, more + self.skipped)
    }

    /// Whether something moves at this moment or later.
    pub(crate) fn is_moving(&self, now: Micros) -> bool {
        let now = now.0.saturating_sub(LAG);
        self.flights.iter().any(|flight| flight.over() > now)
    }
}

/// The packets under way at an earlier moment, as they really were, and those that were lost shortly before.
pub(crate) fn then<'a>(
    packets: impl DoubleEndedIterator<Item = &'a PacketReport>,
    moment: Micros,
) -> (Vec<Position>, usize) {
    bounded(packets.rev().filter_map(|packet| {
        let (sent, ended) = (packet.sent.0, packet.ended().0);
        let lost = lost_at(packet);
        let over = ended.saturating_add(if lost.is_some() { REST } else { 0 });
        let (now, last) = (moment.0, over.max(sent.saturating_add(1)));
        (sent..last).contains(&now).then(|| Position {
            serial: packet.serial,
            cable: packet.cable,
            way: packet.way,
            along: part(now.min(ended).saturating_sub(sent), ended.saturating_sub(sent))
                * lost.unwrap_or(1.0),
            fallen: (lost.is_some() && now >= ended).then_some(0.5),
        })
    }))
}

/// The newest packet of each way of each cable, at its end: what is drawn where nothing may move.
pub(crate) fn still<'a>(
    packets: impl DoubleEndedIterator<Item = &'a PacketReport>,
) -> Vec<Position> {
    let mut drawn: Vec<Position> = vec![];
    for packet in packets.rev().take(MOST_DRAWN) {
        let PacketReport { serial, cable, way, .. } = *packet;
        if drawn.iter().any(|other| (other.cable, other.way) == (cable, way)) {
            continue;
        }
        let lost = lost_at(packet);
        let along = lost.unwrap_or(0.75);
        drawn.push(Position { serial, cable, way, along, fallen: lost.map(|_| 0.3) });
    }
    drawn
}

fn bounded(positions: impl Iterator<Item = Position>) -> (Vec<Position>, usize) {
    let mut drawn: Vec<Position> = positions.collect();
    let more = drawn.len().saturating_sub(MOST_DRAWN);
    drawn.truncate(MOST_DRAWN);
    (drawn, more)
}

fn flight(packet: &PacketReport, starts: u64, slowness: Slowness) -> Flight {
    let travel = packet.ended().0.saturating_sub(packet.sent.0) * slowness.factor();
    let lost = lost_at(packet);
    let least = MIN_FLIGHT as f64 * lost.unwrap_or(1.0);
    // Positive and far below 2⁶⁴.
    let length = travel.clamp(least as u64, MAX_FLIGHT);
    let (serial, cable, way) = (packet.serial, packet.cable, packet.way);
    Flight { serial, cable, way, starts, ends: starts + length, lost }
}

/// Where on its way a lost packet is lost.
fn lost_at(packet: &PacketReport) -> Option<f64> {
    match packet.fate {
        Fate::Arrives { .. } => None,
        Fate::Lost { why, .. } => Some(match why {
            DropReason::QueueFull | DropReason::Limit => 0.12,
            DropReason::Loss | DropReason::Armed | DropReason::Cut => 0.5,
            DropReason::NoHost => 0.9,
        }),
    }
}

fn part(of: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { of as f64 / whole as f64 }
}
