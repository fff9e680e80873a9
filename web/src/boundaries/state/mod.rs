//! Both directions of a connection's bytes, with the cuts that are known of each end.

pub mod connection;
pub mod rulers;

pub use connection::Connection;
pub use rulers::{Rulers, accepted, other_end};

pub mod pace;
pub mod remedy;
#[cfg(test)]
pub mod tests;
