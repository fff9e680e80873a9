//! The page's one WebSocket to the relay: a socket call is an async function here.
//!
//! [`Link`] decides; this module only has the WebSocket, the timer, and the futures of pending calls.

mod pending;
mod websocket;

pub use pending::{Follower, PendingCall, Progress, RelayLost};

use bytes::Bytes;
use futures_channel::oneshot;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::time::Duration;

use lab_shared::call::{CallId, Micros, Op, SocketId};
use lab_shared::wire::{Call, RoomRequest};

use crate::browser;
use crate::state::clock::micros;
use crate::state::link::{Input, Link, Output};
use pending::Waiter;
use websocket::RelaySocket;

/// Takes what the link has to tell, in order: [`Output::Phase`] and what follows it there.
pub type Listener = Box<dyn Fn(&Link, Output)>;

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
    socket: RefCell<Option<RelaySocket>>,
    timer: RefCell<Option<(Duration, Timeout)>>,
    waiters: RefCell<HashMap<CallId, Waiter>>,
    listener: Listener,
    acting: Cell<bool>,
    leaving: RefCell<Option<EventListener>>,
}

impl RelayClient {
    /// Connects to the relay's WebSocket at `url` and keeps connected; `listener` is told the rest.
    #[must_use]
    pub fn start(url: String, token: Option<String>, listener: Listener) -> Self {
        let client = Self(Rc::new(Client {
            url,
            link: RefCell::new(Link::new(token)),
            socket: RefCell::default(),
            timer: RefCell::default(),
            waiters: RefCell::default(),
            listener,
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
        let (sender, receiver) = oneshot::channel();
        match self.0.send(socket, op, bytes, Waiter::Future(sender)) {
            Some((call, at)) => PendingCall::sent(call, at, receiver),
            None => PendingCall::without_relay(),
        }
    }

    /// Makes a call whose follower is told of it at once. The call and the moment it was sent; `None`
    /// where there is no relay.
    pub fn call_followed(
        &self,
        socket: Option<SocketId>,
        op: Op,
        bytes: Bytes,
        follower: Follower,
    ) -> Option<(Call, Micros)> {
        self.0.send(socket, op, bytes, Waiter::Follower(follower))
    }

    /// Asks something of a room on the relay; whether there is a relay. The answer comes to the
    /// listener.
    pub fn ask(&self, request: RoomRequest) -> bool {
        let asked = self.0.link.borrow_mut().ask(request);
        self.0.act();
        asked
    }

    /// A part of the page begins to show what the kernel does, or shows it no more.
    pub fn look(&self, begins: bool) {
        self.0.link.borrow_mut().look(begins);
        self.0.act();
    }

    /// Ends a blocked call; its return says so.
    pub fn cancel(&self, id: CallId) {
        self.0.handle(Input::Cancel(id));
    }

    /// Tries to reach a lost relay now.
    pub fn try_now(&self) {
        self.0.handle(Input::TryNow);
    }

    /// Takes the token of the address the person opened anew.
    pub fn use_token(&self, token: String) {
        self.0.handle(Input::Token(token));
    }
}

impl Client {
    fn send(
        self: &Rc<Self>,
        socket: Option<SocketId>,
        op: Op,
        bytes: Bytes,
        waiter: Waiter,
    ) -> Option<(Call, Micros)> {
        let call = self.link.borrow_mut().call(socket, op, bytes)?;
        self.waiters.borrow_mut().insert(call.id, waiter);
        self.act();
        Some((call, micros(browser::now())))
    }

    fn handle(self: &Rc<Self>, input: Input) {
        self.link.borrow_mut().handle(browser::now(), input);
        self.act();
    }

    fn watch_for_leaving(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let leaving = EventListener::new(&gloo::utils::window(), "pagehide", move |_| {
            with(&weak, |client| client.handle(Input::Left));
        });
        *self.leaving.borrow_mut() = Some(leaving);
    }

    /// Does what the link wants, in order even where the listener makes calls itself.
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
        self.arm_timer();
    }

    fn act_on(self: &Rc<Self>, output: Output) {
        match output {
            Output::Open => {
                let socket = RelaySocket::open(&self.url, &Rc::downgrade(self));
                *self.socket.borrow_mut() = socket;
                if self.socket.borrow().is_none() {
                    self.link.borrow_mut().handle(browser::now(), Input::Closed);
                }
            }
            Output::Transmit(frame) => {
                if let Some(socket) = &*self.socket.borrow() {
                    socket.send(&frame);
                }
            }
            Output::Close { for_now } => {
                let socket = self.socket.borrow_mut().take();
                if for_now && let Some(socket) = socket {
                    socket.interrupt();
                }
            }
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
                    // Nobody may await the future any more.
                    let _ = sender.send(returned);
                }
            }
            Output::Lost(pending) => {
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
        (self.listener)(&self.link.borrow(), output);
    }

    fn arm_timer(self: &Rc<Self>) {
        let Some(due) = self.link.borrow().poll_timeout() else {
            self.timer.borrow_mut().take();
            return;
        };
        // A timer that is early only asks again; so the heartbeat need not re-arm it each time.
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
