//! The pane's model: the picture, what moves in it, and what the controls ask of the network.

pub(crate) mod bytes;
pub(crate) mod command;
pub(crate) mod desk;
pub(crate) mod form;
pub(crate) mod host_sockets;
pub(crate) mod keys;
pub(crate) mod label;
pub(crate) mod motion;
pub(crate) mod preset;
pub(crate) mod scene;
pub(crate) mod setting;
#[cfg(test)]
mod tests;
