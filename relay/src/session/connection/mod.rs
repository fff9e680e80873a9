//! A session's connection to its page: one WebSocket, or several in turn when the session is resumed.
//!
//! | module | what it does |
//! |---|---|
//! | `websocket` | one WebSocket as messages of the protocol |
//! | `resumable` | the connection that outlives its WebSocket, with what the page has not acknowledged |
//! | `registry` | the sessions that can be resumed, by number and secret |
//! | `inbox` | messages the session has received and not acted on |
//! | `rate_limit` | bytes a second of one page |

pub(super) mod inbox;
pub(super) mod rate_limit;
pub(super) mod registry;
pub(super) mod resumable;
pub(super) mod websocket;
