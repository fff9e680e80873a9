//! Holding: how fast many sockets open, and the bridge's memory for each while idle.

use std::any::Any;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use futures_util::SinkExt as _;
use futures_util::stream::{self, StreamExt as _};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use super::open::Bridge;
use super::page;
use super::peer::Peer;
use super::target::{Manner, Target};
use super::wisp;
use crate::usage;

/// Connections that are opened at once.
const AT_ONCE: usize = 32;

/// How long they may take altogether.
const LIMIT: Duration = Duration::from_secs(60);

/// How long connections are idle before memory is measured.
const QUIET: Duration = Duration::from_millis(700);

/// Bytes one read of the client's WebSocket takes at most.
const READ_BYTES: usize = 1024;

/// Descriptors the run needs: the client's and the target's ends of ten thousand connections, and as
/// many in a bridge.
const DESCRIPTORS: u64 = 40_000;

/// Descriptors of a process besides those of held connections.
const OTHERS: u64 = 100;

/// What was measured.
pub(crate) struct Held {
    /// Opened a second.
    pub(crate) rate: f64,
    /// Bytes of memory for each.
    pub(crate) memory: f64,
}

/// Connections that stay open until dropped.
type Kept = Box<dyn Any>;

/// Raises the limit of open descriptors for this process and those it starts, and returns it.
pub(crate) fn raise_limit() -> u64 {
    let now = getrlimit(Resource::Nofile);
    let hard = now.maximum.unwrap_or(DESCRIPTORS);
    for maximum in [hard.max(DESCRIPTORS), hard] {
        let raised = Rlimit { current: Some(maximum), maximum: Some(maximum) };
        if setrlimit(Resource::Nofile, raised).is_ok() {
            return maximum;
        }
    }
    now.current.unwrap_or(DESCRIPTORS)
}

/// How many of `count` connections are possible with this limit of descriptors: a bridge that does not
/// multiplex needs one at each end, and so does the client with the target.
pub(crate) fn most(peer: Peer, count: usize, descriptors: u64) -> usize {
    let each = if peer.multiplexes() { 1 } else { 2 };
    let most = descriptors.saturating_sub(OTHERS) / each;
    count.min(usize::try_from(most).unwrap_or(count))
}

/// Opens `count` streams to a silent target, and holds them.
pub(crate) async fn streams(peer: Peer, count: usize) -> Result<Held> {
    let target = Target::start(Manner::Hold)?;
    let bridge = Bridge::start(peer, target.port)?;
    let pid = bridge.pid().context("no process holds anything")?;
    // Whoever asked whether the bridge listens may have been passed on.
    sleep(QUIET).await;
    let (accepted, before) = (target.accepted(), usage::memory(pid)?);
    let begun = Instant::now();
    let opening = async {
        let kept = open(&bridge, count).await?;
        while target.accepted() - accepted < count as u64 {
            sleep(Duration::from_millis(1)).await;
        }
        anyhow::Ok(kept)
    };
    let Ok(kept) = timeout(LIMIT, opening).await else {
        let open = target.accepted() - accepted;
        bail!("{open} of {count} open after {} s", LIMIT.as_secs());
    };
    let kept = kept?;
    let took = begun.elapsed();
    sleep(QUIET).await;
    let after = usage::memory(pid)?;
    drop(kept);
    Ok(held(count, took, before, after))
}

/// Opens `count` pages without sockets, and holds them.
pub(crate) async fn pages(peer: Peer, count: usize) -> Result<Held> {
    ensure!(peer.multiplexes(), "a page without a socket is no connection");
    let target = Target::start(Manner::Hold)?;
    let bridge = Bridge::start(peer, target.port)?;
    let pid = bridge.pid().context("no process holds anything")?;
    sleep(QUIET).await;
    let before = usage::memory(pid)?;
    let begun = Instant::now();
    let kept = timeout(LIMIT, web_sockets(&bridge, count)).await.context("pages open slowly")??;
    let took = begun.elapsed();
    sleep(QUIET).await;
    let after = usage::memory(pid)?;
    drop(kept);
    Ok(held(count, took, before, after))
}

fn held(count: usize, took: Duration, before: u64, after: u64) -> Held {
    let memory = after.saturating_sub(before) as f64 / count as f64;
    Held { rate: count as f64 / took.as_secs_f64(), memory }
}

async fn open(bridge: &Bridge, count: usize) -> Result<Kept> {
    match bridge.peer {
        Peer::Raw | Peer::Proxy | Peer::AssistProxy | Peer::Socat => {
            let address = bridge.address();
            let opening = stream::iter((0..count).map(|_| TcpStream::connect(address)));
            let kept: Vec<_> = opening.buffer_unordered(AT_ONCE).collect().await;
            Ok(Box::new(kept.into_iter().collect::<std::io::Result<Vec<_>>>()?))
        }
        Peer::Websocat | Peer::Websockify => web_sockets(bridge, count).await,
        Peer::Wisp => {
            let mut socket = bridge.socket(READ_BYTES).await?;
            wisp::greeting(&mut socket).await?;
            for number in 1..=u32::try_from(count)? {
                socket.send(wisp::connect(number, bridge.target())).await?;
            }
            Ok(Box::new(socket))
        }
        Peer::Relay => {
            let mut socket = bridge.socket(READ_BYTES).await?;
            let mut ears = page::greet(&mut socket).await?;
            page::connect(&mut socket, &mut ears, count, bridge.target()).await?;
            Ok(Box::new(socket))
        }
    }
}

async fn web_sockets(bridge: &Bridge, count: usize) -> Result<Kept> {
    let opening = stream::iter((0..count).map(|_| async {
        let mut socket = bridge.socket(READ_BYTES).await?;
        match bridge.peer {
            Peer::Relay => {
                page::greet(&mut socket).await?;
            }
            Peer::Wisp => drop(wisp::greeting(&mut socket).await?),
            _ => {}
        }
        anyhow::Ok(socket)
    }));
    let kept: Vec<_> = opening.buffer_unordered(AT_ONCE).collect().await;
    Ok(Box::new(kept.into_iter().collect::<Result<Vec<_>>>()?))
}
