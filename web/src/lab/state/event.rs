//! What happened: a call was issued, the relay reported something, or a recording replays it.

use std::rc::Rc;

use lab_shared::call::{Micros, SocketId, Targets, VariableName};
use lab_shared::network::HostName;
use lab_shared::text::Encoding;
use lab_shared::trace::{Origin, SocketView};
use lab_shared::wire::Call;

use super::traffic::FramingHint;
use crate::link::state::{Output, Phase};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum LabEvent {
    /// A call that a person pressed was sent.
    Issued {
        /// The call.
        call: Call,
        /// The text that was typed for its bytes.
        text: Option<(String, Encoding)>,
        /// When, on the page's clock.
        at: Micros,
        /// The variables of the sockets it makes.
        targets: Option<Targets>,
    },
    /// A call was sent by a room, a client or a program that the page runs.
    Driven {
        /// The call.
        call: Call,
        /// When, on the page's clock.
        at: Micros,
        /// The base of the variable of the socket it makes.
        base: VariableName,
        /// The line of the program that made it.
        origin: Option<Rc<Origin>>,
    },
    /// A recording replays a call.
    Replayed {
        /// The call.
        call: Call,
        /// The text that was typed for its bytes.
        text: Option<(String, Encoding)>,
        /// When, on the recording's clock.
        at: Micros,
        /// The variables of the sockets it makes.
        targets: Option<Targets>,
        /// The line of the program that made it.
        origin: Option<Rc<Origin>>,
    },
    /// A recording has a socket from before its first call.
    Earlier {
        /// Its state then.
        view: Box<SocketView>,
        /// Its variable.
        variable: VariableName,
        /// The host of the page's network that it is on.
        host: Option<HostName>,
    },
    /// The framing of a socket's program, from now on.
    Framed {
        /// Which socket.
        socket: SocketId,
        /// How.
        hint: FramingHint,
    },
    /// The link's output, at this moment of the page's clock.
    Relay(Output, Micros),
    /// The link's phase.
    Phase(Phase),
}
