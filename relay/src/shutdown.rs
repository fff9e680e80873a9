//! The relay's end: a bounded wait until every session has sent its
//! goodbye and every chat room and assistant has written its queues.

use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// Notifies sessions of the end, and waits for them. A graceful shutdown of an HTTP server does not wait
/// for connections that became WebSockets, so the relay has to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shutdown {
    asked: CancellationToken,
    sessions: TaskTracker,
    rooms: TaskTracker,
}

impl Shutdown {
    /// Asks every session to end.
    pub(crate) fn ask(&self) {
        self.asked.cancel();
        self.sessions.close();
        self.rooms.close();
    }

    /// Waits until the end is asked for.
    pub(crate) fn asked(&self) -> impl Future<Output = ()> + Send + 'static {
        self.asked.clone().cancelled_owned()
    }

    /// Counts a session for as long as the token lives.
    pub(crate) fn count(&self) -> TaskTrackerToken {
        self.sessions.token()
    }

    /// Counts a chat room, or an assistant, for as long as the token lives.
    pub(crate) fn count_room(&self) -> TaskTrackerToken {
        self.rooms.token()
    }

    /// How many sessions live.
    pub(crate) fn living(&self) -> usize {
        self.sessions.len()
    }

    /// Waits until every session has ended, and then every chat room and assistant, but no longer than `limit`.
    /// Says whether all have.
    pub(crate) async fn ended_within(&self, limit: Duration) -> bool {
        // A session that ends stops its rooms, so none begins after the last session.
        let all = async {
            self.sessions.wait().await;
            self.rooms.wait().await;
        };
        tokio::time::timeout(limit, all).await.is_ok()
    }
}
