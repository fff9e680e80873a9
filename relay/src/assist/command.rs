//! The command as it runs: what goes in and out, what is expected, and when it ends.

use std::collections::BTreeSet;
use std::future::Future;
use std::mem;
use std::pin::pin;
use std::time::Duration;

use anyhow::{Context as _, Result};
use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::FusedFuture as _;
use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::plan::RunState;
use lab_shared::assistant::rules::Pattern;
use lab_shared::assistant::session::{Command, EndId, EndState, Report, Session, Target};
use lab_shared::call::Address;
use lab_shared::language::Language;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};

use super::arguments::{EndArguments, Kind};
use super::console::{self, Output};
use super::outcome::Outcome;
use super::printer::Printer;
use super::setup::Task;
use crate::assist_host::{Happening, Host, Permission};
use crate::logging::say;

/// Bytes that may wait to be sent before no more is read from standard input.
const WAITING_BYTES: usize = 1 << 20;

/// How long connections may take to close at the end, and standard output when a signal ended it.
const LAST_BYTES: Duration = Duration::from_millis(200);

/// The command while it runs.
#[derive(Debug)]
pub(super) struct Running {
    host: Host,
    /// The end that standard input and output belong to.
    end: EndId,
    /// Whether its messages are datagrams to an address of its setup.
    has_destination: bool,
    /// Who sent the last datagram.
    last_sender: Option<Address>,
    /// The messages of `--send`, by name.
    sends: Vec<String>,
    goal: Goal,
    /// Standard input, until it ends.
    input: Option<mpsc::Receiver<Bytes>>,
    /// Whether the end of the streams is still to be sent behind it.
    shuts_down: bool,
    output: Output,
    printer: Printer,
    deadline: Option<Instant>,
    /// A socket has failed, and its end was not yet reported closed or waiting.
    socket_failed: bool,
    /// An end is closed because its socket failed.
    end_failed: bool,
}

/// What the command is to reach.
#[derive(Debug)]
struct Goal {
    /// What is still expected, the next one last.
    expected: Vec<Pattern>,
    /// The plans of `--plan` that run, by their places in the setup.
    plans: BTreeSet<usize>,
    /// Whether there was anything at the begin.
    exists: bool,
    plan_failed: bool,
}

impl Goal {
    fn new(mut expected: Vec<Pattern>, plans: BTreeSet<usize>) -> Self {
        expected.reverse();
        let exists = !expected.is_empty() || !plans.is_empty();
        Self { expected, plans, exists, plan_failed: false }
    }

    fn received(&mut self, message: &[u8]) {
        if self.expected.last().is_some_and(|pattern| pattern.matches(message)) {
            self.expected.pop();
        }
    }

    fn plan(&mut self, plan: usize, state: RunState) {
        match state {
            RunState::Running | RunState::Paused => {}
            RunState::Failed if self.plans.contains(&plan) => self.plan_failed = true,
            RunState::Failed | RunState::Done | RunState::Stopped => {
                self.plans.remove(&plan);
            }
        }
    }

    /// How the command ends that ends now.
    fn outcome(&self) -> Outcome {
        let met = self.expected.is_empty() && self.plans.is_empty() && !self.plan_failed;
        if met { Outcome::Met } else { Outcome::NotMet }
    }

    /// Whether nothing more can change the outcome.
    fn is_decided(&self) -> bool {
        self.plan_failed || (self.exists && self.outcome() == Outcome::Met)
    }
}

impl Running {
    /// Opens all ends and starts the plans.
    ///
    /// # Errors
    /// The system refuses threads or randomness.
    pub(super) fn start(task: Task, arguments: &EndArguments) -> Result<Self> {
        let Task { setup, end, sends, expected, plans } = task;
        let seed = getrandom::u64().context("the system has no randomness")?;
        let awaited = setup.plans.iter().enumerate();
        let awaited = awaited.filter(|(_, plan)| arguments.plan.contains(&plan.name));
        let goal = Goal::new(expected, awaited.map(|(place, _)| place).collect());
        let transport = &setup.ends[end].transport;
        let has_destination = transport.is_datagram() && transport.remote().is_some();
        let printer = Printer::new(arguments.print, &setup);
        let session = Session::new(setup, seed).expect("the task's setup was checked");
        let mut running = Self {
            end: EndId(u32::try_from(end).context("the setup has too many ends")?),
            has_destination,
            last_sender: None,
            sends,
            goal,
            input: Some(console::input().context("cannot start a thread")?),
            shuts_down: arguments.shutdown,
            output: Output::start().context("cannot start a thread")?,
            printer,
            deadline: arguments.within.map(|within| Instant::now() + within),
            socket_failed: false,
            end_failed: false,
            host: Host::new(session, Permission::Everything, usize::MAX)
                .context("the system has no timer")?,
        };
        let ends: Vec<EndId> = running.host.session().ends().collect();
        for end in ends {
            running.host.command(Command::Open(end));
        }
        // As nc. Where messages are expected, or the end is to connect again, nothing more can come.
        let transport = &running.host.session().setup().ends[end].transport;
        if arguments.kind == Kind::Client && !running.goal.exists && transport.reconnect().is_none()
        {
            running.host.command(Command::KeepHalfOpen(running.end, true));
        }
        for plan in plans {
            let end = Some(running.end);
            running.host.command(Command::Start { plan, end });
        }
        Ok(running)
    }

