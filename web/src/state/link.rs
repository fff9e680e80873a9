//! The link to the relay as a state machine: greeting, heartbeat, silence, back-off, and going on
//! over another WebSocket when one breaks.
//!
//! It owns no WebSocket and no clock. The browser's side feeds it what happened with the moment it
//! happened, and does what [`Link::poll_output`] says.

mod events;
mod phase;
mod session;

pub use events::{Input, Output};
pub use phase::{Loss, Phase};

use bytes::Bytes;
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;
use std::time::Duration;

use lab_shared::call::{CallId, Op, Outcome, SocketId, Value};
use lab_shared::wire::{
    Call, Event, Frame, Goodbye, HEARTBEAT_TIMEOUT, HELLO_TIMEOUT, PROTOCOL_VERSION, Resume,
    Return, RoomReport, RoomRequest, SUSPICION_TIMEOUT, ToPage, ToRelay, Welcome,
};

use super::clock::RelayClock;
use super::kernel::{News, Watches};
use session::Session;

/// How long the n-th wait for a lost relay lasts; the last one repeats.
pub const BACK_OFF: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(15),
];

/// The pause between two attempts to end an interruption; the first is made at once.
pub const RESUME_PAUSE: Duration = Duration::from_secs(1);

/// How long the browser may take to open the WebSocket.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

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
    /// There is one while calls can be made.
    session: Option<Session>,
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
            session: None,
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
        self.say(&ToRelay::Call(call.clone()));
        Some(call)
    }

    /// Asks something of a room on the relay; whether there is a relay.
    pub fn ask(&mut self, request: RoomRequest) -> bool {
        let ready = self.phase.is_ready();
        if ready {
            self.say(&ToRelay::Room(request));
        }
        ready
    }

    /// A part of the page begins to show what the kernel does, or shows it no more. While one does,
    /// every socket is watched from its making on.
    pub fn look(&mut self, begins: bool) {
        let asks = self.watches.look(begins);
        asks.iter().for_each(|ask| self.say(ask));
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
                    self.close(false);
                    self.connect(now);
                }
            }
            Input::Opened => self.greet(now),
            Input::Received(frame) if self.open => self.receive(now, frame),
            Input::Closed if self.open => {
                let spoke = matches!(self.phase, Phase::Ready(_));
                self.fail(now, if spoke { Loss::Broken } else { Loss::Unreachable });
            }
            Input::TimedOut => self.time_out(now),
            // A page that is kept stands still: it could not answer for its sockets.
            Input::Left if self.open => self.lose(now, Loss::Left),
            Input::Cancel(id) if self.pending.contains(&id) => {
                self.say(&ToRelay::Cancel { id });
            }
            Input::Received(_) | Input::Closed | Input::Cancel(_) | Input::Left => {}
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
            // It says itself that attempts are under way.
            Phase::Interrupted { .. } => return,
            Phase::Waiting { loss, .. } => Some(loss.clone()),
            _ => None,
        };
        self.enter(Phase::Connecting { after });
    }

    fn greet(&mut self, now: Duration) {
        self.deadline = Some(now + HELLO_TIMEOUT);
        let resume = self.session.as_mut().map_or(Resume::Later, Session::resume);
        self.transmit(&ToRelay::Hello {
            version: PROTOCOL_VERSION,
            token: self.token.clone(),
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
                // A page that meant to go on with its session came too late for that.
                self.end_session();
                self.clock = RelayClock::meet(welcome.now, now);
                self.session = Some(Session::new(&welcome));
                self.be_ready(now, Rc::new(welcome));
            }
            ToPage::Resumed { received } => self.resume(now, received),
            ToPage::Received { messages } => self.confirm(now, messages),
            ToPage::Room(report) => {
                let at = self.clock.on_page(report.at);
                self.outputs.push_back(Output::Room(RoomReport { at, ..report }));
            }
            ToPage::Heartbeat => {
                if let Some(messages) = self.session.as_mut().and_then(Session::news) {
                    self.transmit(&ToRelay::Received { messages });
                }
                self.transmit(&ToRelay::Heartbeat);
            }
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

    /// The interruption is over: says again what the relay has not heard.
    fn resume(&mut self, now: Duration, received: u64) {
        self.confirm(now, received);
        let Phase::Interrupted { welcome, .. } = &self.phase else { return };
        let welcome = Rc::clone(welcome);
        let again = self.session.iter().flat_map(Session::unconfirmed).cloned();
        self.outputs.extend(again.map(Output::Transmit));
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
        self.pending.remove(&returned.id);
        for SocketId(made) in made(&returned.outcome) {
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

    fn time_out(&mut self, now: Duration) {
        // A timer of the browser may be early or stale.
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        match self.phase {
            Phase::Waiting { .. } => self.connect(now),
            Phase::Interrupted { until, .. } if !self.open && now < until => self.connect(now),
            Phase::Ready(_) => self.fail(now, Loss::Silence(self.patience())),
            _ => self.fail(now, Loss::Unreachable),
        }
    }

    /// The WebSocket is of no use any more; the session may be.
    fn fail(&mut self, now: Duration, loss: Loss) {
        let patience = self.session.as_ref().and_then(Session::patience);
        match (&self.phase, patience) {
            (Phase::Ready(welcome), Some(patience)) => {
                let silence = match loss {
                    Loss::Silence(silence) => silence,
                    _ => Duration::ZERO,
                };
                let until = now + patience.saturating_sub(silence);
                let welcome = Rc::clone(welcome);
                self.close(true);
                self.enter(Phase::Interrupted { welcome, until, loss, lasting: false });
                self.connect(now);
            }
            (Phase::Interrupted { welcome, until, loss, .. }, Some(_)) if now < *until => {
                let (welcome, until, loss) = (Rc::clone(welcome), *until, loss.clone());
                self.close(true);
                self.deadline = Some(until.min(now + RESUME_PAUSE));
                self.enter(Phase::Interrupted { welcome, until, loss, lasting: true });
            }
            (Phase::Interrupted { .. }, Some(patience)) => self.lose(now, Loss::TooLong(patience)),
            _ => self.lose(now, loss),
        }
    }

    /// The session, if there is one, is over.
    fn lose(&mut self, now: Duration, loss: Loss) {
        self.close(false);
        self.end_session();
        let wait = BACK_OFF[self.attempts.min(BACK_OFF.len() - 1)];
        self.attempts += 1;
        let until = now + wait;
        self.deadline = Some(until);
        self.enter(Phase::Waiting { until, loss });
    }

    fn refuse(&mut self, goodbye: Goodbye) {
        self.close(false);
        self.end_session();
        self.deadline = None;
        self.enter(Phase::Refused(goodbye));
    }

    fn close(&mut self, for_now: bool) {
        if std::mem::take(&mut self.open) {
            self.outputs.push_back(Output::Close { for_now });
        }
    }

    fn end_session(&mut self) {
        if self.session.take().is_some() {
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

    /// Says something that counts: now, or when the interruption is over.
    fn say(&mut self, message: &ToRelay) {
        let Some(session) = &mut self.session else { return };
        let frame = message.encode();
        session.say(&frame);
        if matches!(self.phase, Phase::Ready(_)) {
            self.outputs.push_back(Output::Transmit(frame));
        }
    }

    /// Says something that belongs to this WebSocket alone.
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
mod interruption_tests;
#[cfg(test)]
mod tests;
