//! The model of the client: its settings, its state, its transcript.

use std::rc::Rc;

use lab_shared::call::{Address, Failure, Micros, SocketId};
use lab_shared::framing::Framing;
use lab_shared::text::Encoding;

use super::chat_client::{JoinConfig, JoinNews};
use crate::boundaries::state::pace::{PaceEdit, PaceFields};
use crate::kit::state::log::Log;
use crate::link::state::call_request::address;

/// The fields of the client.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinSettings {
    /// Where to.
    pub host: String,
    /// Which port.
    pub port: String,
    /// How messages are separated.
    pub framing: Framing,
    /// The encoding of text.
    pub encoding: Encoding,
    /// The pace of the client's calls.
    pub pace: PaceFields,
    /// Whether it sends [`READY`](super::chat_client::READY) once it is connected.
    pub says_ready: bool,
}

/// A change to them.
#[derive(Debug, Clone, PartialEq)]
pub enum JoinEdit {
    Host(String),
    Port(String),
    Framing(Framing),
    Encoding(Encoding),
    Pace(PaceEdit),
    /// Whether it sends that it is ready.
    SaysReady(bool),
}

impl Default for JoinSettings {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".into(),
            port: "9999".into(),
            framing: Framing::Lines,
            encoding: Encoding::Utf8,
            pace: PaceFields::default(),
            says_ready: true,
        }
    }
}

impl JoinSettings {
    /// The settings after a change.
    #[must_use]
    pub fn after(mut self, edit: JoinEdit) -> Self {
        match edit {
            JoinEdit::Host(host) => self.host = host,
            JoinEdit::Port(port) => self.port = port,
            JoinEdit::Framing(framing) => self.framing = framing,
            JoinEdit::Encoding(encoding) => self.encoding = encoding,
            JoinEdit::Pace(edit) => self.pace = self.pace.after(edit),
            JoinEdit::SaysReady(says) => self.says_ready = says,
        }
        self
    }

    /// The port, where it is one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port.trim().parse().ok()
    }

    /// The client's configuration; `None` where a field is not valid.
    #[must_use]
    pub fn checked(&self) -> Option<JoinConfig> {
        let address = address(self.host.trim(), self.port()?);
        Some(JoinConfig {
            address,
            framing: self.framing.clone(),
            encoding: self.encoding,
            pace: self.pace.checked()?,
            says_ready: self.says_ready,
        })
    }
}

/// The client's state.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum JoinPhase {
    /// There is none.
    #[default]
    Idle,
    /// connect is pending.
    Connecting,
    /// It is connected to that address.
    Connected(Address),
}

/// Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChatClientModel {
    pub phase: JoinPhase,
    /// Why it could not connect, or was disconnected.
    pub failure: Option<Failure>,
    /// The messages sent and received.
    pub transcript: Rc<Log<JoinNews>>,
    /// How many recvs brought bytes.
    pub recvs: u64,
    /// Bytes received.
    pub bytes_in: u64,
    /// Bytes the kernel took.
    pub bytes_out: u64,
    /// The room's address and the client's socket, once it is connected. Kept after it has left.
    pub connection: Option<(Address, SocketId)>,
}

impl ChatClientModel {
    /// A client begins to connect: the last one's transcript is dropped.
    #[must_use]
    pub fn connecting() -> Self {
        Self { phase: JoinPhase::Connecting, ..Self::default() }
    }

    /// Handles the client's output.
    pub fn hear(&mut self, news: JoinNews, at: Micros) {
        match &news {
            JoinNews::Connected(address, socket) => {
                self.phase = JoinPhase::Connected(address.clone());
                self.connection = Some((address.clone(), *socket));
            }
            JoinNews::Failed(failure) => self.failure = Some(failure.clone()),
            JoinNews::Closed | JoinNews::RelayLost => self.phase = JoinPhase::Idle,
            JoinNews::Said(_, bytes) => self.bytes_out += bytes.len() as u64,
            JoinNews::Received(bytes) => {
                self.recvs += 1;
                self.bytes_in += bytes.len() as u64;
            }
            JoinNews::Heard(_) | JoinNews::Faulted(_) | JoinNews::Ended => {}
        }
        Rc::make_mut(&mut self.transcript).push(at, news);
    }

    /// The relay is lost.
    pub fn lose(&mut self, at: Micros) {
        if self.phase != JoinPhase::Idle {
            self.hear(JoinNews::RelayLost, at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    #[test]
    fn the_counts_follow_what_was_said_and_received() {
        let mut model = ChatClientModel::connecting();
        model.hear(JoinNews::Connected(Address::inet("127.0.0.1", 1), SocketId(1)), Micros(1));
        model.hear(JoinNews::Said("hi".into(), Bytes::from_static(b"hi\n")), Micros(2));
        model.hear(JoinNews::Received(Bytes::from_static(b"a\nb\n")), Micros(3));
        assert_eq!((model.bytes_out, model.bytes_in, model.recvs), (3, 4, 1));
        model.lose(Micros(4));
        model.lose(Micros(5));
        assert_eq!((&model.phase, model.transcript.total()), (&JoinPhase::Idle, 4));
    }

    #[test]
    fn a_port_that_is_none_makes_no_client() {
        let wrong = JoinSettings::default().after(JoinEdit::Port("x".into()));
        assert_eq!(wrong.checked(), None);
        assert!(JoinSettings::default().checked().is_some());
    }
}
