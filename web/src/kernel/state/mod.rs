//! What the kernel does with the page's sockets, as the relay reports it. What is derived from a
//! program's calls is marked in its comment.

mod buffers;
mod figures;
mod panel;
mod queue;
mod untold;

pub(crate) use buffers::{BufferView, Flow};
pub(crate) use figures::{OptionView, ROWS, options, row_name, row_value};

pub(crate) use panel::{Chip, Panel, chips, chosen};

pub(crate) use queue::{QueueView, Slot};
pub(crate) use untold::{UntoldView, hidden_peer, untold};

pub(crate) mod plot;
pub(crate) mod sequence;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod untold_tests;
