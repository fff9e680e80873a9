//! The page's one WebSocket to the relay: a socket call is an async function here.
//!
//! [`Link`] decides; this module only has the transport, the timer, and the futures of pending calls.
//! Programs send their calls to the transport, which may forward them to the relay before the page
//! learns of them: then no call waits for a drawing.

pub(crate) mod pending;
pub(crate) mod transport;

pub(crate) use pending::{Follower, PendingCall, Progress};
pub(crate) use transport::{ForwardedCall, ProgramMessage};

use bytes::Bytes;
use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::time::Duration;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::MessagePort;

use lab_shared::call::{CallId, Micros, Op, Outcome, SocketId};
use lab_shared::network::{HostName, NetworkCommand};
use lab_shared::wire::{AssistantMessage, Call, RoomRequest, close_code};

use super::state::token::Tokens;
use super::state::{Input, Issued, Link, NewCall, Output, Phase};
use crate::kit::browser;
use crate::kit::state::clock::micros;
use crate::worker::message::{FromWorker, ToWorker};
use pending::Waiter;
use transport::{Transport, TransportEvent};

/// Receives the link's outputs in order, [`Output::Phase`] and the variants after it, each with the phase that
/// the link is in. It may send something.
pub(crate) type Listener = Box<dyn Fn(&Phase, Output)>;

/// Receives the messages of programs, in order.
pub(crate) type ProgramListener = Box<dyn Fn(ProgramMessage)>;

/// The host of the page's network that a program is on; `None` is the relay's machine.
pub(crate) type ProgramHosts = Box<dyn Fn(u32) -> Option<HostName>>;

/// The relay's address, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayAddress {
    /// The transport's script.
    pub transport: String,
    /// The relay's WebSocket.
    pub url: String,
    /// The tokens to show there.
    pub tokens: Tokens,
}

/// A handle to the relay; clones share the one WebSocket.
#[derive(Clone)]
pub struct RelayClient(Rc<Client>);

impl PartialEq for RelayClient {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Client {
    url: String,
    link: RefCell<Link>,
    transport: Transport,
    timer: RefCell<Option<(Duration, Timeout)>>,
    waiters: RefCell<HashMap<CallId, Waiter>>,
    listener: Listener,
    programs: RefCell<Option<(ProgramListener, ProgramHosts)>>,
    acting: Cell<bool>,
    leaving: RefCell<Option<EventListener>>,
}

impl RelayClient {
    /// Connects to the relay and keeps connected; `listener` receives the outputs.
    #[must_use]
    pub fn start(address: RelayAddress, listener: Listener) -> Self {
        let RelayAddress { transport, url, tokens } = address;
        let client = Self(Rc::new(Client {
            url,
            link: RefCell::new(Link::new(tokens)),
            transport: Transport::of(transport),
            timer: RefCell::default(),
            waiters: RefCell::default(),
            listener,
            programs: RefCell::default(),
            acting: Cell::default(),
            leaving: RefCell::default(),
        }));
        client.0.watch_for_leaving();
        client.0.handle(Input::Start);
        client
    }

    /// Makes a call: one system call in the relay. The future ends when the call returns, or when
    /// the relay is lost.
    pub fn call(&self, socket: Option<SocketId>, op: Op, bytes: Bytes) -> PendingCall {
        self.call_on(None, socket, op, bytes)
    }

    /// The same on a host of the page's network, for a call without a socket.
    pub fn call_on(
        &self,
        host: Option<HostName>,
        socket: Option<SocketId>,
        op: Op,
        bytes: Bytes,
    ) -> PendingCall {
        let (sender, receiver) = oneshot::channel();
        match self.0.send(host, socket, op, bytes, Waiter::Future(sender)) {
            Some((call, at)) => PendingCall::sent(call, at, receiver),
            None => PendingCall::without_relay(),
        }
    }

    /// Makes a call whose follower is notified at once. Returns the call and the moment it was sent;
    /// `None` where there is no relay.
    pub fn call_followed(
        &self,
        host: Option<HostName>,
        socket: Option<SocketId>,
        op: Op,
        bytes: Bytes,
        follower: Follower,
    ) -> Option<(Call, Micros)> {
        self.0.send(host, socket, op, bytes, Waiter::Follower(follower))
    }

