//! The page's one WebSocket to the relay: a socket call is an async function here.
//!
//! [`Link`] decides; this module only has the WebSocket, the timer, and the futures of pending calls.

mod pending;
mod websocket;

pub use pending::{PendingCall, RelayLost};

use bytes::Bytes;
use futures_channel::oneshot;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::{Rc, Weak};
use std::time::Duration;

use lab_shared::call::{CallId, Op, SocketId};
use lab_shared::wire::{Return, RoomRequest};

use crate::browser;
use crate::state::clock::micros;
use crate::state::link::{Input, Link, Output};
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
    returns: RefCell<HashMap<CallId, oneshot::Sender<Return>>>,
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
            returns: RefCell::default(),
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
        let Some(call) = self.0.link.borrow_mut().call(socket, op, bytes) else {
            return PendingCall::without_relay();
        };
        let (sender, receiver) = oneshot::channel();
        self.0.returns.borrow_mut().insert(call.id, sender);
        self.0.act();
        PendingCall::sent(call, micros(browser::now()), receiver)
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
            Output::Returned(returned) => {
                let sender = self.returns.borrow_mut().remove(&returned.id);
                self.tell(Output::Returned(returned.clone()));
                if let Some(sender) = sender {
                    // Nobody may await the future any more.
                    let _ = sender.send(returned);
                }
            }
            Output::Lost(pending) => {
                self.tell(Output::Lost(pending));
                // Dropping the senders ends every future.
                self.returns.borrow_mut().clear();
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
