//! The model of the relay, the sockets and the calls, and how it changes.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use lab_shared::call::{
    Address, CallId, CallName, Micros, SocketId, SocketType, Targets, VariableName,
};
use lab_shared::errno::System;
use lab_shared::kernel::CaptureState;
use lab_shared::trace::{Record, Role, SocketState, SocketView, Step, StepState, Timeline, steps};
use lab_shared::wire::Call;

use crate::link::state::{Output, Phase};
use crate::worker::message::SocketFile;
pub(crate) use command::{LabCommand, ValidCall};
pub(crate) use event::LabEvent;
use host_choice::{Halves, HostChoice};
use network::Network;
use record::Kernel;
use traffic::Traffic;
use variables::Variables;

/// The page's model. Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lab {
    /// Every call and every socket.
    pub timeline: Rc<Timeline>,
    /// The bytes of every socket.
    pub traffic: Rc<Traffic>,
    /// What the kernel does with them.
    pub kernel: Rc<Kernel>,
    /// The page's network.
    pub network: Rc<Network>,
    /// The sockets' variables.
    pub variables: Rc<Variables>,
    /// How the programs of the two panes are spread over the network.
    pub halves: Halves,
    /// Where the next socket is made.
    pub host_choice: HostChoice,
    /// The phase of the link to the relay.
    pub relay: Phase,
    /// Whether the newest relay can capture segments.
    pub capture: CaptureState,
    /// The system that the newest relay runs on.
    pub system: System,
    /// The side the person chose to play; `None` plays freely.
    pub role: Option<Role>,
    /// The socket whose conversation the twelve steps follow.
    pub lead: Option<SocketId>,
    /// The socket the controls act on.
    pub target: Option<SocketId>,
    /// The call that returned last.
    pub latest_return: Option<CallId>,
    /// The relays lost so far.
    pub losses: Rc<Vec<Loss>>,
    /// The names that the page's AF_UNIX sockets were bound to, whose files the relay has.
    pub socket_files: Rc<BTreeSet<String>>,
    /// The newest addresses of sockets, in the order they became known.
    pub addressed: Rc<VecDeque<Addressed>>,
    /// Pending calls that no person pressed. Their returns change nothing that the person is using.
    driven: Rc<BTreeSet<CallId>>,
}

/// A relay was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// The last call before it.
    pub after: CallId,
    /// The timeline's record of it.
    pub by: u64,
    /// When, on the page's clock.
    pub at: Micros,
}

/// A socket's addresses became known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// Which socket.
    pub socket: SocketId,
    /// Its own address.
    pub local: Option<Address>,
    pub peer: Option<Address>,
    /// Whether only loopback reaches it.
    pub loopback_only: bool,
    /// The timeline's record of it.
    pub by: u64,
    /// When, on the page's clock.
    pub at: Micros,
}

/// Most of them kept.
const MAX_ADDRESSED: usize = 2000;

impl Lab {
    /// Applies what a person does. A call is on the timeline once it is issued, by
    /// [`LabEvent::Issued`]; opening a view of the kernel changes nothing here.
    pub fn handle(&mut self, command: &LabCommand) {
        match command {
            LabCommand::Begin(role) => {
                self.role = *role;
                self.lead = None;
                self.target = None;
            }
            LabCommand::Target(socket) => self.target = Some(*socket),
            LabCommand::Halves(halves) => self.halves = *halves,
            LabCommand::Host(choice) => self.host_choice = choice.clone(),
            LabCommand::Cancel(id) => self.record(Record::Cancelling { id: *id }),
            LabCommand::Call(_) | LabCommand::Look(_) | LabCommand::Network(_) => {}
        }
    }

