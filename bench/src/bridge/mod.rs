//! The relay as a bridge from a page to TCP servers, beside other bridges and beside none.

mod bulk;
pub(crate) mod busy;
pub(crate) mod call;
mod figures;
mod hold;
pub(crate) mod open;
pub(crate) mod page;
pub(crate) mod peer;
mod ping;
mod results;
mod target;
pub(crate) mod web;
mod wisp;

use std::future::Future;
use std::time::Duration;

use anyhow::Result;
use tokio::runtime::Runtime;

use bulk::Work;
use figures::{Figures, Measure};
use peer::Peer;

use crate::results::Findings;

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Bytes at full speed.
    Bulk,
    /// A few bytes there and back.
    Ping,
    /// Many idle sockets, and idle pages.
    Hold,
    /// One call beside a bare WebSocket message.
    Call,
    /// One call while other pages keep the relay busy.
    Busy,
}

impl Part {
    /// All of them, with their names.
    pub(crate) const ALL: [(&str, Self); 5] = [
        ("bulk", Self::Bulk),
        ("ping", Self::Ping),
        ("hold", Self::Hold),
        ("call", Self::Call),
        ("busy", Self::Busy),
    ];
}

/// Runs these parts, round by round with all bridges in each.
pub(crate) fn run(parts: &[Part], quick: bool) -> Result<Findings> {
    let descriptors = hold::raise_limit();
    // One thread, so that the client costs the same for all bridges.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut run = Run { runtime, quick, descriptors, figures: Figures::default() };
    for part in parts {
        match part {
            Part::Bulk => run.bulk(),
            Part::Ping => run.ping(),
            Part::Hold => run.hold(),
            Part::Call => run.call(),
            Part::Busy => run.busy(),
        }
    }
    Ok(results::findings(descriptors, &run.figures))
}

struct Run {
    runtime: Runtime,
    quick: bool,
    /// The limit of each process.
    descriptors: u64,
    figures: Figures,
}

impl Run {
    fn rounds(&self) -> usize {
        if self.quick { 3 } else { 7 }
    }

    /// Measures one bridge once. A failure is recorded and does not stop the others.
    fn measure<T>(
        &mut self,
        (what, peer): (&str, Peer),
        measures: &[Measure],
        measured: impl Future<Output = Result<T>>,
        figures: impl FnOnce(T) -> Vec<f64>,
    ) {
        let outcome = self.runtime.block_on(measured);
        let shown = match outcome {
            Ok(measured) => {
                let figures = figures(measured);
                for (measure, figure) in measures.iter().zip(&figures) {
                    self.figures.add(*measure, peer, *figure);
                }
                figures.iter().map(|figure| format!("{figure:.1}")).collect::<Vec<_>>().join(" ")
            }
            Err(error) => {
                for measure in measures {
                    self.figures.fail(*measure, peer, format!("{error:#}"));
                }
                format!("{error:#}")
            }
        };
        eprintln!("{what}: {}: {shown}", peer.name());
    }

    fn bulk(&mut self) {
        let time = Duration::from_millis(if self.quick { 300 } else { 1000 });
        for round in 1..=self.rounds() {
            for (name, streams, echo, rate, cpu) in figures::BULK {
                for peer in Peer::ALL {
                    let what = format!("round {round}, {name}, MB/s and CPU s/GB");
                    let measured = bulk::measure(peer, Work { streams, echo }, time);
                    self.measure((&what, peer), &[rate, cpu], measured, |rate| {
                        vec![rate.megabytes, rate.cpu]
                    });
                }
            }
        }
    }

    fn ping(&mut self) {
        let count = if self.quick { 1500 } else { 5000 };
        for round in 1..=self.rounds() {
            for peer in Peer::ALL {
                let what = format!("round {round}, ping-pong, p50 and p99 in µs");
                let measured = ping::measure(peer, count);
                self.measure((&what, peer), &figures::PING, measured, |latency| {
                    vec![latency.p50, latency.p99]
                });
            }
        }
    }

    /// One round: memory does not vary with the machine's load.
    fn hold(&mut self) {
        for (count, measures) in figures::HOLD {
            if self.quick && count > 1000 {
                continue;
            }
            for peer in Peer::ALL.into_iter().filter(|peer| *peer != Peer::Raw) {
                let most = hold::most(peer, count, self.descriptors);
                let what = format!("{most} sockets, opened a second and KiB each");
                let measured = async move {
                    if peer.forks() && count > 1000 {
                        anyhow::bail!("not tried: a process for each connection");
                    }
                    hold::streams(peer, most).await
                };
                self.measure((&what, peer), &measures, measured, held);
            }
        }
        for peer in [Peer::Wisp, Peer::Relay] {
            let what = "1000 idle pages, opened a second and KiB each";
            self.measure((what, peer), &figures::PAGES, hold::pages(peer, 1000), held);
        }
    }

    fn call(&mut self) {
        let count = if self.quick { 4000 } else { 20_000 };
        for round in 1..=self.rounds() {
            let of = |latency: ping::Latency| vec![latency.p50, latency.p99];
            let what =
                format!("round {round}, WebSocket echo beside getsockname, p50 and p99 in µs");
            self.measure((&what, Peer::Relay), &figures::BARE, call::echo(count), of);
            let what = format!("round {round}, getsockname, p50 and p99 in µs");
            self.measure((&what, Peer::Relay), &figures::CALL, call::relay(count), of);
        }
    }

    fn busy(&mut self) {
        let count = if self.quick { 400 } else { 4000 };
        for round in 1..=self.rounds() {
            for (name, load, measures) in figures::BUSY {
                let what = format!("round {round}, getsockname during {name}, p50 and worst in µs");
                let measured = busy::measure(load, count);
                self.measure((&what, Peer::Relay), &measures, measured, |delay| {
                    vec![delay.p50, delay.worst]
                });
            }
        }
    }
}

fn held(held: hold::Held) -> Vec<f64> {
    vec![held.rate, held.memory / 1024.0]
}
