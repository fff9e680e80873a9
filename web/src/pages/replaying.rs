//! What is done with the page's past; loaded when a person first looks at it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use crate::browser;
use crate::browser::drawing::save_drawing;
use crate::components::kernel::KernelPaneProps;
use crate::components::later::{Part as _, SplitLoaderError, later};
use crate::state::lab::Lab;
use crate::state::recording::{
    Keep, Move, Recording, Replay, Standing, Unreadable, capture_file, program,
};
use crate::state::snapshot::Snapshot;

/// What is drawn of a replay.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    pub(super) lab: Snapshot<Lab>,
    pub(super) standing: Standing,
}

/// The replay under way, if there is one, and what is drawn of it.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) replay: Rc<RefCell<Option<Replay>>>,
    pub(super) drawn: UseStateSetter<Option<Drawn>>,
    pub(super) unreadable: UseStateSetter<Option<Unreadable>>,
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

    /// Back to what happens now.
    pub(super) fn leave(&self) {
        *self.replay.borrow_mut() = None;
        self.unreadable.set(None);
        self.drawn.set(None);
    }
}

/// What a person, or the passing of time, wants of the past.
pub(super) enum Wish {
    /// Nothing but the code for the others.
    Code,
    /// Another moment; of what is known now, if nothing is replayed yet.
    Move(Move, Snapshot<Lab>),
    /// A file of what is shown.
    Keep(Keep, Snapshot<Lab>),
    /// A recording from a file.
    Open(File),
    /// So much time has passed.
    Beat(Duration),
}

impl Held {
    /// Loads the code, and that of the kernel's views, before it is needed: a recording can be looked
    /// at when the relay is gone, from which the code comes.
    pub(super) fn prepare(&self) {
        let held = self.clone();
        spawn_local(async move {
            // Whoever needs the code and does not get it is told so then.
            let _ = grant(held, Wish::Code).await;
            let _ = KernelPaneProps::load().await;
        });
    }

    /// Does it, once the code is there.
    pub(super) fn wish(&self, wish: Wish) {
        let held = self.clone();
        spawn_local(async move {
            let unreadable = held.unreadable.clone();
            if grant(held, wish).await.is_err() {
                unreadable.set(Some(Unreadable::NoReader));
            }
        });
    }
}

later!(recording: fn grant(held: Held, wish: Wish) -> Result<(), SplitLoaderError> {
    match wish {
        Wish::Code => {}
        Wish::Move(wish, live) => {
            if held.replay.borrow().is_none() {
                held.begin(Recording::of(&live, browser::epoch()), None);
            }
            held.change(|replay| replay.handle(wish));
        }
        Wish::Keep(what, shown) => keep(what, &held, &shown),
        Wish::Open(file) => spawn_local(async move { open(&file, &held).await }),
        Wish::Beat(elapsed) => held.change(|replay| replay.tick(elapsed)),
    }
    Ok(())
});

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
            spawn_local(save_drawing(what.file(), what == Keep::Png));
            return;
        }
    };
    browser::save_file(what.file(), what.media_type(), &bytes);
}
