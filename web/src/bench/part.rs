//! The views of calls and sockets. They are loaded right after the Bench, which can be used before.

use yew::prelude::*;

use super::view::nc_hint::{NcHint, NcHintProps};
use super::view::steps_strip::{StepsStrip, StepsStripProps};
use crate::kit::view::lazy::{Draw, Loaded, lazy};
use crate::timeline::view::announcer::{Announcer, AnnouncerProps};
use crate::timeline::view::last_call::{LastCall, LastCallProps};
use crate::workbench::view::middle_pane::{MiddlePane, MiddlePaneProps};
use crate::workbench::view::right_pane::{RightPane, RightPaneProps};

/// What draws each of them.
#[derive(Clone, Copy)]
pub(crate) struct BenchViews {
    /// The twelve steps.
    pub(crate) steps: Draw<StepsStripProps>,
    /// What to do next.
    pub(crate) hint: Draw<NcHintProps>,
    /// The timeline.
    pub(crate) middle: Draw<MiddlePaneProps>,
    /// The sockets' cards.
    pub(crate) right: Draw<RightPaneProps>,
    /// The newest call.
    pub(crate) last_call: Draw<LastCallProps>,
    /// What is read out.
    pub(crate) announcer: Draw<AnnouncerProps>,
}

lazy!(bench: pub(crate) fn bench_views() -> Loaded<BenchViews> {
    Ok(BenchViews {
        steps: |props| html! { <StepsStrip ..props /> },
        hint: |props| html! { <NcHint ..props /> },
        middle: |props| html! { <MiddlePane ..props /> },
        right: |props| html! { <RightPane ..props /> },
        last_call: |props| html! { <LastCall ..props /> },
        announcer: |props| html! { <Announcer ..props /> },
    })
});
