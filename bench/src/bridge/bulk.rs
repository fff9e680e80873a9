//! Bulk: bytes a second through a bridge, and the CPU time they cost it.

use std::cell::Cell;
use std::time::Duration;

use anyhow::{Result, ensure};
use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep};

use super::open::{Bridge, Setting};
use super::page::Pump;
use super::peer::Peer;
use super::target::{Manner, Target};
use crate::usage;

/// Bytes of one send.
const CHUNK: usize = 64 * 1024;

/// Bytes of each echo that are compared with what was sent.
const COMPARED: usize = 4 * 1024 * 1024;

/// Before it is measured.
const WARM_UP: Duration = Duration::from_millis(300);

/// Which way the bytes go, and in how many streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) streams: usize,
    /// There and back; else only there.
    pub(crate) echo: bool,
}

/// What was measured.
pub(crate) struct Rate {
    /// Megabytes (10⁶ bytes) a second; of an echo those that came back.
    pub(crate) megabytes: f64,
    /// CPU seconds of the bridge for 10⁹ of these bytes; 0 where there is no bridge.
    pub(crate) cpu: f64,
}

/// Sends at full speed for `time`.
pub(crate) async fn measure(peer: Peer, work: Work, time: Duration) -> Result<Rate> {
    let target = Target::start(if work.echo { Manner::Echo } else { Manner::Sink })?;
    let bridge = Bridge::start(peer, target.port)?;
    // 251 divides no power of two, so that misplaced bytes are noticed.
    let chunk: Bytes = (0..CHUNK).map(|at| (at % 251) as u8).collect();
    let setting = Setting { chunk: chunk.clone(), pump: Pump::BULK, read_bytes: 128 * 1024 };
    let mut conduits = bridge.open(work.streams, &setting).await?;
    let heard = Cell::new(0);
    let mut floods: FuturesUnordered<_> = conduits
        .iter_mut()
        .map(|conduit| {
            let mut at = vec![0; work.streams];
            let (chunk, heard) = (&chunk, &heard);
            async move {
                let mut ear = |stream: usize, bytes: &[u8]| {
                    if at[stream] < COMPARED {
                        compare(chunk, at[stream], bytes)?;
                    }
                    at[stream] += bytes.len();
                    heard.set(heard.get() + bytes.len() as u64);
                    Ok(())
                };
                conduit.flood(&mut ear).await
            }
        })
        .collect();
    let so_far = || -> Result<(u64, Duration, Instant)> {
        let bytes = if work.echo { heard.get() } else { target.received() };
        let cpu = bridge.pid().map(usage::cpu).transpose()?.unwrap_or_default();
        Ok((bytes, cpu, Instant::now()))
    };
    let watching = async {
        sleep(WARM_UP).await;
        let before = so_far()?;
        sleep(time).await;
        anyhow::Ok((before, so_far()?))
    };
    let (before, after) = tokio::select! {
        Some(ended) = floods.next() => return ended.map(|never| match never {}),
        watched = watching => watched?,
    };
    let bytes = (after.0 - before.0) as f64;
    ensure!(bytes > 0.0, "nothing went through");
    Ok(Rate {
        megabytes: bytes / 1e6 / (after.2 - before.2).as_secs_f64(),
        cpu: (after.1 - before.1).as_secs_f64() / (bytes / 1e9),
    })
}

/// Whether these bytes, so far into the stream, are those that were sent.
fn compare(chunk: &[u8], at: usize, bytes: &[u8]) -> Result<()> {
    let (mut at, mut rest) = (at % chunk.len(), bytes);
    while !rest.is_empty() {
        let (now, later) = rest.split_at(rest.len().min(chunk.len() - at));
        ensure!(now == &chunk[at..at + now.len()], "other bytes came back than were sent");
        (at, rest) = (0, later);
    }
    Ok(())
}
