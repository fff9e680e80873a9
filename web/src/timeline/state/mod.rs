//! What a row of the timeline shows, computed from the calls.

pub mod characters;
pub mod filter;
pub mod highlight;
pub mod lanes;
pub mod outcome;
pub mod rows;
pub mod stream_decoder;
pub mod thread_colour;
