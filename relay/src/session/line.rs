//! A session's line to its page. Where the page asked for that, it outlives its WebSocket: what was
//! said is kept until the page has it, and goes on over the next WebSocket that brings the session's
//! secret.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use lab_shared::wire::reliability::{AckCounter, UnackedQueue};
use lab_shared::wire::{Frame, ToPage, ToRelay};
use tokio::time::{Instant, sleep_until};

use super::link::{End, Heard, Link, malformed};
use super::rate::Rate;
use super::returning::{Arrival, Seat};
use crate::account::{Account, Hold, PageMemory};
use crate::limits::{MESSAGE_BYTES, PAGE_BYTES, RESTING_MESSAGES};
use crate::metrics::Watch;

/// What came from the page's side.
#[derive(Debug)]
pub(crate) enum Said {
    /// A message, and how many bytes it came in.
    Message(ToRelay, usize),
    /// A sign of life that is nothing to act on.
    Life,
    /// The page is there again, over this WebSocket: give it to [`Line::resume`].
    Again(Box<Arrival>),
}

/// One WebSocket, or one after another.
#[derive(Debug)]
pub(crate) struct Line {
    /// `None` while the page is away.
    link: Option<Link>,
    /// Counts what passes.
    watch: Watch,
    rate: Rate,
    /// Bytes that have passed since the session last asked.
    passed: usize,
    /// Where the bytes of messages to the page count.
    leaving: Arc<Account>,
    /// What the page takes by being there, with the buffers of its WebSocket.
    presence: Hold,
    /// `None` where the session ends with its WebSocket.
    memory: Option<Memory>,
}

/// What it takes to go on over another WebSocket.
#[derive(Debug)]
struct Memory {
    sent: UnackedQueue,
    /// What the messages in `sent` take, one for each.
    holds: VecDeque<Hold>,
    received: AckCounter,
    seat: Seat,
    /// For how long a page may be away.
    patience: Duration,
    /// When a page that is away is given up.
    until: Instant,
}

impl Line {
    /// A line over `link` to a page that may be away for `patience`, if it has a seat to come back to.
    pub(crate) fn new(
        link: Link,
        watch: Watch,
        rate: Rate,
        memory: PageMemory,
        seat: Option<Seat>,
        patience: Duration,
    ) -> Self {
        let PageMemory { leaving, buffers, .. } = memory;
        let memory = seat.map(|seat| Memory {
            sent: UnackedQueue::default(),
            holds: VecDeque::new(),
            received: AckCounter::default(),
            seat,
            patience,
            until: Instant::now(),
        });
        let presence = buffers.open();
        let mut line = Self { link: Some(link), watch, rate, passed: 0, leaving, presence, memory };
        line.count_buffers();
        line
    }

    /// The WebSocket, if there is one at the end.
    pub(crate) fn into_link(self) -> Option<Link> {
        self.link
    }

    /// Whether more may be said: the page has confirmed what it was told, and its rate allows it.
    /// Without room no call may be made, for its return could not be kept.
    pub(crate) fn has_room(&self) -> bool {
        self.pause().is_none() && self.memory.as_ref().is_none_or(|memory| memory.sent.has_room())
    }

    /// Until when nothing may be heard or said, for the page has spent its rate.
    pub(crate) fn pause(&self) -> Option<Instant> {
        self.rate.opens()
    }

    fn count_buffers(&mut self) {
        self.presence.settle(PAGE_BYTES + self.link.as_ref().map_or(0, Link::buffers));
    }

    /// Says something that the page will hear, now or when it is there again. It leaves with the next
    /// flush at the latest. `hold` is what it takes already; from now on its frame counts, until the
    /// WebSocket has it or, where it may be said again, until the page confirms it.
    pub(crate) async fn write(&mut self, message: ToPage, hold: Option<Hold>) -> Result<(), End> {
        self.watch.told(&message);
        let (frame, counted) = (message.encode(), message.is_counted());
        drop(message);
        self.spend(frame.size());
        let mut hold = hold.unwrap_or_else(|| self.leaving.open());
        hold.settle(frame.size() + MESSAGE_BYTES);
        let _until_written = match &mut self.memory {
            Some(memory) if counted => {
                memory.sent.push(frame.clone());
                memory.holds.push_back(hold);
                None
            }
            _ => Some(hold),
        };
        self.push_or_resume(frame).await?;
        self.count_buffers();
        Ok(())
    }

    /// Says what belongs to this WebSocket alone, if there is one.
    async fn remark(&mut self, message: &ToPage) -> Result<(), End> {
        self.push_or_resume(message.encode()).await
    }

    /// Bytes that have passed since this was last asked.
    pub(crate) fn take_passed(&mut self) -> usize {
        mem::take(&mut self.passed)
    }

    fn spend(&mut self, bytes: usize) {
        self.passed += bytes;
        self.rate.spend(bytes);
    }

    /// Sends a heartbeat, and how many messages have come.
    pub(crate) async fn beat(&mut self) -> Result<(), End> {
        if let Some(messages) = self.memory.as_mut().and_then(|memory| memory.received.news()) {
            self.remark(&ToPage::Received { messages }).await?;
        }
        self.remark(&ToPage::Heartbeat).await
    }

    /// Sends what was written.
    pub(crate) async fn flush(&mut self) -> Result<(), End> {
        if let Some(messages) = self.memory.as_mut().and_then(|memory| memory.received.due()) {
            self.remark(&ToPage::Received { messages }).await?;
        }
        let arrival = match (&mut self.link, &mut self.memory) {
            (None, _) => return Ok(()),
            (Some(link), None) => return link.flush().await.or_else(|end| self.part(end)),
            (Some(link), Some(memory)) => tokio::select! {
                biased;
                done = link.flush() => return done.or_else(|end| self.part(end)),
                arrival = memory.seat.arrival() => arrival?,
            },
        };
        self.resume(arrival).await
    }

