//! A session's connection to its page. With resumption it outlives its WebSocket: messages are kept
//! until the page has acknowledged them, and sent again over the next WebSocket that brings the
//! session's secret.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use lab_shared::wire::reliability::{AckCounter, UnackedQueue};
use lab_shared::wire::{Frame, ToPage, ToRelay};
use tokio::time::{Instant, sleep_until};

use super::rate_limit::Rate;
use super::registry::{Reconnection, ResumeHandle};
use super::websocket::{Decoded, Disconnect, Link, malformed};
use crate::metrics::SessionMeter;
use crate::resources::account::{Account, Hold, PageMemory};
use crate::resources::limits::{MESSAGE_BYTES, PAGE_BYTES, RESTING_MESSAGES};

/// What the connection receives.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// A message, and how many bytes it came in.
    Message(ToRelay, usize),
    /// A frame that is only a sign of life.
    KeepAlive,
    /// The page is back over this WebSocket: pass it to [`ResumableConnection::resume`].
    Reconnected(Box<Reconnection>),
}

/// One WebSocket, or one after another.
#[derive(Debug)]
pub(crate) struct ResumableConnection {
    /// `None` while the page is away.
    link: Option<Link>,
    /// Counts what passes.
    meter: SessionMeter,
    rate: Rate,
    /// Bytes that have passed since the session last asked.
    passed: usize,
    /// The account of messages to the page.
    leaving: Arc<Account>,
    /// The memory of the connection itself, with its WebSocket's buffers.
    presence: Hold,
    /// `None` where the session ends with its WebSocket.
    resume_state: Option<ResumeState>,
}

/// What it takes to continue over another WebSocket.
#[derive(Debug)]
struct ResumeState {
    sent: UnackedQueue,
    /// What the messages in `sent` take, one for each.
    holds: VecDeque<Hold>,
    received: AckCounter,
    handle: ResumeHandle,
    /// For how long a page may be away.
    window: Duration,
    /// When the session of a page that is away ends.
    until: Instant,
}

impl ResumableConnection {
    /// A connection over `link`. With a `handle` its page may be away for `window`.
    pub(crate) fn new(
        link: Link,
        meter: SessionMeter,
        rate: Rate,
        memory: PageMemory,
        handle: Option<ResumeHandle>,
        window: Duration,
    ) -> Self {
        let PageMemory { leaving, buffers, .. } = memory;
        let resume_state = handle.map(|handle| ResumeState {
            sent: UnackedQueue::default(),
            holds: VecDeque::new(),
            received: AckCounter::default(),
            handle,
            window,
            until: Instant::now(),
        });
        let presence = buffers.open();
        let mut connection =
            Self { link: Some(link), meter, rate, passed: 0, leaving, presence, resume_state };
        connection.count_buffers();
        connection
    }

    /// The WebSocket, if there is one at the end.
    pub(crate) fn into_link(self) -> Option<Link> {
        self.link
    }

    /// Whether more may be sent: the page has acknowledged enough, and its rate allows it. Without
    /// room no call may be made, because its return could not be kept.
    pub(crate) fn has_room(&self) -> bool {
        self.pause().is_none()
            && self.resume_state.as_ref().is_none_or(|state| state.sent.has_room())
    }

    /// Until when nothing may be received or sent, because the page has spent its rate.
    pub(crate) fn pause(&self) -> Option<Instant> {
        self.rate.opens()
    }

    fn count_buffers(&mut self) {
        self.presence.settle(PAGE_BYTES + self.link.as_ref().map_or(0, Link::buffers));
    }

    /// Sends a message, now or when the page is back. It leaves with the next flush at the latest.
    /// `hold` is the memory it takes already. From now on its frame counts, until the WebSocket has
    /// it or, where it may be sent again, until the page acknowledges it.
    pub(crate) async fn write(
        &mut self,
        message: ToPage,
        hold: Option<Hold>,
    ) -> Result<(), Disconnect> {
        self.meter.sent(&message);
        let (frame, counted) = (message.encode(), message.is_counted());
        drop(message);
        self.spend(frame.size());
        let mut hold = hold.unwrap_or_else(|| self.leaving.open());
        hold.settle(frame.size() + MESSAGE_BYTES);
        let _until_written = match &mut self.resume_state {
            Some(state) if counted => {
                state.sent.push(frame.clone());
                state.holds.push_back(hold);
                None
            }
            _ => Some(hold),
        };
        self.push_or_resume(frame).await?;
        self.count_buffers();
        Ok(())
    }

