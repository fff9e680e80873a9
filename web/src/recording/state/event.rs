//! One event of a recording, as `docs/recording.md` describes it.

use bytes::Bytes;
use std::rc::Rc;

use lab_shared::call::{Address, CallId, Micros, SocketId, Targets, VariableName};
use lab_shared::kernel::{KernelFacts, Segment, WatchEnd};
use lab_shared::network::{HostName, PacketReport};
use lab_shared::text::Encoding;
use lab_shared::trace::{Origin, SocketView};
use lab_shared::wire::{Call, Return};
use serde::{Deserialize, Serialize};

use super::base64;
use super::network::RecordedNetwork;

/// Something that happened, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Event {
    /// Microseconds of the page's clock.
    pub at: Micros,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum What {
    /// A socket older than the calls kept.
    Earlier {
        /// Its state then.
        view: Box<SocketView>,
        variable: VariableName,
        /// The host of the page's network that it is on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        host: Option<HostName>,
    },
    /// A call was issued.
    Issued {
        call: Call,
        #[serde(default, with = "base64", skip_serializing_if = "Bytes::is_empty")]
        bytes: Bytes,
        /// The text that was typed for its bytes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Typed>,
        /// The variables of the sockets it makes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variable: Option<Targets>,
        /// The line of the program that made it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Rc<Origin>>,
    },
    /// The system call was made and blocks.
    Blocked {
        /// Which call.
        id: CallId,
    },
    /// A call returned.
    Returned {
        /// How.
        #[serde(rename = "return")]
        returned: Return,
        /// The bytes it returned.
        #[serde(default, with = "base64", skip_serializing_if = "Bytes::is_empty")]
        bytes: Bytes,
    },
    /// A socket's addresses became known or changed.
    Addresses {
        socket: SocketId,
        /// Its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        local: Option<Address>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        peer: Option<Address>,
        /// Whether only loopback reaches it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        loopback_only: bool,
    },
    /// The kernel's facts about a socket changed.
    Kernel {
        socket: SocketId,
        /// What it reported.
        facts: Rc<KernelFacts>,
    },
    /// The relay's watch of a socket has ended.
    Unwatched { socket: SocketId, why: WatchEnd },
    /// A segment was captured.
    Segment(Rc<Segment>),
    /// The page's network is like this from now on.
    Network(Rc<RecordedNetwork>),
    /// The page has no network any more.
    NetworkClosed {},
    /// A packet has entered a cable of the network; what becomes of it is known.
    Packet(Rc<PacketReport>),
    /// So many packets of the network are missing before this.
    Missed { packets: u64 },
    /// The relay was lost, and every socket with it.
    RelayLost {},
}

/// The text that bytes were typed as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Typed {
    pub text: String,
    /// Its encoding.
    pub encoding: Encoding,
}

/// The kind of an event that is of none, as it is written.
pub(super) fn unknown_kind(json: &[u8]) -> Option<String> {
    let event: serde_json::Value = serde_json::from_slice(json).ok()?;
    let mut kinds = event.as_object()?.iter().filter(|(name, _)| *name != "at");
    let (name, content) = kinds.next()?;
    let alone = serde_json::json!({ name: content });
    let error = serde_json::from_value::<What>(alone).err()?;
    error.to_string().starts_with(&format!("unknown variant `{name}`")).then(|| name.clone())
}

/// The `variable` of an invalid event, if that is its error.
pub(super) fn wrong_variable(json: &[u8]) -> Option<String> {
    let event: serde_json::Value = serde_json::from_slice(json).ok()?;
    let variable = |what: &str| event.get(what)?.get("variable")?.as_str();
    let issued = variable("issued").filter(|name| Targets::new(name).is_none());
    let earlier = variable("earlier").filter(|name| VariableName::new(name).is_none());
    issued.or(earlier).map(Into::into)
}
