//! Makes calls for a person or for a state machine, and records them in the lab.

pub(crate) mod call_issuer;
pub(crate) mod lab_store;
pub(crate) mod on_host;
pub(crate) mod runner;
