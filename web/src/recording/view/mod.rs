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

/// The displayed moment, and the callback to change it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Playback {
    /// The lab to show: the live one, or the one at that moment.
    pub lab: Snapshot<Lab>,
    /// The state of playback; `None` while the page shows the live lab.
    pub status: Option<PlaybackStatus>,
    /// Why a file could not be opened.
    pub unreadable: Option<Unreadable>,
    /// The progress of the file being opened.
    pub opening: Option<Progress>,
    /// Carries out the person's commands.
    pub on: Callback<RecordingCommand>,
}

impl Playback {
    /// The displayed moment, if it is an earlier one.
    #[must_use]
    pub(crate) fn displayed_time(&self) -> DisplayedTime {
        DisplayedTime(self.status.as_ref().map(|status| status.now))
    }

    /// Whether no recording is shown, opened or refused.
    #[must_use]
    pub(crate) fn is_unused(&self) -> bool {
        self.status.is_none() && self.unreadable.is_none() && self.opening.is_none()
    }

    /// `callback` while the page shows the live lab; a recording cannot be changed.
    #[must_use]
    pub(crate) fn unless_replaying<T: 'static>(&self, callback: &Callback<T>) -> Callback<T> {
        if self.status.is_some() { Callback::noop() } else { callback.clone() }
    }
}
