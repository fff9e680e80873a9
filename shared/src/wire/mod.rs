//! Protocol version 1: the messages between page and relay over one WebSocket.
//!
//! The page opens with [`ToRelay::Hello`], the relay answers [`ToPage::Hello`] or sends
//! [`ToPage::Goodbye`] and closes. Then the page sends [`Call`]s and the relay a [`Return`] for each,
//! in whatever order they finish.
//!
//! When a WebSocket breaks, the session may resume over another one: [`reliability`].
//!
//! A message is one frame. Without bytes it is a text frame of JSON. With bytes it is a binary frame
//! of three parts, so that the bytes are never escaped and a call is never split:
//!
//! | offset | size | little-endian |
//! |---|---|---|
//! | 0 | 1 | kind: [`BINARY_MESSAGE`] |
//! | 1 | 3 | reserved, zero |
//! | 4 | 4 | the call's id, or the assistant's |
//! | 8 | 4 | length of the JSON, `n` |
//! | 12 | n | the JSON, as a text frame would carry it |
//! | 12+n | rest | the bytes |

mod assistant;
mod frame;
mod goodbye;
mod limits;
mod message;
pub mod reliability;
mod room;
#[cfg(test)]
mod tests;

pub use assistant::{AssistantId, AssistantMessage};
pub use frame::{BINARY_MESSAGE, DecodeError, Frame, HEADER_BYTES};
pub use goodbye::{Goodbye, close_code};
pub use limits::*;
pub use message::{Call, Event, Limits, Reach, Resume, Return, Ticket, ToPage, ToRelay, Welcome};
pub use room::{RoomCommand, RoomId, RoomReport, RoomRequest, RoomUpdate};

/// The version of the protocol of this crate; both sides must have the same.
pub const PROTOCOL_VERSION: u16 = 1;

/// The path of the WebSocket on the relay.
pub const WEBSOCKET_PATH: &str = "/ws";
