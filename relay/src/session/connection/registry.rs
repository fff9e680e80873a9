//! The registry of sessions that can be resumed, by number and secret.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lab_shared::wire::Ticket;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::time::Instant;

use super::websocket::{Disconnect, Link};
use crate::access::token::Token;

/// A page that has come back.
#[derive(Debug)]
pub(crate) struct Reconnection {
    /// Its new WebSocket.
    pub(crate) link: Link,
    /// How many of the session's messages it has received.
    pub(crate) received: u64,
}

/// The sessions that can be resumed.
#[derive(Debug, Default)]
pub(crate) struct ResumeRegistry {
    entries: Mutex<HashMap<u64, ResumeEntry>>,
}

/// What it takes to resume one session.
#[derive(Debug)]
struct ResumeEntry {
    secret: Token,
    reconnections: mpsc::Sender<Reconnection>,
    /// Since when its page is away.
    away: Option<Instant>,
}

impl ResumeRegistry {
    /// Registers session `number`, which can be resumed within `seconds`.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub(crate) fn register(
        self: &Arc<Self>,
        number: u64,
        seconds: u32,
    ) -> Result<ResumeHandle, getrandom::Error> {
        let secret = Token::random()?;
        let (sender, reconnections) = mpsc::channel(1);
        let ticket = Ticket { session: number, secret: secret.as_str().into(), seconds };
        self.entries().insert(number, ResumeEntry { secret, reconnections: sender, away: None });
        Ok(ResumeHandle { registry: Arc::clone(self), reconnections, ticket })
    }

    /// Sends a page's new WebSocket to its session; returns it where there is no such session.
    pub(crate) fn resume(
        &self,
        number: u64,
        secret: &str,
        reconnection: Reconnection,
    ) -> Option<Reconnection> {
        let entries = self.entries();
        let Some(entry) = entries.get(&number).filter(|entry| entry.secret.accepts(Some(secret)))
        else {
            return Some(reconnection);
        };
        // It is full only while the session has not taken an earlier reconnection.
        entry.reconnections.try_send(reconnection).err().map(TrySendError::into_inner)
    }

    /// Ends the session whose page has been away for longest. Returns whether there was one.
    pub(crate) fn evict_longest_away(&self) -> bool {
        let mut entries = self.entries();
        let away = entries.iter().filter_map(|(number, entry)| Some((entry.away?, *number)));
        let Some((_, longest)) = away.min() else { return false };
        // The session sees that its channel is closed.
        entries.remove(&longest).is_some()
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<u64, ResumeEntry>> {
        // Nobody panics while holding it, and each change is whole.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A session's end of its entry. Dropping it removes the entry.
#[derive(Debug)]
pub(crate) struct ResumeHandle {
    registry: Arc<ResumeRegistry>,
    reconnections: mpsc::Receiver<Reconnection>,
    ticket: Ticket,
}

impl ResumeHandle {
    /// What the page needs to come back.
    pub(crate) fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// Waits for the page to come over another WebSocket. May be dropped without losing anything.
    ///
    /// # Errors
    /// [`Disconnect::Gone`] when the session was given up to make room.
    pub(crate) async fn reconnection(&mut self) -> Result<Reconnection, Disconnect> {
        self.reconnections.recv().await.ok_or(Disconnect::Gone)
    }

    /// The page is away from now on.
    pub(crate) fn is_away(&self) {
        self.set_away(Some(Instant::now()));
    }

    /// The page is there.
    pub(crate) fn is_back(&self) {
        self.set_away(None);
    }

    fn set_away(&self, away: Option<Instant>) {
        if let Some(entry) = self.registry.entries().get_mut(&self.ticket.session) {
            entry.away = away;
        }
    }
}

impl Drop for ResumeHandle {
    fn drop(&mut self) {
        self.registry.entries().remove(&self.ticket.session);
    }
}
