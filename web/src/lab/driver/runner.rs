//! Runs a state machine of the page: makes its calls, hands in their returns, and wakes it at its time-out.
//! Much to do is done in turns, between which the browser draws.

use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

use super::call_issuer::CallIssuer;
use crate::kit::browser;
use crate::link::client::pending::RelayLost;
use crate::link::state::call_request::CallRequest;
use crate::link::state::machine::{Machine, Returned, Step};

/// The longest turn: half of a frame, so that the other half is there to draw.
const TURN: Duration = Duration::from_millis(8);

/// Runs at most one machine at a time.
pub(crate) struct Runner<M: Machine> {
    issuer: CallIssuer,
    tell: Box<dyn Fn(M::News)>,
    current: RefCell<Option<Run<M>>>,
    /// Counts the machines, so that a return of an earlier machine's call reaches no later one.
    runs: Cell<u32>,
    timer: RefCell<Option<(Duration, Timeout)>>,
    /// The next turn, while there is more to do than fits into one.
    next_turn: RefCell<Option<Timeout>>,
}

struct Run<M: Machine> {
    number: u32,
    machine: M,
    /// What has happened while the machine was busy, and when. A machine waits for few things at once, so this
    /// stays short, and nothing more comes than it asks for.
    inputs: VecDeque<(Duration, M::Input)>,
}

impl<M: Machine> Runner<M> {
    pub(crate) fn new(issuer: CallIssuer, tell: impl Fn(M::News) + 'static) -> Rc<Self> {
        Rc::new(Self {
            issuer,
            tell: Box::new(tell),
            current: RefCell::default(),
            runs: Cell::default(),
            timer: RefCell::default(),
            next_turn: RefCell::default(),
        })
    }

    /// Runs this machine in place of the one before.
    pub(crate) fn start(self: &Rc<Self>, machine: M) {
        let number = self.runs.get() + 1;
        self.runs.set(number);
        *self.current.borrow_mut() = Some(Run { number, machine, inputs: VecDeque::new() });
        self.act();
    }

    /// Drops the machine.
    pub(crate) fn forget(&self) {
        self.current.borrow_mut().take();
        self.timer.borrow_mut().take();
        self.next_turn.borrow_mut().take();
    }

    /// Reads the machine, if one runs.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&M) -> R) -> Option<R> {
        self.current.borrow().as_ref().map(|run| look(&run.machine))
    }

    /// Hands an input to the machine.
    pub(crate) fn hand_in(self: &Rc<Self>, input: M::Input) {
        if let Some(run) = &mut *self.current.borrow_mut() {
            run.inputs.push_back((browser::now(), input));
        }
        if self.next_turn.borrow().is_none() {
            self.act();
        }
    }

    /// Carries out the machine's outputs and hands in what has happened, for a turn.
    fn act(self: &Rc<Self>) {
        match self.is_done_within(browser::now() + TURN) {
            true => self.arm_timer(),
            false => {
                let runner = Rc::downgrade(self);
                let turn = Timeout::new(0, move || {
                    if let Some(runner) = runner.upgrade() {
                        runner.next_turn.borrow_mut().take();
                        runner.act();
                    }
                });
                *self.next_turn.borrow_mut() = Some(turn);
            }
        }
    }

    /// Whether nothing is left to do at this time. A call always returns later, so this never re-enters.
    fn is_done_within(self: &Rc<Self>, end: Duration) -> bool {
        let mut current = self.current.borrow_mut();
        let Some(Run { number, machine, inputs }) = &mut *current else { return true };
        loop {
            match machine.poll() {
                Some(Step::Call(call, base)) => self.call(*number, call, base),
                Some(Step::Tell(news)) => (self.tell)(news),
                None => match inputs.pop_front() {
                    Some((at, input)) => machine.handle(at, input),
                    None => return true,
                },
            }
            if browser::now() >= end {
                return false;
            }
        }
    }

    fn call(self: &Rc<Self>, number: u32, call: CallRequest, base: &'static str) {
        let (runner, handle) = (Rc::clone(self), call.handle);
        let pending = self.issuer.call(call, base);
        spawn_local(async move {
            let input = match pending.await {
                Ok(returned) => Some(Returned(handle, returned.outcome).into()),
                Err(RelayLost) => M::lost(handle),
            };
            let runs = runner.current.borrow().as_ref().is_some_and(|run| run.number == number);
            if let Some(input) = input.filter(|_| runs) {
                runner.hand_in(input);
            }
        });
    }

    fn arm_timer(self: &Rc<Self>) {
        let due = self.current.borrow().as_ref().and_then(|run| run.machine.poll_timeout());
        let Some(due) = due else {
            self.timer.borrow_mut().take();
            return;
        };
        if matches!(&*self.timer.borrow(), Some((armed, _)) if *armed == due) {
            return;
        }
        let wait = due.saturating_sub(browser::now()).as_micros().div_ceil(1000);
        let runner = Rc::downgrade(self);
        let timer = Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX).max(1), move || {
            if let Some(runner) = runner.upgrade() {
                runner.timer.borrow_mut().take();
                runner.hand_in(M::TIMEOUT);
            }
        });
        *self.timer.borrow_mut() = Some((due, timer));
    }
}