    /// Applies what happened. The cost does not grow with the timeline.
    pub fn apply(&mut self, event: LabEvent) {
        match event {
            LabEvent::Issued { call, text, at, targets } => {
                if let Some(targets) = targets {
                    Rc::make_mut(&mut self.variables).reserve(call.id, targets);
                }
                self.placed(&call);
                self.record(Record::Issued { call, text, at, origin: None });
            }
            LabEvent::Driven { call, at, base, origin } => {
                let variables = Rc::make_mut(&mut self.variables);
                match call.op.name() {
                    CallName::Socket => variables.promise(call.id, &base),
                    CallName::Socketpair => variables.reserve(call.id, pair_of(variables)),
                    CallName::Accept if origin.is_none() => {
                        variables.promise(call.id, &VariableName::constant("conn"));
                    }
                    CallName::Accept => variables.promise(call.id, &base),
                    _ => {}
                }
                Rc::make_mut(&mut self.driven).insert(call.id);
                self.placed(&call);
                self.record(Record::Issued { call, text: None, at, origin });
            }
            LabEvent::Replayed { call, text, at, targets, origin } => {
                if let Some(targets) = targets {
                    Rc::make_mut(&mut self.variables).reserve(call.id, targets);
                }
                if origin.is_some() {
                    Rc::make_mut(&mut self.driven).insert(call.id);
                }
                self.placed(&call);
                self.record(Record::Issued { call, text, at, origin });
            }
            LabEvent::Earlier { view, variable, host } => {
                if let Some(host) = host {
                    Rc::make_mut(&mut self.network).knows(view.id, host);
                }
                Rc::make_mut(&mut self.variables).know(view.id, variable);
                Rc::make_mut(&mut self.timeline).know(*view);
            }
            LabEvent::Framed { socket, hint } => {
                Rc::make_mut(&mut self.traffic).read_as(socket, &hint);
            }
            LabEvent::Phase(phase) => {
                if let Phase::Ready(welcome) = &phase {
                    self.capture = welcome.capture;
                    self.system = welcome.system;
                }
                self.relay = phase;
            }
            LabEvent::Relay(output, at) => self.told(output, at),
        }
    }

    /// The socket the controls act on.
    #[must_use]
    pub fn target_view(&self) -> Option<&SocketView> {
        self.target.and_then(|id| self.timeline.socket(id))
    }

    /// Whether sockets were lost with a relay.
    #[must_use]
    pub fn has_gone_sockets(&self) -> bool {
        self.timeline.sockets().any(|view| view.state == SocketState::Gone)
    }

    /// The twelve steps of the conversation the person is in; `None` while playing freely.
    #[must_use]
    pub fn steps(&self) -> Option<[(Step, StepState); 12]> {
        // No socket has number zero: before the first socket, and after the leading one is gone, every step
        // is open.
        let gone = |lead: &SocketId| {
            self.timeline.socket(*lead).is_some_and(|view| view.state == SocketState::Gone)
        };
        let lead = self.lead.filter(|lead| !gone(lead)).unwrap_or(SocketId(0));
        self.role.map(|role| steps(&self.timeline, role, lead))
    }

    /// The default variables of the sockets that `call` makes.
    #[must_use]
    pub fn suggested_targets(&self, call: CallName) -> Targets {
        match call {
            CallName::Socketpair => pair_of(&self.variables),
            CallName::Accept => self.variables.free(&VariableName::constant("conn")).into(),
            _ => self.suggested_variable().into(),
        }
    }

    /// The variable that the next `socket` gets unless the person names it.
    #[must_use]
    pub fn suggested_variable(&self) -> VariableName {
        self.variables.free(&VariableName::constant(match self.role {
            Some(Role::Server) => "server",
            Some(Role::Client) => "client",
            None => "s",
        }))
    }

    fn told(&mut self, output: Output, at: Micros) {
        match output {
            Output::Blocked(id, at) => self.record(Record::Blocked { id, at }),
            Output::Addresses { socket, local, peer, loopback_only } => {
                self.record(Record::Addresses {
                    socket,
                    local: local.clone(),
                    peer: peer.clone(),
                    loopback_only,
                });
                let by = self.timeline.records();
                let addressed = Rc::make_mut(&mut self.addressed);
                if addressed.len() >= MAX_ADDRESSED {
                    addressed.pop_front();
                }
                addressed.push_back(Addressed { socket, local, peer, loopback_only, by, at });
            }
            Output::Returned(returned) => {
                let made = returned.made().to_vec();
                let id = returned.id;
                Rc::make_mut(&mut self.variables).settle(id, &made);
                self.record(Record::Returned(returned));
                self.moved(id);
                if !made.is_empty() || self.network.is_making(id) {
                    let on = self.timeline.call(id).and_then(|call| call.socket);
                    Rc::make_mut(&mut self.network).returned(id, on, &made);
                }
                self.keep_socket_file(id);
                if !Rc::make_mut(&mut self.driven).remove(&id) {
                    self.latest_return = Some(id);
                    self.follow(id, made.first().copied());
                }
            }
            Output::Lost(pending) => {
                let variables = Rc::make_mut(&mut self.variables);
                pending.into_iter().for_each(|id| variables.settle(id, &[]));
                self.driven = Rc::default();
                Rc::make_mut(&mut self.network).end();
                self.socket_files = Rc::default();
                self.record(Record::RelayLost { at });
                if let Some(last) = self.timeline.calls().next_back() {
                    let loss = Loss { after: last.id, by: self.timeline.records(), at };
                    let losses = Rc::make_mut(&mut self.losses);
                    // A call forwarded before the page learned of the loss belongs to that loss.
                    match losses.last_mut() {
                        Some(last) if self.relay.welcome().is_none() => *last = loss,
                        _ => losses.push(loss),
                    }
                }
            }
            Output::Kernel(news) => Rc::make_mut(&mut self.kernel).told(news),
            Output::Network(report) => Rc::make_mut(&mut self.network).told(report),
            Output::Open
            | Output::Assistant(_)
            | Output::Transmit { .. }
            | Output::Close { .. }
            | Output::Phase
            | Output::Room(_)
            | Output::Token(_) => {}
        }
    }

