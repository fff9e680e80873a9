//! One line of the log.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::assistant::clock::Now;
use crate::assistant::compose::{ComputedSpan, Form};
use crate::assistant::problem::Wording;
use crate::assistant::proxy::Direction;
use crate::language::Language;

/// What happened, when and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When.
    pub now: Now,
    /// The end's name, or the proxy's.
    pub end: String,
    /// The peer's address; empty where it concerns none. Of a proxy, the number of the connection and its
    /// client's address.
    pub peer: String,
    /// Which way it goes through a proxy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What.
    pub kind: EntryKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EntryKind {
    /// A message was handed to the host to be sent.
    Sent {
        /// Its bytes. In [`crate::assistant::remote`] they are beside the JSON.
        #[serde(skip)]
        bytes: Bytes,
        /// Those that a template computed.
        computed: Vec<ComputedSpan>,
        /// How the message was written; nothing of bytes that a script gave or a proxy passed on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        form: Option<Form>,
    },
    /// A whole message was received.
    Received {
        /// Its bytes. In [`crate::assistant::remote`] they are beside the JSON.
        #[serde(skip)]
        bytes: Bytes,
        /// Whether its checksum is right, where it has one.
        check: Option<bool>,
    },
    /// An end or a connection opened.
    Opened,
    /// The peer has ended its stream, and the connection stays open for what is sent.
    HalfClosed,
    /// It closed; why.
    Closed(Wording),
    /// Received bytes are no message; why.
    Fault(Wording),
    /// Something was not done; why.
    Refused(Wording),
}

impl EntryKind {
    /// The bytes of a message.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Sent { bytes, .. } | Self::Received { bytes, .. } => bytes,
            Self::Opened
            | Self::HalfClosed
            | Self::Closed(_)
            | Self::Fault(_)
            | Self::Refused(_) => &[],
        }
    }

    /// What it is, in a word.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Received { .. } => "received",
            Self::Opened => "opened",
            Self::HalfClosed => "half-closed",
            Self::Closed(_) => "closed",
            Self::Fault(_) => "fault",
            Self::Refused(_) => "refused",
        }
    }

    /// The reason in words, where it has one.
    #[must_use]
    pub fn reason(&self, language: Language) -> &str {
        match self {
            Self::Closed(reason) | Self::Fault(reason) | Self::Refused(reason) => {
                reason.get(language)
            }
            Self::Sent { .. } | Self::Received { .. } | Self::Opened | Self::HalfClosed => "",
        }
    }
}
