//! Draws the kernel's side of a socket: its state, queue, buffers and measures.

mod buffers_view;
mod figures_view;
mod geometry;
pub(crate) mod kernel_pane;
mod machine_view;
mod path_view;
mod plot_marks;
mod plot_view;
mod queue_view;
pub(crate) mod sequence_pane;
mod sequence_view;
mod socket_choice;
mod untold_part;

pub(crate) use kernel_pane::KernelPaneProps;
pub(crate) use sequence_pane::SequencePaneProps;
