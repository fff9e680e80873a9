//! Which moment the page shows: what happens now, its own past, or a recording from a file.

use gloo::timers::callback::Interval;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use crate::browser;
use crate::components::recording::Past;
use crate::state::lab::Lab;
use crate::state::recording::{
    Keep, Move, Recording, Replay, Standing, Unreadable, capture_file, program,
};
use crate::state::snapshot::Snapshot;

/// How often a replay is drawn, in milliseconds.
const BEAT: u32 = 50;

/// What is drawn of a replay.
#[derive(Debug, Clone, PartialEq)]
struct Drawn {
    lab: Snapshot<Lab>,
    standing: Standing,
}

/// The replay under way, if there is one, and what is drawn of it.
#[derive(Clone)]
struct Held {
    replay: Rc<RefCell<Option<Replay>>>,
    drawn: UseStateSetter<Option<Drawn>>,
    unreadable: UseStateSetter<Option<Unreadable>>,
}

impl Held {
    fn change(&self, change: impl FnOnce(&mut Replay)) {
        let mut replay = self.replay.borrow_mut();
        let Some(replay) = replay.as_mut() else { return };
        change(replay);
        let (lab, standing) = (Snapshot::new(replay.lab().clone()), replay.standing());
        self.drawn.set(Some(Drawn { lab, standing }));
    }

    fn begin(&self, recording: Recording, file: Option<String>) {
        *self.replay.borrow_mut() = Some(Replay::new(recording, file));
        self.unreadable.set(None);
        self.change(|_| {});
    }

    fn leave(&self) {
        *self.replay.borrow_mut() = None;
        self.unreadable.set(None);
        self.drawn.set(None);
    }
}

/// The moment to show in place of what happens now.
#[hook]
pub(super) fn use_past(live: &Snapshot<Lab>) -> Past {
    let drawn = use_state(|| None::<Drawn>);
    let unreadable = use_state_eq(|| None::<Unreadable>);
    let replay = use_mut_ref(|| None::<Replay>);
    let held = Held { replay, drawn: drawn.setter(), unreadable: unreadable.setter() };
    use_beat(drawn.as_ref().is_some_and(|drawn| drawn.standing.playing), held.clone());
    let shown = drawn.as_ref().map_or_else(|| live.clone(), |drawn| drawn.lab.clone());
    // The same callbacks as long as what they need is the same: a new one draws the panes anew.
    let on_move = {
        let held = held.clone();
        use_callback(live.clone(), move |wish: Move, live| {
            if held.replay.borrow().is_none() {
                held.begin(Recording::of(live, browser::epoch()), None);
            }
            held.change(|replay| replay.handle(wish));
        })
    };
    let on_keep = {
        let held = held.clone();
        use_callback(shown.clone(), move |what: Keep, shown| keep(what, &held, shown))
    };
    let on_open = {
        let held = held.clone();
        use_callback((), move |file: File, ()| {
            let held = held.clone();
            spawn_local(async move { open(&file, &held).await });
        })
    };
    let on_leave = use_callback((), move |(): (), ()| held.leave());
    Past {
        lab: shown,
        standing: drawn.as_ref().map(|drawn| drawn.standing.clone()),
        unreadable: (*unreadable).clone(),
        on_move,
        on_leave,
        on_keep,
        on_open,
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
                held.change(|replay| replay.tick(elapsed.max(Duration::from_millis(1))));
            })
        });
        move || drop(beat)
    });
}

async fn open(file: &File, held: &Held) {
    let Some(text) = browser::read_file(file).await else {
        held.unreadable.set(Some(Unreadable::Foreign));
        return;
    };
    match Recording::from_json(&text.text) {
        Ok(recording) => held.begin(recording, Some(text.name)),
        Err(why) => held.unreadable.set(Some(why)),
    }
}

fn keep(what: Keep, held: &Held, lab: &Lab) {
    // Of a file that is shown, all of it is kept, whichever moment is in view.
    let kept = held.replay.borrow().as_ref().map(|replay| replay.recording().clone());
    let recording = || kept.clone().unwrap_or_else(|| Recording::of(lab, browser::epoch()));
    let bytes = match what {
        Keep::Json => recording().to_json().into_bytes(),
        Keep::Python => program(lab).into_bytes(),
        Keep::Capture => {
            let epoch = kept.map_or_else(browser::epoch, |recording| recording.epoch);
            capture_file(lab.kernel.segments(), epoch)
        }
        Keep::Svg | Keep::Png => {
            spawn_local(browser::save_drawing(what.file(), what == Keep::Png));
            return;
        }
    };
    browser::save_file(what.file(), what.media_type(), &bytes);
}
