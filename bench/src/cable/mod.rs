//! Cables between hosts: how much they carry, and how exactly they do what is set, by Debian's ping and iperf3.

mod hosts;
mod veth;

use std::time::Duration;

use anyhow::{Context as _, Result};
use lab_shared::call::Micros;
use lab_shared::network::{Impairment, Loss, Share, Way};

use crate::goal::Goal;
use crate::report::{median, quantile, table};
use crate::results::Findings;
use hosts::{Hosts, Place, flood, ping, transfer};
use veth::Veth;

/// The text above the tables.
const PREAMBLE: &str = "\
## Cables between hosts

Two hosts on one cable of the relay, and in them Debian's ping and iperf3. Beside it the same over the machine's loopback, whose
packets are up to 64 KiB, and where the run has the rights for it over a veth pair, whose packets never leave the kernel. What
a cable does to packets is set while it runs.
";

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A perfect cable.
    Carry,
    /// Delays.
    Delay,
    /// Loss and rate.
    Shape,
}

impl Part {
    /// All of them, with their names.
    pub(crate) const ALL: [(&str, Self); 3] =
        [("carry", Self::Carry), ("delay", Self::Delay), ("shape", Self::Shape)];
}

/// Runs these parts; `quick` is one short round of each.
pub(crate) fn run(parts: &[Part], quick: bool) -> Result<Findings> {
    let rounds = if quick { 1 } else { 3 };
    let time = Duration::from_secs(if quick { 1 } else { 4 });
    let mut findings = Findings { text: PREAMBLE.to_owned(), goals: Vec::new() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut hosts = runtime.block_on(Hosts::start())?;
    for part in parts {
        let found = runtime.block_on(async {
            match part {
                Part::Carry => carry(&mut hosts, rounds, time).await,
                Part::Delay => delay(&mut hosts, if quick { 100 } else { 500 }).await,
                Part::Shape => shape(&mut hosts, time).await,
            }
        });
        let Findings { text, goals } = found.with_context(|| format!("in the cables' {part:?}"))?;
        findings.text += &text;
        findings.goals.extend(goals);
    }
    Ok(findings)
}

async fn carry(hosts: &mut Hosts, rounds: usize, time: Duration) -> Result<Findings> {
    hosts.set(Way::BOTH, Impairment::default()).await?;
    let veth = Veth::new().inspect_err(|error| eprintln!("no veth pair: {error:#}")).ok();
    let mut ways = vec![("a cable", hosts.places()), ("loopback", [Place::here(), Place::here()])];
    ways.extend(veth.as_ref().map(|veth| ("a veth pair", veth.places())));
    let mut figures = vec![[(); 3].map(|()| Vec::new()); ways.len()];
    for round in 1..=rounds {
        for ((name, [server, client]), figures) in ways.iter().zip(&mut figures) {
            let (server, client) = (server.clone(), client.clone());
            let (mut times, transfer) = hosts
                .during(move || {
                    Ok((ping(&client, &server, 200)?, transfer(&client, &server, time)?))
                })
                .await?;
            let gigabits = transfer.bits / 1e9;
            eprintln!("round {round}, Gbit/s over {name}: {gigabits:.2}");
            figures[0].push(quantile(&mut times, 0.5) / 2.0 * 1e3);
            figures[1].push(gigabits);
            figures[2].push(transfer.retransmitted);
        }
    }
    let medians: Vec<_> =
        figures.iter_mut().map(|row| row.each_mut().map(|it| median(it))).collect();
    let rows = ways.iter().zip(&medians).map(|((name, _), row)| {
        let [one_way, gigabits, again] = row;
        vec![
            (*name).into(),
            format!("{one_way:.0}"),
            format!("{gigabits:.2}"),
            format!("{again:.0}"),
        ]
    });
    let header = ["over", "one way, p50 µs", "TCP, Gbit/s", "segments sent again"];
    Ok(Findings {
        text: table("A perfect cable", &header, &rows.collect::<Vec<_>>()),
        goals: vec![
            Goal::at_least("TCP over a cable, Gbit/s", Some(medians[0][1]), 1.0),
            Goal::at_most("a cable one way, p50 µs", Some(medians[0][0]), 100.0),
        ],
    })
}

async fn delay(hosts: &mut Hosts, pings: u32) -> Result<Findings> {
    let [server, client] = hosts.places();
    let (mut rows, mut worst) = (Vec::new(), 0f64);
    for milliseconds in [1, 5, 20, 100] {
        let delay = Micros(milliseconds * 1000);
        hosts.set(Way::BOTH, Impairment { delay, ..Impairment::default() }).await?;
        let (server, client) = (server.clone(), client.clone());
        let times = hosts.during(move || ping(&client, &server, pings)).await?;
        let expected = 2.0 * milliseconds as f64;
        // Both ways together are late; each is by half of that.
        let mut late: Vec<_> = times.iter().map(|time| (time - expected) / 2.0 * 1e3).collect();
        let [p50, p99] = [0.5, 0.99].map(|share| quantile(&mut late, share));
        worst = worst.max(p50.abs());
        rows.push(vec![format!("{milliseconds} ms"), format!("{p50:.0}"), format!("{p99:.0}")]);
    }
    let header = ["set", "late, p50 µs", "p99 µs"];
    Ok(Findings {
        text: table("Delays, one way", &header, &rows),
        goals: vec![Goal::at_most("delays: worst p50 off by, ms", Some(worst / 1e3), 1.0)],
    })
}

async fn shape(hosts: &mut Hosts, time: Duration) -> Result<Findings> {
    let [server, client] = hosts.places();
    let mut rows = Vec::new();
    let [mut worst_loss, mut worst_rate] = [0f64; 2];
    // Small packets, so that there are enough of them: the share that is lost of few is far from what is set.
    for percent in [5, 20] {
        let loss = Loss::Random(Share::millionths(percent * 10_000)?);
        hosts.set([Way::Back], Impairment { loss, ..Impairment::default() }).await?;
        let (server, client) = (server.clone(), client.clone());
        let flood = hosts.during(move || flood(&client, &server, 100, 10_000_000, time)).await?;
        let share = flood.lost / flood.sent * 100.0;
        worst_loss = worst_loss.max((share / f64::from(percent) - 1.0).abs() * 100.0);
        rows.push(vec![format!("loss {percent} %"), format!("{share:.2} % of {:.0}", flood.sent)]);
    }
    for megabits in [1, 10, 100] {
        let rate = megabits * 1_000_000;
        let set = Impairment { rate: Some(rate), ..Impairment::default() };
        hosts.set([Way::Back], set).await?;
        let (server, client) = (server.clone(), client.clone());
        let length = 1000;
        let flood =
            hosts.during(move || flood(&client, &server, length, 2 * rate, 2 * time)).await?;
        // The rate counts from the IP header on: 20 bytes, and 8 of UDP's.
        let bits = (flood.sent - flood.lost) * f64::from(length + 28) * 8.0 / flood.seconds;
        let found = bits / 1e6;
        worst_rate = worst_rate.max((found / megabits as f64 - 1.0).abs() * 100.0);
        rows.push(vec![format!("rate {megabits} Mbit/s"), format!("{found:.2} Mbit/s")]);
    }
    hosts.set(Way::BOTH, Impairment::default()).await?;
    Ok(Findings {
        text: table("Loss and rate", &["set", "found"], &rows),
        goals: vec![
            Goal::at_most("loss: worst off by, %", Some(worst_loss), 5.0),
            Goal::at_most("rate: worst off by, %", Some(worst_rate), 5.0),
        ],
    })
}
