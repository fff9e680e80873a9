//! The host of a session: it opens the sockets, hands in what happens to them, and carries out what
//! the session returns.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::log::Entry;
use lab_shared::assistant::session::{Command, EndId, Input, Output, PeerId, Report, Session};
use lab_shared::assistant::setup::{Setup, SetupProblem};
use lab_shared::call::Address;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};
use tokio_util::task::TaskTracker;

use super::clock::Clock;
use super::ends::{
    self, Connection, Event, Farewell, Outgoing, Reporter, Stream, WAITING_EVENTS, What,
};
use crate::socket::failure;

/// A session with its sockets.
#[derive(Debug)]
pub(super) struct Host {
    session: Session,
    clock: Clock,
    ends: HashMap<EndId, OpenEnd>,
    connections: HashMap<(EndId, PeerId), Connection>,
    /// The number of the next accepted connection.
    next_peer: u32,
    next_task: u64,
    tasks: TaskTracker,
    events: (mpsc::Sender<Event>, mpsc::Receiver<Event>),
    happened: VecDeque<Happening>,
}

/// An end whose task runs.
#[derive(Debug)]
struct OpenEnd {
    number: u64,
    task: AbortHandle,
    datagrams: mpsc::Sender<Outgoing>,
}

/// What the person may want to see.
#[derive(Debug)]
pub(super) enum Happening {
    /// A listener or a datagram socket has its address.
    Bound(EndId, Address),
    /// Bytes of one receive; of a datagram, also who sent it.
    Received(EndId, Option<Address>, Bytes),
    /// An end could not be opened, or a client's connection failed. The report of the end's new state
    /// follows.
    Failed,
    Entry(Entry),
    Report(Report),
}

impl Host {
    /// A host with all ends closed.
    pub(super) fn new(setup: Setup, seed: u64) -> Result<Self, Vec<SetupProblem>> {
        Ok(Self {
            session: Session::new(setup, seed)?,
            clock: Clock::start(),
            ends: HashMap::new(),
            connections: HashMap::new(),
            next_peer: 0,
            next_task: 0,
            tasks: TaskTracker::new(),
            events: mpsc::channel(WAITING_EVENTS),
            happened: VecDeque::new(),
        })
    }

    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// All ends.
    pub(super) fn ends(&self) -> impl Iterator<Item = EndId> + use<> {
        let count = self.session.setup().ends.len();
        (0..).map(EndId).take(count)
    }

    pub(super) fn command(&mut self, command: Command) {
        self.input(Input::Command(command));
    }

    /// Carries out what the session returns, up to the next thing to show.
    pub(super) fn next(&mut self) -> Option<Happening> {
        while self.happened.is_empty() {
            let output = self.session.poll_output()?;
            self.carry_out(output);
        }
        self.happened.pop_front()
    }

    /// Waits for one event, or for the session's time-out, and hands it in. Then call [`Host::next`]
    /// until it returns `None`.
    pub(super) async fn wait(&mut self) {
        let due = self.session.poll_timeout();
        let pause = due.map(|due| due.saturating_sub(self.clock.begun.elapsed()));
        tokio::select! {
            Some(event) = self.events.1.recv() => self.event(event),
            () = sleep(pause.unwrap_or_default()), if pause.is_some() => self.input(Input::Timeout),
        }
    }

    /// Sends the end of the stream on all connections of an end.
    pub(super) fn shut_down(&self, end: EndId) {
        let of_end = self.connections.iter().filter(|((of, _), _)| *of == end);
        of_end.for_each(|(_, connection)| connection.shut_down());
    }

    /// Closes everything, and waits for connections to end, but no longer than `limit`.
    pub(super) async fn close(mut self, limit: Duration) {
        for (_, end) in self.ends.drain() {
            end.task.abort();
        }
        for (_, connection) in self.connections.drain() {
            connection.end(Farewell::Close);
        }
        self.tasks.close();
        // A task that waits to report something would otherwise wait for ever.
        self.events.1.close();
        // Peers that never close are left to the kernel.
        let _ = timeout(limit, self.tasks.wait()).await;
    }

    fn input(&mut self, input: Input<'_>) {
        self.session.handle(self.clock.now(), input);
    }

