//! Who makes the calls.

pub mod bench;
