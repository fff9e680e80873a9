//! The link to the relay as a state machine: greeting, heartbeat, silence, back-off, and resumption
//! over another WebSocket when one breaks.
//!
//! It owns no WebSocket and no clock. The browser's side feeds it events with their moments, and
//! carries out what [`Link::poll_output`] returns.

mod call_id_map;
mod calls;
mod disconnect;
pub(crate) mod events;
pub(crate) mod news;
pub(crate) mod phase;
mod session;
mod watches;

pub(crate) use events::{Input, Issued, NewCall, Output};
pub(crate) use news::News;
pub(crate) use phase::{Loss, Phase};
pub(crate) use watches::Watches;

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use lab_shared::call::{CallId, SocketId};
use lab_shared::network::{NetworkCommand, NetworkPlan};
use lab_shared::wire::{
    Event, Frame, Goodbye, HEARTBEAT_TIMEOUT, HELLO_TIMEOUT, PROTOCOL_VERSION, Resume, Return,
    RoomReport, SUSPICION_TIMEOUT, ToPage, ToRelay, Welcome,
};

use crate::kit::state::clock::{RelayClock, micros};
use call_id_map::CallIdMap;
use session::Session;
use token::Tokens;

/// The n-th wait for a lost relay; the last one repeats.
pub(crate) const BACK_OFF: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
];

/// The pause between two attempts to end an interruption; the first is made at once.
pub(crate) const RESUME_PAUSE: Duration = Duration::from_secs(1);

/// How long the browser may take to open the WebSocket.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The state machine. `now` is the page's clock.
#[derive(Debug)]
pub(crate) struct Link {
    tokens: Tokens,
    phase: Phase,
    /// Whether there is a WebSocket.
    open: bool,
    clock: RelayClock,
    deadline: Option<Duration>,
    attempts: usize,
    next_call: u32,
    next_socket: u32,
    pending: BTreeSet<CallId>,
    call_ids: CallIdMap,
    /// `Some` while calls can be made.
    session: Option<Session>,
    watches: Watches,
    outputs: VecDeque<Output>,
}

impl Link {
    /// A link that greets the relay with one of `tokens`.
    #[must_use]
    pub(crate) fn new(tokens: Tokens) -> Self {
        Self {
            tokens,
            phase: Phase::Idle,
            open: false,
            clock: RelayClock::default(),
            deadline: None,
            attempts: 0,
            next_call: 1,
            next_socket: 1,
            pending: BTreeSet::new(),
            call_ids: CallIdMap::default(),
            session: None,
            watches: Watches::default(),
            outputs: VecDeque::new(),
        }
    }

    /// The token that the relay accepted last.
    #[must_use]
    pub(crate) fn token(&self) -> Option<&str> {
        self.tokens.kept()
    }

    /// The link's phase.
    #[must_use]
    pub(crate) fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What to do next, until `None`.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When [`Input::TimedOut`] is due, on the page's clock.
    #[must_use]
    pub(crate) fn poll_timeout(&self) -> Option<Duration> {
        self.deadline
    }

    /// A view of the kernel was opened or closed. While one is open, every socket is watched from
    /// its creation.
    pub(crate) fn look(&mut self, begins: bool) {
        let asks = self.watches.look(begins);
        asks.iter().for_each(|ask| self.say(ask));
        if !self.watches.looking() {
            self.outputs.push_back(Output::Kernel(News::Resting));
        }
    }

