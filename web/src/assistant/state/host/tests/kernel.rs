//! A kernel for tests: it knows the pending calls and answers them as the peers of a scenario do.

use bytes::Bytes;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use lab_shared::assistant::Now;
use lab_shared::assistant::session::{Command, EndId, Session};
use lab_shared::assistant::setup::Setup;
use lab_shared::call::{
    Address, CallName, Failure, How, Op, OptionValue, Outcome, SocketId, Value,
};
use lab_shared::errno::Errno;

use crate::assistant::state::host::{Host, Input, News, Output, RESET};
use crate::link::state::call_request::CallRequest;

/// A socket of the host.
#[derive(Default)]
struct Socket {
    /// Its peer, of a connection.
    peer: Option<char>,
    /// Bytes that wait to be received, each item for one recv; an empty one is the end.
    unread: VecDeque<Bytes>,
    /// Datagrams that wait, with their senders.
    datagrams: VecDeque<(Address, Bytes)>,
    resets: bool,
}

/// What a peer sees of its connection.
#[derive(Default)]
struct Peer {
    socket: Option<SocketId>,
    /// Bytes that it has not compared yet.
    heard: Vec<u8>,
    ended: bool,
    reset: bool,
}

pub(super) struct Kernel {
    pub(super) host: Host,
    /// Time since the session began.
    pub(super) now: Duration,
    pending: Vec<CallRequest>,
    sockets: BTreeMap<SocketId, Socket>,
    next_socket: u32,
    peers: BTreeMap<char, Peer>,
    /// Peers that wait to be accepted.
    waiting: VecDeque<char>,
    /// The connections of the host's client that no peer has taken, in the order they were made.
    dialled: VecDeque<SocketId>,
    /// Every call made, oldest first.
    pub(super) made: Vec<CallName>,
    pub(super) news: Vec<News>,
    /// The next call of that name fails.
    pub(super) refuse: Option<(CallName, Failure)>,
    /// Whether connect returns.
    pub(super) answers: bool,
}

fn address(peer: char) -> Address {
    Address::inet("127.0.0.1", 1000 + peer as u16)
}

impl Kernel {
    pub(super) fn new(setup: &str) -> Self {
        let setup = Setup::parse(setup).unwrap_or_else(|problems| panic!("{}", problems[0]));
        Self {
            host: Host::new(Session::new(setup, 1).expect("the setup was checked")),
            now: Duration::ZERO,
            pending: Vec::new(),
            sockets: BTreeMap::new(),
            next_socket: 1,
            peers: BTreeMap::new(),
            waiting: VecDeque::new(),
            dialled: VecDeque::new(),
            made: Vec::new(),
            news: Vec::new(),
            refuse: None,
            answers: true,
        }
    }

    pub(super) fn end(&self, name: &str) -> EndId {
        self.host.session().end_named(name).expect("the setup has it")
    }

    pub(super) fn command(&mut self, command: Command) {
        self.handle(Input::Command(command));
        self.run();
    }

    pub(super) fn handle(&mut self, input: Input) {
        let now = Now { since_start: self.now, unix: self.now, ..Now::default() };
        self.host.handle(now, input);
    }

    /// Answers every call that does not block, until only blocked ones are left.
    pub(super) fn run(&mut self) {
        loop {
            while let Some(output) = self.host.poll_output() {
                match output {
                    Output::Call(call, _) => {
                        self.made.push(call.op.name());
                        self.pending.push(call);
                    }
                    Output::News(news) => self.news.push(news),
                }
            }
            let returned = (0..self.pending.len()).find_map(|at| {
                let outcome = self.outcome(&self.pending[at].clone())?;
                Some((self.pending.remove(at), outcome))
            });
            let Some((call, outcome)) = returned else { return };
            if let Some(socket) = call.socket.filter(|_| call.op == Op::Close) {
                self.cancel(socket);
            }
            self.handle(Input::Returned(call.handle, outcome));
        }
    }

