//! A session with the relay: what outlives its first WebSocket.

use std::time::Duration;

use lab_shared::wire::reliability::{AckCounter, FalseCount, UnackedQueue};
use lab_shared::wire::{Call, Frame, Resume, Ticket, ToRelay, Welcome};

/// The messages sent and received that are not acknowledged.
#[derive(Debug)]
pub(super) struct Session {
    /// `None` where the session ends with its WebSocket; then nothing is kept.
    ticket: Option<Ticket>,
    sent: UnackedQueue,
    /// How many counted messages the page itself has sent.
    said: u64,
    received: AckCounter,
}

impl Session {
    /// A session that begins with this welcome.
    pub(super) fn new(welcome: &Welcome) -> Self {
        let ticket = welcome.ticket.clone();
        Self { ticket, sent: UnackedQueue::default(), said: 0, received: AckCounter::default() }
    }

    /// For how long the relay waits for a page whose WebSocket broke.
    pub(super) fn patience(&self) -> Option<Duration> {
        self.ticket.as_ref().map(|ticket| Duration::from_secs(ticket.seconds.into()))
    }

    /// A counted message is sent.
    pub(super) fn say(&mut self, frame: &Frame) {
        self.said += 1;
        if self.ticket.is_some() {
            self.sent.push(frame.clone());
        }
    }

    /// How many the page itself has sent.
    pub(super) fn said(&self) -> u64 {
        self.said
    }

    /// A counted message was forwarded to the relay, after `after` of the page's own.
    pub(super) fn forwarded(&mut self, after: u64, call: Call) {
        if self.ticket.is_some() {
            // Fewer are in flight than fit into memory.
            let later = self.said.saturating_sub(after) as usize;
            self.sent.insert_before(later, ToRelay::Call(call).encode());
        }
    }

    /// A counted message of `bytes` bytes was received. Returns the count if it should be acknowledged now.
    pub(super) fn hear(&mut self, bytes: usize) -> Option<u64> {
        self.ticket.as_ref()?;
        self.received.note(bytes);
        self.received.due()
    }

    /// The count, if it has not been acknowledged.
    pub(super) fn news(&mut self) -> Option<u64> {
        self.received.news()
    }

    /// The relay has received `count` of the page's messages.
    ///
    /// # Errors The count is impossible.
    pub(super) fn confirm(&mut self, count: u64) -> Result<(), FalseCount> {
        self.sent.ack(count)
    }

    /// The messages that the relay may not have received.
    pub(super) fn unconfirmed(&self) -> impl Iterator<Item = &Frame> {
        self.sent.unacked()
    }

    /// The request to resume this session.
    pub(super) fn resume(&mut self) -> Resume {
        match &self.ticket {
            Some(Ticket { session, secret, .. }) => Resume::Now {
                session: *session,
                secret: secret.clone(),
                received: self.received.tell(),
            },
            None => Resume::Later,
        }
    }
}
