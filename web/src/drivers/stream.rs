//! The driver of the experiment with boundaries.

use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use yew::UseReducerDispatcher;

use super::caller::Caller;
use crate::browser;
use crate::pages::{ChatStore, LabBook};
use crate::relay_client::RelayClient;
use crate::state::chat::ChatAction;
use crate::state::stream::{Experiment, Input, Output, Round};
use crate::state::stream_board::Remedy;
use crate::state::ticket::HostCall;

/// Runs one experiment; clones share it.
#[derive(Clone)]
pub struct StreamDriver(Rc<Driver>);

impl PartialEq for StreamDriver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Driver {
    caller: Caller,
    chat: UseReducerDispatcher<ChatStore>,
    /// The experiment and its number, so that what an earlier one's call returns reaches no later one.
    experiment: RefCell<Option<(u32, Experiment)>>,
    runs: Cell<u32>,
    timer: RefCell<Option<(Duration, Timeout)>>,
}

impl StreamDriver {
    /// A driver without an experiment.
    #[must_use]
    pub fn new(client: RelayClient, lab: LabBook, chat: UseReducerDispatcher<ChatStore>) -> Self {
        Self(Rc::new(Driver {
            caller: Caller::new(client, lab),
            chat,
            experiment: RefCell::default(),
            runs: Cell::default(),
            timer: RefCell::default(),
        }))
    }

    /// Makes both ends.
    pub fn connect(&self) {
        let run = self.0.runs.get() + 1;
        self.0.runs.set(run);
        self.0.chat.dispatch(ChatAction::StreamConnecting);
        *self.0.experiment.borrow_mut() = Some((run, Experiment::default()));
        self.0.act();
    }

    /// Sends a round.
    pub fn send(&self, remedy: Remedy, round: Round) {
        self.0.chat.dispatch(ChatAction::StreamBegins(remedy));
        self.0.tell(Input::Send(round));
    }

    /// Closes both ends.
    pub fn close(&self) {
        self.0.tell(Input::Close);
    }
}

impl Driver {
    fn tell(self: &Rc<Self>, input: Input) {
        if let Some((_, experiment)) = &mut *self.experiment.borrow_mut() {
            experiment.handle(browser::now(), input);
        }
        self.act();
    }

    /// Makes the calls. A call returns later, so nothing here comes back at once.
    fn act(self: &Rc<Self>) {
        if let Some((run, experiment)) = &mut *self.experiment.borrow_mut() {
            while let Some(output) = experiment.poll_output() {
                match output {
                    Output::Call(call, base) => self.call(*run, call, base),
                    Output::News(news) => self.chat.dispatch(ChatAction::Stream(news)),
                }
            }
        }
        self.arm_timer();
    }

    fn call(self: &Rc<Self>, run: u32, call: HostCall, base: &'static str) {
        let (driver, ticket) = (Rc::clone(self), call.ticket);
        let pending = self.caller.call(call, base);
        spawn_local(async move {
            // A lost relay ends the experiment elsewhere: every call of it is lost at once.
            let Ok(returned) = pending.await else { return };
            if driver.experiment.borrow().as_ref().is_some_and(|(current, _)| *current == run) {
                driver.tell(Input::Returned(ticket, returned.outcome));
            }
        });
    }

    fn arm_timer(self: &Rc<Self>) {
        let due = self.experiment.borrow().as_ref().and_then(|(_, it)| it.poll_timeout());
        let Some(due) = due else {
            self.timer.borrow_mut().take();
            return;
        };
        if matches!(&*self.timer.borrow(), Some((armed, _)) if *armed == due) {
            return;
        }
        let wait = due.saturating_sub(browser::now()).as_micros().div_ceil(1000);
        let driver = Rc::downgrade(self);
        let timer = Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX).max(1), move || {
            if let Some(driver) = driver.upgrade() {
                driver.timer.borrow_mut().take();
                driver.tell(Input::Timeout);
            }
        });
        *self.timer.borrow_mut() = Some((due, timer));
    }
}