    /// Sends what belongs to this WebSocket alone, if there is one.
    async fn write_uncounted(&mut self, message: &ToPage) -> Result<(), Disconnect> {
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
    pub(crate) async fn send_heartbeat(&mut self) -> Result<(), Disconnect> {
        if let Some(messages) = self.resume_state.as_mut().and_then(|state| state.received.news()) {
            self.write_uncounted(&ToPage::Received { messages }).await?;
        }
        self.write_uncounted(&ToPage::Heartbeat).await
    }

    /// Sends what was written.
    pub(crate) async fn flush(&mut self) -> Result<(), Disconnect> {
        if let Some(messages) = self.resume_state.as_mut().and_then(|state| state.received.due()) {
            self.write_uncounted(&ToPage::Received { messages }).await?;
        }
        let reconnection = match (&mut self.link, &mut self.resume_state) {
            (None, _) => return Ok(()),
            (Some(link), None) => return link.flush().await.or_else(|end| self.on_disconnect(end)),
            (Some(link), Some(state)) => tokio::select! {
                biased;
                done = link.flush() => return done.or_else(|end| self.on_disconnect(end)),
                reconnection = state.handle.reconnection() => reconnection?,
            },
        };
        self.resume(reconnection).await
    }

    /// Waits for a frame, or for the page to come back. May be dropped without losing anything.
    pub(crate) async fn receive(&mut self) -> Result<Incoming, Disconnect> {
        loop {
            let received = match (&mut self.link, &mut self.resume_state) {
                (Some(link), None) => link.receive().await,
                (Some(link), Some(state)) => tokio::select! {
                    biased;
                    received = link.receive() => received,
                    reconnection = state.handle.reconnection() => return Ok(Incoming::Reconnected(Box::new(reconnection?))),
                },
                (None, Some(state)) => tokio::select! {
                    biased;
                    reconnection = state.handle.reconnection() => return Ok(Incoming::Reconnected(Box::new(reconnection?))),
                    () = sleep_until(state.until) => return Err(Disconnect::Gone),
                },
                (None, None) => return Err(Disconnect::Gone),
            };
            match received {
                Ok(received) => return self.take_frame(received),
                Err(end) => self.on_disconnect(end)?,
            }
        }
    }

    /// A frame that has arrived already.
    pub(crate) fn try_receive(&mut self) -> Option<Result<Incoming, Disconnect>> {
        match self.link.as_mut()?.try_receive()? {
            Ok(received) => Some(self.take_frame(received)),
            // While the page is away nothing arrives.
            Err(end) => self.on_disconnect(end).err().map(Err),
        }
    }

    /// Continues over another WebSocket: sends again what the page has not received.
    pub(crate) async fn resume(&mut self, reconnection: Reconnection) -> Result<(), Disconnect> {
        let mut reconnection = reconnection;
        'arrived: loop {
            let Some(state) = &mut self.resume_state else { return Ok(()) };
            state.confirm(reconnection.received)?;
            state.handle.is_back();
            let hello = ToPage::Resumed { received: state.received.tell() }.encode();
            let again: Vec<Frame> = state.sent.unacked().cloned().collect();
            tracing::info!(messages = again.len(), "the page is there again");
            self.meter.resumed();
            self.link = Some(reconnection.link);
            self.count_buffers();
            for frame in std::iter::once(hello).chain(again) {
                self.spend(frame.size());
                if let Some(next) = self.push(frame).await? {
                    reconnection = next;
                    continue 'arrived;
                }
            }
            return Ok(());
        }
    }

    /// The page has been silent for too long, and its WebSocket is dropped. The WebSocket may have
    /// broken up to one heartbeat interval (`beat`) after the last frame, so the silence beyond
    /// that is subtracted from the resume window.
    pub(crate) fn on_silence(
        &mut self,
        silence: Duration,
        beat: Duration,
    ) -> Result<(), Disconnect> {
        let Some(state) = &mut self.resume_state else { return Err(Disconnect::silence()) };
        if self.link.take().is_some() {
            state.suspend((state.window + beat).saturating_sub(silence));
            self.count_buffers();
        }
        Ok(())
    }

    fn take_frame(&mut self, received: Decoded) -> Result<Incoming, Disconnect> {
        let Decoded::Message { message, size } = received else { return Ok(Incoming::KeepAlive) };
        self.meter.received(&message);
        self.count_buffers();
        self.spend(size);
        match (&mut self.resume_state, message) {
            (Some(state), ToRelay::Received { messages }) => {
                state.confirm(messages)?;
                Ok(Incoming::KeepAlive)
            }
            (Some(state), message) if message.is_counted() => {
                state.received.note(size);
                Ok(Incoming::Message(message, size))
            }
            (_, message) => Ok(Incoming::Message(message, size)),
        }
    }

    async fn push_or_resume(&mut self, frame: Frame) -> Result<(), Disconnect> {
        match self.push(frame).await? {
            Some(reconnection) => self.resume(reconnection).await,
            None => Ok(()),
        }
    }

    /// Writes to the current WebSocket. If that is stuck, a page that comes back over another
    /// WebSocket is returned.
    async fn push(&mut self, frame: Frame) -> Result<Option<Reconnection>, Disconnect> {
        match (&mut self.link, &mut self.resume_state) {
            (None, _) => Ok(None),
            (Some(link), None) => {
                let done = link.write(frame).await;
                done.or_else(|end| self.on_disconnect(end)).map(|()| None)
            }
            (Some(link), Some(state)) => tokio::select! {
                biased;
                done = link.write(frame) => done.or_else(|end| self.on_disconnect(end)).map(|()| None),
                reconnection = state.handle.reconnection() => reconnection.map(Some),
            },
        }
    }

    /// The WebSocket has ended: decides whether the session ends with it.
    fn on_disconnect(&mut self, end: Disconnect) -> Result<(), Disconnect> {
        match (&mut self.resume_state, end) {
            (Some(state), Disconnect::Gone | Disconnect::Stuck) => {
                self.link = None;
                state.suspend(state.window);
                self.count_buffers();
                Ok(())
            }
            (None, Disconnect::Stuck) => Err(Disconnect::silence()),
            (_, end) => Err(end),
        }
    }
}

impl ResumeState {
    /// The page has received the first `messages`.
    fn confirm(&mut self, messages: u64) -> Result<(), Disconnect> {
        self.sent.ack(messages).map_err(|error| malformed(&error.to_string()))?;
        let confirmed = self.holds.len() - self.sent.unacked().len();
        self.holds.drain(..confirmed);
        debug_assert_eq!(self.holds.len(), self.sent.unacked().len(), "one for each message");
        if self.holds.is_empty() {
            self.holds.shrink_to(RESTING_MESSAGES);
        }
        Ok(())
    }

    fn suspend(&mut self, window: Duration) {
        tracing::info!(seconds = window.as_secs(), "the page is away; its sockets are kept");
        self.until = Instant::now() + window;
        self.handle.is_away();
    }
}
