//! One connection of the Chat place, ready to be drawn.

use std::rc::Rc;

use lab_shared::call::{Address, PythonNames, SocketId};

use super::rulers::{Rulers, accepted};
use crate::lab::state::Lab;
use crate::lab::state::ruler::Ruler;

/// A connection and its bytes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Connection {
    /// The peer's address.
    pub peer: String,
    /// From the peer to us.
    pub inward: Rc<Ruler>,
    /// From us to the peer.
    pub outward: Rc<Ruler>,
    /// The variable of the socket at the other end, where it is one of this page.
    pub other_end: Option<String>,
}

impl Connection {
    /// The connection of a room that listens at `room` with its client at `peer`.
    #[must_use]
    pub(crate) fn of_client(lab: &Lab, room: &Address, peer: &Address) -> Option<Self> {
        accepted(&lab.timeline, room, peer).map(|socket| Self::of_socket(lab, socket, peer))
    }

    /// The connection of a socket with `peer`.
    #[must_use]
    pub(crate) fn of_socket(lab: &Lab, socket: SocketId, peer: &Address) -> Self {
        let rulers = Rulers::of(socket, &lab.traffic, &lab.timeline);
        Self {
            peer: peer.to_string(),
            inward: Rc::new(rulers.inward),
            outward: Rc::new(rulers.outward),
            other_end: rulers.other_end.map(|far| lab.variables.variable(far).to_string()),
        }
    }
}
