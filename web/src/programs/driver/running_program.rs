//! The calls of one pane's program: each is sent to the relay and recorded on the timeline, and its return
//! goes to the program.

use bytes::Bytes;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

use lab_shared::call::{CallId, CallName, Exception, Failure, Op, Outcome, SocketId, VariableName};
use lab_shared::errno::Errno;
use lab_shared::trace::{Origin, Role};

use super::Driver;
use crate::lab::state::{LabCommand, LabEvent};
use crate::link::client::{Follower, ProgramMessage, Progress};
use crate::link::state::NewCall;
use crate::worker::PythonWorker;
use crate::worker::message::{FromWorker, SocketFile, ToWorker};

/// Who made a call.
#[derive(Debug, Clone)]
struct CallContext {
    side: Role,
    program: u32,
    /// The program's number for the call.
    id: u32,
    /// The socket it closes.
    closes: Option<SocketId>,
    /// The file of a socket that it makes or removes.
    file: Option<SocketFile>,
    /// Whether the transport reports to the program the progress of its calls.
    told: bool,
}

/// A program under way.
pub(super) struct RunningProgram {
    pub(super) number: u32,
    pub(super) worker: PythonWorker,
    /// Its pending calls, by its own numbers.
    calls: HashMap<u32, CallId>,
    /// Its open sockets.
    sockets: BTreeSet<SocketId>,
}

impl RunningProgram {
    pub(super) fn new(number: u32, worker: PythonWorker) -> Self {
        Self { number, worker, calls: HashMap::new(), sockets: BTreeSet::new() }
    }

    fn take_note(&mut self, closes: Option<SocketId>, outcome: &Outcome) {
        if let Ok(value) = outcome {
            self.sockets.extend(value.made());
            if let Some(socket) = closes {
                self.sockets.remove(&socket);
            }
        }
    }
}

impl Driver {
    /// Makes a program's call, unless it has passed to the relay already, and puts it onto the
    /// timeline. Nothing here waits for anything to be drawn.
    pub(super) fn call(self: &Rc<Self>, side: Role, program_message: ProgramMessage) {
        let ProgramMessage { program, message, bytes, forwarded } = program_message;
        let FromWorker::Call { id, socket, op, thread, file, line, variable } = message else {
            return;
        };
        let context = CallContext {
            side,
            program,
            id,
            closes: socket.filter(|_| op.name() == CallName::Close),
            file: SocketFile::after(&op),
            told: forwarded.is_some(),
        };
        let thread_name =
            self.programs.read(|all| all.of(side).thread_name(thread).map(Rc::<str>::from));
        let file = file.map(Rc::<str>::from);
        let origin = Rc::new(Origin { side, thread, thread_name, file, line });
        let base = variable.and_then(|name| VariableName::new(&name));
        let base = base.unwrap_or_else(|| usual(side, &op));
        let follower = self.follower(context);
        let sent = match forwarded {
            Some(forwarded) => {
                let host = forwarded.host.clone().filter(|_| socket.is_none());
                let call = NewCall { host, socket, op, bytes };
                let at = forwarded.at;
                Some((self.client.call_forwarded(forwarded, call, follower), at))
            }
            None => {
                let host = self.lab.read(|lab| lab.program_host(side));
                let host = host.filter(|_| socket.is_none());
                self.client.call_followed(host, socket, op, bytes, follower)
            }
        };
        let Some((call, at)) = sent else {
            return self.client.tell_returned(program, id, &Err(relay_gone()));
        };
        let (name, origin) = (call.id, Some(origin));
        self.lab.tell(LabEvent::Driven { call, at, base, origin });
        let mut half = self.half(side).borrow_mut();
        if let Some(half) = half.as_mut().filter(|half| half.number == program) {
            half.calls.insert(id, name);
            return;
        }
        // It passed while the program was being ended.
        drop(half);
        self.give_up(name);
    }

    fn follower(self: &Rc<Self>, context: CallContext) -> Follower {
        let driver = Rc::downgrade(self);
        Box::new(move |progress: Progress<'_>| {
            if let Some(driver) = driver.upgrade() {
                driver.follow(&context, &progress);
            }
        })
    }

    /// Passes the progress of a call to the program at once, while the page records it.
    fn follow(self: &Rc<Self>, context: &CallContext, progress: &Progress<'_>) {
        let CallContext { side, program, id, closes, ref file, told } = *context;
        let gone = Err(relay_gone());
        let outcome = match progress {
            Progress::Blocked => None,
            Progress::Returned(returned) => Some(&returned.outcome),
            Progress::Lost => Some(&gone),
        };
        if let (Some(Ok(_)), Some(file)) = (outcome, file) {
            // The program itself has made or removed it.
            self.say(side.other(), &ToWorker::SocketFile(file.clone()));
        }
        let mut half = self.half(side).borrow_mut();
        let Some(half) = half.as_mut().filter(|half| half.number == program) else {
            // The program has ended meanwhile: nobody holds what the call made.
            let made = outcome
                .and_then(|outcome| outcome.as_ref().ok())
                .map(|value| value.made().to_vec());
            let driver = Rc::clone(self);
            spawn_local(async move {
                made.into_iter().flatten().for_each(|socket| driver.close(side, socket));
            });
            return;
        };
        // The transport cannot report a lost relay.
        let told = told && !matches!(progress, Progress::Lost);
        match outcome {
            None if !told => self.client.tell_blocked(program, id),
            None => {}
            Some(outcome) => {
                half.calls.remove(&id);
                half.take_note(closes, outcome);
                if !told {
                    self.client.tell_returned(program, id, outcome);
                }
            }
        }
    }

    /// The program wants a call no longer.
    pub(super) fn cancel(&self, side: Role, id: u32) {
        let call = self.half(side).borrow().as_ref().and_then(|half| half.calls.get(&id).copied());
        if let Some(call) = call {
            self.give_up(call);
        }
    }

    fn give_up(&self, call: CallId) {
        self.lab.handle(&LabCommand::Cancel(call));
        self.client.cancel(call);
    }

    /// Ends what a program that is no more has left.
    pub(super) fn bury(&self, side: Role, half: RunningProgram) {
        let RunningProgram { number, worker, calls, sockets } = half;
        drop(worker);
        self.client.detach(number);
        calls.into_values().for_each(|call| self.give_up(call));
        for socket in sockets {
            self.close(side, socket);
        }
    }

    fn close(&self, side: Role, socket: SocketId) {
        let pending = self.client.call(Some(socket), Op::Close, Bytes::new());
        if let Some((call, at)) = pending.issued() {
            let origin = Origin { side, thread: 1, thread_name: None, file: None, line: None };
            let (call, origin) = (call.clone(), Some(Rc::new(origin)));
            // A close makes no socket to name.
            let base = VariableName::constant("s");
            self.lab.tell(LabEvent::Driven { call, at, base, origin });
        }
    }
}

/// The variable of a socket whose line in the program names none.
fn usual(side: Role, op: &Op) -> VariableName {
    VariableName::constant(match (op.name(), side) {
        (CallName::Accept, _) => "conn",
        (_, Role::Server) => "server",
        (_, Role::Client) => "client",
    })
}

/// What a program's call raises when there is no relay any more.
fn relay_gone() -> Failure {
    Failure {
        exception: Exception::ConnectionResetError,
        message: format!("[Errno {}] the relay is gone", Errno::Econnreset.linux()),
        ..Failure::os(Errno::Econnreset)
    }
}