    /// Keeps the host that a call makes a socket on.
    fn placed(&mut self, call: &Call) {
        if call.host.is_some() {
            Rc::make_mut(&mut self.network).issued(call);
        }
    }

    /// Keeps the bytes that the call has moved.
    fn moved(&mut self, id: CallId) {
        let Some(call) = self.timeline.call(id) else { return };
        let view = call.socket.and_then(|socket| self.timeline.socket(socket));
        if view.is_some_and(|view| view.kind == SocketType::Stream) {
            Rc::make_mut(&mut self.traffic).returned(call);
        }
    }

    /// Keeps which files of sockets there are after a call.
    fn keep_socket_file(&mut self, id: CallId) {
        let call = self.timeline.call(id).filter(|call| matches!(call.outcome, Some(Ok(_))));
        match call.and_then(|call| SocketFile::after(&call.op)) {
            Some(SocketFile { name, exists: true }) => {
                Rc::make_mut(&mut self.socket_files).insert(name);
            }
            Some(SocketFile { name, exists: false }) => {
                Rc::make_mut(&mut self.socket_files).remove(&name);
            }
            None => {}
        }
    }

    /// Moves the target to the socket of the next call, but not while the person is using another:
    /// an accept that returns late must not redirect what is typed for another socket.
    fn follow(&mut self, id: CallId, made: Option<SocketId>) {
        let Some(call) = self.timeline.call(id) else { return };
        let (name, socket) = (call.op.name(), call.socket);
        match name {
            CallName::Socket => {
                if let Some(new) = made {
                    self.target = Some(new);
                    if self.lead.is_none_or(|lead| !self.is_open(lead)) {
                        self.lead = Some(new);
                    }
                }
            }
            CallName::Socketpair if made.is_some() => self.target = made,
            CallName::Accept if made.is_some() && self.target == socket => self.target = made,
            CallName::Close if self.target == socket => {
                let closed = self.target_view();
                self.target = closed
                    .and_then(|view| view.listener)
                    .filter(|listener| self.is_open(*listener))
                    .or(self.target);
            }
            _ => {}
        }
    }

    fn is_open(&self, socket: SocketId) -> bool {
        self.timeline.socket(socket).is_some_and(|view| view.state.is_open())
    }

    fn record(&mut self, record: Record) {
        let dropped = self.timeline.dropped();
        let timeline = Rc::make_mut(&mut self.timeline);
        timeline.apply(record);
        if timeline.dropped() > dropped {
            let oldest = timeline.call_at(0).map_or(CallId(0), |call| call.id);
            let kept = |socket| timeline.socket(socket).is_some();
            Rc::make_mut(&mut self.variables).forget(oldest, kept);
            if self.network.view().is_some() {
                Rc::make_mut(&mut self.network).forget(kept);
            }
        }
    }
}

/// Two variables for the sockets of a pair.
fn pair_of(variables: &Variables) -> Targets {
    let free = |base| variables.free(&VariableName::constant(base));
    Targets::pair(free("a"), free("b"))
}

pub(crate) mod command;
pub(crate) mod event;
pub(crate) mod host_choice;
pub(crate) mod machine;
pub(crate) mod meeting;
pub(crate) mod network;
pub(crate) mod path;
pub(crate) mod places;
pub(crate) mod record;
pub(crate) mod ruler;
#[cfg(test)]
mod tests;
pub(crate) mod traffic;
pub(crate) mod unix_path;
pub(crate) mod variables;
