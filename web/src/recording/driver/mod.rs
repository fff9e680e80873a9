//! Plays a recording into the panes.

pub(crate) mod playback;
