//! The source of the displayed moment: the live lab, its own recording, or one from a file.

use gloo_timers::callback::Interval;
use std::cell::Cell;
use std::time::Duration;
use yew::prelude::*;

use crate::kit::browser;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::Lab;
use crate::recording::command::RecordingCommand;
use crate::recording::part::{Drawn, PlaybackCommand, PlaybackHandle};
use crate::recording::state::{Progress, Replay, Unreadable};
use crate::recording::view::Playback;

/// How often a replay is drawn, in milliseconds.
const TICK: u32 = 50;

/// The moment to show in place of the live lab.
#[hook]
pub(crate) fn use_playback(live: &Snapshot<Lab>) -> Playback {
    let drawn = use_state(|| None::<Drawn>);
    let unreadable = use_state_eq(|| None::<Unreadable>);
    let opening = use_state_eq(|| None::<Progress>);
    let replay = use_mut_ref(|| None::<Replay>);
    let opened = use_memo((), |()| Cell::new(0));
    let newest = use_mut_ref(|| live.clone());
    newest.borrow_mut().clone_from(live);
    let handle = PlaybackHandle {
        live: newest,
        replay,
        drawn: drawn.setter(),
        unreadable: unreadable.setter(),
        opening: opening.setter(),
        opened,
    };
    {
        let handle = handle.clone();
        use_effect_with((), move |()| {
            handle.prepare();
            move || handle.end_opening()
        });
    }
    use_ticks(drawn.as_ref().is_some_and(|drawn| drawn.status.playing), handle.clone());
    let shown = drawn.as_ref().map_or_else(|| live.clone(), |drawn| drawn.lab.clone());
    let on = use_callback((), move |command: RecordingCommand, ()| handle.handle(command));
    Playback {
        lab: shown,
        status: drawn.as_ref().map(|drawn| drawn.status.clone()),
        unreadable: (*unreadable).clone(),
        opening: (*opening).clone(),
        on,
    }
}

/// Runs the replay while it plays.
#[hook]
fn use_ticks(playing: bool, handle: PlaybackHandle) {
    use_effect_with(playing, move |playing| {
        let ticks = playing.then(|| {
            let mut last = browser::now();
            Interval::new(TICK, move || {
                let now = browser::now();
                let elapsed = now.saturating_sub(std::mem::replace(&mut last, now));
                handle.send(PlaybackCommand::Tick(elapsed.max(Duration::from_millis(1))));
            })
        });
        move || drop(ticks)
    });
}
