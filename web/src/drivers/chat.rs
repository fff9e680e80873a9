//! The Chat place's driver: rooms and clients are state machines, and here their calls are made.

use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use yew::UseReducerDispatcher;

use lab_shared::call::Address;
use lab_shared::chat::{Moment, RoomConfig};
use lab_shared::wire::{RoomAsk, RoomId, RoomRequest};

use super::caller::Caller;
use crate::browser;
use crate::pages::{ChatStore, LabBook};
use crate::relay_client::RelayClient;
use crate::state::chat::ChatAction;
use crate::state::clock::micros;
use crate::state::hosting::{self, Hosting};
use crate::state::joining::{self, JoinConfig, Joining};
use crate::state::room_settings::Host;
use crate::state::ticket::HostCall;

/// Runs one room and one client; clones share them.
#[derive(Clone)]
pub struct ChatDriver(Rc<Driver>);

impl PartialEq for ChatDriver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Driver {
    caller: Caller,
    chat: UseReducerDispatcher<ChatStore>,
    room: RefCell<Option<Hosted>>,
    on_relay: Cell<Option<RoomId>>,
    join: RefCell<Option<Joined>>,
    /// Counts rooms and clients, so that what an earlier one's call returns reaches no later one.
    runs: Cell<u32>,
    timer: RefCell<Option<(Duration, Timeout)>>,
}

struct Hosted {
    run: u32,
    opened: Duration,
    room: Hosting,
}

struct Joined {
    run: u32,
    client: Joining,
}

impl ChatDriver {
    /// A driver without a room and without a client.
    #[must_use]
    pub fn new(client: RelayClient, lab: LabBook, chat: UseReducerDispatcher<ChatStore>) -> Self {
        Self(Rc::new(Driver {
            caller: Caller::new(client, lab),
            chat,
            room: RefCell::default(),
            on_relay: Cell::default(),
            join: RefCell::default(),
            runs: Cell::default(),
            timer: RefCell::default(),
        }))
    }

    /// Opens a room, in this page or on the relay.
    pub fn open(&self, runs: Host, address: Address, config: RoomConfig) {
        let driver = &self.0;
        let run = driver.next_run();
        let room = match runs {
            Host::Page => None,
            Host::Relay => Some(RoomId(run)),
        };
        driver.on_relay.set(room);
        driver.chat.dispatch(ChatAction::Opening(room));
        match room {
            Some(room) => {
                driver.room.borrow_mut().take();
                let ask = RoomAsk::Open { address, config };
                driver.caller.client.ask(RoomRequest { room, ask });
            }
            None => {
                let room = Hosting::new(address, config);
                let hosted = Hosted { run, opened: browser::now(), room };
                *driver.room.borrow_mut() = Some(hosted);
                driver.act_for_room();
            }
        }
    }

    /// Asks something of the open room.
    pub fn ask(&self, ask: RoomAsk) {
        if ask == RoomAsk::Stop {
            self.0.chat.dispatch(ChatAction::Stopping);
        }
        match self.0.on_relay.get() {
            Some(room) => {
                self.0.caller.client.ask(RoomRequest { room, ask });
            }
            None => self.0.tell_room(hosting::Input::Asked(ask)),
        }
    }

    /// Connects a client to somebody's room.
    pub fn join(&self, config: JoinConfig) {
        let run = self.0.next_run();
        self.0.chat.dispatch(ChatAction::Joining);
        *self.0.join.borrow_mut() = Some(Joined { run, client: Joining::new(config) });
        self.0.act_for_client();
    }

    /// The client says something.
    pub fn say(&self, text: String) {
        self.0.tell_client(joining::Input::Say(text));
    }

    /// The client leaves.
    pub fn leave(&self) {
        self.0.tell_client(joining::Input::Leave);
    }
}

impl Driver {
    fn next_run(&self) -> u32 {
        self.runs.set(self.runs.get() + 1);
        self.runs.get()
    }

    fn tell_room(self: &Rc<Self>, input: hosting::Input) {
        if let Some(hosted) = &mut *self.room.borrow_mut() {
            hosted.room.handle(moment(hosted.opened), input);
        }
        self.act_for_room();
    }

    /// Makes the room's calls. A call returns later, so nothing here comes back at once.
    fn act_for_room(self: &Rc<Self>) {
        if let Some(Hosted { run, room, .. }) = &mut *self.room.borrow_mut() {
            let run = *run;
            while let Some(output) = room.poll_output() {
                match output {
                    hosting::Output::Call(call) => self.call_for_room(run, call),
                    hosting::Output::News(news) => {
                        self.chat.dispatch(ChatAction::News(news, micros(browser::now())));
                    }
                }
            }
        }
        self.arm_timer();
    }

    fn call_for_room(self: &Rc<Self>, run: u32, call: HostCall) {
        let (driver, ticket) = (Rc::clone(self), call.ticket);
        let pending = self.caller.call(call, "room");
        spawn_local(async move {
            // A lost relay ends the room elsewhere: every call of it is lost at once.
            let Ok(returned) = pending.await else { return };
            if driver.room.borrow().as_ref().is_some_and(|hosted| hosted.run == run) {
                driver.tell_room(hosting::Input::Returned(ticket, returned.outcome));
            }
        });
    }

    fn arm_timer(self: &Rc<Self>) {
        let due =
            self.room.borrow().as_ref().and_then(|hosted| {
                hosted.room.poll_timeout().map(|timeout| hosted.opened + timeout)
            });
        let Some(due) = due else {
            self.timer.borrow_mut().take();
            return;
        };
        if matches!(&*self.timer.borrow(), Some((armed, _)) if *armed == due) {
            return;
        }
        let wait = due.saturating_sub(browser::now()).as_millis();
        let driver = Rc::downgrade(self);
        let timer = Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX).max(1), move || {
            if let Some(driver) = driver.upgrade() {
                driver.timer.borrow_mut().take();
                driver.tell_room(hosting::Input::Timeout);
            }
        });
        *self.timer.borrow_mut() = Some((due, timer));
    }

    fn tell_client(self: &Rc<Self>, input: joining::Input) {
        if let Some(joined) = &mut *self.join.borrow_mut() {
            joined.client.handle(input);
        }
        self.act_for_client();
    }

    fn act_for_client(self: &Rc<Self>) {
        let Some(Joined { run, client }) = &mut *self.join.borrow_mut() else { return };
        let run = *run;
        while let Some(output) = client.poll_output() {
            match output {
                joining::Output::Call(call) => self.call_for_client(run, call),
                joining::Output::News(news) => {
                    self.chat.dispatch(ChatAction::Client(news, micros(browser::now())));
                }
            }
        }
    }

    fn call_for_client(self: &Rc<Self>, run: u32, call: HostCall) {
        let (driver, ticket) = (Rc::clone(self), call.ticket);
        let pending = self.caller.call(call, "client");
        spawn_local(async move {
            let Ok(returned) = pending.await else { return };
            if driver.join.borrow().as_ref().is_some_and(|joined| joined.run == run) {
                driver.tell_client(joining::Input::Returned(ticket, returned.outcome));
            }
        });
    }
}

/// This moment, for a room that opened at `opened` of the page's clock.
fn moment(opened: Duration) -> Moment {
    let (unix_seconds, utc_offset_seconds) = browser::local_time();
    Moment { since_start: browser::now().saturating_sub(opened), unix_seconds, utc_offset_seconds }
}
