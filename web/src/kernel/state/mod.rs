//! What the kernel does with the page's sockets, as the relay tells it: nothing here is derived from
//! the calls of a program, except where it says so.

mod buffers;
mod figures;
mod panel;
mod queue;

pub(crate) use buffers::{BufferView, Flow};
pub(crate) use figures::{Figure, OptionView, options};

pub(crate) use panel::{Chip, Panel, chips, chosen};

pub(crate) use queue::{QueueView, Slot};

pub(crate) mod sequence;
#[cfg(test)]
mod tests;