    /// Waits for something from the page, be it away or not. May be dropped without losing anything.
    pub(crate) async fn hear(&mut self) -> Result<Said, End> {
        loop {
            let heard = match (&mut self.link, &mut self.memory) {
                (Some(link), None) => link.hear().await,
                (Some(link), Some(memory)) => tokio::select! {
                    biased;
                    heard = link.hear() => heard,
                    arrival = memory.seat.arrival() => return Ok(Said::Again(Box::new(arrival?))),
                },
                (None, Some(memory)) => tokio::select! {
                    biased;
                    arrival = memory.seat.arrival() => return Ok(Said::Again(Box::new(arrival?))),
                    () = sleep_until(memory.until) => return Err(End::Gone),
                },
                (None, None) => return Err(End::Gone),
            };
            match heard {
                Ok(heard) => return self.take_in(heard),
                Err(end) => self.part(end)?,
            }
        }
    }

    /// What has come from the page already.
    pub(crate) fn heard_now(&mut self) -> Option<Result<Said, End>> {
        match self.link.as_mut()?.heard_now()? {
            Ok(heard) => Some(self.take_in(heard)),
            // With the page away, there is nothing to hear now.
            Err(end) => self.part(end).err().map(Err),
        }
    }

    /// Goes on over another WebSocket: says again what the page does not have.
    pub(crate) async fn resume(&mut self, arrival: Arrival) -> Result<(), End> {
        let mut arrival = arrival;
        'arrived: loop {
            let Some(memory) = &mut self.memory else { return Ok(()) };
            memory.confirm(arrival.received)?;
            memory.seat.is_back();
            let hello = ToPage::Resumed { received: memory.received.tell() }.encode();
            let again: Vec<Frame> = memory.sent.unacked().cloned().collect();
            tracing::info!(messages = again.len(), "the page is there again");
            self.watch.resumed();
            self.link = Some(arrival.link);
            self.count_buffers();
            for frame in std::iter::once(hello).chain(again) {
                self.spend(frame.size());
                if let Some(next) = self.push(frame).await? {
                    arrival = next;
                    continue 'arrived;
                }
            }
            return Ok(());
        }
    }

    /// The page has said nothing for too long; its WebSocket is given up. A page that can come back
    /// may have lost it just before the next sign of life was due, `beat` after the last one.
    pub(crate) fn fall_silent(&mut self, silence: Duration, beat: Duration) -> Result<(), End> {
        let Some(memory) = &mut self.memory else { return Err(End::silence()) };
        if self.link.take().is_some() {
            memory.leave((memory.patience + beat).saturating_sub(silence));
            self.count_buffers();
        }
        Ok(())
    }

    fn take_in(&mut self, heard: Heard) -> Result<Said, End> {
        let Heard::Message { message, size } = heard else { return Ok(Said::Life) };
        self.watch.heard(&message);
        self.count_buffers();
        self.spend(size);
        match (&mut self.memory, message) {
            (Some(memory), ToRelay::Received { messages }) => {
                memory.confirm(messages)?;
                Ok(Said::Life)
            }
            (Some(memory), message) if message.is_counted() => {
                memory.received.note(size);
                Ok(Said::Message(message, size))
            }
            (_, message) => Ok(Said::Message(message, size)),
        }
    }

    async fn push_or_resume(&mut self, frame: Frame) -> Result<(), End> {
        match self.push(frame).await? {
            Some(arrival) => self.resume(arrival).await,
            None => Ok(()),
        }
    }

    /// Writes on the WebSocket there is. One that is stuck does not keep the page from coming back
    /// over another, which is then given.
    async fn push(&mut self, frame: Frame) -> Result<Option<Arrival>, End> {
        match (&mut self.link, &mut self.memory) {
            (None, _) => Ok(None),
            (Some(link), None) => {
                let done = link.write(frame).await;
                done.or_else(|end| self.part(end)).map(|()| None)
            }
            (Some(link), Some(memory)) => tokio::select! {
                biased;
                done = link.write(frame) => done.or_else(|end| self.part(end)).map(|()| None),
                arrival = memory.seat.arrival() => arrival.map(Some),
            },
        }
    }

    /// The WebSocket has ended: whether the session has to end with it.
    fn part(&mut self, end: End) -> Result<(), End> {
        match (&mut self.memory, end) {
            (Some(memory), End::Gone | End::Stuck) => {
                self.link = None;
                memory.leave(memory.patience);
                self.count_buffers();
                Ok(())
            }
            (None, End::Stuck) => Err(End::silence()),
            (_, end) => Err(end),
        }
    }
}

impl Memory {
    /// The page has the first `messages`.
    fn confirm(&mut self, messages: u64) -> Result<(), End> {
        self.sent.ack(messages).map_err(|error| malformed(&error.to_string()))?;
        let confirmed = self.holds.len() - self.sent.unacked().len();
        self.holds.drain(..confirmed);
        debug_assert_eq!(self.holds.len(), self.sent.unacked().len(), "one for each message");
        if self.holds.is_empty() {
            self.holds.shrink_to(RESTING_MESSAGES);
        }
        Ok(())
    }

    fn leave(&mut self, patience: Duration) {
        tracing::info!(seconds = patience.as_secs(), "the page is away; its sockets are kept");
        self.until = Instant::now() + patience;
        self.seat.is_away();
    }
}
