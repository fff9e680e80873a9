//! What the kernel does with the page's sockets, as the relay tells it: nothing here is derived from
//! the calls of a program, except where it says so.

pub(crate) mod buffers;
pub(crate) mod figures;
pub(crate) mod panel;
pub(crate) mod queue;

pub(crate) use buffers::{BufferView, Flow};
pub(crate) use figures::{Figure, OptionView, options};

pub(crate) use panel::{Chip, Panel, chips, chosen};

pub(crate) use queue::{QueueView, Slot};

pub(crate) mod sequence;
#[cfg(test)]
pub(crate) mod tests;
