//! Chat fan-out: lines delivered a second, latency and CPU when paced, and one client that never reads.

use std::time::Duration;

use anyhow::Result;

use super::crowd::Crowd;
use super::server::Kind;
use crate::goal::Goal;
use crate::report::{median, quantile, table};
use crate::results::Findings;
use crate::usage;

/// Lines in flight in a flood. Enough to fill every read, few enough that no server needs to drop any.
const WINDOW: u64 = 2048;

/// Clients that exchange paced lines.
const PACED: usize = 100;

/// Why a paced delivery misses its target.
const COST_REASON: &str = "\
Nine tenths of it is the kernel's: one TCP send for each line, loopback, and waking the reader. The peers \
pay that too, so half of their cost is out of reach for single lines.";

/// The same figures of each server, round by round.
struct Rounds([Vec<f64>; Kind::ALL.len()]);

impl Rounds {
    fn new() -> Self {
        Self(Kind::ALL.map(|_| Vec::new()))
    }

    fn add(&mut self, kind: Kind, figure: f64) {
        self.0[kind as usize].push(figure);
    }

    fn median(&self, kind: Kind) -> f64 {
        median(&mut self.0[kind as usize].clone())
    }

    fn ratio(&self, kind: Kind, to: Kind) -> f64 {
        self.median(kind) / self.median(to)
    }
}

pub(super) fn flood(clients: usize, rounds: usize, time: Duration) -> Result<Findings> {
    let (mut rates, mut costs) = (Rounds::new(), Rounds::new());
    for round in 1..=rounds {
        for kind in Kind::ALL {
            let server = kind.start()?;
            let mut crowd =
                Crowd::connect(server.port, clients, 0, kind.lines_per_message(), kind.echoes())?;
            let before = usage::cpu(server.pid())?;
            let (delivered, took) = crowd.flood(4, WINDOW, time)?;
            let used = usage::cpu(server.pid())? - before;
            let rate = delivered as f64 / took.as_secs_f64();
            eprintln!("round {round}, {clients} clients, deliveries/s: {}: {rate:.0}", kind.name());
            rates.add(kind, rate);
            costs.add(kind, used.as_secs_f64() * 1e6 / delivered as f64);
        }
    }
    let rows = Kind::ALL.map(|kind| {
        vec![
            kind.name().into(),
            format!("{:.0}", rates.median(kind)),
            format!("{:.2}", costs.median(kind)),
            format!("{:.2}", rates.ratio(kind, Kind::Python)),
            format!("{:.2}", rates.ratio(kind, Kind::Ncat)),
        ]
    });
    let header = ["server", "deliveries/s", "CPU µs each", "× CPython", "× ncat"];
    let text = table(&format!("As many as go through, {clients} clients"), &header, &rows);
    let stamped = rates.ratio(Kind::LabStamped, Kind::Python);
    let compact = rates.ratio(Kind::LabCompact, Kind::Ncat);
    let goals = vec![
        Goal::at_least(format!("{clients} clients: stamped ÷ CPython"), Some(stamped), 6.0),
        Goal::at_least(format!("{clients} clients: compact ÷ ncat"), Some(compact), 0.5),
    ];
    Ok(Findings { text, goals })
}

pub(super) fn paced(rounds: usize, time: Duration) -> Result<Findings> {
    let (mut p50s, mut p99s, mut costs) = (Rounds::new(), Rounds::new(), Rounds::new());
    for round in 1..=rounds {
        for kind in Kind::ALL {
            let server = kind.start()?;
            let mut crowd =
                Crowd::connect(server.port, PACED, 0, kind.lines_per_message(), kind.echoes())?;
            let before = usage::cpu(server.pid())?;
            let delivered = crowd.pace(Duration::from_millis(10), time)?;
            let used = usage::cpu(server.pid())? - before;
            let mut millis: Vec<f64> =
                crowd.latencies.iter().map(|latency| latency.as_secs_f64() * 1e3).collect();
            let (p50, p99) = (quantile(&mut millis, 0.5), quantile(&mut millis, 0.99));
            eprintln!(
                "round {round}, paced, p50 and p99 in ms: {}: {p50:.2} {p99:.2}",
                kind.name()
            );
            p50s.add(kind, p50);
            p99s.add(kind, p99);
            costs.add(kind, used.as_secs_f64() * 1e6 / delivered as f64);
        }
    }
    let rows = Kind::ALL.map(|kind| {
        let figures = [&p50s, &p99s, &costs].map(|rounds| format!("{:.2}", rounds.median(kind)));
        [kind.name().to_owned()].into_iter().chain(figures).collect()
    });
    let header = ["server", "p50 ms", "p99 ms", "CPU µs a delivery"];
    let text = table("Paced, 10 000 deliveries a second to 100 clients", &header, &rows);
    let cost = |to| Some(costs.ratio(Kind::LabStamped, to));
    let p99 = Some(p99s.median(Kind::LabStamped));
    let goals = vec![
        Goal::at_most("paced: p99 of stamped, ms", p99, 3.0),
        Goal::at_most("paced: CPU of stamped ÷ CPython", cost(Kind::Python), 0.5)
            .because(COST_REASON),
        Goal::at_most("paced: CPU of stamped ÷ ncat", cost(Kind::Ncat), 0.5).because(COST_REASON),
    ];
    Ok(Findings { text, goals })
}

pub(super) fn silent(lines: u64) -> Result<Findings> {
    let (mut rows, mut goals) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        let server = kind.start()?;
        let mut crowd =
            Crowd::connect(server.port, 10, 1, kind.lines_per_message(), kind.echoes())?;
        let heard = crowd.until_stalled(lines)?;
        let verdict = if heard < lines { "stalls" } else { "goes on" };
        eprintln!("one never reads: {}: {heard} heard, {verdict}", kind.name());
        rows.push(vec![kind.name().into(), heard.to_string(), verdict.into()]);
        if matches!(kind, Kind::LabStamped | Kind::LabCompact) {
            let what = format!("one never reads: lines the others hear of {}", kind.name());
            goals.push(Goal::at_least(what, Some(heard as f64), lines as f64));
        }
    }
    let header = ["server", "lines heard by the others", "verdict"];
    Ok(Findings { text: table("One of 10 clients never reads", &header, &rows), goals })
}
