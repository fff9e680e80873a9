//! How the relay's system differs from Linux, of which everything else in the page speaks.
//!
//! [`lab_shared::errno::Difference`] says where each difference matters.

pub(crate) mod texts;
pub(crate) mod view;
