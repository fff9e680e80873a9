//! The time of one page's call while other pages keep the relay as busy as they can.

use std::net::SocketAddr;
use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};
use bytes::Bytes;
use futures_util::SinkExt as _;
use lab_shared::call::{
    Address, CallId, Family, LookupFlags, MAX_POLL_ENTRIES, MsgFlags, Op, PollEntry, PollEvents,
    SocketId, SocketType, Value,
};
use lab_shared::chat::{Mode, RoomConfig};
use lab_shared::wire::{
    MAX_PAYLOAD_BYTES, MAX_ROOMS, RoomCommand, RoomId, RoomRequest, RoomUpdate, ToPage, ToRelay,
    WEBSOCKET_PATH,
};
use tokio::runtime::Builder;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::Message;

use super::call::{READ_BYTES, getsockname};
use super::open::Bridge;
use super::page::{self, Ears};
use super::peer::Peer;
use super::web::{self, Socket};
use crate::report::quantile;

/// Pages that keep the relay busy: one for each of its threads on the machines this runs on.
const PAGES: usize = 2;

/// Calls before it is measured.
const WARM_UP: usize = 100;

/// Entries of a poll: as many as it may have.
const ENTRIES: usize = MAX_POLL_ENTRIES;

/// What the other pages do, again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Load {
    /// Nothing: there are none.
    Quiet,
    /// Polls with as many entries as they may have, all of which are ready.
    Polls,
    /// Many polls that one byte wakes.
    Wakes,
    /// The largest payload there and back.
    Bulk,
    /// Names looked up and cancelled.
    Lookups,
    /// Chat rooms opened and stopped.
    Rooms,
    /// Calls while as many sockets as a page may have are watched.
    Watches,
    /// Sessions that end with an invalid message.
    Garbage,
}

/// The median and the longest delay, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Delay {
    pub(crate) p50: f64,
    pub(crate) worst: f64,
}

/// Makes `count` calls, one after the other, under this load.
pub(crate) async fn measure(load: Load, count: usize) -> Result<Delay> {
    let bridge = Bridge::start(Peer::Relay, 0)?;
    let mut socket = bridge.socket(READ_BYTES).await?;
    let mut ears = page::greet(&mut socket).await?;
    let open = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    page::calls(&mut socket, &mut ears, vec![(None, open)]).await?;
    let busy = Busy::start(load, bridge.address()).await?;
    let mut times = Vec::with_capacity(count);
    for round in 0..WARM_UP + count {
        let message = getsockname(round)?;
        let begun = Instant::now();
        socket.send(message).await?;
        let answer = page::next(&mut socket, &mut ears).await?;
        times.push(begun.elapsed().as_secs_f64() * 1e6);
        let ToPage::Return(_) = answer else { bail!("no return but {answer:?}") };
    }
    busy.stop()?;
    let times = &mut times[WARM_UP..];
    Ok(Delay { p50: quantile(times, 0.5), worst: quantile(times, 1.0) })
}

/// The busy pages, all in a thread of their own.
pub(crate) struct Busy {
    over: watch::Sender<bool>,
    thread: thread::JoinHandle<Result<()>>,
}

impl Busy {
    /// Starts them, and waits until each has been through one round.
    pub(crate) async fn start(load: Load, relay: SocketAddr) -> Result<Self> {
        let (over, ended) = watch::channel(false);
        let (begun, mut beginnings) = mpsc::channel(PAGES);
        let thread = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let page = || keep_busy(load, relay, begun.clone(), ended.clone());
            let pages = (0..if load == Load::Quiet { 0 } else { PAGES }).map(|_| page());
            let pages = futures_util::future::try_join_all(pages);
            let ended = runtime.block_on(pages);
            drop(begun);
            ended.map(|_| ())
        });
        let busy = Self { over, thread };
        if load != Load::Quiet {
            for _ in 0..PAGES {
                if beginnings.recv().await.is_none() {
                    return Err(busy.stop().err().unwrap_or_else(|| anyhow!("no page began")));
                }
            }
        }
        Ok(busy)
    }

    /// Stops them; the error if one has ended before.
    pub(crate) fn stop(self) -> Result<()> {
        // They may have ended already.
        let _ = self.over.send(true);
        self.thread.join().map_err(|_| anyhow!("a busy page panicked"))?
    }
}

async fn keep_busy(
    load: Load,
    relay: SocketAddr,
    begun: mpsc::Sender<()>,
    over: watch::Receiver<bool>,
) -> Result<()> {
    let mut client = Client::open(relay).await?;
    let round = load.round(&mut client).await?;
    while !*over.borrow() {
        for exchange in &round {
            client.go_through(exchange).await?;
        }
        // A full channel already carries the signal.
        let _ = begun.try_send(());
        if load == Load::Garbage {
            client = Client::open(relay).await?;
        }
    }
    Ok(())
}

/// A busy page.
struct Client {
    socket: Socket,
    ears: Ears,
}

/// Prepared messages, and the number of their answers. The next exchange waits for those.
struct Exchange {
    messages: Vec<Message>,
    answers: usize,
}

