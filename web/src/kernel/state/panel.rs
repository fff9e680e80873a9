//! The model of the kernel's pane: the sockets to choose from, and the chosen one.

use std::rc::Rc;

use lab_shared::call::{Address, Op, PythonNames, SocketId};
use lab_shared::framing::Framing;
use lab_shared::kernel::{KernelFacts, TcpState, WatchEnd};
use lab_shared::network::HostName;
use lab_shared::trace::{SocketState, SocketView};

use super::plot::Plot;
use super::{Flow, OptionView, QueueView, UntoldView, options, untold};
use crate::boundaries::state::{Connection, other_end};
use crate::lab::state::Lab;
use crate::lab::state::machine::Machine;
use crate::lab::state::record::Watched;

/// How many closed sockets can be chosen.
const OVER_SHOWN: usize = 12;

/// A socket to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chip {
    pub socket: SocketId,
    pub variable: String,
    /// The host that it is on; `None` on the relay's machine.
    pub host: Option<HostName>,
    /// The state of its own end.
    pub state: Option<TcpState>,
    /// Whether the program has closed it.
    pub closed: bool,
}

/// The sockets to choose from, oldest first: the open ones, and the newest closed ones that have
/// kernel facts.
#[must_use]
pub(crate) fn chips(lab: &Lab) -> Vec<Chip> {
    let told = |socket| lab.kernel.of(socket).is_some();
    let views: Vec<&SocketView> =
        lab.timeline.sockets().filter(|view| view.state.is_open() || told(view.id)).collect();
    let mut over = views.iter().filter(|view| !view.state.is_open()).count();
    let shown = views.into_iter().filter(|view| {
        let hide = over > OVER_SHOWN && !view.state.is_open();
        over -= usize::from(!view.state.is_open());
        !hide
    });
    let chip = |view: &SocketView| Chip {
        socket: view.id,
        variable: lab.variables.variable(view.id).to_string(),
        host: lab.network.host_of(view.id).cloned(),
        state: lab.kernel.of(view.id).and_then(|watched| watched.own.now()),
        closed: !view.state.is_open(),
    };
    shown.map(chip).collect()
}

/// The socket shown: the one picked, else the one the controls act on, else the newest open one.
#[must_use]
pub(crate) fn chosen(lab: &Lab, picked: Option<SocketId>) -> Option<SocketId> {
    let chips = chips(lab);
    let offered = |socket: &SocketId| chips.iter().any(|chip| chip.socket == *socket);
    let newest = || chips.iter().rev().find(|chip| !chip.closed).or(chips.last());
    picked
        .filter(offered)
        .or(lab.target.filter(offered))
        .or_else(|| newest().map(|chip| chip.socket))
}

/// One socket's two ends.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panel {
    /// The socket's variable.
    pub variable: String,
    /// Its own address.
    pub local: Option<String>,
    /// The other end: its variable where it is a socket of this page, and its address.
    pub other: Option<String>,
    /// The newest facts.
    pub facts: Rc<KernelFacts>,
    /// The state machine; none for a socket that is not TCP.
    pub machine: Option<Machine>,
    /// The accept queue of a listening socket.
    pub queue: Option<QueueView>,
    /// The backlog as the program asked for it.
    pub backlog: Option<i32>,
    /// From the program to the peer.
    pub outward: Option<Flow>,
    /// From the peer to the program.
    pub inward: Option<Flow>,
    /// The connection's bytes, cut by the calls at its ends; none before the first byte.
    pub bytes: Option<Connection>,
    /// Its measures over time.
    pub plot: Option<Plot>,
    /// The options in force.
    pub options: Vec<OptionView>,
    /// What the relay's system does not tell of it, by reasons.
    pub untold: Vec<UntoldView>,
    /// Whether the program has closed it and the kernel still has it.
    pub followed: bool,
    /// Why its watch has ended, if it has.
    pub over: Option<WatchEnd>,
    /// Whether a connect on it is pending.
    pub connecting: bool,
}

impl Panel {
    /// The panel of a socket; `None` until it has kernel facts.
    #[must_use]
    pub(crate) fn of(lab: &Lab, socket: SocketId) -> Option<Self> {
        let view = lab.timeline.socket(socket)?;
        let watched: &Watched = lab.kernel.of(socket)?;
        let facts = watched.facts.clone()?;
        // The buffers of a socket without a connection are never used.
        let idle = facts.own.state == Some(TcpState::Closed);
        let (own, peer) = (Some(&facts.own).filter(|_| !idle), facts.peer.as_ref());
        let far =
            other_end(&lab.timeline, socket).map(|far| lab.variables.variable(far).to_string());
        let address = view.peer.as_ref().map(Address::python);
        let other = match (far, address) {
            (Some(variable), Some(address)) => Some(format!("{variable} {address}")),
            (variable, address) => variable.or(address),
        };
        Some(Self {
            variable: lab.variables.variable(socket).to_string(),
            local: view.local.as_ref().map(Address::python),
            other,
            machine: watched
                .own
                .now()
                .map(|_| Machine::of(&watched.own, &watched.peer, view.listener.is_some())),
            queue: QueueView::of(&facts.own),
            backlog: view.backlog.flatten(),
            outward: Flow::between(own, peer)
                .map(|flow| if sends_block(lab, socket) { flow.held_up() } else { flow }),
            inward: Flow::between(peer, own),
            bytes: view.peer.as_ref().and_then(|peer| bytes_of(lab, socket, peer)),
            plot: Plot::of(lab, socket),
            options: options(&facts.options),
            untold: untold(lab.system, &facts, view),
            followed: watched.is_followed(),
            over: watched.over,
            connecting: view.state == SocketState::Connecting,
            facts,
        })
    }
}

/// A peer is taken for a person typing into `nc`, so a line is a message. Rooms and clients of the
/// page report their own framing.
fn bytes_of(lab: &Lab, socket: SocketId, peer: &Address) -> Option<Connection> {
    let mut connection = Connection::of_socket(lab, socket, peer);
    if connection.inward.messages.is_empty() {
        Rc::make_mut(&mut connection.inward).read_as(&Framing::Lines);
    }
    let none = connection.inward.bytes.is_empty() && connection.outward.bytes.is_empty();
    (!none).then_some(connection)
}

/// Whether a send on the socket is blocked in the kernel.
fn sends_block(lab: &Lab, socket: SocketId) -> bool {
    lab.timeline.pending(socket).any(|call| {
        let sends = matches!(call.op, Op::Send { .. } | Op::Sendall { .. } | Op::Sendto { .. });
        sends && call.blocked.is_some()
    })
}
