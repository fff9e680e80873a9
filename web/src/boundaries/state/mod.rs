//! Both directions of a connection's bytes, with the cuts that are known of each end.

pub(crate) mod connection;
pub(crate) mod rulers;

pub(crate) use connection::Connection;
pub(crate) use rulers::other_end;

pub(crate) mod pace;
pub(crate) mod remedy;
#[cfg(test)]
pub(crate) mod tests;
