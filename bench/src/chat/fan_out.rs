//! Chat fan-out: lines delivered a second, latency and CPU when paced, and one client that never reads.

use std::time::Duration;

use anyhow::Result;

use super::crowd::Crowd;
use super::server::Kind;
use crate::report::{median, quantile, table};
use crate::usage;

/// Lines under way in a flood. Enough to fill every read, few enough that no server need drop any.
const WINDOW: u64 = 2048;

pub(super) fn flood(clients: usize, rounds: usize, time: Duration) -> Result<()> {
    let mut rates = Kind::ALL.map(|_| Vec::new());
    let mut costs = Kind::ALL.map(|_| Vec::new());
    for _ in 0..rounds {
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            let server = kind.start()?;
            let mut crowd =
                Crowd::connect(server.port, clients, 0, kind.lines_per_message(), kind.echoes())?;
            let before = usage::cpu(server.pid())?;
            let (delivered, took) = crowd.flood(4, WINDOW, time)?;
            let used = usage::cpu(server.pid())? - before;
            rates[at].push(delivered as f64 / took.as_secs_f64());
            costs[at].push(used.as_secs_f64() * 1e6 / delivered as f64);
        }
    }
    let rates = rates.map(|mut figures| median(&mut figures));
    let rows: Vec<Vec<String>> = Kind::ALL
        .iter()
        .enumerate()
        .map(|(at, kind)| {
            vec![
                kind.name().into(),
                format!("{:.0}", rates[at]),
                format!("{:.2}", median(&mut costs[at])),
                format!("{:.2}", rates[at] / rates[2]),
                format!("{:.2}", rates[at] / rates[3]),
            ]
        })
        .collect();
    let header = ["server", "deliveries/s", "CPU µs each", "× CPython", "× ncat"];
    print!("{}", table(&format!("Flood, {clients} clients, 64-byte lines"), &header, &rows));
    Ok(())
}

pub(super) fn paced(rounds: usize, time: Duration) -> Result<()> {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let (mut p50s, mut p99s, mut costs) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let server = kind.start()?;
            let mut crowd =
                Crowd::connect(server.port, 100, 0, kind.lines_per_message(), kind.echoes())?;
            let before = usage::cpu(server.pid())?;
            let delivered = crowd.pace(Duration::from_millis(10), time)?;
            let used = usage::cpu(server.pid())? - before;
            let mut micros: Vec<f64> =
                crowd.latencies.iter().map(|latency| latency.as_secs_f64() * 1e6).collect();
            p50s.push(quantile(&mut micros, 0.5));
            p99s.push(quantile(&mut micros, 0.99));
            costs.push(used.as_secs_f64() * 1e6 / delivered as f64);
        }
        rows.push(vec![
            kind.name().into(),
            format!("{:.2}", median(&mut p50s) / 1e3),
            format!("{:.2}", median(&mut p99s) / 1e3),
            format!("{:.2}", median(&mut costs)),
        ]);
    }
    let header = ["server", "p50 ms", "p99 ms", "CPU µs a delivery"];
    print!("{}", table("Paced, 10 000 deliveries a second to 100 clients", &header, &rows));
    Ok(())
}

pub(super) fn silent(lines: u64) -> Result<()> {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let server = kind.start()?;
        let mut crowd =
            Crowd::connect(server.port, 10, 1, kind.lines_per_message(), kind.echoes())?;
        let heard = crowd.until_stalled(lines)?;
        let verdict = if heard < lines { "stalls" } else { "goes on" };
        rows.push(vec![kind.name().into(), heard.to_string(), verdict.into()]);
    }
    let header = ["server", "lines heard by the others", "verdict"];
    print!("{}", table("One of 10 clients never reads", &header, &rows));
    Ok(())
}
