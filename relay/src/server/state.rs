//! What all sessions of a relay stand on: its rules, its limits, and what they share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Semaphore;

use crate::access::guesses::Guesses;
use crate::access::quota::Callers;
use crate::access::token::Token;
use crate::capture::Capture;
use crate::metrics::Metrics;
use crate::policy::{Policy, UnixDirectory};
use crate::resources::account::Memory;
use crate::resources::limits::{Limits, MAX_BLOCKING_CALLS, MAX_BLOCKING_THREADS, Times};
use crate::resources::threads::Threads;
use crate::session::Returning;
use crate::shutdown::Shutdown;

/// Shared by every session of one relay.
#[derive(Debug)]
pub(crate) struct Ground {
    /// Where lab sockets may go.
    pub(crate) policy: Policy,
    /// The folder of AF_UNIX names.
    pub(crate) unix_directory: UnixDirectory,
    /// Whether pages may see segments.
    pub(crate) capture: Capture,
    /// What a page must show; `None` asks for nothing.
    pub(crate) token: Option<Token>,
    /// How much there may be of each thing.
    pub(crate) limits: Limits,
    /// How long things may take.
    pub(crate) times: Times,
    /// One permit for each page there may be.
    pub(crate) sessions: Arc<Semaphore>,
    /// Which addresses showed a wrong token.
    pub(crate) guesses: Guesses,
    /// How many sessions each address has.
    pub(crate) callers: Arc<Callers>,
    /// Where pages find their sessions again.
    pub(crate) returning: Arc<Returning>,
    /// Threads for calls that block.
    pub(crate) threads: Arc<Threads>,
    /// How many bytes are held, and for whom.
    pub(crate) memory: Memory,
    /// What is counted.
    pub(crate) metrics: Arc<Metrics>,
    /// Tells the sessions to end.
    pub(crate) shutdown: Shutdown,
    /// How many sessions have begun, to tell them apart in the log.
    begun: AtomicU64,
}

impl Ground {
    /// The ground of a relay that nobody uses yet.
    pub(crate) fn new(
        policy: Policy,
        unix_directory: UnixDirectory,
        capture: Capture,
        token: Option<Token>,
        limits: Limits,
        times: Times,
    ) -> Self {
        Self {
            policy,
            unix_directory,
            capture,
            token,
            limits,
            times,
            sessions: Arc::new(Semaphore::new(limits.sessions)),
            guesses: Guesses::new(times.wrong_token),
            callers: Arc::default(),
            returning: Arc::default(),
            threads: Threads::new(MAX_BLOCKING_THREADS, MAX_BLOCKING_CALLS),
            memory: Memory::new(limits.memory),
            metrics: Arc::default(),
            shutdown: Shutdown::default(),
            begun: AtomicU64::new(0),
        }
    }

    /// The number of a session that begins now.
    pub(crate) fn number_session(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::Relaxed) + 1
    }
}
