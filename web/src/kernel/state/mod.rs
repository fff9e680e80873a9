//! What the kernel does with the page's sockets, as the relay tells it: nothing here is derived from
//! the calls of a program, except where it says so.

pub mod buffers;
pub mod figures;
pub mod panel;
pub mod queue;

pub use buffers::{BufferView, Flow};
pub use figures::{Figure, OptionView, options};

pub use panel::{Chip, Panel, chips, chosen};

pub use queue::{QueueView, Slot};

pub mod sequence;
#[cfg(test)]
pub mod tests;
