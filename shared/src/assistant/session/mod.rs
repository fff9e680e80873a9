//! The assistant itself: ends, rules and plans as one state machine.
//!
//! A host owns the sockets and hands events to the session ([`Session::handle`]); the session returns
//! what to do ([`Session::poll_output`]) and when to wake it ([`Session::poll_timeout`]). One message
//! is read at a time, when the host has taken the outputs of the one before.

pub mod conformance;
mod counters;
mod ends;
mod message;
mod peer;
mod plans;
mod receiving;
mod repeating;
mod scripting;
mod sending;
mod setting;

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::clock::Now;
use super::compose::{Composed, Context, Draft, Prepared};
use super::log::{Entry, EntryKind};
use super::problem::{Problem, Wording};
use super::rules::{Firing, Incoming, Rules};
use super::setup::{EndSetup, Setup, SetupProblem};
use crate::call::Address;

pub use counters::Counters;
pub use message::{Command, EndId, EndState, Input, Output, PeerId, Report, Target};

use peer::{End, MAX_SESSION_BYTES, Outgoing, Peer};
use plans::Running;
use repeating::Repeating;
use sending::Delayed;

/// The assistant at work on a setup.
#[derive(Debug)]
pub struct Session {
    setup: Setup,
    /// The setup's messages, and how often each was sent.
    messages: Vec<(Prepared, u64)>,
    rules: Rules,
    ends: Vec<End>,
    running: Vec<Running>,
    outputs: VecDeque<Output>,
    /// Peers whose bytes may hold further messages, in the order of arrival.
    unread: VecDeque<(EndId, PeerId)>,
    /// Replies that wait for their time; the number keeps those of one time in order.
    delayed: BTreeMap<(Duration, u64), Delayed>,
    next_delayed: u64,
    repeating: Option<Repeating>,
    /// What was sent by hand last, and how often.
    by_hand: (Draft, u64),
    seed: u64,
    now: Now,
    /// Bytes that wait for all peers. Bytes that wait for several count for each.
    queued: usize,
    /// Bytes of all incomplete messages.
    held: usize,
    /// Bytes of replies that wait for their time.
    delayed_bytes: usize,
    /// Most bytes that wait, with those of delayed replies, and most that are held.
    most_bytes: usize,
    /// Whether a script is at work.
    hands_on: bool,
}

impl Session {
    /// A session with all ends closed. The seed comes from the host's source of randomness.
    ///
    /// # Errors
    /// Every mistake in the setup that [`Setup::parse`] would find, without lines.
    pub fn new(setup: Setup, seed: u64) -> Result<Self, Vec<SetupProblem>> {
        setup.check()?;
        let prepared = |draft: &Draft| draft.prepare().expect("the setup was checked");
        let messages = setup.messages.iter().map(|message| (prepared(&message.draft), 0)).collect();
        Ok(Self {
            messages,
            rules: Rules::prepare(&setup.rules).expect("the setup was checked"),
            ends: setup.ends.iter().cloned().map(End::new).collect(),
            running: Vec::new(),
            outputs: VecDeque::new(),
            unread: VecDeque::new(),
            delayed: BTreeMap::new(),
            next_delayed: 0,
            repeating: None,
            by_hand: (Draft::default(), 0),
            seed,
            now: Now::default(),
            queued: 0,
            held: 0,
            delayed_bytes: 0,
            most_bytes: MAX_SESSION_BYTES,
            hands_on: false,
            setup,
        })
    }

    /// Handles an input. Inputs about ends and peers that are gone are ignored. Then call
    /// [`Session::poll_output`] until it returns `None`.
    pub fn handle(&mut self, now: Now, input: Input<'_>) {
        self.now = now;
        match input {
            Input::Opened { end } => self.opened(end),
            Input::Failed { end, reason } => self.failed(end, reason),
            Input::Accepted { end, peer, address } => self.accepted(end, peer, address),
            Input::Received { end, peer, bytes } => self.received(end, peer, bytes),
            Input::Datagram { end, from, bytes } => self.datagram(end, from, bytes),
            Input::Sent { end, peer } => self.sent(end, peer),
            Input::Ended { end, peer } => self.ended(end, peer),
            Input::Lost { end, peer, reason } => self.lost(end, peer, reason),
            Input::Handled { end, peer } => self.handled(end, peer),
            Input::Timeout => self.timeout(),
            Input::Command(command) => self.command(command),
        }
    }

