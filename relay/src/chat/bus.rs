//! The bus: messages of a room go to the rooms of the same name on other machines, through NATS.
//!
//! A lost bus is reported and reconnected, and the room continues meanwhile; messages of that time
//! wait, as long as they fit. NATS delivers each message at most once and keeps the order of each
//! sender, and so does this: nothing is sent twice.

use std::convert::Infallible;
use std::future::pending;
use std::io;
use std::mem;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use async_nats::{Client, ConnectOptions, Event, ServerAddr, Subscriber};
use futures_util::StreamExt as _;
use lab_shared::chat::GroupMessage;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::bus_message;
use super::printer::Lines;
use crate::chat_host::RoomControl;
use crate::logging::Shortened;
use crate::resources::account::{Account, Hold};

/// Batches that may wait for the bus: the messages of one recv are one batch, or several.
const WAITING_OUT: usize = 1024;

/// Bytes of messages that may wait for the bus.
const WAITING_OUT_BYTES: usize = 16 * 1024 * 1024;

/// Messages of the bus that may wait for the room. The server limits their size, to 1 MiB as a rule;
/// those of other rooms are far smaller.
const WAITING_IN: usize = 1024;

/// How long an answer of the server may take.
const ANSWER: Duration = Duration::from_secs(5);

/// How long the last messages may take at the end.
const LAST_MESSAGES: Duration = Duration::from_secs(1);

/// First and longest pause before a lost bus is tried again.
const RETRY: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(4));

/// Where a NATS server is.
#[derive(Debug, Clone)]
pub(super) struct BusAddress(ServerAddr);

/// The room's side of the bus.
#[derive(Debug)]
pub(super) struct Publisher {
    queue: mpsc::Sender<Batch>,
    /// What waits.
    waiting: Arc<Account>,
    missed: Arc<AtomicU64>,
}

/// Messages that wait for the bus, and what they take.
type Batch = (Vec<GroupMessage>, Hold);

/// The connection to the bus.
pub(super) struct Bus {
    client: Client,
    heard: Subscriber,
    subject: String,
    /// Tells this room's messages from others'.
    origin: String,
    lines: Lines,
    link: watch::Receiver<Link>,
    joined: bool,
    /// Whether it has been joined before.
    known: bool,
    queue: mpsc::Receiver<Batch>,
    /// Messages that did not fit into the queue.
    missed: Arc<AtomicU64>,
}

/// The state of the connection, as the NATS client reports it.
#[derive(Debug, Clone, Default)]
enum Link {
    #[default]
    Begun,
    Up,
    Lost(String),
}

impl FromStr for BusAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let usage = || "write nats://HOST:PORT".to_owned();
        let place = text.strip_prefix("nats://").ok_or_else(usage)?;
        if place.is_empty() {
            return Err(usage());
        }
        text.parse().map(Self).map_err(|error: io::Error| error.to_string())
    }
}

impl Publisher {
    /// Hands messages to the bus; never waits.
    pub(super) fn publish(&self, messages: Vec<GroupMessage>) {
        let count = messages.len() as u64;
        let bytes = messages.iter().map(GroupMessage::held).sum();
        let held = self.waiting.hold(bytes);
        if !held.is_ok_and(|hold| self.queue.try_send((messages, hold)).is_ok()) {
            self.missed.fetch_add(count, Ordering::Relaxed);
        }
    }
}

impl Bus {
    /// Starts to connect; the result is reported later.
    pub(super) async fn connect(
        address: &BusAddress,
        room: &str,
        lines: Lines,
    ) -> Result<(Self, Publisher)> {
        let (tell, link) = watch::channel(Link::default());
        let place = format!("{}:{}", address.0.host(), address.0.port());
        let options = ConnectOptions::new()
            .name("socket-lab chat")
            .retry_on_initial_connect()
            .max_reconnects(None)
            .no_echo()
            .subscription_capacity(WAITING_IN)
            .request_timeout(Some(ANSWER))
            .reconnect_delay_callback(pause)
            .event_callback(move |event| {
                note(&tell, &event, &place);
                std::future::ready(())
            });
        let client = options.connect(&address.0).await.context("the bus's address is no use")?;
        let subject = format!("socket-lab.room.{room}");
        let heard = client.subscribe(subject.clone()).await.context("cannot listen to the bus")?;
        let (publish, queue) = mpsc::channel(WAITING_OUT);
        let missed = Arc::new(AtomicU64::new(0));
        let waiting = Account::new(WAITING_OUT_BYTES);
        let publisher = Publisher { queue: publish, waiting, missed: Arc::clone(&missed) };
        let origin = origin().context("the system has no randomness to tell this room by")?;
        let bus = Self {
            client,
            heard,
            subject,
            origin,
            lines,
            link,
            joined: false,
            known: false,
            queue,
            missed,
        };
        Ok((bus, publisher))
    }

    /// Carries messages both ways.
    pub(super) async fn run(&mut self, control: &RoomControl) -> Infallible {
        loop {
            tokio::select! {
                Ok(()) = self.link.changed() => self.look_at_link().await,
                Some(message) = self.heard.next() => {
                    if !self.hear(&message.payload, control).await {
                        break;
                    }
                }
                Some((messages, _hold)) = self.queue.recv(), if self.joined => {
                    self.publish(&messages).await;
                }
                else => break,
            }
        }
        // The room has stopped; its owner waits for that and for nothing of ours.
        pending().await
    }

