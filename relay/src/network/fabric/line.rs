//! What one way of a cable does to packets, as a state machine without I/O and clock.
//!
//! A packet passes these stations in this order: the drop that a person asked for, the loss, the queue at the
//! line's rate, and the travel with its delay. [`LineScheduler::admit`] decides all of it at once, so what becomes of
//! a packet is known when it enters; [`LineScheduler::hold`] keeps it until [`LineScheduler::arrived`] gives it back.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use lab_shared::network::{ArmedDrop, DropReason, Impairment, Line, Loss, PacketKind};

use super::random::Random;

/// One way of a cable, with the packets under way. Times count from the network's beginning.
#[derive(Debug)]
pub(super) struct LineScheduler<P> {
    line: Line,
    /// The time that `line.impairment` takes for a bit.
    rate: Option<Rate>,
    /// Packets that came to the loss since it was set; a pattern counts them.
    offered: u64,
    /// When the packets at the rate's queue have left it, those of the past excepted.
    departures: VecDeque<Duration>,
    /// When the last of them has.
    busy_until: Duration,
    /// When the last packet arrives of those that keep their order.
    last_arrival: Duration,
    /// The packets under way, by their arrival and then by their order.
    under_way: BTreeMap<(Duration, u64), UnderWay<P>>,
    /// Counts the packets that were ever held.
    held: u64,
}

/// A packet under way.
#[derive(Debug)]
struct UnderWay<P> {
    passage: Passage,
    length: usize,
    packet: P,
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It arrives.
    Passes(Passage),
    /// It is lost now.
    Lost(DropReason),
}

/// The way of a packet along the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passage {
    /// When its last bit is on the line.
    departs: Duration,
    /// When it is at the other end.
    pub(super) arrives: Duration,
    /// Whether it may overtake others.
    overtakes: bool,
    /// Whether a copy of it arrives right behind it. The copy takes no room in the queue.
    pub(super) twice: bool,
}

/// Bits a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rate(u64);

impl Rate {
    /// How long so many bytes take.
    fn time_of(self, bytes: usize) -> Duration {
        let nanoseconds = bytes as u128 * 8 * 1_000_000_000 / u128::from(self.0.max(1));
        Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX))
    }
}

impl<P> LineScheduler<P> {
    /// A line that is set like this, with nothing on it.
    pub(super) fn new(impairment: Impairment) -> Self {
        let impairment = impairment.within_limits();
        Self {
            rate: impairment.rate.map(Rate),
            line: Line { impairment, armed: None },
            offered: 0,
            departures: VecDeque::new(),
            busy_until: Duration::ZERO,
            last_arrival: Duration::ZERO,
            under_way: BTreeMap::new(),
            held: 0,
        }
    }

    /// How it is set, and what it loses next.
    pub(super) fn line(&self) -> &Line {
        &self.line
    }

    /// Loses the next `count` packets of a kind.
    pub(super) fn arm(&mut self, kind: PacketKind, count: u32) {
        self.line.armed = (count > 0).then_some(ArmedDrop { kind, left: count });
    }

    /// Decides what becomes of a packet that enters now. `is` says whether it is of a kind; it is asked only
    /// while packets of a kind are to be lost.
    pub(super) fn admit(
        &mut self,
        now: Duration,
        length: usize,
        is: impl FnOnce(PacketKind) -> bool,
        random: &mut Random,
    ) -> Verdict {
        if let Some(armed) = &mut self.line.armed
            && is(armed.kind)
        {
            armed.left -= 1;
            if armed.left == 0 {
                self.line.armed = None;
            }
            return Verdict::Lost(DropReason::Armed);
        }
        if self.loses(random) {
            return Verdict::Lost(DropReason::Loss);
        }
        match self.departure(now, length) {
            Some(departs) => Verdict::Passes(self.travel(departs, random)),
            None => Verdict::Lost(DropReason::QueueFull),
        }
    }

    fn loses(&mut self, random: &mut Random) -> bool {
        let number = self.offered;
        self.offered += 1;
        match &self.line.impairment.loss {
            Loss::Never => false,
            Loss::Random(share) => random.hits(*share),
            Loss::Pattern(pattern) => pattern.loses(number),
        }
    }

