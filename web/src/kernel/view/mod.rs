//! What the kernel does with a socket: its state, queue, buffers and measures.

pub(crate) mod buffers_view;
pub(crate) mod figures_view;
pub(crate) mod geometry;
pub(crate) mod kernel_pane;
pub(crate) mod machine_view;
pub(crate) mod path_view;
pub(crate) mod queue_view;
pub(crate) mod sequence_pane;
pub(crate) mod sequence_view;
pub(crate) mod socket_choice;

pub(crate) use kernel_pane::KernelPaneProps;
pub(crate) use sequence_pane::SequencePaneProps;