    /// Serves until the end.
    pub(super) async fn run(mut self, shutdown: impl Future<Output = ()>) -> Outcome {
        let mut shutdown = pin!(shutdown.fuse());
        let outcome = loop {
            while let Some(happening) = self.host.next() {
                self.show(happening);
            }
            if let Some(outcome) = self.outcome() {
                break outcome;
            }
            self.shut_down_when_sent();
            let reads = self.sends_input();
            let deadline = self.deadline;
            tokio::select! {
                () = &mut shutdown => break self.goal.outcome(),
                () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                    break self.goal.outcome();
                }
                chunk = read(self.input.as_mut()), if reads => self.send_input(chunk),
                has_reader = turn(&self.output, &mut self.host) => if !has_reader {
                    break self.goal.outcome();
                }
            }
        };
        self.host.close(LAST_BYTES).await;
        let limit = if shutdown.is_terminated() { LAST_BYTES } else { Duration::MAX };
        tokio::select! {
            _ = timeout(limit, self.output.finish()) => {}
            () = shutdown => {}
        }
        outcome
    }

    /// How the command ends, once it does by itself.
    fn outcome(&self) -> Option<Outcome> {
        if self.end_failed {
            return Some(Outcome::Failed);
        }
        let session = self.host.session();
        let closed =
            |end| session.end_status(end).is_none_or(|(state, _)| state == EndState::Closed);
        let ends = self.goal.is_decided() || session.ends().all(closed);
        let (unsent, _) = session.memory();
        (ends && unsent == 0).then(|| self.goal.outcome())
    }

    fn show(&mut self, happening: Happening) {
        match happening {
            Happening::Bound(end, address) => {
                let name = &self.host.session().setup().ends[end.0 as usize].name;
                self.printer.bound(name, &address);
            }
            Happening::Received(end, from, bytes) => {
                if end == self.end {
                    self.last_sender = from;
                    self.output.write(bytes);
                }
            }
            Happening::Failed => self.socket_failed = true,
            Happening::Entry(entry) => {
                let name = &self.host.session().setup().ends[self.end.0 as usize].name;
                if let EntryKind::Received { bytes, .. } = &entry.kind
                    && entry.end == *name
                {
                    self.goal.received(bytes);
                }
                self.printer.entry(&entry);
            }
            Happening::Report(report) => self.report(report),
        }
    }

    fn report(&mut self, report: Report) {
        match report {
            Report::End(end, state) => {
                let failed = mem::take(&mut self.socket_failed);
                self.end_failed |= failed && state == EndState::Closed;
                if end == self.end && state == EndState::Open && self.has_destination {
                    self.send_all(&Target::All);
                }
            }
            Report::Joined(end, peer, _) if end == self.end && !self.has_destination => {
                self.send_all(&Target::Peers(vec![peer]));
            }
            Report::Plan { plan, state, .. } => {
                if state == RunState::Failed {
                    let name = &self.host.session().setup().plans[plan].name;
                    say(&format!("socket-lab: the plan {name:?} failed"));
                }
                self.goal.plan(plan, state);
            }
            Report::Refused(problem) => {
                say(&format!("socket-lab: {}", problem.in_words(Language::En)));
            }
            Report::Joined(..) | Report::Left(..) | Report::Fired { .. } | Report::RepeatEnded => {}
        }
    }

    fn send_all(&mut self, target: &Target) {
        for message in &self.sends {
            self.host.command(Command::SendMessage {
                message: message.clone(),
                end: Some(self.end),
                target: target.clone(),
            });
        }
    }

    /// Whether what is read from standard input can be sent now.
    fn sends_input(&self) -> bool {
        let session = self.host.session();
        let is_open =
            session.end_status(self.end).is_some_and(|(state, _)| state == EndState::Open);
        let is_datagram = session.setup().ends[self.end.0 as usize].transport.is_datagram();
        let has_receiver = match is_datagram {
            true => self.has_destination || self.last_sender.is_some(),
            false => session.peers(self.end).next().is_some(),
        };
        self.input.is_some() && is_open && has_receiver && session.memory().0 < WAITING_BYTES
    }

    fn send_input(&mut self, chunk: Option<Bytes>) {
        let Some(bytes) = chunk else {
            self.input = None;
            self.host.command(Command::KeepHalfOpen(self.end, false));
            return;
        };
        let target = match &self.last_sender {
            Some(sender) if !self.has_destination => Target::Address(sender.clone()),
            _ => Target::All,
        };
        self.host.command(Command::SendBytes { end: self.end, target, bytes });
    }

    fn shut_down_when_sent(&mut self) {
        if self.shuts_down && self.input.is_none() && self.host.session().memory().0 == 0 {
            self.shuts_down = false;
            self.host.shut_down(self.end);
        }
    }
}

/// The next chunk of standard input, or `None` at its end.
async fn read(input: Option<&mut mpsc::Receiver<Bytes>>) -> Option<Bytes> {
    input?.recv().await
}

/// One event of the host, once what it may bring can be written. Returns whether standard output still
/// has a reader.
async fn turn(output: &Output, host: &mut Host) -> bool {
    let has_reader = output.has_room().await;
    if has_reader {
        host.wait().await;
    }
    has_reader
}
