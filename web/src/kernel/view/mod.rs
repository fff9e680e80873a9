//! What the kernel does with a socket: its state, queue, buffers and measures.

pub mod buffers_view;
pub mod figures_view;
pub mod geometry;
pub mod kernel_pane;
pub mod machine_view;
pub mod path_view;
pub mod queue_view;
pub mod sequence_pane;
pub mod sequence_view;
pub mod socket_choice;

pub use kernel_pane::{KernelPane, KernelPaneProps};
pub use sequence_pane::{SequencePane, SequencePaneProps};
