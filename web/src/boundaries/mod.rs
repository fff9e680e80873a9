//! Where a stream's bytes are cut: by sends, by recvs, and by messages (粘包).
//!
//! - [`state`]: the byte ruler of each connection, and the remedies: pause, acknowledgement, framing.
//! - [`view`]: draws the ruler and its legend.
//!
//! Chat and its experiment, and the kernel's pane, show rulers.

pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;
