//! What the kernel does with the page's sockets, as the relay tells it: nothing here is derived from
//! the calls of a program, except where it says so.

mod buffers;
mod figures;
mod machine;
mod panel;
mod path;
mod queue;
mod record;

pub use buffers::{BufferView, Flow};
pub use figures::{Figure, OptionView, options};
pub use machine::{Arrow, EDGES, Edge, Lit, Machine, Passing, Place};
pub use panel::{Chip, Panel, chips, chosen};
pub use path::{Passed, Path, Step};
pub use queue::{QueueView, Slot};
pub use record::{Kernel, Watched};

#[cfg(test)]
mod tests;