    /// Takes in what happened at `now`.
    pub(crate) fn handle(&mut self, now: Duration, input: Input) {
        match input {
            Input::Start | Input::TryNow => self.connect(now),
            Input::Token(token) => {
                self.tokens.offer(token);
                if !self.phase.is_ready() {
                    // The relay may just have resumed the session on this WebSocket.
                    self.close(self.session.is_some());
                    self.connect(now);
                }
            }
            Input::Opened => self.greet(now),
            Input::Received(frame) if self.open => self.receive(now, frame),
            Input::Closed if self.open => {
                let spoke = matches!(self.phase, Phase::Ready(_));
                self.fail(now, if spoke { Loss::Broken } else { Loss::Unreachable });
            }
            Input::WorkerFailed(why) if self.open => self.fail(now, Loss::Worker(why)),
            Input::TimedOut => self.time_out(now),
            // A page in the back/forward cache does not run, so it could not act on its sockets.
            Input::Left if self.open => self.lose(now, Loss::Left),
            Input::Cancel(id) if self.pending.contains(&id) => {
                self.say(&ToRelay::Cancel { id: self.call_ids.wire(id) });
            }
            Input::Unsent(id, failure) if self.pending.remove(&id) => {
                let (entered, at) = (micros(now), micros(now));
                let outcome = Err(failure);
                self.outputs.push_back(Output::Returned(Return { id, entered, at, outcome }));
            }
            Input::Unsent(..)
            | Input::Received(_)
            | Input::Closed
            | Input::WorkerFailed(_)
            | Input::Cancel(_)
            | Input::Left => {}
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
            // This phase includes that attempts are being made.
            Phase::Interrupted { .. } => return,
            Phase::Waiting { loss, .. } => Some(loss.clone()),
            _ => None,
        };
        self.enter(Phase::Connecting { after });
    }

    fn greet(&mut self, now: Duration) {
        self.deadline = Some(now + HELLO_TIMEOUT);
        let token = self.tokens.show(self.session.is_some());
        let resume = self.session.as_mut().map_or(Resume::Later, Session::resume);
        self.transmit(&ToRelay::Hello {
            version: PROTOCOL_VERSION,
            token,
            first_socket: SocketId(self.next_socket),
            resume,
        });
    }

    fn receive(&mut self, now: Duration, frame: Frame) {
        let size = frame.size();
        let message = match ToPage::decode(frame) {
            Ok(message) => message,
            Err(error) => return self.lose(now, Loss::Unreadable(error.to_string())),
        };
        if matches!(self.phase, Phase::Ready(_)) {
            self.deadline = Some(now + self.patience());
        }
        if message.is_counted()
            && let Some(messages) = self.session.as_mut().and_then(|session| session.hear(size))
        {
            self.transmit(&ToRelay::Received { messages });
        }
        self.hear(now, message);
    }

    fn hear(&mut self, now: Duration, message: ToPage) {
        match message {
            ToPage::Hello(welcome) if welcome.version != PROTOCOL_VERSION => {
                self.refuse(Goodbye::Version { relay: welcome.version });
            }
            ToPage::Hello(welcome) => {
                self.outputs.extend(self.tokens.accepted().map(Output::Token));
                // The page tried to resume its session, but too late.
                self.end_session();
                self.clock = RelayClock::meet(welcome.now, now);
                self.session = Some(Session::new(&welcome));
                let begins_with_own = welcome.networks.begins_with_own();
                self.be_ready(now, Rc::new(welcome));
                if begins_with_own {
                    // Before any call, since a call finds no other network.
                    self.ask_network(NetworkCommand::Open(NetworkPlan::pair()));
                }
            }
            ToPage::Resumed { received } => self.resume(now, received),
            ToPage::Received { messages } => self.confirm(now, messages),
            ToPage::Room(report) => {
                let at = self.clock.on_page(report.at);
                self.outputs.push_back(Output::Room(RoomReport { at, ..report }));
            }
            ToPage::Assistant(message) => self.outputs.push_back(Output::Assistant(message)),
            ToPage::Network(report) => {
                self.outputs.push_back(Output::Network(news::of_network(report, &self.clock)));
            }
            ToPage::Heartbeat => {
                if let Some(messages) = self.session.as_mut().and_then(Session::news) {
                    self.transmit(&ToRelay::Received { messages });
                }
                self.transmit(&ToRelay::Heartbeat);
            }
            ToPage::Goodbye(Goodbye::Token) if self.tokens.refused() => {
                self.close(false);
                // A session is resumed with the token it began with. If that is refused, the session is over.
                if self.session.is_some() {
                    self.phase = Phase::Waiting { until: now, loss: Loss::Goodbye(Goodbye::Token) };
                    self.end_session();
                }
                self.connect(now);
            }
            ToPage::Goodbye(goodbye) if goodbye.worth_retrying() => {
                self.lose(now, Loss::Goodbye(goodbye));
            }
            ToPage::Goodbye(goodbye) => self.refuse(goodbye),
            ToPage::Event(Event::Blocked { id, at }) => {
                let id = self.call_ids.own(id);
                self.outputs.push_back(Output::Blocked(id, self.clock.on_page(at)));
            }
            ToPage::Event(Event::Addresses { socket, local, peer, loopback_only }) => {
                self.outputs.push_back(Output::Addresses { socket, local, peer, loopback_only });
            }
            ToPage::Event(event) => {
                let news = News::of(event, &self.clock);
                self.outputs.extend(news.map(Output::Kernel));
            }
            ToPage::Return(returned) => self.finish(returned),
        }
    }