    /// The next output, until there is none.
    pub fn poll_output(&mut self) -> Option<Output> {
        while self.outputs.is_empty() && (self.read_on() || self.run_on()) {}
        self.outputs.pop_front()
    }

    /// When to hand in [`Input::Timeout`], in time since the session began.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        let delayed = self.delayed.keys().next().map(|(due, _)| *due);
        let ends = self.ends.iter().flat_map(|end| {
            end.peers.values().filter_map(|peer| peer.grouper.poll_timeout()).chain(end.reopen)
        });
        let repeat = self.repeating.as_ref().map(|repeating| repeating.due);
        ends.chain(delayed).chain(repeat).chain(self.next_run()).min()
    }

    /// What a draft would send now. Its counters are not advanced.
    ///
    /// # Errors
    /// [`Problem`] at the first mistake in it.
    pub fn preview(&self, draft: &Draft, now: Now) -> Result<Composed, Problem> {
        let sent = if self.by_hand.0 == *draft { self.by_hand.1 } else { 0 };
        draft.prepare()?.compose(&Context { now, sent, seed: self.seed, captures: None })
    }

    /// What a named message would send now. Its counters are not advanced.
    ///
    /// # Errors
    /// [`Problem`] if there is no message of this name, or it cannot be computed.
    pub fn preview_message(&self, name: &str, now: Now) -> Result<Composed, Problem> {
        let (prepared, sent) = &self.messages[self.message_place(name)?];
        prepared.compose(&Context { now, sent: *sent, seed: self.seed, captures: None })
    }

    /// The rules that would fire on a message, and what they would send. Nothing is sent or counted.
    #[must_use]
    pub fn try_message(&self, end: EndId, message: &[u8], now: Now) -> Vec<Firing> {
        let Some(name) = self.end(end).map(|end| end.setup.name.as_str()) else {
            return Vec::new();
        };
        let incoming = Incoming { end: name, peer: "127.0.0.1:0", message };
        self.rules.try_message(incoming, &Context { now, seed: self.seed, ..Context::default() })
    }

    /// The setup it began with; ends and rules may have changed since.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// An end as it is set up now.
    #[must_use]
    pub fn end_setup(&self, end: EndId) -> Option<&EndSetup> {
        self.end(end).map(|end| &end.setup)
    }

    /// The rules, with their counts.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The end of a name.
    #[must_use]
    pub fn end_named(&self, name: &str) -> Option<EndId> {
        let place = self.ends.iter().position(|end| !end.removed && end.setup.name == name)?;
        u32::try_from(place).ok().map(EndId)
    }

    /// What an end is doing, and its figures; those of peers that are gone are included.
    #[must_use]
    pub fn end_status(&self, end: EndId) -> Option<(EndState, &Counters)> {
        self.end(end).map(|end| (end.state, &end.counters))
    }

    /// Sets how many bytes may wait to be sent, and how many incomplete messages may hold; 64 MiB each
    /// unless this is called. What is there already stays.
    pub fn limit_bytes(&mut self, most: usize) {
        self.most_bytes = most.min(MAX_SESSION_BYTES);
    }

    /// Bytes of replies that wait for their time.
    #[must_use]
    pub fn delayed_bytes(&self) -> usize {
        self.delayed_bytes
    }

    /// Bytes that wait to be sent, and bytes of incomplete messages.
    #[must_use]
    pub fn memory(&self) -> (usize, usize) {
        (self.queued, self.held)
    }

    /// Bytes that wait for the slowest of the peers that a target means, with those that the host is
    /// writing. `None` if the end is not open or has no such peer.
    #[must_use]
    pub fn waiting(&self, end: EndId, target: &Target) -> Option<usize> {
        let end = self.end(end).filter(|end| end.state == EndState::Open)?;
        let remote = end.setup.transport.remote();
        let is_meant = |(id, peer): &(&PeerId, &Peer)| match target {
            Target::All if end.setup.transport.is_datagram() => {
                remote.as_ref() == Some(&peer.address)
            }
            Target::All => true,
            Target::Peers(peers) => peers.contains(id),
            Target::Address(address) => peer.address == *address,
        };
        let waiting = end.peers.iter().filter(is_meant).map(|(_, peer)| peer.queued_bytes()).max();
        // Nothing waits for an address that nothing was sent to yet.
        let is_new = end.setup.transport.is_datagram() && !matches!(target, Target::Peers(_));
        waiting.or(is_new.then_some(0))
    }

    /// Each peer of an end, with its address and figures.
    pub fn peers(&self, end: EndId) -> impl Iterator<Item = (PeerId, &Address, &Counters)> {
        let peers = self.end(end).into_iter().flat_map(|end| &end.peers);
        peers.map(|(id, peer)| (*id, &peer.address, &peer.counters))
    }

    fn command(&mut self, command: Command) {
        match command {
            Command::Open(end) => self.open(end),
            Command::Close(end) => self.close(end),
            Command::KeepHalfOpen(end, keep) => self.keep_half_open(end, keep),
            Command::Send { end, target, draft } => {
                self.send_by_hand(end, &target, draft);
            }
            Command::Repeat { end, target, draft, every } => self.repeat(end, target, draft, every),
            Command::StopRepeating => self.repeating = None,
            Command::SendBytes { end, target, bytes } => {
                if let Err(problem) = self.send(end, &target, bytes.into()) {
                    self.refuse(problem);
                }
            }
            Command::SendPart { end, target, bytes } => {
                let part = Outgoing { logged: false, ..bytes.into() };
                if let Err(problem) = self.send(end, &target, part) {
                    self.refuse(problem);
                }
            }
            Command::LogReceived(end, logged) => {
                if let Some(end) = self.end_mut(end) {
                    end.logs_received = logged;
                }
            }
            Command::SendMessage { message, end, target } => {
                if let Err(problem) = self.send_message(&message, end, &target) {
                    self.refuse(problem);
                }
            }
            Command::ClosePeer(end, peer) => self.close_peer(end, peer, ends::closed_here()),
            Command::ResetPeer(end, peer) => self.reset_peer(end, peer),
            Command::Start { plan, end } => self.start(&plan, end),
            Command::Pause(plan) => self.with_plan(&plan, |run, now| run.pause(now)),
            Command::Resume(plan) => self.with_plan(&plan, |run, now| run.resume(now)),
            Command::Step(plan) => self.with_plan(&plan, |run, now| run.step(now)),
            Command::Stop(plan) => self.with_plan(&plan, |run, _| run.stop()),
            Command::SetRules(rules) => self.set_rules(&rules),
            Command::SetMessages(messages) => self.set_messages(messages),
            Command::SetScript(script) => self.setup.script = script,
            Command::SetPlans(plans) => self.set_plans(plans),
            Command::SetProxies(proxies) => self.setup.proxies = proxies,
            Command::AddEnd(setup) => self.ends.push(End::new(setup)),
            Command::SetEnd(end, setup) => self.set_end(end, setup),
            Command::RemoveEnd(end) => self.remove_end(end),
        }
    }

    fn timeout(&mut self) {
        self.reopen_due();
        self.send_due();
        self.repeat_due();
        self.end_gaps();
        // A flood of messages to read does not hold up what is due.
        self.run_on();
    }

    fn end(&self, id: EndId) -> Option<&End> {
        self.ends.get(id.0 as usize).filter(|end| !end.removed)
    }

    fn end_mut(&mut self, id: EndId) -> Option<&mut End> {
        self.ends.get_mut(id.0 as usize).filter(|end| !end.removed)
    }

    /// Adds a line to the log.
    fn log(&mut self, end: EndId, peer: Option<PeerId>, kind: EntryKind) {
        let Some(of) = self.end(end) else { return };
        let address =
            peer.and_then(|peer| of.peers.get(&peer)).map(|peer| peer.address.to_string());
        let (end, peer) = (of.setup.name.clone(), address.unwrap_or_default());
        self.outputs.push_back(Output::Entry(Entry {
            now: self.now,
            end,
            peer,
            direction: None,
            kind,
        }));
    }

    fn report(&mut self, report: Report) {
        self.outputs.push_back(Output::Report(report));
    }

    fn refuse(&mut self, problem: Problem) {
        self.report(Report::Refused(problem));
    }
}

/// A problem that is at no place of a text.
fn problem(cause: (impl Into<String>, impl Into<String>), remedy: (&str, &str)) -> Problem {
    Problem::new(0..0, Wording::new(cause.0, cause.1), Wording::new(remedy.0, remedy.1))
}

#[cfg(test)]
mod tests;
