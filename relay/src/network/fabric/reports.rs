//! The packets that pages have not been told of yet: one bounded list for a network, and each page's place in it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lab_shared::call::Micros;
use lab_shared::network::{
    CableId, DropReason, Fate, PacketContent, PacketHead, PacketReport, Way,
};
use lab_shared::wire::{KERNEL_REPORTS_PER_SECOND, MAX_SEGMENTS};
use tokio::sync::Notify;

use crate::resources::limits::{KERNEL_REPORT_PAUSE, MAX_WAITING_SEGMENTS};

/// A packet on one cable. Times count from the network's beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Track {
    pub(super) serial: u64,
    pub(super) cable: CableId,
    pub(super) way: Way,
    pub(super) sent: Duration,
    pub(super) duplicate: bool,
}

/// What becomes of it, and when.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    Arrives(Duration),
    Lost(Duration, DropReason),
}

/// A report before it has a page's clock.
#[derive(Debug)]
pub(super) struct Sighting {
    pub(super) track: Track,
    pub(super) outcome: Outcome,
    pub(super) head: PacketHead,
    pub(super) length: u32,
    pub(super) bytes: String,
}

/// The reports of one network.
#[derive(Debug)]
pub(super) struct Reports {
    epoch: Instant,
    list: Mutex<List>,
    traffic: Traffic,
}

/// How much a network has carried.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// Packets that entered its cables.
    pub(crate) entered: AtomicU64,
    /// Those that its cables lost.
    pub(crate) lost: AtomicU64,
}

#[derive(Debug, Default)]
struct List {
    /// Each with the number of packets that had been left out before it.
    waiting: VecDeque<(u64, Arc<Sighting>)>,
    /// The place of the first of them.
    first: u64,
    /// Packets left out so far.
    missed: u64,
    /// When everything reported would have left at exactly the rate; see [`List::has_room`].
    reported: Duration,
    readers: BTreeMap<u64, Reading>,
    next_reader: u64,
    /// Whether readers have something new.
    fresh: bool,
}

/// How far a page has read.
#[derive(Debug)]
struct Reading {
    next: u64,
    missed: u64,
    notify: Arc<Notify>,
}

/// The time between two packets at the rate at which a page takes them.
const PAUSE: Duration =
    Duration::from_nanos(1_000_000_000 / (KERNEL_REPORTS_PER_SECOND as u64 * MAX_SEGMENTS as u64));

/// Packets that may be reported at once after a rest, and how many of them must be telling ones: lost, or
/// with SYN, FIN or RST. A flood leaves those their room.
const BURST: u32 = MAX_WAITING_SEGMENTS as u32;
const KEPT: u32 = BURST / 4;

impl List {
    /// Whether a packet may be reported now. It is asked before the packet is looked at, so a flood costs little.
    fn has_room(&mut self, now: Duration, telling: bool) -> bool {
        if self.readers.is_empty() {
            return false;
        }
        let after = self.reported.max(now) + PAUSE;
        let burst = if telling { BURST } else { BURST - KEPT };
        if after > now + PAUSE * burst {
            self.missed += 1;
            return false;
        }
        self.reported = after;
        true
    }

    fn push(&mut self, sighting: Sighting) {
        if self.waiting.len() >= MAX_WAITING_SEGMENTS {
            self.waiting.pop_front();
            self.first += 1;
        }
        self.waiting.push_back((self.missed, Arc::new(sighting)));
        self.fresh = true;
    }

    fn end(&self) -> u64 {
        self.first + self.waiting.len() as u64
    }

    /// Forgets what every page has read.
    fn trim(&mut self) {
        let read = self.readers.values().map(|reading| reading.next).min();
        let read = read.unwrap_or_else(|| self.end());
        while self.first < read && self.waiting.pop_front().is_some() {
            self.first += 1;
        }
    }
}

impl Reports {
    /// Nothing to report yet. `epoch` is the network's beginning.
    pub(super) fn new(epoch: Instant) -> Self {
        Self { epoch, list: Mutex::default(), traffic: Traffic::default() }
    }