    /// Records a program's call that was already forwarded to the relay, and returns the call with its
    /// id in the page; `follower` is notified of its progress.
    pub fn call_forwarded(
        &self,
        forwarded: ForwardedCall,
        call: NewCall,
        follower: Follower,
    ) -> Call {
        let client = &self.0;
        let call = client.link.borrow_mut().forwarded(forwarded.id, forwarded.after, call);
        client.waiters.borrow_mut().insert(call.id, Waiter::Follower(follower));
        call
    }

    /// Sets the listener for the messages of programs, and what knows their hosts. It is asked after everything that the
    /// relay reports.
    pub fn hear_programs(&self, listener: ProgramListener, hosts: ProgramHosts) {
        *self.0.programs.borrow_mut() = Some((listener, hosts));
    }

    /// A program may be on another host now, though the relay reported nothing.
    pub fn place_programs(&self) {
        self.0.place_programs();
    }

    /// Attaches a program under a number of its own: its worker has the other end of `port`, and
    /// finds the returns of calls in `mailbox`, unless that is null.
    pub fn attach(&self, program: u32, port: &MessagePort, mailbox: &JsValue) {
        let host = self.0.programs.borrow().as_ref().and_then(|(_, hosts)| hosts(program));
        self.0.transport.attach(program, port, mailbox, host, &Rc::downgrade(&self.0));
    }

    /// Sends a message to a program.
    pub fn tell(&self, program: u32, message: &ToWorker) {
        self.0.transport.tell(program, message);
    }

    /// Sends a program the return of its call `id`.
    pub fn tell_returned(&self, program: u32, id: u32, outcome: &Outcome) {
        self.0.transport.returned(program, id, outcome);
    }

    /// Notifies a program that its call `id` blocks.
    pub fn tell_blocked(&self, program: u32, id: u32) {
        self.0.transport.blocked(program, id);
    }

    /// Forgets a program.
    pub fn detach(&self, program: u32) {
        self.0.transport.detach(program);
    }

    /// Sends a request to a room on the relay, and returns whether there is a relay. The reply goes
    /// to the listener.
    pub fn ask(&self, request: RoomRequest) -> bool {
        let asked = self.0.link.borrow_mut().ask(browser::now(), request);
        self.0.act();
        asked
    }

    /// Sends a request to an assistant on the relay, and returns whether it was sent. The reply goes to
    /// the listener.
    pub fn ask_assistant(&self, request: AssistantMessage) -> bool {
        let asked = self.0.link.borrow_mut().ask_assistant(request);
        self.0.act();
        asked
    }

    /// Sends a request to the page's network, and returns whether there is a relay. The reply goes to the
    /// listener.
    pub fn ask_network(&self, command: NetworkCommand) -> bool {
        let asked = self.0.link.borrow_mut().ask_network(command);
        self.0.act();
        asked
    }

    /// A view of the kernel was opened or closed.
    pub fn look(&self, begins: bool) {
        self.0.link.borrow_mut().look(begins);
        self.0.act();
    }

    /// Cancels a blocked call, which then returns as cancelled.
    pub fn cancel(&self, id: CallId) {
        self.0.handle(Input::Cancel(id));
    }

    /// Tries to reach a lost relay now.
    pub fn try_now(&self) {
        self.0.handle(Input::TryNow);
    }

    /// The token that the relay accepted last.
    #[must_use]
    pub fn token(&self) -> Option<String> {
        self.0.link.borrow().token().map(str::to_owned)
    }

    /// Uses the token of a link that the person opened in this tab.
    pub fn use_token(&self, token: String) {
        self.0.handle(Input::Token(token));
    }
}

impl Client {
    fn send(
        self: &Rc<Self>,
        host: Option<HostName>,
        socket: Option<SocketId>,
        op: Op,
        bytes: Bytes,
        waiter: Waiter,
    ) -> Option<(Call, Micros)> {
        let Issued { call, unsent } = self.link.borrow_mut().call_on(host, socket, op, bytes)?;
        self.waiters.borrow_mut().insert(call.id, waiter);
        self.act();
        if let Some(failure) = unsent {
            // After the caller has recorded the call.
            let (weak, id) = (Rc::downgrade(self), call.id);
            spawn_local(async move {
                with(&weak, |client| client.handle(Input::Unsent(id, failure)));
            });
        }
        Some((call, micros(browser::now())))
    }

