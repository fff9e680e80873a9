//! The target behind every bridge: a server that discards or echoes all it receives.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::serve::listen;

/// Bytes read at once from a connection with traffic.
const BUFFER: usize = 256 * 1024;

/// What it does with received bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Discards them.
    Sink,
    /// Sends them back.
    Echo,
    /// Only holds the connection.
    Hold,
}

/// A running target, in a thread of its own until dropped.
pub(crate) struct Target {
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    counts: Arc<Counts>,
    _end: oneshot::Sender<()>,
}

#[derive(Default)]
struct Counts {
    accepted: AtomicU64,
    received: AtomicU64,
}

impl Target {
    pub(crate) fn start(manner: Manner) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _context = runtime.enter();
            listen((Ipv4Addr::LOCALHOST, 0).into())?
        };
        let port = listener.local_addr()?.port();
        let counts = Arc::new(Counts::default());
        let (end, ended) = oneshot::channel();
        let shared = Arc::clone(&counts);
        thread::Builder::new().name("target".into()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    _ = ended => {}
                    error = accept(listener, manner, shared) => eprintln!("the target: {error:?}"),
                }
            });
        })?;
        Ok(Self { port, counts, _end: end })
    }

    /// Connections it has accepted.
    pub(crate) fn accepted(&self) -> u64 {
        self.counts.accepted.load(Ordering::Relaxed)
    }

    /// Bytes it has read.
    pub(crate) fn received(&self) -> u64 {
        self.counts.received.load(Ordering::Relaxed)
    }
}

async fn accept(listener: TcpListener, manner: Manner, counts: Arc<Counts>) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await.context("cannot accept")?;
        stream.set_nodelay(true)?;
        counts.accepted.fetch_add(1, Ordering::Relaxed);
        // However a connection ends, the client notices missing bytes.
        tokio::spawn(serve(stream, manner, Arc::clone(&counts)));
    }
}

async fn serve(mut stream: TcpStream, manner: Manner, counts: Arc<Counts>) -> std::io::Result<()> {
    // Thousands are held at once, and all are silent.
    let mut buffer = vec![0; if manner == Manner::Hold { 1 } else { BUFFER }];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(());
        }
        counts.received.fetch_add(count as u64, Ordering::Relaxed);
        if manner == Manner::Echo {
            stream.write_all(&buffer[..count]).await?;
        }
    }
}
