//! A session in the page: its outputs become socket calls, their returns become its inputs. No sockets
//! and no clock here.

mod connection;
mod datagrams;
mod files;
mod opening;
mod script;

use bytes::Bytes;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use lab_shared::assistant::Now;
use lab_shared::assistant::log::Entry;
use lab_shared::assistant::session::{self, Command, EndId, PeerId, Report, Session};
use lab_shared::call::{Address, Exception, Failure, Op, Outcome, SocketId};
use lab_shared::network::HostName;

use crate::assistant::state::files::FileNews;
use crate::assistant::state::files::capture::Capture;
use crate::assistant::state::files::sending::FileSending;
use crate::assistant::state::plans::run::PlanReport;
use crate::assistant::state::script::run::{ScriptEvent, ScriptInput};
use crate::link::state::call_request::{CallHandle, CallHandles, CallRequest};
use crate::link::state::machine::Returned;
use connection::Connection;
#[cfg(test)]
use connection::RESET;
pub(crate) use files::FileInput;
use opening::OpenEnd;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    /// A call has ended.
    Returned(CallHandle, Outcome),
    /// The relay was lost before this call returned, and its socket with it.
    Lost(CallHandle),
    /// The person wants something.
    Command(Command),
    /// The sockets of an end are made on this host of the page's network from now on, or on the relay's machine.
    Place(EndId, Option<HostName>),
    /// It concerns a file.
    File(FileInput),
    /// The script wants something.
    Script(ScriptInput),
    /// The time that [`Host::poll_timeout`] asked for has come.
    Timeout,
}

impl From<Returned> for Input {
    fn from(Returned(handle, outcome): Returned) -> Self {
        Self::Returned(handle, outcome)
    }
}

/// What to do, or to show.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Make this call; the variable of a socket that it makes begins with this base.
    Call(CallRequest, &'static str),
    /// Show this.
    News(News),
}

/// What the person may want to see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    /// A line of the log.
    Entry(Entry),
    /// What has changed.
    Report(Report),
    /// What happened to a file, or is to be done with it.
    File(FileNews),
    /// For the script.
    Script(ScriptEvent),
    /// What a plan does.
    Plan {
        /// Its place in the setup.
        plan: usize,
        report: PlanReport,
        /// When.
        at: Duration,
    },
    /// A listener or a datagram socket has this address.
    Bound(EndId, Address),
    /// An end, or a connection of it, has this socket.
    Socket(EndId, Option<PeerId>, SocketId),
}

/// What a call was made for. Ends and connections are numbered each time they open, so that a late
/// return reaches no later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A step of opening an end.
    Open(EndId, u32),
    /// A connection for a server.
    Accept(EndId, u32),
    /// A datagram.
    ReceiveFrom(EndId, u32),
    /// A datagram to a peer.
    SendTo(EndId, u32, PeerId),
    /// Bytes of a connection.
    Receive(u32),
    /// A message on a connection.
    Send(u32),
    /// A step of closing, whose result changes nothing.
    Close,
}

/// How long a connection that is closed here waits for the peer's end. Unread bytes would turn the close
/// into a reset, and what was just sent could be lost.
const LAST_BYTES: Duration = Duration::from_secs(1);

/// Pause before the next accept after one that failed.
const BACK_OFF: Duration = Duration::from_secs(1);

/// The bufsize of each recv and recvfrom: more than a datagram can carry.
const RECEIVE_BYTES: i64 = 64 * 1024;

/// The session and its sockets.
#[derive(Debug)]
pub(crate) struct Host {
    session: Session,
    ends: BTreeMap<EndId, OpenEnd>,
    /// The hosts of ends that are not on the relay's machine.
    hosts: BTreeMap<EndId, HostName>,
    connections: BTreeMap<u32, Connection>,
    /// The number of each connection that the session knows.
    numbers: BTreeMap<(EndId, PeerId), u32>,
    next_number: u32,
    handles: CallHandles<Purpose>,
    /// The file that is being sent.
    sending: Option<FileSending>,
    /// The file that received bytes go into.
    capture: Option<Capture>,
    /// Whether a recvfrom waits until that file has room.
    holds_datagrams: bool,
    outputs: VecDeque<Output>,
    now: Now,
}