    fn take(self: &Rc<Self>, event: TransportEvent) {
        match event {
            TransportEvent::Relay(input) => self.handle(input),
            TransportEvent::Program(program_message) => {
                if let Some((listener, _)) = &*self.programs.borrow() {
                    listener(*program_message);
                }
                self.act();
            }
        }
    }

    fn fail(self: &Rc<Self>, why: &str) {
        for program in self.transport.fail() {
            let message = FromWorker::Failed { message: format!("transport: {why}") };
            self.take(TransportEvent::Program(Box::new(ProgramMessage::without_bytes(
                program, message,
            ))));
        }
        // Without words its script did not come, as when no relay is there.
        let input =
            if why.is_empty() { Input::Closed } else { Input::WorkerFailed(why.to_owned()) };
        self.take(TransportEvent::Relay(input));
    }

    fn handle(self: &Rc<Self>, input: Input) {
        self.link.borrow_mut().handle(browser::now(), input);
        self.act();
    }

    fn watch_for_leaving(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let leaving = EventListener::new(&gloo_utils::window(), "pagehide", move |_| {
            with(&weak, |client| {
                client.handle(Input::Left);
                client.transport.linger();
            });
        });
        *self.leaving.borrow_mut() = Some(leaving);
    }

    /// Carries out the link's outputs, in order even where the listener itself makes calls.
    fn act(self: &Rc<Self>) {
        if self.acting.replace(true) {
            return;
        }
        loop {
            // The borrow must end before the output is acted on.
            let output = self.link.borrow_mut().poll_output();
            let Some(output) = output else { break };
            self.act_on(output);
        }
        self.acting.set(false);
        // Before calls may pass.
        self.place_programs();
        let link = self.link.borrow();
        self.transport.pass(link.forwards_directly(), link.said());
        drop(link);
        self.arm_timer();
    }

    fn place_programs(&self) {
        if let Some((_, hosts)) = &*self.programs.borrow() {
            self.transport.place(hosts);
        }
    }

    fn act_on(self: &Rc<Self>, output: Output) {
        match output {
            Output::Open => self.transport.open(&self.url, &Rc::downgrade(self)),
            Output::Transmit { frame, said } => self.transport.send(&frame, said),
            Output::Close { for_now } => {
                self.transport.close(for_now.then_some(close_code::INTERRUPTED));
            }
            Output::Token(token) => super::address_bar::keep_token(&token),
            Output::Blocked(id, at) => {
                if let Some(waiter) = self.waiters.borrow().get(&id) {
                    waiter.tell(Progress::Blocked);
                }
                self.tell(Output::Blocked(id, at));
            }
            Output::Returned(returned) => {
                let waiter = self.waiters.borrow_mut().remove(&returned.id);
                if let Some(waiter) = &waiter {
                    waiter.tell(Progress::Returned(&returned));
                }
                self.tell(Output::Returned(returned.clone()));
                if let Some(Waiter::Future(sender)) = waiter {
                    // The future may have been dropped.
                    let _ = sender.send(returned);
                }
            }
            Output::Lost(pending) => {
                self.transport.lose();
                self.tell(Output::Lost(pending));
                // Dropping the senders ends every future.
                for waiter in std::mem::take(&mut *self.waiters.borrow_mut()).into_values() {
                    waiter.tell(Progress::Lost);
                }
            }
            told => self.tell(told),
        }
    }

    fn tell(&self, output: Output) {
        // The listener may send something, for which the link must not be borrowed.
        let phase = self.link.borrow().phase().clone();
        (self.listener)(&phase, output);
    }

    fn arm_timer(self: &Rc<Self>) {
        let Some(due) = self.link.borrow().poll_timeout() else {
            self.timer.borrow_mut().take();
            return;
        };
        // An early timer is harmless, so the heartbeat need not re-arm it each time.
        if matches!(&*self.timer.borrow(), Some((armed, _)) if *armed <= due) {
            return;
        }
        let wait = due.saturating_sub(browser::now()).as_millis();
        let weak = Rc::downgrade(self);
        let timer = Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX).max(1), move || {
            with(&weak, |client| {
                client.timer.borrow_mut().take();
                client.handle(Input::TimedOut);
            });
        });
        *self.timer.borrow_mut() = Some((due, timer));
    }
}

fn with(weak: &Weak<Client>, action: impl FnOnce(&Rc<Client>)) {
    if let Some(client) = weak.upgrade() {
        action(&client);
    }
}
