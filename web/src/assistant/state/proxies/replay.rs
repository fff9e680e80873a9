//! What is replayed, as whom and where.

use std::rc::Rc;

use lab_shared::assistant::proxy::{Conversation, ProxyEndpoint, ProxySetup, Side};
use lab_shared::assistant::remote::{MAX_RECORDING_BYTES, ReplayRequest};
use lab_shared::assistant::{Problem, Wording};

use super::recording::Recording;
use crate::assistant::state::log::LogModel;
use crate::assistant::state::number::between;

/// A change of the form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ReplayEdit {
    /// Which connection of the log.
    Connection(Option<u32>),
    /// A file in place of the log.
    File {
        name: String,
        text: String,
    },
    /// The log again.
    Log,
    Role(Side),
    WithTiming(bool),
    Address(String),
    Patience(String),
}

/// What is typed and chosen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReplayForm {
    /// Of the log; the first, if none is chosen.
    pub(crate) connection: Option<u32>,
    /// A file's name and content, which is used instead.
    pub(crate) file: Option<(String, Rc<str>)>,
    pub(crate) role: Side,
    pub(crate) with_timing: bool,
    /// Where; empty is as the proxy's setup suggests.
    pub(crate) address: String,
    /// Milliseconds of silence after which bytes are missing.
    pub(crate) patience: String,
}

impl Default for ReplayForm {
    fn default() -> Self {
        Self {
            connection: None,
            file: None,
            role: Side::Client,
            with_timing: false,
            address: String::new(),
            patience: "2000".into(),
        }
    }
}

impl ReplayForm {
    pub(super) fn apply(&mut self, edit: ReplayEdit) {
        match edit {
            ReplayEdit::Connection(connection) => self.connection = connection,
            ReplayEdit::File { name, text } => self.file = Some((name, text.into())),
            ReplayEdit::Log => self.file = None,
            ReplayEdit::Role(role) => self.role = role,
            ReplayEdit::WithTiming(on) => self.with_timing = on,
            ReplayEdit::Address(text) => self.address = text,
            ReplayEdit::Patience(text) => self.patience = text,
        }
    }

    /// Where it is played if nothing is typed: the client connects to the proxy's server, the server
    /// listens at any free port.
    #[must_use]
    pub(crate) fn usual_address(&self, proxy: &ProxySetup) -> String {
        match self.role {
            Side::Client => proxy.connect.clone().into(),
            Side::Server => "127.0.0.1:0".into(),
        }
    }

    /// What the relay is to play.
    ///
    /// # Errors
    /// What is wrong, in the order of the form.
    pub(crate) fn request(
        &self,
        proxy: &ProxySetup,
        log: &LogModel,
    ) -> Result<ReplayRequest, Problem> {
        let recording = match &self.file {
            Some((_, text)) => text.to_string(),
            None => {
                let recording = Recording::of(log, &proxy.name);
                let first = recording.connections.first().copied();
                recording.to_lines(self.connection.or(first))
            }
        };
        Conversation::parse(&recording, None)
            .map_err(|problems| problems.into_iter().next().expect("at least one").1)?;
        if recording.len() > MAX_RECORDING_BYTES {
            return Err(Problem::new(
                0..0,
                Wording::new(
                    "the recorded conversation is too long for the relay",
                    "录制的会话太长，中继无法重放",
                ),
                Wording::new(
                    "save it, and replay it with socket-lab assist proxy --replay",
                    "请保存后用 socket-lab assist proxy --replay 重放",
                ),
            ));
        }
        let typed = self.address.trim();
        let address = if typed.is_empty() { self.usual_address(proxy) } else { typed.to_owned() };
        let address = ProxyEndpoint::try_from(address).map_err(|mistake| {
            Problem::new(
                0..typed.len(),
                Wording::new(mistake, format!("地址 {typed} 无法使用")),
                Wording::new("write HOST:PORT, or a path", "请写 主机:端口，或一个路径"),
            )
        })?;
        let patience = between(&self.patience, 1, 600_000)?;
        let (role, with_timing) = (self.role, self.with_timing);
        Ok(ReplayRequest { recording, role, address, with_timing, patience })
    }
}