impl Host {
    pub(crate) fn new(session: Session) -> Self {
        Self {
            session,
            ends: BTreeMap::new(),
            hosts: BTreeMap::new(),
            connections: BTreeMap::new(),
            numbers: BTreeMap::new(),
            next_number: 1,
            handles: CallHandles::default(),
            sending: None,
            capture: None,
            holds_datagrams: false,
            outputs: VecDeque::new(),
            now: Now::default(),
        }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Takes in what happened at `now`.
    pub(crate) fn handle(&mut self, now: Now, input: Input) {
        self.now = now;
        match input {
            Input::Returned(handle, outcome) => {
                if let Some(purpose) = self.handles.take(handle) {
                    self.returned(purpose, outcome);
                }
            }
            Input::Lost(handle) => {
                if let Some(purpose) = self.handles.take(handle) {
                    self.lost(purpose);
                }
            }
            Input::Command(command @ Command::SetScript(_)) => self.set_script(command),
            Input::Command(command) => self.tell(session::Input::Command(command)),
            Input::Place(end, Some(host)) => drop(self.hosts.insert(end, host)),
            Input::Place(end, None) => drop(self.hosts.remove(&end)),
            Input::File(input) => self.file(input),
            Input::Script(input) => self.script(input),
            Input::Timeout => self.timeout(),
        }
    }

    /// What to do next, until there is nothing.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        while self.outputs.is_empty() {
            match self.session.poll_output() {
                Some(output) => self.carry_out(output),
                None if self.send_on() => {}
                None => return None,
            }
        }
        self.outputs.pop_front()
    }

    /// When to hand in [`Input::Timeout`], in time since the session began.
    #[must_use]
    pub(crate) fn poll_timeout(&self) -> Option<Duration> {
        let leaving = self.connections.values().filter_map(|connection| connection.leave_by);
        let accepts = self.ends.values().filter_map(|end| end.accept_again);
        let parts = self.sending.as_ref().and_then(FileSending::poll_timeout);
        self.session.poll_timeout().into_iter().chain(leaving).chain(accepts).chain(parts).min()
    }

    fn returned(&mut self, purpose: Purpose, outcome: Outcome) {
        match purpose {
            Purpose::Open(end, number) => self.opened_further(end, number, outcome),
            Purpose::Accept(end, number) => self.accepted(end, number, outcome),
            Purpose::ReceiveFrom(end, number) => self.received_from(end, number, outcome),
            Purpose::SendTo(end, number, peer) => self.sent_to(end, number, peer, outcome),
            Purpose::Receive(number) => self.received(number, outcome),
            Purpose::Send(number) => self.sent(number, outcome),
            Purpose::Close => {}
        }
    }

    /// A call was lost with the relay: what it was made for has no socket any more.
    fn lost(&mut self, purpose: Purpose) {
        match purpose {
            Purpose::Open(end, number)
            | Purpose::Accept(end, number)
            | Purpose::ReceiveFrom(end, number)
            | Purpose::SendTo(end, number, _) => {
                if self.ends.get(&end).is_some_and(|open| open.number == number) {
                    self.ends.remove(&end);
                    self.tell(session::Input::Failed { end, reason: (&relay_lost()).into() });
                }
            }
            Purpose::Receive(number) | Purpose::Send(number) => {
                self.fail_connection(number, &relay_lost(), false);
            }
            Purpose::Close => {}
        }
    }

    fn timeout(&mut self) {
        let now = self.now.since_start;
        self.accept_again(|open| open.accept_again.is_some_and(|due| due <= now));
        let due = |(number, connection): (&u32, &Connection)| {
            connection.leave_by.is_some_and(|due| due <= now).then_some(*number)
        };
        let left: Vec<u32> = self.connections.iter().filter_map(due).collect();
        left.into_iter().for_each(|number| self.drop_connection(number));
        self.tell(session::Input::Timeout);
    }

    fn carry_out(&mut self, output: session::Output) {
        match output {
            session::Output::Open(end) => self.open(end),
            session::Output::Close(end) => self.close(end),
            session::Output::Send { end, peer, to: Some(to), bytes } => {
                self.send_to(end, peer, to, bytes);
            }
            session::Output::Send { end, peer, to: None, bytes } => self.send(end, peer, bytes),
            session::Output::ClosePeer(end, peer) => self.leave(end, peer),
            session::Output::ResetPeer(end, peer) => self.reset(end, peer),
            session::Output::PauseReading(end, peer) => self.pause(end, peer, true),
            session::Output::ResumeReading(end, peer) => self.pause(end, peer, false),
            session::Output::Message { end, peer, bytes } => {
                self.news(News::Script(ScriptEvent::Message(end, peer, bytes)));
            }
            session::Output::Entry(entry) => self.news(News::Entry(entry)),
            session::Output::Report(Report::Plan { plan, state, round, step, sent }) => {
                let report = PlanReport { state, round, step, sent };
                self.news(News::Plan { plan, report, at: self.now.since_start });
            }
            session::Output::Report(report) => {
                self.tell_script(&report);
                self.news(News::Report(report));
            }
        }
    }

    fn tell(&mut self, input: session::Input<'_>) {
        self.session.handle(self.now, input);
    }

    fn news(&mut self, news: News) {
        self.outputs.push_back(Output::News(news));
    }

    fn next_number(&mut self) -> u32 {
        self.next_number += 1;
        self.next_number - 1
    }

    fn call(&mut self, purpose: Purpose, socket: Option<SocketId>, op: Op, bytes: Bytes) {
        let handle = self.handles.issue(purpose);
        let base = match purpose {
            Purpose::Open(end, _) => self.ends.get(&end).map_or("sock", |open| open.base),
            _ => "conn",
        };
        let host = match purpose {
            Purpose::Open(end, _) if socket.is_none() => self.hosts.get(&end).cloned(),
            _ => None,
        };
        let call = CallRequest { handle, socket, host, op, bytes };
        self.outputs.push_back(Output::Call(call, base));
    }

    fn close_socket(&mut self, socket: SocketId) {
        self.call(Purpose::Close, Some(socket), Op::Close, Bytes::new());
    }
}

/// The failure of what was lost with the relay.
fn relay_lost() -> Failure {
    Failure::plain(Exception::OSError, "the relay was lost, and its sockets with it")
}

#[cfg(test)]
mod tests;
