//! Makes calls for a person or for a state machine, and records them in the lab.

pub mod call_issuer;
pub mod lab_store;
pub mod runner;