    /// Sends what still waits, but not for long.
    pub(super) async fn finish(mut self) {
        if !self.joined {
            return;
        }
        let last = async {
            while let Ok((messages, _hold)) = self.queue.try_recv() {
                self.publish(&messages).await;
            }
            self.client.flush().await
        };
        if !matches!(timeout(LAST_MESSAGES, last).await, Ok(Ok(()))) {
            tracing::warn!("the last messages did not reach the bus");
        }
    }

    async fn look_at_link(&mut self) {
        let link = self.link.borrow_and_update().clone();
        match link {
            Link::Begun => {}
            Link::Lost(why) => {
                self.joined = false;
                self.lines.notice(&format!("bus lost: {why}; trying again"));
            }
            Link::Up => self.join().await,
        }
    }

    /// A new connection carries this room's subscription, but whether it has reached the server is
    /// known only from an answer to something that was sent after it.
    async fn join(&mut self) {
        let asked = self.client.request(format!("socket-lab.hello.{}", self.origin), "".into());
        // There is no listener; the server's answer is all that is needed.
        if asked
            .await
            .is_err_and(|error| error.kind() != async_nats::RequestErrorKind::NoResponders)
        {
            // Lost again: the client reports that, and the next connection.
            return;
        }
        self.joined = true;
        let news = if mem::replace(&mut self.known, true) { "bus is back" } else { "bus joined" };
        match self.missed.swap(0, Ordering::Relaxed) {
            0 => self.lines.notice(news),
            missed => self
                .lines
                .notice(&format!("{news}; {missed} messages did not fit and were not shared")),
        }
    }

    /// Whether the room still takes messages.
    async fn hear(&self, payload: &[u8], control: &RoomControl) -> bool {
        match bus_message::open(payload, &self.origin) {
            Ok(Some(messages)) => control.deliver(messages).await.is_ok(),
            Ok(None) => true,
            Err(error) => {
                let error = Shortened(error);
                tracing::warn!(%error, "something on the bus is no message of a room");
                true
            }
        }
    }

    async fn publish(&self, messages: &[GroupMessage]) {
        let limit = self.client.server_info().max_payload;
        for bus_message in bus_message::pack(&self.origin, messages, limit) {
            let sent = match bus_message {
                Ok(bus_message) => self.client.publish(self.subject.clone(), bus_message).await,
                Err(error) => {
                    self.lines.notice(&format!("bus: {error}"));
                    continue;
                }
            };
            if let Err(error) = sent {
                self.lines.notice(&format!("bus: a message was not shared: {error}"));
            }
        }
    }
}

/// What an event of the NATS client means for the connection.
fn note(link: &watch::Sender<Link>, event: &Event, place: &str) {
    let lost = |why: String| {
        // Every failed try is reported; the loss is worth a line only once.
        link.send_if_modified(|link| {
            let news = !matches!(link, Link::Lost(_));
            if news {
                *link = Link::Lost(why);
            }
            news
        });
    };
    match event {
        Event::Connected => {
            link.send_replace(Link::Up);
        }
        Event::Disconnected => lost(format!("the connection to {place} has ended")),
        Event::ClientError(error) => lost(format!("{place} cannot be reached ({error})")),
        Event::SlowConsumer(_) => {
            tracing::warn!("the room is slower than the bus; a message of another machine is lost");
        }
        event => tracing::info!(event = %Shortened(event), "bus"),
    }
}

/// The pause before the next try to connect.
fn pause(attempts: usize) -> Duration {
    let (first, longest) = RETRY;
    match attempts {
        0 | 1 => Duration::ZERO,
        attempts => {
            let doublings = u32::try_from(attempts - 2).unwrap_or(u32::MAX).min(16);
            (first * 2_u32.pow(doublings)).min(longest)
        }
    }
}

fn origin() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{:016x}", u64::from_le_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_the_bus_is_bounded_in_bytes_and_what_does_not_fit_is_counted() {
        let (queue, mut waiting) = mpsc::channel(WAITING_OUT);
        let missed = Arc::new(AtomicU64::new(0));
        let account = Account::new(WAITING_OUT_BYTES);
        let publisher =
            Publisher { queue, waiting: Arc::clone(&account), missed: Arc::clone(&missed) };
        let text = "x".repeat(1024 * 1024);
        let message = GroupMessage { stamp: String::new(), name: String::new(), text };
        for _ in 0..20 {
            publisher.publish(vec![message.clone()]);
        }
        assert_eq!(missed.load(Ordering::Relaxed), 5);
        while waiting.try_recv().is_ok() {}
        assert_eq!(account.held(), 0);
    }

    #[test]
    fn pauses_grow_to_a_limit() {
        let pauses = [1, 2, 3, 4, 100].map(|attempts| pause(attempts).as_millis());
        assert_eq!(pauses, [0, 50, 100, 200, 4000]);
    }

    #[test]
    fn an_address_names_the_protocol() {
        assert!("nats://127.0.0.1:4222".parse::<BusAddress>().is_ok());
        for wrong in ["127.0.0.1:4222", "tls://a:1", "nats://", ""] {
            assert!(wrong.parse::<BusAddress>().is_err(), "{wrong}");
        }
    }
}
