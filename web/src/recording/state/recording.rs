//! Makes a recording from the lab. Calls remember their own times and order; only what cannot be
//! derived afterwards is written down while it happens.

use bytes::Bytes;
use std::collections::BTreeMap;
use std::rc::Rc;

use lab_shared::call::{Micros, PythonNames, SocketId, Value};
use lab_shared::errno::System;
use lab_shared::kernel::{CaptureState, Segment};
use lab_shared::trace::{CallRecord, SocketState, SocketView};
use lab_shared::wire::{Call, Return};

use super::network::network_events;
use super::{Event, Typed, What};
use crate::lab::state::{Lab, Loss};
use crate::link::state::News;

/// All events, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Recording {
    /// The page's clock at 0, in microseconds since 1970.
    pub epoch: u64,
    /// Whether segments could be captured.
    pub capture: CaptureState,
    /// The system that the relay ran on.
    pub system: System,
    /// What happened.
    pub events: Vec<Event>,
}

impl Recording {
    /// The lab as a recording. `epoch` is the page's clock at 0, in microseconds since 1970.
    #[must_use]
    pub(crate) fn of(lab: &Lab, epoch: u64) -> Self {
        let mut recorded = in_order(lab).into_iter().peekable();
        let mut told = told(lab).into_iter().peekable();
        let mut events = earlier(lab);
        // Merge the two ordered lists.
        loop {
            let tells = match (told.peek(), recorded.peek()) {
                (Some(news), Some((_, event))) => news.at < event.at,
                (news, _) => news.is_some(),
            };
            let next = if tells { told.next() } else { recorded.next().map(|(_, event)| event) };
            let Some(event) = next else { break };
            events.push(event);
        }
        Self { epoch, capture: lab.capture, system: lab.system, events }
    }
}

/// The timeline's records, in the order in which it received them.
fn in_order(lab: &Lab) -> Vec<(u64, Event)> {
    let mut events: Vec<(u64, Event)> = Vec::new();
    for call in lab.timeline.calls() {
        events.push((call.issued_by, issued(lab, call)));
        if let Some(at) = call.blocked {
            events.push((call.blocked_by, Event { at, what: What::Blocked { id: call.id } }));
        }
        events.extend(returned(call).map(|event| (call.ended_by, event)));
    }
    for new in lab.addressed.iter() {
        let (local, peer) = (new.local.clone(), new.peer.clone());
        let loopback_only = new.loopback_only;
        let what = What::Addresses { socket: new.socket, local, peer, loopback_only };
        events.push((new.by, Event { at: new.at, what }));
    }
    let lost = |loss: &Loss| (loss.by, Event { at: loss.at, what: What::RelayLost {} });
    events.extend(lab.losses.iter().map(lost));
    events.sort_by_key(|(by, _)| *by);
    events
}

fn issued(lab: &Lab, call: &CallRecord) -> Event {
    // A returned `socket` call names the socket it made as its own.
    let socket = call.socket.filter(|_| call.op.needs_socket());
    let host = call.host.clone();
    let what = What::Issued {
        call: Call { id: call.id, socket, host, op: call.op.clone(), bytes: Bytes::new() },
        bytes: call.sent.clone(),
        text: call
            .text
            .as_ref()
            .map(|(text, encoding)| Typed { text: text.clone(), encoding: *encoding }),
        variable: lab.variables.of_call(call.id).cloned(),
        origin: call.origin.clone(),
    };
    Event { at: call.issued, what }
}

fn returned(call: &CallRecord) -> Option<Event> {
    let (mut outcome, at) = (call.outcome.clone()?, call.returned?);
    // They are beside the return, as on the wire.
    let bytes = outcome.as_mut().ok().and_then(Value::bytes_mut).map(std::mem::take);
    let bytes = bytes.unwrap_or_default();
    let entered = call.entered.unwrap_or(call.issued);
    let returned = Return { id: call.id, entered, at, outcome };
    Some(Event { at, what: What::Returned { returned, bytes } })
}

/// The reports of the kernel and of the network, in order.
fn told(lab: &Lab) -> Vec<Event> {
    let mut events: Vec<Event> = lab.kernel.log().filter_map(of_news).collect();
    let segment =
        |segment: &Rc<Segment>| Event { at: segment.at, what: What::Segment(Rc::clone(segment)) };
    events.extend(lab.kernel.shared_segments().map(segment));
    events.extend(network_events(lab));
    events.sort_by_key(|event| event.at);
    events
}

fn of_news(news: &News) -> Option<Event> {
    Some(match news {
        News::Facts { socket, at, facts } => {
            let what = What::Kernel { socket: *socket, facts: Rc::clone(facts) };
            Event { at: *at, what }
        }
        News::Unwatched { socket, at, why } => {
            Event { at: *at, what: What::Unwatched { socket: *socket, why: *why } }
        }
        News::Segments { .. } | News::Resting => return None,
    })
}

/// The sockets whose creating call is no longer kept, as they were before the calls that are kept.
fn earlier(lab: &Lab) -> Vec<Event> {
    let at = lab.timeline.call_at(0).map_or(Micros::default(), |call| call.issued);
    let mut moved: BTreeMap<SocketId, Moved> = BTreeMap::new();
    for call in lab.timeline.calls() {
        let Some(socket) = call.socket else { continue };
        let moved = moved.entry(socket).or_default();
        moved.inward += call.received().map_or(0, |bytes| bytes.len() as u64);
        moved.outward += call.taken().map_or(0, |bytes| bytes.len() as u64);
    }
    let old = lab.timeline.sockets().filter(|view| lab.timeline.call(view.made_by).is_none());
    let event = |view: &SocketView| Event {
        at,
        what: What::Earlier {
            view: Box::new(before(view, moved.get(&view.id))),
            variable: lab.variables.variable(view.id),
            host: lab.network.host_of(view.id).cloned(),
        },
    };
    old.map(event).collect()
}

/// The bytes that the calls kept have moved on one socket.
#[derive(Default)]
struct Moved {
    inward: u64,
    outward: u64,
}

/// A socket's state before the calls kept, derived from its state now and from the bytes `moved` by
/// those calls.
fn before(view: &SocketView, moved: Option<&Moved>) -> SocketView {
    let state = match (&view.backlog, &view.peer, &view.local) {
        (Some(_), ..) => SocketState::Listening,
        (_, Some(_), _) => SocketState::Connected,
        (.., Some(_)) => SocketState::Bound,
        _ => SocketState::Created,
    };
    let by = |bytes: fn(&Moved) -> u64| moved.map_or(0, bytes);
    SocketView {
        state: if moved.is_none() { view.state } else { state },
        can_receive: true,
        can_send: true,
        bytes_in: view.bytes_in.saturating_sub(by(|moved| moved.inward)),
        bytes_out: view.bytes_out.saturating_sub(by(|moved| moved.outward)),
        ..view.clone()
    }
}
