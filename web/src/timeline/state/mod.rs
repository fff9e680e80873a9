//! What a row of the timeline shows, computed from the calls.

pub(crate) mod characters;
pub(crate) mod filter;
pub(crate) mod highlight;
pub(crate) mod lanes;
pub(crate) mod outcome;
pub(crate) mod rows;
pub(crate) mod stream_decoder;
pub(crate) mod thread_colour;
pub(crate) mod waits;