    /// How much the network has carried.
    pub(super) fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a packet may be reported now; one that may not is counted.
    pub(super) fn has_room(&self, now: Duration, telling: bool) -> bool {
        self.list().has_room(now, telling)
    }

    /// Adds a report, for which there was room.
    pub(super) fn push(&self, sighting: Sighting) {
        self.list().push(sighting);
    }

    /// Wakes the pages that have something new.
    pub(super) fn notify(&self) {
        let mut list = self.list();
        if std::mem::take(&mut list.fresh) {
            list.readers.values().for_each(|reading| reading.notify.notify_one());
        }
    }

    /// A reader of what comes from now on.
    pub(super) fn reader(self: &Arc<Self>) -> PacketReader {
        let notify = Arc::new(Notify::new());
        let mut list = self.list();
        let number = list.next_reader;
        list.next_reader += 1;
        let reading =
            Reading { next: list.end(), missed: list.missed, notify: Arc::clone(&notify) };
        list.readers.insert(number, reading);
        drop(list);
        PacketReader { reports: Arc::clone(self), number, notify, due: Instant::now() }
    }
}

/// One page's place among the reports of its network.
#[derive(Debug)]
pub(crate) struct PacketReader {
    reports: Arc<Reports>,
    number: u64,
    notify: Arc<Notify>,
    /// When the next report may go.
    due: Instant,
}

impl PacketReader {
    /// Waits until there is something to report, and as long as the rate of reports demands. May be dropped
    /// without losing anything.
    pub(crate) async fn ready(&self) {
        tokio::time::sleep_until(self.due.into()).await;
        while !self.has_more() {
            self.notify.notified().await;
        }
    }

    fn has_more(&self) -> bool {
        let list = self.reports.list();
        list.readers.get(&self.number).is_some_and(|reading| reading.next < list.end())
    }

    /// The next packets in the order they entered their cables, as many as one report has, and how many were left
    /// out before them. Times count from `start`, the beginning of the page's session.
    pub(crate) fn take(&mut self, start: Instant) -> (Vec<PacketReport>, u64) {
        self.due = Instant::now() + KERNEL_REPORT_PAUSE;
        let (sightings, missed) = self.next_sightings();
        let epoch = self.reports.epoch;
        let clock = |at: Duration| {
            let micros = (epoch + at).saturating_duration_since(start).as_micros();
            Micros(u64::try_from(micros).unwrap_or(u64::MAX))
        };
        (sightings.iter().map(|it| it.report(clock)).collect(), missed)
    }

    fn next_sightings(&self) -> (Vec<Arc<Sighting>>, u64) {
        let mut list = self.reports.list();
        let list = &mut *list;
        let Some(reading) = list.readers.get_mut(&self.number) else { return (Vec::new(), 0) };
        let overwritten = list.first.saturating_sub(reading.next);
        let from = reading.next.saturating_sub(list.first);
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let next: Vec<_> = list.waiting.iter().skip(from).take(MAX_SEGMENTS).cloned().collect();
        reading.next += overwritten + next.len() as u64;
        let left_out = next.last().map_or(list.missed, |(missed, _)| *missed);
        let missed = left_out - reading.missed + overwritten;
        reading.missed = left_out;
        list.trim();
        (next.into_iter().map(|(_, sighting)| sighting).collect(), missed)
    }
}

impl Drop for PacketReader {
    fn drop(&mut self) {
        let mut list = self.reports.list();
        list.readers.remove(&self.number);
        list.trim();
    }
}

impl Sighting {
    fn report(&self, clock: impl Fn(Duration) -> Micros) -> PacketReport {
        let Track { serial, cable, way, sent, duplicate } = self.track;
        let fate = match self.outcome {
            Outcome::Arrives(at) => Fate::Arrives { at: clock(at) },
            Outcome::Lost(at, why) => Fate::Lost { at: clock(at), why },
        };
        let mut head = self.head.clone();
        let sent = clock(sent);
        if let PacketContent::Tcp(segment) = &mut head.content {
            segment.at = sent;
        }
        let (length, bytes) = (self.length, self.bytes.clone());
        PacketReport { serial, cable, way, sent, fate, duplicate, head, length, bytes }
    }
}

#[cfg(test)]
mod tests;
