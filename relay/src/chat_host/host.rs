//! The room's thread: reads, hands the input to the room, writes.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::mem;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use lab_shared::call::Address;
use lab_shared::chat::{Input, Now, Output, PeerId, Room, RoomConfig};
use mio::event::Event;
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token, Waker};
use thiserror::Error;

use super::RoomClock;
use super::acceptor::Acceptor;
use super::budget::RoomBudget;
use super::connection::{Connection, ReadResult, Written};
use super::control::{CommandReceiver, RoomControl, RoomObserver};
use super::memory_trim::MemoryTrim;
use crate::resources::account::{Account, Full, Hold};
use crate::socket::{failure, return_freed_memory};

const LISTENER: Token = Token(usize::MAX);
const WAKER: Token = Token(usize::MAX - 1);

/// Bytes one recv may bring. Large enough that a turn's batch is worth its system calls.
const READ_BYTES: usize = 64 * 1024;

/// Clients accepted in one turn, so that a crowd of new ones does not delay those inside.
const ACCEPTS_PER_TURN: usize = 64;

/// Commands taken in one turn, for the same reason.
const WORDS_PER_TURN: usize = 64;

/// Why a room could not open or go on.
#[derive(Debug, Error)]
pub(crate) enum HostError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
    /// The poller failed.
    #[error("the poller failed: {0}")]
    Poll(#[from] io::Error),
    /// There is no memory for a room's buffer.
    #[error("the chat rooms hold all they may: {0}")]
    Full(#[from] Full),
}

/// A room and its sockets.
pub(crate) struct ChatHost<A> {
    poll: Poll,
    acceptor: Acceptor,
    commands: CommandReceiver,
    room: Room,
    clock: RoomClock,
    /// When this turn began.
    now: Now,
    connections: HashMap<PeerId, Connection>,
    observer: A,
    next_peer: u32,
    /// Clients there may be at once; further ones stay in the accept queue.
    max_clients: usize,
    paused: bool,
    stopped: bool,
    /// Clients that may have something to read, each once.
    to_read: Vec<PeerId>,
    /// Clients whose queue holds something that their socket may take.
    to_write: Vec<PeerId>,
    buffer: Box<[u8]>,
    memory_trim: MemoryTrim,
    /// The buffer, and what of it the room has not read yet.
    _buffers: Hold,
}

impl<A: RoomObserver> ChatHost<A> {
    /// Open a room on an address; port 0 picks a free one. Where `loopback_only`, nothing else reaches
    /// it, even at a wildcard. What it holds is taken from the account.
    ///
    /// # Errors
    /// [`HostError::Listen`] if the address cannot be listened on, [`HostError::Full`] if the account
    /// has no room for another room.
    pub(crate) fn open(
        address: SocketAddr,
        loopback_only: bool,
        config: RoomConfig,
        observer: A,
        account: &Arc<Account>,
    ) -> Result<(Self, RoomControl), HostError> {
        let buffers = account.hold(2 * READ_BYTES)?;
        let poll = Poll::new()?;
        let acceptor = Acceptor::open(address, loopback_only, poll.registry(), LISTENER)
            .map_err(|error| HostError::Listen { address, error })?;
        let (control, commands) = RoomControl::new(Waker::new(poll.registry(), WAKER)?);
        let clock = RoomClock::start();
        let host = Self {
            poll,
            acceptor,
            commands,
            room: Room::within(config, Box::new(RoomBudget::of(account))),
            now: clock.now(),
            clock,
            connections: HashMap::new(),
            observer,
            next_peer: 0,
            max_clients: usize::MAX,
            paused: false,
            stopped: false,
            to_read: Vec::new(),
            to_write: Vec::new(),
            buffer: vec![0; READ_BYTES].into(),
            memory_trim: MemoryTrim::default(),
            _buffers: buffers,
        };
        Ok((host, control))
    }

    /// Have at most `clients` at once; further ones wait in the accept queue.
    #[must_use]
    pub(crate) fn with_max_clients(mut self, clients: usize) -> Self {
        self.max_clients = clients;
        self
    }

    /// Let the group's messages go to other machines, through [`RoomObserver::publish`].
    #[must_use]
    pub(crate) fn shared(mut self) -> Self {
        self.room.share();
        self
    }

    /// The address it listens on.
    ///
    /// # Errors
    /// As getsockname(2).
    pub(crate) fn local_addr(&self) -> io::Result<SocketAddr> {
        self.acceptor.local_addr()
    }

    /// Serve until the room is stopped.
    ///
    /// # Errors
    /// [`HostError::Poll`] if the poller fails.
    pub(crate) fn run(mut self) -> Result<(), HostError> {
        let mut events = Events::with_capacity(1024);
        self.obey();
        while !self.stopped {
            let wait = self.patience();
            match self.poll.poll(&mut events, wait) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                result => result?,
            }
            for event in &events {
                self.note(event);
            }
            self.turn();
        }
        let had_much = self.memory_trim.is_worth_it();
        drop((self, events));
        if had_much {
            return_freed_memory();
        }
        Ok(())
    }

    /// How long the poller may wait: not at all while there is something to do without it.
    fn patience(&self) -> Option<Duration> {
        let may_read = !self.paused && !self.to_read.is_empty();
        if may_read || self.commands.is_waiting(self.paused) {
            return Some(Duration::ZERO);
        }
        let accept = self.acceptor.due().filter(|_| self.has_place());
        let due = [self.room.poll_timeout(), accept, self.memory_trim.due()];
        let due = due.into_iter().flatten().min()?;
        Some(due.saturating_sub(self.clock.now().since_start))
    }

    fn has_place(&self) -> bool {
        self.connections.len() < self.max_clients
    }

    fn note(&mut self, event: &Event) {
        match event.token() {
            LISTENER => self.acceptor.note(),
            WAKER => {}
            Token(peer) => {
                let Ok(peer) = u32::try_from(peer).map(PeerId) else { return };
                let Some(connection) = self.connections.get_mut(&peer) else { return };
                let became = connection.note(event);
                if became.readable {
                    self.to_read.push(peer);
                }
                if became.writable {
                    self.to_write.push(peer);
                }
            }
        }
    }

    fn turn(&mut self) {
        self.now = self.clock.now();
        self.listen_to_others();
        self.end_overdue();
        self.read_all();
        self.write_all();
        self.accept_all();
        if self.memory_trim.note(self.room.held(), self.now.since_start) {
            return_freed_memory();
        }
        self.observer.turn_ended(&mut self.room.peers());
    }

    fn listen_to_others(&mut self) {
        for _ in 0..WORDS_PER_TURN {
            let Some(input) = self.commands.next(self.paused) else { return };
            self.tell(input);
        }
    }

    fn end_overdue(&mut self) {
        if self.room.poll_timeout().is_some_and(|due| due <= self.now.since_start) {
            self.tell(Input::Timeout);
        }
    }

    /// One recv of every client that may have something, so that no client waits for a talkative
    /// one.
    fn read_all(&mut self) {
        if self.paused {
            return;
        }
        let mut ready = mem::take(&mut self.to_read);
        let mut again = Vec::new();
        for peer in ready.drain(..) {
            if self.paused {
                again.push(peer);
                continue;
            }
            self.read(peer);
            if self.connections.get(&peer).is_some_and(Connection::is_readable) {
                again.push(peer);
            }
        }
        self.to_read = again;
    }

    fn read(&mut self, peer: PeerId) {
        let Some(connection) = self.connections.get_mut(&peer) else { return };
        match connection.read(&mut self.buffer) {
            ReadResult::Bytes(length) => {
                let bytes = &self.buffer[..length];
                self.room.handle(self.now, Input::Received { peer, bytes });
                self.obey();
            }
            ReadResult::Nothing => {}
            ReadResult::End => self.tell(Input::Ended { peer }),
            ReadResult::Failed(error) => self.fail(peer, &error),
        }
    }

    /// Write until no socket takes more; what a write causes (a client let go) is obeyed at once.
    fn write_all(&mut self) {
        while let Some(peer) = self.to_write.pop() {
            self.write(peer);
        }
    }

    fn write(&mut self, peer: PeerId) {
        loop {
            let Some(connection) = self.connections.get_mut(&peer) else { return };
            let mut waiting = self.room.queued(peer).peekable();
            if !connection.is_writable() || waiting.peek().is_none() {
                return;
            }
            match connection.write(waiting) {
                Ok(Written { bytes, more }) => {
                    self.tell(Input::Wrote { peer, bytes });
                    if !more {
                        return;
                    }
                }
                Err(error) => return self.fail(peer, &error),
            }
        }
    }

    fn fail(&mut self, peer: PeerId, error: &io::Error) {
        self.tell(Input::Failed { peer, failure: failure(error).to_string() });
    }

    fn accept_all(&mut self) {
        for _ in 0..ACCEPTS_PER_TURN {
            if !self.has_place() {
                return;
            }
            let Some((stream, address)) = self.acceptor.accept(self.now.since_start) else {
                return;
            };
            self.join(stream, address);
        }
    }

    fn join(&mut self, mut stream: TcpStream, address: SocketAddr) {
        let peer = PeerId(self.next_peer);
        self.next_peer += 1;
        // A line is sent whole; waiting for more of it (Nagle) would only delay it.
        if let Err(error) = stream.set_nodelay(true).and_then(|()| {
            let interest = Interest::READABLE | Interest::WRITABLE;
            self.poll.registry().register(&mut stream, Token(peer.0 as usize), interest)
        }) {
            tracing::warn!(%error, %address, "a connection was lost while it was accepted");
            return;
        }
        self.connections.insert(peer, Connection::new(stream));
        self.acceptor.satisfied();
        self.tell(Input::Joined { peer, address: address_of(address) });
        self.write_all();
    }

    fn tell(&mut self, input: Input<'_>) {
        self.room.handle(self.now, input);
        self.obey();
    }

    fn obey(&mut self) {
        while let Some(output) = self.room.poll_output() {
            match output {
                Output::Accept => self.acceptor.want(),
                Output::Write(peer) => self.to_write.push(peer),
                Output::Close(peer) => {
                    if let Some(connection) = self.connections.remove(&peer) {
                        connection.close(&mut self.buffer);
                    }
                }
                Output::PauseReading => self.paused = true,
                Output::ResumeReading => self.paused = false,
                Output::Publish(messages) => self.observer.publish(messages),
                Output::Event(event) => self.observer.event(event),
                Output::Stopped => self.stopped = true,
            }
        }
    }
}

/// The address as the protocol writes it.
pub(crate) fn address_of(address: SocketAddr) -> Address {
    match address {
        SocketAddr::V4(address) => Address::inet(address.ip().to_string(), address.port()),
        SocketAddr::V6(address) => match address.ip().to_ipv4_mapped() {
            Some(v4) => Address::inet(v4.to_string(), address.port()),
            None => Address::inet6(address.ip().to_string(), address.port()),
        },
    }
}