impl Client {
    async fn open(relay: SocketAddr) -> Result<Self> {
        let mut socket = web::open(relay, WEBSOCKET_PATH, MAX_PAYLOAD_BYTES).await?;
        let ears = page::greet(&mut socket).await?;
        Ok(Self { socket, ears })
    }

    async fn go_through(&mut self, exchange: &Exchange) -> Result<()> {
        for message in &exchange.messages {
            self.socket.feed(message.clone()).await?;
        }
        self.socket.flush().await?;
        let mut answers = 0;
        while answers < exchange.answers {
            match page::next(&mut self.socket, &mut self.ears).await? {
                ToPage::Return(_) | ToPage::Goodbye(_) => answers += 1,
                ToPage::Room(report) => match report.news {
                    RoomUpdate::Stopped => answers += 1,
                    RoomUpdate::Refused(failure) => bail!("no room: {failure}"),
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(())
    }

    async fn pairs(&mut self, count: usize) -> Result<Vec<SocketId>> {
        let pair = Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 };
        let made = page::calls(&mut self.socket, &mut self.ears, vec![(None, pair); count]).await?;
        Ok(made.iter().flat_map(Value::made).copied().collect())
    }
}

impl Load {
    /// The messages that a page repeats, on sockets that it opens now.
    async fn round(self, client: &mut Client) -> Result<Vec<Exchange>> {
        let flags = MsgFlags::NONE;
        Ok(match self {
            Self::Quiet => Vec::new(),
            Self::Polls => {
                let [one, _] = pair(client).await?;
                vec![of_calls(vec![(None, poll(one, PollEvents::OUT, ENTRIES), 0); 16])]
            }
            Self::Wakes => {
                let [one, other] = pair(client).await?;
                let mut calls = vec![(None, poll(one, PollEvents::IN, 8), 0); 500];
                calls.push((Some(other), Op::Send { flags }, 1));
                let recv = (Some(one), Op::Recv { bufsize: 1, flags }, 0);
                vec![of_calls(calls), of_calls(vec![recv])]
            }
            Self::Bulk => {
                let [one, other] = pair(client).await?;
                let mut calls = vec![(Some(one), Op::Sendall { flags }, MAX_PAYLOAD_BYTES); 4];
                let bufsize = i64::try_from(MAX_PAYLOAD_BYTES)?;
                let whole = Op::Recv { bufsize, flags: MsgFlags::WAITALL };
                calls.extend(vec![(Some(other), whole, 0); 4]);
                vec![of_calls(calls)]
            }
            Self::Lookups => {
                let host = Some("localhost".into());
                let flags = LookupFlags::NONE;
                let look_up =
                    Op::Getaddrinfo { host, port: None, family: 0, kind: 0, proto: 0, flags };
                let Exchange { messages, answers } = of_calls(vec![(None, look_up, 0); 64]);
                let cancels = (0..).map(|id| page::message_of(&ToRelay::Cancel { id: CallId(id) }));
                let messages =
                    messages.into_iter().zip(cancels).flat_map(|(one, other)| [one, other]);
                vec![Exchange { messages: messages.collect(), answers }]
            }
            Self::Rooms => {
                let address = Address::inet("127.0.0.1", 0);
                let open = RoomCommand::Open { address, config: RoomConfig::of(Mode::Group) };
                let asks = (0..).take(MAX_ROOMS).flat_map(|room| {
                    [open.clone(), RoomCommand::Stop]
                        .map(|ask| ToRelay::Room(RoomRequest { room: RoomId(room), ask }))
                });
                let messages = asks.map(|ask| page::message_of(&ask)).collect();
                vec![Exchange { messages, answers: MAX_ROOMS }]
            }
            Self::Watches => {
                let sockets = client.pairs(120).await?;
                for &socket in &sockets {
                    let watch = page::message_of(&ToRelay::Watch { socket, on: true });
                    client.socket.send(watch).await?;
                }
                vec![of_calls(vec![(sockets.first().copied(), Op::Getsockname, 0); 64])]
            }
            Self::Garbage => {
                vec![Exchange { messages: vec![Message::text("{garbage}")], answers: 1 }]
            }
        })
    }
}

async fn pair(client: &mut Client) -> Result<[SocketId; 2]> {
    client.pairs(1).await?.try_into().map_err(|_| anyhow!("a pair has two sockets"))
}

/// A poll of one socket many times, which waits for ever.
fn poll(socket: SocketId, events: PollEvents, entries: usize) -> Op {
    Op::Poll { entries: vec![PollEntry { socket, events }; entries], seconds: None }
}

/// Calls, each with its number of bytes; all of them return.
fn of_calls(calls: Vec<(Option<SocketId>, Op, usize)>) -> Exchange {
    let answers = calls.len();
    let message = |(id, (on, op, bytes))| {
        page::message_of(&page::call(CallId(id), on, op, Bytes::from(vec![b'x'; bytes])))
    };
    Exchange { messages: (0..).zip(calls).map(message).collect(), answers }
}
