//! Where pages find their sessions again: by number and secret.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lab_shared::wire::Ticket;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::time::Instant;

use super::websocket::{End, Link};
use crate::access::token::Token;

/// A page that is there again.
#[derive(Debug)]
pub(crate) struct Arrival {
    /// Its new WebSocket.
    pub(crate) link: Link,
    /// How many of the session's messages it has.
    pub(crate) received: u64,
}

/// The sessions that can be resumed.
#[derive(Debug, Default)]
pub(crate) struct Returning {
    doors: Mutex<HashMap<u64, Door>>,
}

/// The way back into one session.
#[derive(Debug)]
struct Door {
    secret: Token,
    inside: mpsc::Sender<Arrival>,
    /// Since when its page is away.
    away: Option<Instant>,
}

impl Returning {
    /// Opens the way back into session `number`, for pages that are away for `seconds` at most.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub(crate) fn seat(
        self: &Arc<Self>,
        number: u64,
        seconds: u32,
    ) -> Result<Seat, getrandom::Error> {
        let secret = Token::random()?;
        let (inside, arrivals) = mpsc::channel(1);
        let ticket = Ticket { session: number, secret: secret.as_str().into(), seconds };
        self.doors().insert(number, Door { secret, inside, away: None });
        Ok(Seat { returning: Arc::clone(self), arrivals, ticket })
    }

    /// Leads a page into its session; gives its arrival back where there is no such session any more.
    pub(crate) fn lead_in(&self, number: u64, secret: &str, arrival: Arrival) -> Option<Arrival> {
        let doors = self.doors();
        let Some(door) = doors.get(&number).filter(|door| door.secret.accepts(Some(secret))) else {
            return Some(arrival);
        };
        // It is full only while an arrival before this one is not taken in.
        door.inside.try_send(arrival).err().map(TrySendError::into_inner)
    }

    /// Ends the session whose page has been away for longest, to make room; whether there was one.
    pub(crate) fn give_one_up(&self) -> bool {
        let mut doors = self.doors();
        let away = doors.iter().filter_map(|(number, door)| Some((door.away?, *number)));
        let Some((_, longest)) = away.min() else { return false };
        // The session sees that nobody can arrive any more.
        doors.remove(&longest).is_some()
    }

    fn doors(&self) -> MutexGuard<'_, HashMap<u64, Door>> {
        // Nobody panics while holding it, and each change is whole.
        self.doors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The inner side of a session's door. Dropping it closes the way back.
#[derive(Debug)]
pub(crate) struct Seat {
    returning: Arc<Returning>,
    arrivals: mpsc::Receiver<Arrival>,
    ticket: Ticket,
}

impl Seat {
    /// What the page needs to come back.
    pub(crate) fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// Waits for the page to come over another WebSocket. May be dropped without losing anything.
    ///
    /// # Errors
    /// [`End::Gone`] when the session was given up to make room.
    pub(crate) async fn arrival(&mut self) -> Result<Arrival, End> {
        self.arrivals.recv().await.ok_or(End::Gone)
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
        if let Some(door) = self.returning.doors().get_mut(&self.ticket.session) {
            door.away = away;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.returning.doors().remove(&self.ticket.session);
    }
}
