//! Ping-pong: the round trip of 64 bytes to the target.

use std::time::Instant;

use anyhow::Result;
use bytes::Bytes;

use super::open::{Bridge, Setting};
use super::page::Pump;
use super::peer::Peer;
use super::target::{Manner, Target};
use crate::report::quantile;

/// Bytes of a ping.
const PING: usize = 64;

/// Pings before it is measured.
const WARM_UP: usize = 500;

/// The median and the 99th percentile of the times, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Latency {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

impl Latency {
    pub(crate) fn of(times: &mut [f64]) -> Self {
        Self { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
    }
}

/// Sends `count` pings, each when the one before has returned.
pub(crate) async fn measure(peer: Peer, count: usize) -> Result<Latency> {
    let target = Target::start(Manner::Echo)?;
    let bridge = Bridge::start(peer, target.port)?;
    let chunk = Bytes::from_static(&[b'p'; PING]);
    let setting = Setting { chunk, pump: Pump::PING, read_bytes: 4096 };
    let mut conduits = bridge.open(1, &setting).await?;
    let mut times = Vec::with_capacity(count);
    for round in 0..WARM_UP + count {
        let begun = Instant::now();
        conduits[0].ping().await?;
        if round >= WARM_UP {
            times.push(begun.elapsed().as_secs_f64() * 1e6);
        }
    }
    Ok(Latency::of(&mut times))
}
