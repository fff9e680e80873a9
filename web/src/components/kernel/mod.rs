//! What the kernel does with a socket: its state, queue, buffers and measures.

mod buffers_view;
mod figures_view;
mod geometry;
mod kernel_pane;
mod machine_view;
mod parts;
mod queue_view;
mod sequence_pane;
mod sequence_view;
mod socket_choice;
mod way_view;

pub use kernel_pane::{KernelPane, KernelPaneProps};
pub use sequence_pane::{SequencePane, SequencePaneProps};
