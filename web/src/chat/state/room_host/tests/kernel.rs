//! A kernel for tests: it knows the pending calls and answers them as the test directs.

use bytes::Bytes;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use lab_shared::call::{Address, CallName, Failure, Op, Outcome, SocketId, Value};
use lab_shared::chat::{LocalTime, Now, PeerId, RoomConfig, RoomEvent};
use lab_shared::errno::Errno;
use lab_shared::wire::{RoomCommand, RoomUpdate};

use crate::boundaries::state::pace::Pace;
use crate::chat::state::room_host::{Input, Output, RoomHost};
use crate::lab::state::traffic::FramingHint;
use crate::link::state::call_request::CallRequest;

const LISTENER: SocketId = SocketId(1);

/// The moment at which the room opens.
pub(super) const NOW: Now = Now {
    since_start: Duration::ZERO,
    local_time: LocalTime { year: 2024, month: 2, day: 29, hour: 7, minute: 59, second: 59 },
};

#[derive(Default)]
struct Connection {
    /// Bytes the room sent and the client has not read.
    sent: Vec<u8>,
    /// Bytes the client sent and recv has not returned.
    unread: VecDeque<Bytes>,
    recvs: usize,
    stalled: bool,
    closed: bool,
}

pub(super) struct Kernel {
    room_host: RoomHost,
    pending: Vec<CallRequest>,
    /// Time since the room opened.
    pub(super) now: Duration,
    /// The framing reported for each socket.
    pub(super) framed: Vec<(SocketId, FramingHint)>,
    connections: BTreeMap<SocketId, Connection>,
    waiting: VecDeque<char>,
    sockets: BTreeMap<char, SocketId>,
    /// Every call made, oldest first.
    pub(super) made: Vec<Op>,
    /// Every report, oldest first.
    pub(super) news: Vec<RoomUpdate>,
    /// How many bytes a send takes.
    pub(super) takes: usize,
    /// The next call of that name fails.
    pub(super) refuse: Option<(CallName, Failure)>,
    /// Whether a pending accept outlives the close of its socket.
    pub(super) accept_races_with_close: bool,
}

impl Kernel {
    pub(super) fn new(config: RoomConfig) -> Self {
        Self {
            room_host: RoomHost::new(Address::inet("127.0.0.1", 0), config),
            pending: Vec::new(),
            now: Duration::ZERO,
            framed: Vec::new(),
            connections: BTreeMap::new(),
            waiting: VecDeque::new(),
            sockets: BTreeMap::new(),
            made: Vec::new(),
            news: Vec::new(),
            takes: usize::MAX,
            refuse: None,
            accept_races_with_close: false,
        }
    }

    pub(super) fn opened(config: RoomConfig) -> Self {
        let mut kernel = Self::new(config);
        kernel.run();
        assert!(matches!(kernel.news[..], [RoomUpdate::Opened { .. }]));
        kernel
    }

    /// Answers every call that does not block, until only blocked ones are left.
    pub(super) fn run(&mut self) {
        loop {
            while let Some(output) = self.room_host.poll_output() {
                match output {
                    Output::Call(call) => {
                        self.made.push(call.op.clone());
                        self.pending.push(call);
                    }
                    Output::Opened(address) => {
                        self.news.push(RoomUpdate::Opened { address, loopback_only: false });
                    }
                    Output::News(news) => self.news.push(news),
                    Output::Framed(socket, hint) => self.framed.push((socket, hint)),
                }
            }
            let Some((call, outcome)) = self.next_return() else { return };
            self.handle(Input::Returned(call.handle, outcome));
            if let Some(socket) = call.socket.filter(|_| call.op == Op::Close)
                && !(self.accept_races_with_close && socket == LISTENER)
            {
                self.end_pending(socket);
            }
        }
    }

    fn handle(&mut self, input: Input) {
        self.room_host.handle(Now { since_start: self.now, ..NOW }, input);
    }

    /// The room's time-out has come.
    pub(super) fn wait(&mut self) {
        self.now = self.room_host.poll_timeout().expect("it waits for a time");
        self.handle(Input::Timeout);
        self.run();
    }

    pub(super) fn set_pace(&mut self, pace: Pace) {
        self.handle(Input::Pace(pace));
        self.run();
    }

    fn next_return(&mut self) -> Option<(CallRequest, Outcome)> {
        (0..self.pending.len()).find_map(|at| {
            let outcome = self.outcome(&self.pending[at].clone())?;
            Some((self.pending.remove(at), outcome))
        })
    }

