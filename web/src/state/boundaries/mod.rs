//! Both directions of a connection's bytes, with the cuts that are known of each end.

mod connection;
mod rulers;

pub use connection::Connection;
pub use rulers::{Rulers, accepted, other_end};

#[cfg(test)]
mod tests;
