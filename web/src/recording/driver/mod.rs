//! Plays a recording into the panes.

pub mod playback;