    /// When a packet has left the queue; `None` if the queue is full. The packet whose bits are leaving is not in it.
    fn departure(&mut self, now: Duration, length: usize) -> Option<Duration> {
        let Some(rate) = self.rate else { return Some(now) };
        while self.departures.front().is_some_and(|departs| *departs <= now) {
            self.departures.pop_front();
        }
        if self.departures.len() > usize::from(self.line.impairment.queue) {
            return None;
        }
        self.busy_until = self.busy_until.max(now) + rate.time_of(length);
        self.departures.push_back(self.busy_until);
        Some(self.busy_until)
    }

    fn travel(&mut self, departs: Duration, random: &mut Random) -> Passage {
        let Impairment { delay, jitter, duplicate, reorder, .. } = &self.line.impairment;
        let twice = random.hits(*duplicate);
        if random.hits(*reorder) {
            return Passage { departs, arrives: departs, overtakes: true, twice };
        }
        let shift = if jitter.0 > 0 { random.at_most(2 * jitter.0) } else { 0 };
        let travel = Duration::from_micros((delay.0 + shift).saturating_sub(jitter.0));
        self.last_arrival = self.last_arrival.max(departs + travel);
        Passage { departs, arrives: self.last_arrival, overtakes: false, twice }
    }

    /// Takes a packet on its way.
    pub(super) fn hold(&mut self, passage: Passage, length: usize, packet: P) {
        let key = (passage.arrives, self.held);
        self.held += 1;
        self.under_way.insert(key, UnderWay { passage, length, packet });
    }

    /// When the next packet arrives.
    pub(super) fn next_arrival(&self) -> Option<Duration> {
        self.under_way.first_key_value().map(|(key, _)| key.0)
    }

    /// The next packet that has arrived, with the time at which it did.
    pub(super) fn arrived(&mut self, now: Duration) -> Option<(Passage, P)> {
        let next = self.under_way.first_entry().filter(|next| next.key().0 <= now)?;
        let next = next.remove();
        Some((next.passage, next.packet))
    }

    /// Loses everything under way: the packets, in the order of their arrival.
    pub(super) fn clear(&mut self) -> impl Iterator<Item = P> + use<P> {
        self.departures.clear();
        (self.busy_until, self.last_arrival) = (Duration::ZERO, Duration::ZERO);
        std::mem::take(&mut self.under_way).into_values().map(|it| it.packet)
    }

    /// Sets what it does from now on, and so for packets in the queue. Those that travel arrive no later than they
    /// would now: otherwise nothing would arrive for a minute after a delay of a minute was taken back.
    /// `changed` is told of each whose arrival has changed.
    pub(super) fn set(
        &mut self,
        now: Duration,
        impairment: Impairment,
        mut changed: impl FnMut(&P, Duration),
    ) {
        let impairment = impairment.within_limits();
        if impairment.loss != self.line.impairment.loss {
            self.offered = 0;
        }
        let rate_changed = impairment.rate != self.line.impairment.rate;
        let longest = Duration::from_micros(impairment.delay.0 + impairment.jitter.0);
        self.rate = impairment.rate.map(Rate);
        self.line.impairment = impairment;
        if rate_changed {
            self.departures.clear();
            self.busy_until = Duration::ZERO;
        }
        self.last_arrival = Duration::ZERO;
        let before = std::mem::take(&mut self.under_way);
        let mut before: Vec<_> = before.into_iter().map(|((_, order), it)| (order, it)).collect();
        before.sort_by_key(|(order, it)| (it.passage.departs, *order));
        for (order, mut it) in before {
            let Passage { departs, arrives, overtakes, .. } = it.passage;
            let departs = if rate_changed && departs > now {
                self.leave_anew(now, it.length)
            } else {
                departs
            };
            let travel = arrives.saturating_sub(it.passage.departs).min(longest);
            let mut anew = (departs + travel).max(now.min(arrives));
            if !overtakes {
                anew = anew.max(self.last_arrival);
                self.last_arrival = anew;
            }
            (it.passage.departs, it.passage.arrives) = (departs, anew);
            if anew != arrives {
                changed(&it.packet, anew);
            }
            self.under_way.insert((anew, order), it);
        }
    }

    /// When a packet that is in the queue already has left it at the rate that is set now.
    fn leave_anew(&mut self, now: Duration, length: usize) -> Duration {
        let Some(rate) = self.rate else { return now };
        self.busy_until = self.busy_until.max(now) + rate.time_of(length);
        self.departures.push_back(self.busy_until);
        self.busy_until
    }
}

#[cfg(test)]
mod tests;
