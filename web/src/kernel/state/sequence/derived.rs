//! Segments derived where none are captured: those that must have been sent, by what the calls
//! returned and by TCP's states.

use lab_shared::call::{CallName, Exception, How, Micros, Op, SocketId, SocketType};
use lab_shared::kernel::TcpState;
use lab_shared::trace::CallRecord;

use super::calls::calls_of;
use super::model::{Arrow, Moment, Side};
use crate::lab::state::Lab;
use crate::lab::state::machine::Machine;
use crate::lab::state::path::Step;

/// The derived segments, in order, of a socket's connection.
struct Derived {
    moments: Vec<(Micros, Moment)>,
    /// Bytes sent so far by our end and by the peer's.
    sent: [u64; 2],
}

impl Derived {
    fn control(&mut self, at: Micros, from: Side, flags: &str) {
        self.push(at, from, flags, None);
    }

    fn data(&mut self, at: Micros, from: Side, length: usize) {
        if length == 0 {
            return;
        }
        let sent = &mut self.sent[usize::from(from == Side::Peer)];
        let first = *sent + 1;
        *sent += length as u64;
        let last = *sent;
        self.push(at, from, "ACK", Some((first, last)));
    }

    fn push(&mut self, at: Micros, from: Side, flags: &str, bytes: Option<(u64, u64)>) {
        let arrow = Arrow {
            from,
            flags: flags.into(),
            bytes,
            port: None,
            again: false,
            shut: false,
            seen: false,
            row: 0,
            other: None,
            travel: None,
        };
        self.moments.push((at, Moment::Travels(arrow)));
    }
}

/// The derived segments of a socket.
pub(super) fn derived(
    lab: &Lab,
    socket: SocketId,
    other: Option<SocketId>,
) -> Vec<(Micros, Moment)> {
    let stream = |view: &lab_shared::trace::SocketView| {
        view.kind == SocketType::Stream && view.backlog.is_none()
    };
    if !lab.timeline.socket(socket).is_some_and(stream) {
        return vec![];
    }
    let mut derived = Derived { moments: vec![], sent: [0, 0] };
    for call in calls_of(lab, socket) {
        handshake(&mut derived, call);
        broken(&mut derived, call);
    }
    for (from, sender, receiver) in
        [(Side::Own, Some(socket), other), (Side::Peer, other, Some(socket))]
    {
        data(lab, &mut derived, from, sender, receiver);
    }
    fins(lab, &mut derived, socket);
    derived.moments
}

/// SYN, SYN ACK, ACK: before a successful connect returned, or before accept returned.
fn handshake(derived: &mut Derived, call: &CallRecord) {
    let (Some(entered), Some(came)) = (call.entered, arrival(call)) else {
        if call.op.name() == CallName::Connect
            && let Some(at) = call.blocked
        {
            derived.control(at, Side::Own, "SYN");
        }
        return;
    };
    let succeeded = matches!(call.outcome, Some(Ok(_)));
    let refused = matches!(&call.outcome, Some(Err(failure))
        if failure.exception == Exception::ConnectionRefusedError);
    match call.op.name() {
        CallName::Connect if succeeded => {
            derived.control(entered, Side::Own, "SYN");
            derived.control(came, Side::Peer, "SYN ACK");
            derived.control(came, Side::Own, "ACK");
        }
        CallName::Connect if refused => {
            derived.control(entered, Side::Own, "SYN");
            derived.control(came, Side::Peer, "RST ACK");
        }
        CallName::Accept if succeeded => {
            derived.control(came, Side::Peer, "SYN");
            derived.control(came, Side::Own, "SYN ACK");
            derived.control(came, Side::Peer, "ACK");
        }
        _ => {}
    }
}

/// A reset that a call's failure reported.
fn broken(derived: &mut Derived, call: &CallRecord) {
    if let (Some(Err(failure)), Some(came)) = (&call.outcome, arrival(call))
        && failure.exception == Exception::ConnectionResetError
    {
        derived.control(came, Side::Peer, "RST");
    }
}

