//! What happened: a call was issued, the relay reported something, or a recording replays it.

use std::rc::Rc;

use lab_shared::call::{Micros, SocketId, Targets, VariableName};
use lab_shared::text::Encoding;
use lab_shared::trace::{Origin, SocketView};
use lab_shared::wire::Call;

use super::traffic::FramingHint;
use crate::link::state::{Output, Phase};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum LabEvent {
    /// A call was sent that a person had pressed.
    Issued {
        /// The call.
        call: Call,
        /// What its bytes were typed as.
        text: Option<(String, Encoding)>,
        /// When, on the page's clock.
        at: Micros,
        /// What the sockets it makes are assigned to.
        targets: Option<Targets>,
    },
    /// A call was sent by a room, a client or a program that the page runs.
    Driven {
        /// The call.
        call: Call,
        /// When, on the page's clock.
        at: Micros,
        /// What the variable of the socket it makes begins with.
        base: VariableName,
        /// The program's line that made it.
        origin: Option<Rc<Origin>>,
    },
    /// A recording tells of a call again.
    Replayed {
        /// The call.
        call: Call,
        /// What its bytes were typed as.
        text: Option<(String, Encoding)>,
        /// When, on the recording's clock.
        at: Micros,
        /// What the sockets it makes are assigned to.
        targets: Option<Targets>,
        /// The program's line that made it.
        origin: Option<Rc<Origin>>,
    },
    /// A recording tells of a socket from before its first call.
    Earlier {
        /// What was known of it.
        view: Box<SocketView>,
        /// Its variable.
        variable: VariableName,
    },
    /// The program that a socket belongs to tells messages apart so from now on.
    Framed {
        /// Which socket.
        socket: SocketId,
        /// How.
        hint: FramingHint,
    },
    /// The link has something to tell, at this moment of the page's clock.
    Relay(Output, Micros),
    /// How the link stands.
    Phase(Phase),
}
