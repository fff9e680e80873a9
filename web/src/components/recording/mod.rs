//! Recordings on the screen: the bar that moves through time, and what can be kept.

mod keep_menu;
mod open;
mod transport;

pub(crate) use open::OpenRecording;
pub(crate) use transport::Transport;

use web_sys::File;
use yew::prelude::*;

use super::shown::Shown;
use crate::state::lab::Lab;
use crate::state::recording::{Keep, Move, Standing, Unreadable};
use crate::state::snapshot::Snapshot;

/// Which moment the page shows, and what the person can do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// What to show: what is known now, or what was known then.
    pub lab: Snapshot<Lab>,
    /// Where the recording stands; `None` while the page shows what happens now.
    pub standing: Option<Standing>,
    /// Why a file could not be opened.
    pub unreadable: Option<Unreadable>,
    /// Moves through it.
    pub on_move: Callback<Move>,
    /// Back to what happens now.
    pub on_leave: Callback<()>,
    /// Makes a file.
    pub on_keep: Callback<Keep>,
    /// Opens a file.
    pub on_open: Callback<File>,
}

impl Past {
    /// The moment that is shown, where it is an earlier one.
    #[must_use]
    pub fn moment(&self) -> Shown {
        Shown(self.standing.as_ref().map(|standing| standing.now))
    }

    /// `callback` while the page shows what happens now; what is past cannot be changed.
    #[must_use]
    pub fn unless_past<T: 'static>(&self, callback: &Callback<T>) -> Callback<T> {
        if self.standing.is_some() { Callback::noop() } else { callback.clone() }
    }
}
