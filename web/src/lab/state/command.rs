//! What a person does in the lab: views emit it, `BenchDriver::handle` carries it out.

use bytes::Bytes;

use lab_shared::call::{CallId, Op, PythonCall, PythonNames as _, SentText, SocketId, Targets};
use lab_shared::network::NetworkCommand;
use lab_shared::text::Encoding;
use lab_shared::trace::Role;

use super::Lab;
use super::host_choice::{Halves, HostChoice};

/// What a person does.
#[derive(Debug, Clone, PartialEq)]
pub enum LabCommand {
    /// Chooses a side and begins again; with `None`, plays freely.
    Begin(Option<Role>),
    /// Makes the controls act on this socket.
    Target(SocketId),
    /// Says how the programs of the two panes are spread over the network.
    Halves(Halves),
    /// Chooses where the next socket is made.
    Host(HostChoice),
    /// Makes a call.
    Call(ValidCall),
    /// Ends a blocked call.
    Cancel(CallId),
    /// Opens a view of the kernel, or closes one.
    Look(bool),
    /// Asks something of the page's network.
    Network(NetworkCommand),
}

/// A call that can be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidCall {
    /// The socket, for every call but `socket` and `poll`; `None` where there is no target yet.
    pub socket: Option<SocketId>,
    /// The call and its arguments.
    pub op: Op,
    /// The bytes it sends.
    pub bytes: Bytes,
    /// The text that was typed for them.
    pub text: Option<(String, Encoding)>,
    /// The variables of the sockets it makes.
    pub targets: Option<Targets>,
}

impl ValidCall {
    /// The Python line the call equals.
    #[must_use]
    pub fn python(&self, lab: &Lab) -> String {
        // Without a target, the name of the next socket is used.
        let variables = |id: SocketId| match id {
            SocketId(0) => lab.suggested_variable(),
            id => lab.variables.variable(id),
        };
        let text =
            self.text.as_ref().map(|(text, encoding)| SentText { text, encoding: *encoding });
        let socket = self.socket.or(Some(SocketId(0)));
        let targets = self.targets.as_ref();
        PythonCall::new(&self.op, socket, &self.bytes, text, targets, &variables).to_string()
    }
}
