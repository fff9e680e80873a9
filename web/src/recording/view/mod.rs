//! Draws the playback bar and its menu.

mod export_menu;
mod open;
mod opening;
mod playback_bar;

pub(crate) use open::OpenRecording;
pub(crate) use playback_bar::PlaybackBar;

use yew::prelude::*;

use super::command::RecordingCommand;
use super::state::{PlaybackStatus, Progress, Unreadable};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::displayed_time::DisplayedTime;
use crate::lab::state::Lab;

/// Which moment the page shows, and what the person can do about it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Playback {
    /// What to show: what is known now, or what was known then.
    pub lab: Snapshot<Lab>,
    /// Where the recording stands; `None` while the page shows what happens now.
    pub status: Option<PlaybackStatus>,
    /// Why a file could not be opened.
    pub unreadable: Option<Unreadable>,
    /// How far a file is that is being opened.
    pub opening: Option<Progress>,
    /// Carries out what the person does with it.
    pub on: Callback<RecordingCommand>,
}

impl Playback {
    /// The moment that is shown, where it is an earlier one.
    #[must_use]
    pub(crate) fn displayed_time(&self) -> DisplayedTime {
        DisplayedTime(self.status.as_ref().map(|status| status.now))
    }

    /// Whether no recording is shown, opened or refused.
    #[must_use]
    pub(crate) fn is_unused(&self) -> bool {
        self.status.is_none() && self.unreadable.is_none() && self.opening.is_none()
    }

    /// `callback` while the page shows what happens now; what is past cannot be changed.
    #[must_use]
    pub(crate) fn unless_replaying<T: 'static>(&self, callback: &Callback<T>) -> Callback<T> {
        if self.status.is_some() { Callback::noop() } else { callback.clone() }
    }
}
