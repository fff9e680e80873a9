//! What the network patterns of checks have seen on the cables. Each packet counts once for a check.

use std::collections::{BTreeMap, HashMap};

use lab_shared::call::{Address, Micros};
use lab_shared::kernel::TcpFlags;
use lab_shared::lesson::{NetworkEvent, NetworkPattern, PacketIs, Wait};
use lab_shared::network::{CableEnd, CableId, Fate, HostName, NetworkView, PacketReport};

/// Most segments that are kept to tell whether one is sent again.
const MAX_SENT: usize = 8192;

/// The network patterns of a lesson's checks, and how far each check has come.
#[derive(Debug, Clone)]
pub(crate) struct NetworkTracker {
    checks: Vec<(Vec<NetworkPattern>, Progress)>,
    /// The newest packet that was looked at.
    last: Option<u64>,
    cut: BTreeMap<CableId, bool>,
    sent: HashMap<Sending, Micros>,
}

#[derive(Debug, Clone, Default)]
struct Progress {
    /// How many patterns have matched.
    passed: usize,
    /// How often the next one has matched.
    times: u32,
}

/// A segment that takes sequence numbers, so that it is sent again until it is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Sending {
    source: Address,
    destination: Address,
    sequence: u32,
    syn: bool,
    data: bool,
}

/// What happens on a cable.
enum News<'a> {
    Packet { host: &'a HostName, report: &'a PacketReport, again: Option<Micros> },
    Cable { cut: bool },
}

impl NetworkTracker {
    /// A tracker that begins now: packets up to `newest`, and cables as they are in `view`, do not count.
    #[must_use]
    pub(crate) fn new(
        patterns: impl Iterator<Item = Vec<NetworkPattern>>,
        view: Option<&NetworkView>,
        newest: Option<u64>,
    ) -> Self {
        let checks = patterns.map(|patterns| (patterns, Progress::default())).collect();
        let cut = view.map(states).unwrap_or_default();
        Self { checks, last: newest, cut, sent: HashMap::new() }
    }

    /// Whether all network patterns of the check have matched; one without any has nothing to wait for.
    pub(crate) fn is_done(&self, check: usize) -> bool {
        self.checks.get(check).is_none_or(|(patterns, it)| it.passed == patterns.len())
    }

    /// Handles what has happened since the last look. `packets` has the newest last; in a new network their
    /// numbers begin again.
    pub(crate) fn follow<'a>(
        &mut self,
        view: Option<&'a NetworkView>,
        packets: impl DoubleEndedIterator<Item = &'a PacketReport>,
    ) {
        let Some(view) = view else {
            (self.last, self.cut) = (None, BTreeMap::new());
            return;
        };
        let now = states(view);
        for (cable, cut) in &now {
            let before = self.cut.get(cable).copied().unwrap_or(false);
            if *cut != before {
                self.tell(&News::Cable { cut: *cut });
            }
        }
        self.cut = now;
        let mut packets = packets.rev().peekable();
        let newest = packets.peek().map(|packet| packet.serial);
        let from = self.last.filter(|last| newest.is_some_and(|newest| newest >= *last));
        let new: Vec<_> =
            packets.take_while(|packet| from.is_none_or(|from| packet.serial > from)).collect();
        for report in new.into_iter().rev() {
            self.passes(view, report);
        }
        self.last = newest.or(self.last);
    }

    fn passes(&mut self, view: &NetworkView, report: &PacketReport) {
        // What comes out of the switch was counted when it was sent, and a copy is not a host's.
        let source = view.cable(report.cable).map(|cable| cable.source(report.way));
        let (Some(CableEnd::Host(host)), false) = (source, report.duplicate) else { return };
        let again = Sending::of(report).and_then(|sending| {
            if self.sent.len() >= MAX_SENT {
                self.sent.clear();
            }
            let before = self.sent.insert(sending, report.sent)?;
            Some(Micros(report.sent.0.saturating_sub(before.0)))
        });
        self.tell(&News::Packet { host, report, again });
    }

    fn tell(&mut self, news: &News<'_>) {
        for (patterns, progress) in &mut self.checks {
            let Some(pattern) = patterns.get(progress.passed) else { continue };
            if !matches(pattern, news) {
                continue;
            }
            progress.times += 1;
            if progress.times >= pattern.times {
                *progress = Progress { passed: progress.passed + 1, times: 0 };
            }
        }
    }
}

/// Which cables are cut.
fn states(view: &NetworkView) -> BTreeMap<CableId, bool> {
    view.cables.iter().map(|cable| (cable.id, cable.cut)).collect()
}

impl Sending {
    fn of(report: &PacketReport) -> Option<Self> {
        let segment = report.segment()?;
        let has = |flags| segment.flags.contains(flags);
        let counts = has(TcpFlags::SYN) || has(TcpFlags::FIN) || segment.length > 0;
        counts.then(|| Self {
            source: segment.source.clone(),
            destination: segment.destination.clone(),
            sequence: segment.sequence,
            syn: has(TcpFlags::SYN),
            data: segment.length > 0,
        })
    }
}

fn matches(pattern: &NetworkPattern, news: &News<'_>) -> bool {
    match (pattern.what, news) {
        (NetworkEvent::Cut, News::Cable { cut }) => *cut,
        (NetworkEvent::Mended, News::Cable { cut }) => !cut,
        (NetworkEvent::Packet(kind, is), News::Packet { host, report, again }) => {
            pattern.host.as_ref().is_none_or(|wanted| wanted == *host)
                && kind.matches(&report.head.content)
                && match is {
                    PacketIs::Sent => true,
                    PacketIs::Arrives => matches!(report.fate, Fate::Arrives { .. }),
                    PacketIs::Lost => report.is_lost(),
                    PacketIs::Again(wait) => again.is_some_and(|after| within(wait, after)),
                }
        }
        _ => false,
    }
}

fn within(wait: Option<Wait>, after: Micros) -> bool {
    wait.is_none_or(|wait| (wait.least..=wait.most).contains(&after))
}

#[cfg(test)]
mod tests;
