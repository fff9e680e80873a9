//! Both directions of a connection as rulers, with the known cuts of each end.

use lab_shared::call::{Address, SocketId, SocketType};
use lab_shared::trace::{SocketView, Timeline};

use crate::lab::state::ruler::{Known, Ruler};
use crate::lab::state::traffic::{Flow, Streams, Traffic};

/// Most bytes a ruler shows.
const MAX_SHOWN: usize = 512;

/// The two rulers of one connection.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rulers {
    /// From the peer to the socket.
    pub inward: Ruler,
    /// From the socket to the peer.
    pub outward: Ruler,
    /// The other end, where it is a socket of this page.
    pub other_end: Option<SocketId>,
}

impl Rulers {
    /// The rulers of a socket.
    #[must_use]
    pub(crate) fn of(socket: SocketId, traffic: &Traffic, timeline: &Timeline) -> Self {
        let other_end = other_end(timeline, socket);
        let none = Streams::default();
        let near = traffic.of(socket).unwrap_or(&none);
        let far = other_end.map(|far| traffic.of(far).unwrap_or(&none));
        let sent_to_us = far.map(|far| &far.outward).filter(|flow| flow.is_counted());
        Self {
            inward: ruler(sent_to_us, Some(&near.inward)),
            outward: ruler(
                Some(&near.outward).filter(|flow| flow.is_counted()),
                far.map(|far| &far.inward),
            ),
            other_end,
        }
    }
}

/// The socket that a room listening at `room` accepted from `peer`.
#[must_use]
pub(crate) fn accepted(timeline: &Timeline, room: &Address, peer: &Address) -> Option<SocketId> {
    let of_room = |view: &&SocketView| {
        let listener = view.listener.and_then(|listener| timeline.socket(listener));
        let port = listener.and_then(|listener| listener.local.as_ref()?.port());
        view.peer.as_ref() == Some(peer) && port == room.port()
    };
    timeline.sockets().rev().find(of_room).map(|view| view.id)
}

/// The socket at the other end of a connection, where this page has it: the two know each other's
/// addresses.
#[must_use]
pub(crate) fn other_end(timeline: &Timeline, socket: SocketId) -> Option<SocketId> {
    let near = timeline.socket(socket)?;
    let meet = |accepted: &SocketView, connected: &SocketView| {
        let listener = accepted.listener.and_then(|listener| timeline.socket(listener));
        let local = accepted.local.as_ref().or(listener.and_then(|it| it.local.as_ref()));
        let asked = connected.peer.as_ref().and_then(Address::port);
        accepted.listener.is_some()
            && connected.local.is_some()
            && accepted.peer == connected.local
            && local.and_then(Address::port) == asked
    };
    let far = timeline.sockets().rev().find(|far| {
        far.id != near.id && far.kind == SocketType::Stream && (meet(near, far) || meet(far, near))
    });
    far.map(|far| far.id)
}

/// The ruler of one direction; a side whose calls are not known is `None`.
fn ruler(sends: Option<&Flow>, recvs: Option<&Flow>) -> Ruler {
    let total = |flow: Option<&Flow>| flow.map_or(0, Flow::total);
    let longer = if total(sends) >= total(recvs) { sends.or(recvs) } else { recvs.or(sends) };
    let Some(longer) = longer else { return Ruler::default() };
    let (start, bytes) = longer.bytes_from(longer.total().saturating_sub(MAX_SHOWN));
    let cuts = |flow: Option<&Flow>| flow.map(|flow| flow.cuts_from(start)).unwrap_or_default();
    let ((sends_before, sent), (recvs_before, received)) = (cuts(sends), cuts(recvs));
    let known = match (sends, recvs) {
        (Some(_), None) => Known::Sends,
        (None, Some(_)) => Known::Recvs,
        _ => Known::Both,
    };
    // The messages the receiver finds; where its calls are not known, the sender's.
    let messages = recvs.or(sends).map(|flow| flow.messages_from(start)).unwrap_or_default();
    Ruler {
        start,
        bytes,
        sends: sent,
        sends_before,
        recvs: received,
        recvs_before,
        messages,
        known,
    }
}