    /// Lets time pass, with a time-out whenever one is due.
    pub(super) fn advance(&mut self, by: Duration) {
        let until = self.now + by;
        while let Some(due) = self.host.poll_timeout().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.handle(Input::Timeout);
            self.run();
        }
        self.now = until;
    }

    /// How a call ends now; `None` while it blocks.
    fn outcome(&mut self, call: &CallRequest) -> Option<Outcome> {
        let blocks = call.op == Op::Accept && self.waiting.is_empty();
        if !blocks && self.refuse.as_ref().is_some_and(|(name, _)| *name == call.op.name()) {
            return self.refuse.take().map(|(_, failure)| Err(failure));
        }
        Some(Ok(match &call.op {
            Op::Socket { .. } => Value::Socket { socket: self.make(None), fileno: 7 },
            Op::Getsockname => Value::Address(Address::inet("127.0.0.1", 9999)),
            Op::Connect { .. } if !self.answers => return None,
            Op::Connect { .. } => {
                self.dialled.push_back(call.socket?);
                Value::None
            }
            Op::Accept => {
                let peer = self.waiting.pop_front()?;
                let socket = self.make(Some(peer));
                self.peers.entry(peer).or_default().socket = Some(socket);
                Value::Accepted { socket, fileno: 8, address: address(peer) }
            }
            Op::Recv { .. } => {
                Value::Bytes(self.sockets.get_mut(&call.socket?)?.unread.pop_front()?)
            }
            Op::Recvfrom { .. } => {
                let datagrams = &mut self.sockets.get_mut(&call.socket?)?.datagrams;
                let (from, bytes) = datagrams.pop_front()?;
                Value::BytesFrom { address: Some(from), bytes }
            }
            Op::Sendall { .. } => {
                let peer = self.sockets.get(&call.socket?)?.peer?;
                self.peers.entry(peer).or_default().heard.extend_from_slice(&call.bytes);
                Value::None
            }
            Op::Sendto { address: to, .. } => {
                let peer = self.peers.keys().copied().find(|peer| address(*peer) == *to)?;
                self.peers.entry(peer).or_default().heard.extend_from_slice(&call.bytes);
                Value::Sent(u32::try_from(call.bytes.len()).expect("it is little"))
            }
            Op::Setsockopt { option: 13, value, .. } => {
                assert_eq!(*value, OptionValue::Bytes(RESET.to_vec()));
                self.sockets.get_mut(&call.socket?)?.resets = true;
                Value::None
            }
            Op::Shutdown { how: How::Write } => {
                let peer = self.sockets.get(&call.socket?)?.peer?;
                self.peers.entry(peer).or_default().ended = true;
                Value::None
            }
            Op::Close => {
                self.close(call.socket?);
                Value::None
            }
            _ => Value::None,
        }))
    }

    fn make(&mut self, peer: Option<char>) -> SocketId {
        let socket = SocketId(self.next_socket);
        self.next_socket += 1;
        self.sockets.insert(socket, Socket { peer, ..Socket::default() });
        socket
    }

    fn close(&mut self, socket: SocketId) {
        let Some(Socket { peer: Some(peer), resets, .. }) = self.sockets.remove(&socket) else {
            return;
        };
        let peer = self.peers.entry(peer).or_default();
        peer.ended = true;
        peer.reset = resets;
    }

    /// Calls that wait on a socket end when it is closed, as those of the page do.
    fn cancel(&mut self, socket: SocketId) {
        let waits = |call: &mut CallRequest| call.socket == Some(socket) && call.op != Op::Close;
        let ended: Vec<CallRequest> = self.pending.extract_if(.., waits).collect();
        for call in ended {
            self.handle(Input::Returned(call.handle, Err(Failure::cancelled())));
        }
    }

    /// The relay is lost, with all calls and sockets.
    pub(super) fn lose_relay(&mut self) {
        self.sockets.clear();
        for call in std::mem::take(&mut self.pending) {
            self.handle(Input::Lost(call.handle));
        }
        self.run();
    }

    /// A peer connects to the host's server, or gets an address for its datagrams.
    pub(super) fn connect(&mut self, peer: char) {
        self.peers.entry(peer).or_default();
        if self.pending(CallName::Recvfrom) == 0 {
            self.waiting.push_back(peer);
        }
        self.run();
    }

    /// A peer takes the newest connection of the host's client.
    pub(super) fn take(&mut self, peer: char) {
        let socket = self.dialled.pop_front().expect("the client connects");
        self.sockets.get_mut(&socket).expect("it is open").peer = Some(peer);
        self.peers.entry(peer).or_default().socket = Some(socket);
        self.run();
    }

    /// A peer sends bytes; empty ones over a stream are its end.
    pub(super) fn send(&mut self, peer: char, bytes: &[u8]) {
        let bytes = Bytes::copy_from_slice(bytes);
        match self.peers[&peer].socket {
            Some(socket) => {
                self.sockets.get_mut(&socket).expect("it is open").unread.push_back(bytes);
            }
            None => {
                let socket = self.sockets.values_mut().next().expect("it is open");
                socket.datagrams.push_back((address(peer), bytes));
            }
        }
        self.run();
    }

    /// What a peer was sent since it was asked last.
    pub(super) fn heard(&mut self, peer: char) -> Vec<u8> {
        std::mem::take(&mut self.peers.entry(peer).or_default().heard)
    }

    pub(super) fn has_ended(&self, peer: char) -> bool {
        self.peers[&peer].ended
    }

    pub(super) fn was_reset(&self, peer: char) -> bool {
        self.peers[&peer].reset
    }

    /// A recv on a peer's connection fails.
    pub(super) fn break_connection(&mut self, peer: char, errno: Errno) {
        let socket = self.peers[&peer].socket;
        let reads = |call: &CallRequest| call.socket == socket && call.op.name() == CallName::Recv;
        let at = self.pending.iter().position(reads).expect("a recv is pending");
        let call = self.pending.remove(at);
        self.handle(Input::Returned(call.handle, Err(Failure::os(errno))));
        self.run();
    }

    pub(super) fn pending(&self, name: CallName) -> usize {
        self.pending.iter().filter(|call| call.op.name() == name).count()
    }

    /// How many sockets are open.
    pub(super) fn open_sockets(&self) -> usize {
        self.sockets.len()
    }

    /// Lets a connect that hangs return.
    pub(super) fn answer_connect(&mut self) {
        self.answers = true;
        self.run();
    }
}
