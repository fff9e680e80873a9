//! Assistants that the relay hosts and a page watches.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// A page's number for an assistant that it watches, or wants to; the page counts them up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AssistantId(pub u32);

/// A request or an update. What it says is in the bytes beside it, which only those read that have the
/// assistant: `lab_shared::assistant::remote`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssistantMessage {
    /// Which one.
    pub assistant: AssistantId,
    /// What.
    #[serde(skip)]
    pub content: Bytes,
}
