//! The host of a session: it opens the sockets, hands in what happens to them, and carries out what
//! the session returns.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::Now;
use lab_shared::assistant::log::{Entry, EntryKind};
use lab_shared::assistant::remote::{EndStatus, Pacing, PeerStatus};
use lab_shared::assistant::session::{Command, EndId, Input, Output, PeerId, Report, Session};
use lab_shared::call::Address;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::AbortHandle;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::clock::Clock;
use super::ends::{
    self, Connection, Event, Farewell, Outgoing, Place, Reporter, Stream, WAITING_EVENTS, What,
};
use super::pacing::PacingMeter;
use super::permission::Permission;
use crate::socket::Timer;

/// A session with its sockets.
#[derive(Debug)]
pub(crate) struct Host {
    session: Session,
    permission: Permission,
    /// How many connections the listeners may have.
    places: Arc<Semaphore>,
    timer: Timer,
    /// The session's time-out as it was last asked for.
    due: Option<Duration>,
    /// The time that what is carried out was due at, if a time-out caused it.
    timed: Option<Duration>,
    pacing: PacingMeter,
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
    /// Where its listener or datagram socket is, and whether it is kept to loopback.
    bound: Option<(Address, bool)>,
}

/// What the person may want to see.
#[derive(Debug)]
pub(crate) enum Happening {
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
    /// A host with all ends closed, whose listeners have at most so many connections at once. It belongs
    /// to the runtime that it is made in.
    ///
    /// # Errors
    /// As timerfd_create(2).
    pub(crate) fn new(
        session: Session,
        permission: Permission,
        connections: usize,
    ) -> io::Result<Self> {
        Ok(Self {
            session,
            permission,
            places: Arc::new(Semaphore::new(connections.min(Semaphore::MAX_PERMITS))),
            timer: Timer::new()?,
            due: None,
            timed: None,
            pacing: PacingMeter::default(),
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

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// See [`Session::limit_bytes`].
    pub(crate) fn limit_bytes(&mut self, most: usize) {
        self.session.limit_bytes(most);
    }

    /// How many more connections there may be; proxies beside the session share them.
    pub(crate) fn places(&self) -> Arc<Semaphore> {
        Arc::clone(&self.places)
    }

    /// The session's clocks.
    pub(crate) fn now(&self) -> Now {
        self.clock.now()
    }

    /// How exactly timed messages were sent, once there were some.
    pub(crate) fn pacing(&self) -> Option<Pacing> {
        self.pacing.pacing()
    }

    /// Time since the session began.
    pub(crate) fn age(&self) -> Duration {
        self.clock.begun.elapsed()
    }

    /// What an end is doing.
    pub(crate) fn end_status(&self, end: EndId) -> Option<EndStatus> {
        let (state, counters) = self.session.end_status(end)?;
        let bound = self.ends.get(&end).and_then(|open| open.bound.clone());
        let (local, loopback_only) = bound.map_or((None, false), |(at, kept)| (Some(at), kept));
        Some(EndStatus { state, local, loopback_only, counters: counters.clone() })
    }

    /// The peers of an end.
    pub(crate) fn peers(&self, end: EndId) -> impl Iterator<Item = (PeerId, PeerStatus)> {
        self.session.peers(end).map(move |(peer, address, counters)| {
            let connection = self.connections.get(&(end, peer)).map_or(0, |found| found.task);
            let (address, counters) = (address.clone(), counters.clone());
            (peer, PeerStatus { address, connection, counters })
        })
    }

    pub(crate) fn command(&mut self, command: Command) {
        self.input(Input::Command(command));
    }

    /// Carries out what the session returns, up to the next thing to show.
    pub(crate) fn next(&mut self) -> Option<Happening> {
        while self.happened.is_empty() {
            // Much to read does not hold up what is due meanwhile.
            if self.due.is_some_and(|due| due <= self.clock.begun.elapsed()) {
                self.time_out();
            }
            let output = self.session.poll_output()?;
            self.carry_out(output);
        }
        self.happened.pop_front()
    }

    /// Waits for one event, or for the session's time-out, and hands it in. Then call [`Host::next`]
    /// until it returns `None`.
    pub(crate) async fn wait(&mut self) {
        self.due = self.session.poll_timeout();
        let pause = self.due.map(|due| due.saturating_sub(self.clock.begun.elapsed()));
        tokio::select! {
            biased;
            slept = self.timer.sleep(pause.unwrap_or_default()), if pause.is_some() => {
                if let Err(error) = slept {
                    tracing::error!(%error, "an assistant's timer failed");
                }
                self.time_out();
            }
            Some(event) = self.events.1.recv() => self.event(event),
        }
    }

    fn time_out(&mut self) {
        let due = self.due;
        self.input(Input::Timeout);
        self.timed = due;
        self.due = self.session.poll_timeout();
    }

    /// Sends the end of the stream on all connections of an end.
    pub(crate) fn shut_down(&self, end: EndId) {
        let of_end = self.connections.iter().filter(|((of, _), _)| *of == end);
        of_end.for_each(|(_, connection)| connection.shut_down());
    }

    /// Closes everything, and waits for connections to end, but no longer than `limit`.
    pub(crate) async fn close(mut self, limit: Duration) {
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
        self.timed = None;
        self.session.handle(self.clock.now(), input);
    }

    fn event(&mut self, Event { end, task, what }: Event) {
        let peer = match &what {
            What::Received(peer, _)
            | What::Sent(peer, _)
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
                self.connect(end, PeerId::ONLY, stream, None);
                self.input(Input::Opened { end });
            }
            What::Bound(address, loopback_only) => {
                if let Some(open) = self.ends.get_mut(&end) {
                    open.bound = Some((address.clone(), loopback_only));
                }
                self.happened.push_back(Happening::Bound(end, address));
                self.input(Input::Opened { end });
            }
            What::Accepted(stream, address, place) => {
                let peer = PeerId(self.next_peer);
                self.next_peer += 1;
                self.connect(end, peer, stream, Some(place));
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
            What::Sent(peer, at) => {
                self.pacing.sent(end, peer, at.saturating_duration_since(self.clock.begun));
                self.input(Input::Sent { end, peer });
            }
            What::Ended(peer) => self.input(Input::Ended { end, peer }),
            What::Lost(peer, error) => {
                let is_connection = self.connections.remove(&(end, peer)).is_some();
                let setup = self.session.end_setup(end);
                let is_server = setup.is_some_and(|end| end.transport.is_server());
                if is_connection && !is_server {
                    self.happened.push_back(Happening::Failed);
                }
                self.input(Input::Lost { end, peer, reason: error.reason() });
            }
            What::Failed(error) => {
                self.ends.remove(&end);
                self.happened.push_back(Happening::Failed);
                self.input(Input::Failed { end, reason: error.reason() });
            }
        }
    }

    fn connect(&mut self, end: EndId, peer: PeerId, stream: Stream, place: Option<Place>) {
        let reporter = self.reporter(end);
        let connection = Connection::start(stream, peer, place, reporter, &self.tasks);
        self.connections.insert((end, peer), connection);
    }

    /// What the next task reports with.
    fn reporter(&mut self, end: EndId) -> Reporter {
        self.next_task += 1;
        let (events, places) = (self.events.0.clone(), Arc::clone(&self.places));
        Reporter { end, task: self.next_task, events, places }
    }

    fn open(&mut self, end: EndId) {
        let reporter = self.reporter(end);
        let number = reporter.task;
        let setup = self.session.end_setup(end).expect("the session opens ends that it has");
        let (transport, options) = (setup.transport.clone(), setup.options.clone());
        let (datagrams, outgoing) = ends::datagram_queue();
        let serving = ends::serve(transport, options, self.permission.clone(), outgoing, reporter);
        let task = self.tasks.spawn(serving).abort_handle();
        self.ends.insert(end, OpenEnd { number, task, datagrams, bound: None });
    }

    fn carry_out(&mut self, output: Output) {
        match &output {
            Output::Send { end, peer, .. } => {
                if let Some(due) = self.timed {
                    self.pacing.sending(*end, *peer, due);
                }
            }
            // What is sent from here on answers it.
            Output::Entry(Entry { kind: EntryKind::Received { .. }, .. }) => self.timed = None,
            Output::Report(Report::Left(end, peer)) => self.pacing.left(*end, *peer),
            _ => {}
        }
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
            // A script runs in the page; here nothing is handed on.
            Output::Message { .. } => {}
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
