//! The driver of programs: one worker for each program pane, and a spare worker with Python loaded
//! already, so that Run starts at once.

pub(crate) mod library;
pub(crate) mod running_program;

use bytes::Bytes;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use web_sys::MessageChannel;

use lab_shared::trace::Role;

use super::state::command::ProgramCommand;
use super::state::program::{Engine, Phase, Programs};
use super::state::workspace::RunRequest;
use crate::kit::browser;
use crate::kit::browser::Store;
use crate::kit::state::clock::micros;
use crate::lab::driver::lab_store::LabStore;
use crate::link::client::{ProgramMessage, RelayClient};
use crate::worker::message::{FromWorker, ToWorker};
use crate::worker::{Image, PythonWorker};
use running_program::RunningProgram;

/// Runs programs; clones share them.
#[derive(Clone)]
pub(crate) struct ProgramDriver(Rc<Driver>);

impl PartialEq for ProgramDriver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Driver {
    client: RelayClient,
    lab: LabStore,
    programs: Store<Programs>,
    server: RefCell<Option<RunningProgram>>,
    client_half: RefCell<Option<RunningProgram>>,
    spare: RefCell<Option<Spare>>,
    image: Image,
    /// Runs that wait for a worker.
    waiting: RefCell<Vec<(Role, ToWorker)>>,
    /// The half of each program there was.
    sides: RefCell<HashMap<u32, Role>>,
    /// Counts workers, so that messages of an earlier one reach no later one.
    workers: Cell<u32>,
}

struct Spare {
    number: u32,
    worker: PythonWorker,
    ready: bool,
}

impl ProgramDriver {
    /// A driver without programs. Workers start from `image`.
    #[must_use]
    pub(crate) fn new(
        client: RelayClient,
        lab: LabStore,
        programs: Store<Programs>,
        image: Image,
    ) -> Self {
        let driver = Rc::new(Driver {
            client,
            lab,
            programs,
            server: RefCell::default(),
            client_half: RefCell::default(),
            spare: RefCell::default(),
            image,
            waiting: RefCell::default(),
            sides: RefCell::default(),
            workers: Cell::default(),
        });
        let (hearing, placing) = (Rc::downgrade(&driver), Rc::downgrade(&driver));
        let listener = move |program_message| {
            if let Some(driver) = hearing.upgrade() {
                driver.heard(program_message);
            }
        };
        let host_of = move |program| {
            let driver = placing.upgrade()?;
            let side = *driver.sides.borrow().get(&program)?;
            driver.lab.read(|lab| lab.program_host(side))
        };
        driver.client.hear_programs(Box::new(listener), Box::new(host_of));
        Self(driver)
    }

    /// Carries a command out.
    pub(crate) fn handle(&self, command: ProgramCommand) {
        let driver = &self.0;
        match command {
            ProgramCommand::Prepare => driver.ensure_spare(),
            ProgramCommand::Run(side, request) => driver.run(side, request),
            ProgramCommand::Stop(side) => driver.end(side, Some(Phase::Stopped)),
            ProgramCommand::Tell(side, message) => driver.say(side, &message),
            ProgramCommand::Input(side, line) => {
                driver.programs.update(|programs| programs.of_mut(side).typed(&line));
                driver.say(side, &ToWorker::Input { line });
            }
            ProgramCommand::Interrupt(side, dropped) => {
                driver.programs.update(|programs| programs.of_mut(side).interrupted(&dropped));
                driver.say(side, &ToWorker::Interrupt);
            }
            ProgramCommand::TerminalSize(side, size) => {
                driver.programs.update(|programs| programs.of_mut(side).terminal = size);
                driver.say(side, &ToWorker::TerminalSize(size));
            }
            ProgramCommand::Pace(side, pace) => {
                driver.programs.update(|programs| programs.of_mut(side).pace = pace);
                driver.say(side, &ToWorker::Pace { pace });
            }
            ProgramCommand::Breakpoints(side, file, lines) => {
                let breakpoints = driver.programs.update(|programs| {
                    let program = programs.of_mut(side);
                    program.set_breakpoints(&file, lines);
                    program.breakpoints_to_send()
                });
                driver.say(side, &ToWorker::Breakpoints { breakpoints });
            }
        }
    }
}

impl Driver {
    /// Runs a program in a pane; what ran there is stopped.
    fn run(self: &Rc<Self>, side: Role, request: RunRequest) {
        self.end(side, Some(Phase::Stopped));
        let run = self.programs.update(|programs| {
            let now = micros(browser::now());
            programs.of_mut(side).begin(request, now)
        });
        self.waiting.borrow_mut().push((side, run));
        self.hand_over();
    }

    fn half(&self, side: Role) -> &RefCell<Option<RunningProgram>> {
        match side {
            Role::Server => &self.server,
            Role::Client => &self.client_half,
        }
    }

    fn say(&self, side: Role, message: &ToWorker) {
        if let Some(half) = &*self.half(side).borrow() {
            self.client.tell(half.number, message);
        }
    }

