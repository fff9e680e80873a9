//! The link to the relay as a state machine: greeting, heartbeat, silence, and back-off.
//!
//! It owns no WebSocket and no clock. The browser's side feeds it what happened with the moment it
//! happened, and does what [`Link::poll_output`] says.

use bytes::Bytes;
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use lab_shared::call::{Address, CallId, Micros, Op, Outcome, SocketId, Value};
use lab_shared::wire::{
    Call, Event, Frame, Goodbye, HEARTBEAT_TIMEOUT, HELLO_TIMEOUT, PROTOCOL_VERSION, Return,
    RoomReport, RoomRequest, ToPage, ToRelay, Welcome,
};

use super::clock::RelayClock;
use super::kernel::{News, Watches};

/// How long the n-th wait for a lost relay lasts; the last one repeats.
pub const BACK_OFF: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
];

/// How long the browser may take to open the WebSocket.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What happened outside.
#[derive(Debug)]
pub enum Input {
    /// The page has started.
    Start,
    /// The WebSocket is open.
    Opened,
    /// A message came.
    Received(Frame),
    /// The WebSocket has closed, whoever closed it.
    Closed,
    /// The moment of [`Link::poll_timeout`] has come.
    TimedOut,
    /// The person does not want to wait.
    TryNow,
    /// The person opened the relay's address anew, with another token.
    Token(String),
    /// The person ends a blocked call.
    Cancel(CallId),
}

/// What to do outside, or what to tell.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Open a WebSocket.
    Open,
    /// Send a message on it.
    Transmit(Frame),
    /// Close it and forget it: nothing it says from now on is wanted.
    Close,
    /// [`Link::phase`] has changed.
    Phase,
    /// A call waits in the kernel since then, on the page's clock.
    Blocked(CallId, Micros),
    /// A call has ended; its times are on the page's clock.
    Returned(Return),
    /// A socket's addresses are new.
    Addresses {
        /// Which socket.
        socket: SocketId,
        /// Its own address.
        local: Option<Address>,
        /// The peer's.
        peer: Option<Address>,
    },
    /// Something happened in a room that the relay hosts; its time is on the page's clock.
    Room(RoomReport),
    /// What the kernel does with watched sockets.
    Kernel(News),
    /// Pending calls will never return and every socket is gone; the calls that were pending.
    Lost(Vec<CallId>),
}

/// Why there is no relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// No connection came about.
    Unreachable,
    /// The connection broke without a word.
    Broken,
    /// Nothing was heard for too long.
    Silence,
    /// The relay said a message the page cannot read.
    Unreadable(String),
    /// The relay said why.
    Goodbye(Goodbye),
}

/// How the link stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Phase {
    /// Not started.
    #[default]
    Idle,
    /// A WebSocket is being opened, or the relay's hello is awaited.
    Connecting {
        /// Why the last one was lost, when this is not the first.
        after: Option<Loss>,
    },
    /// Calls can be made.
    Ready(Rc<Welcome>),
    /// The relay is lost; the next attempt comes at `until` of the page's clock.
    Waiting {
        /// When.
        until: Duration,
        /// Why.
        loss: Loss,
    },
    /// The relay will not have this page, and trying again does not help.
    Refused(Goodbye),
}

impl Phase {
    /// Whether calls can be made.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        matches!(self, Self::Ready(_))
    }
}

/// The state machine. `now` is the page's clock.
#[derive(Debug)]
pub struct Link {
    token: Option<String>,
    phase: Phase,
    /// Whether the outside holds a WebSocket for us.
    open: bool,
    clock: RelayClock,
    deadline: Option<Duration>,
    attempts: usize,
    next_call: u32,
    next_socket: u32,
    pending: BTreeSet<CallId>,
    watches: Watches,
    outputs: VecDeque<Output>,
}

impl Link {
    /// A link that will greet with `token`.
    #[must_use]
    pub fn new(token: Option<String>) -> Self {
        Self {
            token,
            phase: Phase::Idle,
            open: false,
            clock: RelayClock::default(),
            deadline: None,
            attempts: 0,
            next_call: 1,
            next_socket: 1,
            pending: BTreeSet::new(),
            watches: Watches::default(),
            outputs: VecDeque::new(),
        }
    }