    /// How a call ends now; `None` while it blocks.
    fn outcome(&mut self, call: &CallRequest) -> Option<Outcome> {
        if self.refuse.as_ref().is_some_and(|(name, _)| *name == call.op.name())
            && (call.op != Op::Accept || !self.waiting.is_empty())
        {
            return self.refuse.take().map(|(_, failure)| Err(failure));
        }
        Some(Ok(match &call.op {
            Op::Socket { .. } => Value::Socket { socket: LISTENER, fileno: 7 },
            Op::Getsockname => Value::Address(Address::inet("127.0.0.1", 9999)),
            Op::Accept => {
                let socket = SocketId(2 + u32::try_from(self.sockets.len()).expect("few"));
                let name = self.waiting.pop_front()?;
                self.sockets.insert(name, socket);
                self.connections.insert(socket, Connection::default());
                Value::Accepted { socket, fileno: 8, address: address(socket) }
            }
            Op::Recv { .. } => {
                let connection = self.connections.get_mut(&call.socket?)?;
                let bytes = connection.unread.pop_front()?;
                connection.recvs += 1;
                Value::Bytes(bytes)
            }
            Op::Send { .. } => {
                let connection = self.connections.get_mut(&call.socket?)?;
                if connection.stalled {
                    return None;
                }
                let taken = call.bytes.len().min(self.takes);
                connection.sent.extend_from_slice(&call.bytes[..taken]);
                Value::Sent(u32::try_from(taken).expect("it is little"))
            }
            Op::Close => {
                let socket = call.socket?;
                if let Some(connection) = self.connections.get_mut(&socket) {
                    connection.closed = true;
                }
                Value::None
            }
            _ => Value::None,
        }))
    }

    /// Calls pending on a socket that is to be closed are cancelled first.
    fn end_pending(&mut self, socket: SocketId) {
        let ended: Vec<CallRequest> = self
            .pending
            .extract_if(.., |call| call.socket == Some(socket) && call.op != Op::Close)
            .collect();
        for call in ended {
            let outcome = Err(Failure::cancelled());
            self.handle(Input::Returned(call.handle, outcome));
        }
    }

    pub(super) fn ask(&mut self, ask: RoomCommand) {
        self.handle(Input::Asked(ask));
        self.run();
    }

    pub(super) fn connect(&mut self, name: char) {
        self.waiting.push_back(name);
        self.run();
    }

    pub(super) fn client_sends(&mut self, name: char, bytes: &[u8]) {
        let bytes = Bytes::copy_from_slice(bytes);
        self.connection(name).unread.push_back(bytes);
        self.run();
    }

    pub(super) fn client_resets(&mut self, name: char) {
        self.answer_recv(name, Err(Failure::os(Errno::Econnreset)));
    }

    pub(super) fn answer_recv(&mut self, name: char, outcome: Outcome) {
        let socket = self.sockets[&name];
        let at = self
            .pending
            .iter()
            .position(|call| call.socket == Some(socket) && call.op.name() == CallName::Recv)
            .expect("a recv is pending");
        let call = self.pending.remove(at);
        self.handle(Input::Returned(call.handle, outcome));
        self.run();
    }

    /// Reads up to `most` bytes of what the room sent.
    pub(super) fn client_takes(&mut self, name: char, most: usize) -> Vec<u8> {
        let sent = &mut self.connection(name).sent;
        sent.drain(..most.min(sent.len())).collect()
    }

    pub(super) fn stall(&mut self, name: char) {
        self.connection(name).stalled = true;
    }

    pub(super) fn unstall(&mut self, name: char) {
        self.connection(name).stalled = false;
        self.run();
    }

    pub(super) fn pending(&self, name: CallName) -> usize {
        self.pending.iter().filter(|call| call.op.name() == name).count()
    }

    pub(super) fn received_from(&mut self, name: char) -> usize {
        self.connection(name).recvs
    }

    pub(super) fn is_inside(&self, name: char) -> bool {
        self.sockets.contains_key(&name)
    }

    pub(super) fn is_closed(&mut self, name: char) -> bool {
        self.connection(name).closed
    }

    pub(super) fn addresses(&self) -> Vec<(char, String)> {
        self.sockets.iter().map(|(name, socket)| (*name, address(*socket).to_string())).collect()
    }

    /// The room's name for a client.
    pub(super) fn peer(&self, name: char) -> PeerId {
        let wanted = address(self.sockets[&name]);
        self.events()
            .find_map(|event| match event {
                RoomEvent::Joined { peer, address } if *address == wanted => Some(*peer),
                _ => None,
            })
            .expect("it has joined")
    }

    pub(super) fn events(&self) -> impl Iterator<Item = &RoomEvent> {
        self.news.iter().flat_map(|news| match news {
            RoomUpdate::Transcript { events, .. } => events.as_slice(),
            _ => &[],
        })
    }

    fn connection(&mut self, name: char) -> &mut Connection {
        let socket = self.sockets[&name];
        self.connections.get_mut(&socket).expect("it was accepted")
    }
}

fn address(socket: SocketId) -> Address {
    Address::inet("127.0.0.1", 50_000 + u16::try_from(socket.0).expect("few"))
}
