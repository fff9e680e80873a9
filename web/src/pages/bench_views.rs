//! What the Bench shows of calls and sockets once there are some. It is loaded right behind the Bench,
//! which can be used before.

use yew::prelude::*;

use crate::components::later::{Draw, Loaded, later};
use crate::components::{
    Announcer, AnnouncerProps, LastCall, LastCallProps, MiddlePane, MiddlePaneProps, NcHint,
    NcHintProps, Sockets, SocketsProps, StepsStrip, StepsStripProps,
};

/// What draws each of them.
#[derive(Clone, Copy)]
pub(super) struct BenchViews {
    /// The twelve steps.
    pub(super) steps: Draw<StepsStripProps>,
    /// What to do next.
    pub(super) hint: Draw<NcHintProps>,
    /// The timeline.
    pub(super) middle: Draw<MiddlePaneProps>,
    /// The sockets' cards.
    pub(super) sockets: Draw<SocketsProps>,
    /// The newest call.
    pub(super) last_call: Draw<LastCallProps>,
    /// What is read out.
    pub(super) announcer: Draw<AnnouncerProps>,
}

later!(bench: pub(super) fn bench_views() -> Loaded<BenchViews> {
    Ok(BenchViews {
        steps: |props| html! { <StepsStrip ..props /> },
        hint: |props| html! { <NcHint ..props /> },
        middle: |props| html! { <MiddlePane ..props /> },
        sockets: |props| html! { <Sockets ..props /> },
        last_call: |props| html! { <LastCall ..props /> },
        announcer: |props| html! { <Announcer ..props /> },
    })
});
