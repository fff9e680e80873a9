//! Which moment the page shows: what happens now, its own past, or a recording from a file.

use gloo::timers::callback::Interval;
use std::cell::Cell;
use std::time::Duration;
use web_sys::File;
use yew::prelude::*;

use crate::kit::browser;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::Lab;
use crate::recording::part::{Drawn, Held, Wish};
use crate::recording::state::{ExportFormat, Move, Progress, Replay, Unreadable};
use crate::recording::view::Playback;

/// How often a replay is drawn, in milliseconds.
const BEAT: u32 = 50;

/// The moment to show in place of what happens now.
#[hook]
pub(crate) fn use_playback(live: &Snapshot<Lab>) -> Playback {
    let drawn = use_state(|| None::<Drawn>);
    let unreadable = use_state_eq(|| None::<Unreadable>);
    let opening = use_state_eq(|| None::<Progress>);
    let replay = use_mut_ref(|| None::<Replay>);
    let opened = use_memo((), |()| Cell::new(0));
    let held = Held {
        replay,
        drawn: drawn.setter(),
        unreadable: unreadable.setter(),
        opening: opening.setter(),
        opened,
    };
    {
        let held = held.clone();
        use_effect_with((), move |()| {
            held.prepare();
            move || held.end_opening()
        });
    }
    use_beat(drawn.as_ref().is_some_and(|drawn| drawn.standing.playing), held.clone());
    let shown = drawn.as_ref().map_or_else(|| live.clone(), |drawn| drawn.lab.clone());
    // The same callbacks as long as what they need is the same: a new one draws the panes anew.
    let on_move = {
        let held = held.clone();
        use_callback(live.clone(), move |wish: Move, live| {
            held.wish(Wish::Move(wish, live.clone()))
        })
    };
    let on_export = {
        let held = held.clone();
        use_callback(shown.clone(), move |what: ExportFormat, shown| {
            held.wish(Wish::Export(what, shown.clone()));
        })
    };
    let on_open = {
        let held = held.clone();
        use_callback((), move |file: File, ()| held.wish(Wish::Open(file)))
    };
    let on_cancel = {
        let held = held.clone();
        use_callback((), move |(): (), ()| held.end_opening())
    };
    let on_leave = use_callback((), move |(): (), ()| held.leave());
    Playback {
        lab: shown,
        standing: drawn.as_ref().map(|drawn| drawn.standing.clone()),
        unreadable: (*unreadable).clone(),
        opening: (*opening).clone(),
        on_move,
        on_leave,
        on_export,
        on_open,
        on_cancel,
    }
}

/// Runs the replay while it plays.
#[hook]
fn use_beat(playing: bool, held: Held) {
    use_effect_with(playing, move |playing| {
        let beat = playing.then(|| {
            let mut last = browser::now();
            Interval::new(BEAT, move || {
                let now = browser::now();
                let elapsed = now.saturating_sub(std::mem::replace(&mut last, now));
                held.wish(Wish::Beat(elapsed.max(Duration::from_millis(1))));
            })
        });
        move || drop(beat)
    });
}
