//! The timeline: every call with its start, its return, its bytes and its peer, as pure data, and
//! what is derived from it.
//!
//! A [`Timeline`] receives [`Record`]s in the order they happen. All times are on the relay's clock.

mod call_log;
mod call_record;
mod origin;
mod precondition;
mod socket_view;
mod steps;
#[cfg(test)]
mod tests;
mod timeline;

pub use call_record::{CallRecord, Phase};
pub use origin::Origin;
pub use precondition::unmet_precondition;
pub use socket_view::{SocketState, SocketView};
pub use steps::{Role, STEPS, Step, StepState, steps};
pub use timeline::{MAX_CALL_BYTES, MAX_CALLS, MAX_OVER, Record, Timeline};
