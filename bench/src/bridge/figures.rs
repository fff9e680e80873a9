//! What is measured, and the values of each round.

use std::collections::BTreeMap;

use super::busy::Load;
use super::peer::Peer;
use crate::report::median;

/// One thing that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Measure(&'static str);

/// The bulk transfers: name, streams, whether there and back, rate and cost.
pub(crate) const BULK: [(&str, usize, bool, Measure, Measure); 4] = [
    ("up, 1 stream", 1, false, UP, Measure("CPU of up")),
    ("echo, 1 stream", 1, true, ECHO, Measure("CPU of echo")),
    ("up, 16 streams", 16, false, Measure("up by 16"), Measure("CPU of up by 16")),
    ("echo, 16 streams", 16, true, Measure("echo by 16"), Measure("CPU of echo by 16")),
];

/// Megabytes a second, there only.
pub(crate) const UP: Measure = Measure("up");

/// Megabytes a second, there and back.
pub(crate) const ECHO: Measure = Measure("echo");

/// Microseconds of a ping, p50 and p99.
pub(crate) const PING: [Measure; 2] = [Measure("ping p50"), Measure("ping p99")];

/// How many sockets, and of each number: opened a second, KiB each.
pub(crate) const HOLD: [(usize, [Measure; 2]); 2] = [
    (1000, [Measure("1000 sockets opened"), Measure("KiB of 1000 sockets")]),
    (10_000, [Measure("10000 sockets opened"), Measure("KiB of 10000 sockets")]),
];

/// Pages opened a second, KiB each.
pub(crate) const PAGES: [Measure; 2] = [Measure("pages opened"), Measure("KiB of pages")];

/// Microseconds of a WebSocket message there and back, p50 and p99.
pub(crate) const BARE: [Measure; 2] = [Measure("bare p50"), Measure("bare p99")];

/// Microseconds of getsockname, p50 and p99.
pub(crate) const CALL: [Measure; 2] = [Measure("call p50"), Measure("call p99")];

/// What other pages do meanwhile, and microseconds of getsockname then: p50 and the worst.
pub(crate) const BUSY: [(&str, Load, [Measure; 2]); 8] = [
    ("nothing", Load::Quiet, [Measure("quiet p50"), Measure("quiet worst")]),
    (
        "polls of 1 024 entries that are ready",
        Load::Polls,
        [Measure("polls p50"), Measure("polls worst")],
    ),
    ("500 polls that one byte wakes", Load::Wakes, [Measure("wakes p50"), Measure("wakes worst")]),
    (
        "`sendall` and `recv(MSG_WAITALL)` of 1 MiB",
        Load::Bulk,
        [Measure("bulk p50"), Measure("bulk worst")],
    ),
    ("`getaddrinfo`, cancelled", Load::Lookups, [Measure("lookups p50"), Measure("lookups worst")]),
    ("chat rooms opened and stopped", Load::Rooms, [Measure("rooms p50"), Measure("rooms worst")]),
    (
        "calls while 240 sockets are watched",
        Load::Watches,
        [Measure("watches p50"), Measure("watches worst")],
    ),
    (
        "sessions that end with garbage",
        Load::Garbage,
        [Measure("garbage p50"), Measure("garbage worst")],
    ),
];

/// What came out.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    rounds: BTreeMap<(Measure, Peer), Vec<f64>>,
    failures: BTreeMap<(Measure, Peer), String>,
}

impl Figures {
    /// Records a figure of a round.
    pub(crate) fn add(&mut self, measure: Measure, peer: Peer, figure: f64) {
        self.rounds.entry((measure, peer)).or_default().push(figure);
    }

    /// Records a bridge's failure.
    pub(crate) fn fail(&mut self, measure: Measure, peer: Peer, why: String) {
        self.failures.insert((measure, peer), why);
    }

    /// The median of all rounds.
    pub(crate) fn median(&self, measure: Measure, peer: Peer) -> Option<f64> {
        self.rounds.get(&(measure, peer)).map(|rounds| median(&mut rounds.clone()))
    }

    /// Why a bridge failed, in some round.
    pub(crate) fn failure(&self, measure: Measure, peer: Peer) -> Option<&str> {
        self.failures.get(&(measure, peer)).map(String::as_str)
    }

    /// Whether this was measured at all.
    pub(crate) fn has(&self, measure: Measure) -> bool {
        Peer::ALL.iter().any(|peer| {
            let key = (measure, *peer);
            self.rounds.contains_key(&key) || self.failures.contains_key(&key)
        })
    }
}