    fn event(&mut self, Event { end, task, what }: Event) {
        let peer = match &what {
            What::Received(peer, _)
            | What::Sent(peer)
            | What::Ended(peer)
            | What::Lost(peer, _) => Some(*peer),
            _ => None,
        };
        let connection = peer.and_then(|peer| self.connections.get(&(end, peer)));
        let of_end = self.ends.get(&end).is_some_and(|end| end.number == task);
        if !of_end && connection.is_none_or(|connection| connection.task != task) {
            return; // The task was left behind.
        }
        match what {
            What::Connected(stream) => {
                self.ends.remove(&end);
                self.connect(end, PeerId::ONLY, stream);
                self.input(Input::Opened { end });
            }
            What::Bound(address) => {
                self.happened.push_back(Happening::Bound(end, address));
                self.input(Input::Opened { end });
            }
            What::Accepted(stream, address) => {
                let peer = PeerId(self.next_peer);
                self.next_peer += 1;
                self.connect(end, peer, stream);
                self.input(Input::Accepted { end, peer, address });
            }
            What::Received(peer, bytes) => {
                self.input(Input::Received { end, peer, bytes: &bytes });
                self.happened.push_back(Happening::Received(end, None, bytes));
            }
            What::Datagram(from, bytes) => {
                let sender = from.clone();
                self.input(Input::Datagram { end, from, bytes: &bytes });
                self.happened.push_back(Happening::Received(end, Some(sender), bytes));
            }
            What::Sent(peer) => self.input(Input::Sent { end, peer }),
            What::Ended(peer) => self.input(Input::Ended { end, peer }),
            What::Lost(peer, error) => {
                let is_connection = self.connections.remove(&(end, peer)).is_some();
                let is_server = self.session.setup().ends[end.0 as usize].transport.is_server();
                if is_connection && !is_server {
                    self.happened.push_back(Happening::Failed);
                }
                self.input(Input::Lost { end, peer, reason: failure(&error).to_string() });
            }
            What::Failed(error) => {
                self.ends.remove(&end);
                self.happened.push_back(Happening::Failed);
                self.input(Input::Failed { end, reason: failure(&error).to_string() });
            }
        }
    }

    fn connect(&mut self, end: EndId, peer: PeerId, stream: Stream) {
        let reporter = self.reporter(end);
        let connection = Connection::start(stream, peer, reporter, &self.tasks);
        self.connections.insert((end, peer), connection);
    }

    /// What the next task reports with.
    fn reporter(&mut self, end: EndId) -> Reporter {
        self.next_task += 1;
        Reporter { end, task: self.next_task, events: self.events.0.clone() }
    }

    fn open(&mut self, end: EndId) {
        let reporter = self.reporter(end);
        let number = reporter.task;
        let transport = self.session.setup().ends[end.0 as usize].transport.clone();
        let (datagrams, outgoing) = ends::datagram_queue();
        let task = self.tasks.spawn(ends::serve(transport, outgoing, reporter)).abort_handle();
        self.ends.insert(end, OpenEnd { number, task, datagrams });
    }

    fn carry_out(&mut self, output: Output) {
        match output {
            Output::Open(end) => self.open(end),
            Output::Close(end) => {
                if let Some(end) = self.ends.remove(&end) {
                    end.task.abort();
                }
            }
            Output::Send { end, peer, to: Some(to), bytes } => {
                let queue = self.ends.get(&end).map(|end| &end.datagrams);
                // Of an end that has failed, the session learns by its event.
                let _ = queue.map(|queue| queue.try_send(Outgoing { peer, to, bytes }));
            }
            Output::Send { end, peer, to: None, bytes } => {
                if let Some(connection) = self.connections.get(&(end, peer)) {
                    connection.send(bytes);
                }
            }
            Output::ClosePeer(end, peer) => self.end_connection(end, peer, Farewell::Close),
            Output::ResetPeer(end, peer) => self.end_connection(end, peer, Farewell::Reset),
            Output::PauseReading(end, peer) => self.pause(end, peer, true),
            Output::ResumeReading(end, peer) => self.pause(end, peer, false),
            Output::Entry(entry) => self.happened.push_back(Happening::Entry(entry)),
            Output::Report(report) => self.happened.push_back(Happening::Report(report)),
        }
    }

    fn end_connection(&mut self, end: EndId, peer: PeerId, farewell: Farewell) {
        if let Some(connection) = self.connections.remove(&(end, peer)) {
            connection.end(farewell);
        }
    }

    fn pause(&self, end: EndId, peer: PeerId, paused: bool) {
        if let Some(connection) = self.connections.get(&(end, peer)) {
            connection.pause(paused);
        }
    }
}
