//! Both directions of a connection's bytes, with the known cuts of each end.

mod connection;
mod rulers;

pub(crate) use connection::Connection;
pub(crate) use rulers::other_end;

pub(crate) mod pace;
pub(crate) mod remedy;
#[cfg(test)]
mod tests;