    /// How the link stands.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What to do next, until `None`.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::TimedOut`] is due, on the page's clock.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        self.deadline
    }

    /// Sends a call; `None` while there is no relay.
    pub fn call(&mut self, socket: Option<SocketId>, op: Op, bytes: Bytes) -> Option<Call> {
        if !self.phase.is_ready() {
            return None;
        }
        let id = CallId(self.next_call);
        self.next_call += 1;
        self.pending.insert(id);
        let call = Call { id, socket, op, bytes };
        self.watches.issued(&call);
        self.transmit(&ToRelay::Call(call.clone()));
        Some(call)
    }

    /// Asks something of a room on the relay; whether there is a relay.
    pub fn ask(&mut self, request: RoomRequest) -> bool {
        let ready = self.phase.is_ready();
        if ready {
            self.transmit(&ToRelay::Room(request));
        }
        ready
    }

    /// A part of the page begins to show what the kernel does, or shows it no more. While one does,
    /// every socket is watched from its making on.
    pub fn look(&mut self, begins: bool) {
        let asks = self.watches.look(begins);
        asks.iter().for_each(|ask| self.transmit(ask));
        if !self.watches.looking() {
            self.outputs.push_back(Output::Kernel(News::Resting));
        }
    }

    /// Takes in what happened at `now`.
    pub fn handle(&mut self, now: Duration, input: Input) {
        match input {
            Input::Start | Input::TryNow => self.connect(now),
            Input::Token(token) => {
                self.token = Some(token);
                if !self.phase.is_ready() {
                    self.drop_connection();
                    self.connect(now);
                }
            }
            Input::Opened => self.greet(now),
            Input::Received(frame) if self.open => match ToPage::decode(frame) {
                Ok(message) => self.hear(now, message),
                Err(error) => self.lose(now, Loss::Unreadable(error.to_string())),
            },
            Input::Closed if self.open => {
                let loss = if self.phase.is_ready() { Loss::Broken } else { Loss::Unreachable };
                self.lose(now, loss);
            }
            Input::TimedOut => self.time_out(now),
            Input::Cancel(id) if self.pending.contains(&id) => {
                self.transmit(&ToRelay::Cancel { id });
            }
            Input::Received(_) | Input::Closed | Input::Cancel(_) => {}
        }
    }

    fn connect(&mut self, now: Duration) {
        if self.open {
            return;
        }
        self.open = true;
        self.deadline = Some(now + CONNECT_TIMEOUT);
        self.outputs.push_back(Output::Open);
        let after = match &self.phase {
            Phase::Waiting { loss, .. } => Some(loss.clone()),
            _ => None,
        };
        self.enter(Phase::Connecting { after });
    }

    fn greet(&mut self, now: Duration) {
        self.deadline = Some(now + HELLO_TIMEOUT);
        self.transmit(&ToRelay::Hello {
            version: PROTOCOL_VERSION,
            token: self.token.clone(),
            first_socket: SocketId(self.next_socket),
        });
    }

    fn hear(&mut self, now: Duration, message: ToPage) {
        if self.phase.is_ready() {
            self.deadline = Some(now + HEARTBEAT_TIMEOUT);
        }
        match message {
            ToPage::Hello(welcome) if welcome.version != PROTOCOL_VERSION => {
                self.refuse(Goodbye::Version { relay: welcome.version });
            }
            ToPage::Hello(welcome) => {
                self.clock = RelayClock::meet(welcome.now, now);
                self.attempts = 0;
                self.deadline = Some(now + HEARTBEAT_TIMEOUT);
                self.enter(Phase::Ready(Rc::new(welcome)));
            }
            ToPage::Room(report) => {
                let at = self.clock.on_page(report.at);
                self.outputs.push_back(Output::Room(RoomReport { at, ..report }));
            }
            ToPage::Heartbeat => self.transmit(&ToRelay::Heartbeat),
            ToPage::Goodbye(goodbye) if goodbye.worth_retrying() => {
                self.lose(now, Loss::Goodbye(goodbye));
            }
            ToPage::Goodbye(goodbye) => self.refuse(goodbye),
            ToPage::Event(Event::Blocked { id, at }) => {
                self.outputs.push_back(Output::Blocked(id, self.clock.on_page(at)));
            }
            ToPage::Event(Event::Addresses { socket, local, peer }) => {
                self.outputs.push_back(Output::Addresses { socket, local, peer });
            }
            ToPage::Event(event) => {
                let news = News::of(event, &self.clock);
                self.outputs.extend(news.map(Output::Kernel));
            }
            ToPage::Return(returned) => self.finish(returned),
        }
    }

    fn finish(&mut self, returned: Return) {
        self.pending.remove(&returned.id);
        for SocketId(made) in made(&returned.outcome) {
            self.next_socket = self.next_socket.max(made + 1);
        }
        let asks = self.watches.returned(&returned);
        asks.iter().for_each(|ask| self.transmit(ask));
        self.outputs.push_back(Output::Returned(Return {
            entered: self.clock.on_page(returned.entered),
            at: self.clock.on_page(returned.at),
            ..returned
        }));
    }

    fn time_out(&mut self, now: Duration) {
        // A timer of the browser may be early or stale.
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        match self.phase {
            Phase::Waiting { .. } => self.connect(now),
            Phase::Ready(_) => self.lose(now, Loss::Silence),
            _ => self.lose(now, Loss::Unreachable),
        }
    }

    fn lose(&mut self, now: Duration, loss: Loss) {
        self.drop_connection();
        let wait = BACK_OFF[self.attempts.min(BACK_OFF.len() - 1)];
        self.attempts += 1;
        let until = now + wait;
        self.deadline = Some(until);
        self.enter(Phase::Waiting { until, loss });
    }

    fn refuse(&mut self, goodbye: Goodbye) {
        self.drop_connection();
        self.deadline = None;
        self.enter(Phase::Refused(goodbye));
    }

    fn drop_connection(&mut self) {
        if std::mem::take(&mut self.open) {
            self.outputs.push_back(Output::Close);
        }
        if self.phase.is_ready() {
            self.watches.lost();
            if self.watches.looking() {
                self.outputs.push_back(Output::Kernel(News::Resting));
            }
            let pending = std::mem::take(&mut self.pending).into_iter().collect();
            self.outputs.push_back(Output::Lost(pending));
        }
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.outputs.push_back(Output::Phase);
    }

    fn transmit(&mut self, message: &ToRelay) {
        self.outputs.push_back(Output::Transmit(message.encode()));
    }
}

/// The sockets a call has made.
#[must_use]
pub fn made(outcome: &Outcome) -> &[SocketId] {
    outcome.as_ref().map_or(&[], Value::made)
}

#[cfg(test)]
mod tests;