    /// The interruption is over: resends what the relay has not received.
    fn resume(&mut self, now: Duration, received: u64) {
        self.confirm(now, received);
        let Phase::Interrupted { welcome, .. } = &self.phase else { return };
        let welcome = Rc::clone(welcome);
        let said = self.said();
        let again = self.session.iter().flat_map(Session::unconfirmed).cloned();
        self.outputs.extend(again.map(|frame| Output::Transmit { frame, said }));
        self.be_ready(now, welcome);
    }

    fn confirm(&mut self, now: Duration, count: u64) {
        let confirmed = self.session.as_mut().map(|session| session.confirm(count));
        if let Some(Err(error)) = confirmed {
            self.lose(now, Loss::Unreadable(error.to_string()));
        }
    }

    fn be_ready(&mut self, now: Duration, welcome: Rc<Welcome>) {
        self.attempts = 0;
        self.deadline = Some(now + self.patience());
        self.enter(Phase::Ready(welcome));
    }

    /// For how long a relay that is ready may be silent.
    fn patience(&self) -> Duration {
        match self.session.as_ref().and_then(Session::patience) {
            Some(_) => SUSPICION_TIMEOUT,
            None => HEARTBEAT_TIMEOUT,
        }
    }

    fn finish(&mut self, returned: Return) {
        let returned = Return { id: self.call_ids.end(returned.id), ..returned };
        self.pending.remove(&returned.id);
        for SocketId(made) in returned.made() {
            self.next_socket = self.next_socket.max(made + 1);
        }
        let asks = self.watches.returned(&returned);
        asks.iter().for_each(|ask| self.say(ask));
        self.outputs.push_back(Output::Returned(Return {
            entered: self.clock.on_page(returned.entered),
            at: self.clock.on_page(returned.at),
            ..returned
        }));
    }

    /// How many counted messages the page itself has sent in this session.
    #[must_use]
    pub(crate) fn said(&self) -> u64 {
        self.session.as_ref().map_or(0, Session::said)
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.outputs.push_back(Output::Phase);
    }

    /// Sends a counted message: now, or when the interruption is over.
    fn say(&mut self, message: &ToRelay) {
        let Some(session) = &mut self.session else { return };
        let frame = message.encode();
        session.say(&frame);
        if matches!(self.phase, Phase::Ready(_)) {
            let said = session.said();
            self.outputs.push_back(Output::Transmit { frame, said });
        }
    }

    /// Sends a message that belongs to this WebSocket alone.
    fn transmit(&mut self, message: &ToRelay) {
        let (frame, said) = (message.encode(), self.said());
        self.outputs.push_back(Output::Transmit { frame, said });
    }
}

pub(crate) mod call_request;
#[cfg(test)]
mod interruption_tests;
pub(crate) mod machine;
#[cfg(test)]
mod passing_tests;
#[cfg(test)]
mod tests;
pub(crate) mod token;
#[cfg(test)]
mod token_tests;
#[cfg(test)]
mod unsent_tests;
