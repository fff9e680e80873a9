//! The end: the signal that asks for it, and waiting until every session has said goodbye.

use std::future::Future;
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// Tells sessions to end and knows when they have. An HTTP server's own graceful end does not
/// wait for connections that became WebSockets, so the relay has to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shutdown {
    asked: CancellationToken,
    sessions: TaskTracker,
}

impl Shutdown {
    /// Asks every session to end.
    pub(crate) fn ask(&self) {
        self.asked.cancel();
        self.sessions.close();
    }

    /// Waits until the end is asked for.
    pub(crate) fn asked(&self) -> impl Future<Output = ()> + Send + 'static {
        self.asked.clone().cancelled_owned()
    }

    /// Counts a session for as long as the token lives.
    pub(crate) fn count(&self) -> TaskTrackerToken {
        self.sessions.token()
    }

    /// How many sessions live.
    pub(crate) fn living(&self) -> usize {
        self.sessions.len()
    }

    /// Waits until every session has ended, but no longer than `limit`. Says whether all have.
    pub(crate) async fn ended_within(&self, limit: Duration) -> bool {
        tokio::time::timeout(limit, self.sessions.wait()).await.is_ok()
    }
}

/// Waits for Ctrl+C or SIGTERM.
///
/// # Errors
/// The signals cannot be listened to.
pub fn signalled() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