/// The bytes one side sent: by its own calls, else by the recvs of the other.
fn data(
    lab: &Lab,
    derived: &mut Derived,
    from: Side,
    sender: Option<SocketId>,
    receiver: Option<SocketId>,
) {
    if let Some(sender) = sender {
        for call in calls_of(lab, sender) {
            if let (Some(bytes), Some(at)) = (call.taken(), call.returned) {
                derived.data(at, from, bytes.len());
            }
        }
    } else if let Some(receiver) = receiver {
        for call in calls_of(lab, receiver) {
            if let (Some(bytes), Some(came)) = (call.received(), arrival(call)) {
                derived.data(came, from, bytes.len());
            }
        }
    }
}

/// The FINs: from the reported states where there are any, else from the calls.
fn fins(lab: &Lab, derived: &mut Derived, socket: SocketId) {
    let told = lab.kernel.of(socket).map(|watched| Machine::of(&watched.own, &watched.peer, false));
    if let Some(machine) = told {
        let own = [TcpState::FinWait1, TcpState::LastAck];
        let peer = [TcpState::CloseWait, TcpState::Closing, TcpState::TimeWait];
        let entered = |states: &[TcpState]| first(&machine.own, states);
        if let Some(at) = entered(&own) {
            derived.control(at, Side::Own, "FIN ACK");
        }
        if let Some(at) = entered(&peer) {
            derived.control(at, Side::Peer, "FIN ACK");
        }
        if let Some(at) = aborted(&machine.own).filter(|_| closed_by(lab, socket)) {
            derived.control(at, Side::Own, "RST ACK");
        }
        return;
    }
    let mut ended = [false, false];
    for call in calls_of(lab, socket) {
        let Some(at) = call.returned.filter(|_| matches!(call.outcome, Some(Ok(_)))) else {
            continue;
        };
        let closes = matches!(call.op, Op::Close | Op::Shutdown { how: How::Write | How::Both });
        let empty = call.received().is_some_and(bytes::Bytes::is_empty);
        if closes && !std::mem::replace(&mut ended[0], true) {
            derived.control(at, Side::Own, "FIN ACK");
        }
        if empty
            && let Some(came) = arrival(call)
            && !std::mem::replace(&mut ended[1], true)
        {
            derived.control(came, Side::Peer, "FIN ACK");
        }
    }
}

/// When a connection went to CLOSED from a state in which each end still waits for the other's FIN.
/// Only an RST leads there.
fn aborted(steps: &[Step]) -> Option<Micros> {
    let open = [TcpState::SynReceived, TcpState::Established, TcpState::CloseWait];
    let ends = steps
        .windows(2)
        .find(|two| two[1].state == TcpState::Closed && open.contains(&two[0].state))?;
    ends[1].at
}

/// Whether the program has closed the socket. A connection that was reset before that had already ended.
fn closed_by(lab: &Lab, socket: SocketId) -> bool {
    let reset = |call: &CallRecord| matches!(&call.outcome, Some(Err(failure)) if failure.exception == Exception::ConnectionResetError);
    let closed = |call: &CallRecord| call.op == Op::Close && matches!(call.outcome, Some(Ok(_)));
    calls_of(lab, socket).any(closed) && !calls_of(lab, socket).any(reset)
}

/// When one of the states was entered; the time of the next look, where the state was missed.
fn first(steps: &[Step], states: &[TcpState]) -> Option<Micros> {
    let at = steps.iter().position(|step| states.contains(&step.state))?;
    steps[at..].iter().find_map(|step| step.at)
}

/// When the segment that made a call return arrived: before the return, and before the call if it did not
/// block.
fn arrival(call: &CallRecord) -> Option<Micros> {
    let (entered, returned) = (call.entered?, call.returned?);
    let before = |at: Micros| Micros(at.0.saturating_sub(1));
    let waits = call.blocked.is_some() || call.op.name() == CallName::Connect;
    Some(if waits { before(returned).max(entered) } else { before(entered) })
}