    fn ensure_spare(self: &Rc<Self>) {
        if self.spare.borrow().is_some() {
            return;
        }
        let number = self.workers.get() + 1;
        self.workers.set(number);
        let driver = Rc::downgrade(self);
        let started = PythonWorker::start(&self.image, move |message| {
            if let Some(driver) = driver.upgrade() {
                driver.heard_of_worker(number, message);
            }
        });
        match started {
            Ok(worker) => {
                self.programs.update(|programs| {
                    if !matches!(programs.engine, Engine::Ready { .. }) {
                        programs.engine = Engine::Loading { loaded: 0, total: 0 };
                    }
                });
                *self.spare.borrow_mut() = Some(Spare { number, worker, ready: false });
            }
            Err(message) => self.no_engine(&FromWorker::Failed { message }),
        }
    }

    /// Gives the spare worker, once it is loaded, to the run that has waited longest.
    fn hand_over(self: &Rc<Self>) {
        if self.waiting.borrow().is_empty() {
            return;
        }
        let Some(spare) = self.spare.borrow_mut().take_if(|spare| spare.ready) else {
            self.ensure_spare();
            return;
        };
        let (side, mut run) = self.waiting.borrow_mut().remove(0);
        if let ToWorker::Run { socket_files, .. } = &mut run {
            *socket_files = self.lab.read(|lab| (*lab.socket_files).clone());
        }
        // A page that can load Python can make a channel.
        let Ok(channel) = MessageChannel::new() else { return };
        let Spare { number, worker, .. } = spare;
        self.sides.borrow_mut().insert(number, side);
        self.client.attach(number, &channel.port1(), &worker.mailbox());
        worker.run(&run, &channel.port2());
        *self.half(side).borrow_mut() = Some(RunningProgram::new(number, worker));
        self.programs.update(|programs| programs.of_mut(side).started());
        self.ensure_spare();
    }

    /// What a worker reports by itself: its progress in loading, or that its script has failed. Once
    /// it has a program, everything comes through the transport.
    fn heard_of_worker(self: &Rc<Self>, number: u32, message: FromWorker) {
        let is_spare = self.spare.borrow().as_ref().is_some_and(|spare| spare.number == number);
        if is_spare {
            self.heard_of_spare(message);
        } else if let FromWorker::Failed { message: words } = message {
            let message = FromWorker::Crashed { words };
            self.heard(ProgramMessage {
                program: number,
                message,
                bytes: Bytes::new(),
                forwarded: None,
            });
        }
    }

    /// A message of a program.
    fn heard(self: &Rc<Self>, program_message: ProgramMessage) {
        let Some(side) = self.sides.borrow().get(&program_message.program).copied() else { return };
        let half = self.half(side).borrow().as_ref().map(|half| half.number);
        if half != Some(program_message.program) && program_message.forwarded.is_none() {
            return;
        }
        match program_message.message {
            FromWorker::Call { .. } => self.call(side, program_message),
            FromWorker::Cancel { id } => self.cancel(side, id),
            message => {
                let over = message.ends_program();
                let now = micros(browser::now());
                let after = self.lab.read(|lab| lab.timeline.records());
                let bytes = program_message.bytes;
                self.programs
                    .update(|programs| programs.of_mut(side).told_with(message, bytes, now, after));
                if over {
                    self.end(side, None);
                }
            }
        }
    }

    fn heard_of_spare(self: &Rc<Self>, message: FromWorker) {
        match message {
            FromWorker::Ready { .. } => {
                if let Some(spare) = &mut *self.spare.borrow_mut() {
                    spare.ready = true;
                }
                self.programs.update(|programs| programs.engine.told(&message));
                self.hand_over();
            }
            FromWorker::Unsupported(_) | FromWorker::Failed { .. } => self.no_engine(&message),
            message => self.programs.update(|programs| programs.engine.told(&message)),
        }
    }

    /// There is no Python: what waits for it will not run.
    fn no_engine(&self, message: &FromWorker) {
        self.spare.borrow_mut().take();
        let waiting = std::mem::take(&mut *self.waiting.borrow_mut());
        let now = micros(browser::now());
        self.programs.update(|programs| {
            programs.engine.told(message);
            let why = match message {
                FromWorker::Failed { message } => message.clone(),
                _ => String::new(),
            };
            for (side, _) in waiting {
                programs.of_mut(side).over(Phase::Failed(why.clone()), now);
            }
        });
    }

    /// Ends a pane's run and closes what it left open, as the kernel does for a process that dies.
    fn end(self: &Rc<Self>, side: Role, phase: Option<Phase>) {
        self.waiting.borrow_mut().retain(|(waiting, _)| *waiting != side);
        let half = self.half(side).borrow_mut().take();
        if let Some(half) = half {
            self.bury(side, half);
        }
        if let Some(phase) = phase {
            self.programs.update(|programs| {
                let program = programs.of_mut(side);
                if program.is_on() {
                    program.over(phase, micros(browser::now()));
                }
            });
        }
    }
}
