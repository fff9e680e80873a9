//! What the kernel does with a socket: state machine, queues, buffers, figures, segments.
//!
//! - [`state`]: panels computed from the kernel's reports, and the sequence diagram of one socket.
//! - [`view`]: the panes Kernel and Sequence. [`part`] loads both when they are first opened.
//! - [`drawing`] saves the diagram as a picture.

pub(crate) mod drawing;
mod part;
pub(crate) mod state;
mod texts;
pub(crate) mod view;
