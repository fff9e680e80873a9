//! Recordings: the part of the page loaded when a person first opens playback.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::command::RecordingCommand;
use super::state::{
    ExportFormat, Move, Next, Opening, PlaybackStatus, Progress, Recording, Replay, Unreadable,
    capture_file, program,
};
use crate::kernel::drawing::save_drawing;
use crate::kernel::view::KernelPaneProps;
use crate::kit::browser;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::lazy::{LazyPart as _, SplitLoaderError, lazy};
use crate::lab::state::Lab;

/// What a replay draws.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawn {
    pub(crate) lab: Snapshot<Lab>,
    pub(crate) status: PlaybackStatus,
}

/// The current replay, if there is one, and what it draws.
#[derive(Clone)]
pub(crate) struct PlaybackHandle {
    /// The live lab, as it was drawn last.
    pub(crate) live: Rc<RefCell<Snapshot<Lab>>>,
    pub(crate) replay: Rc<RefCell<Option<Replay>>>,
    pub(crate) drawn: UseStateSetter<Option<Drawn>>,
    pub(crate) unreadable: UseStateSetter<Option<Unreadable>>,
    /// The progress of the file being opened.
    pub(crate) opening: UseStateSetter<Option<Progress>>,
    /// Files opened so far: opening any but the newest is cancelled.
    pub(crate) opened: Rc<Cell<u32>>,
}

impl PlaybackHandle {
    fn change(&self, change: impl FnOnce(&mut Replay)) {
        let mut replay = self.replay.borrow_mut();
        let Some(replay) = replay.as_mut() else { return };
        change(replay);
        let (lab, status) = (replay.lab().clone(), replay.status());
        self.drawn.set(Some(Drawn { lab: Snapshot::new(lab), status }));
    }

    fn show(&self, replay: Option<Replay>) {
        *self.replay.borrow_mut() = replay;
        self.change(|_| {});
    }

    /// The live lab, or the lab at the displayed moment.
    fn shown(&self) -> Snapshot<Lab> {
        let replay = self.replay.borrow();
        let then = replay.as_ref().map(|replay| Snapshot::new(replay.lab().clone()));
        then.unwrap_or_else(|| self.live.borrow().clone())
    }

    /// Begins to open a file in place of any other, and returns its number.
    fn begin_opening(&self) -> u32 {
        self.unreadable.set(None);
        self.opened.set(self.opened.get().wrapping_add(1));
        self.opened.get()
    }

    /// Whether this file is still to be opened.
    fn opens(&self, number: u32) -> bool {
        self.opened.get() == number
    }

    /// Carries out what a person does.
    pub(crate) fn handle(&self, command: RecordingCommand) {
        match command {
            RecordingCommand::Move(to) => {
                self.send(PlaybackCommand::Move(to, self.live.borrow().clone()))
            }
            RecordingCommand::Leave => self.leave(),
            RecordingCommand::ExportFormat(what) => {
                self.send(PlaybackCommand::Export(what, self.shown()))
            }
            RecordingCommand::Open(file) => self.send(PlaybackCommand::Open(file)),
            RecordingCommand::Cancel => self.end_opening(),
        }
    }

    /// Cancels opening any file.
    pub(crate) fn end_opening(&self) {
        self.opened.set(self.opened.get().wrapping_add(1));
        self.opening.set(None);
    }

    /// Returns to the live lab.
    fn leave(&self) {
        *self.replay.borrow_mut() = None;
        self.unreadable.set(None);
        self.drawn.set(None);
    }
}

/// A command for the lazily loaded code, from a person or a timer.
pub(crate) enum PlaybackCommand {
    /// Only loads the code for the others.
    Code,
    /// Another moment; of the live lab, if nothing is replayed yet.
    Move(Move, Snapshot<Lab>),
    /// Saves a file of what is shown.
    Export(ExportFormat, Snapshot<Lab>),
    /// A recording from a file.
    Open(File),
    /// This much time has passed.
    Tick(Duration),
}

impl PlaybackHandle {
    /// Loads the code, and that of the kernel's views, in advance: the relay serves the code, and a
    /// recording can be played when the relay is gone.
    pub(crate) fn prepare(&self) {
        let handle = self.clone();
        spawn_local(async move {
            // A failure to load is reported when the code is needed.
            let _ = handle_command(handle, PlaybackCommand::Code).await;
            let _ = KernelPaneProps::load().await;
        });
    }

    /// Carries the command out once the code is loaded.
    pub(crate) fn send(&self, command: PlaybackCommand) {
        let handle = self.clone();
        spawn_local(async move {
            let unreadable = handle.unreadable.clone();
            if handle_command(handle, command).await.is_err() {
                unreadable.set(Some(Unreadable::NoReader));
            }
        });
    }
}

lazy!(recording: fn handle_command(handle: PlaybackHandle, command: PlaybackCommand) -> Result<(), SplitLoaderError> {
    match command {
        PlaybackCommand::Code => {}
        PlaybackCommand::Move(command, live) => {
            if handle.replay.borrow().is_none() {
                handle.unreadable.set(None);
                handle.show(Some(Replay::new(Recording::of(&live, browser::epoch()), None)));
            }
            handle.change(|replay| replay.handle(command));
        }
        PlaybackCommand::Export(what, shown) => export(what, &handle, &shown),
        PlaybackCommand::Open(file) => spawn_local(async move { open(&file, &handle).await }),
        PlaybackCommand::Tick(elapsed) => handle.change(|replay| replay.tick(elapsed)),
    }
    Ok(())
});

/// How long the page works on a recording before it yields to the browser.
const TURN: Duration = Duration::from_millis(12);

/// Opens a file in steps, until it is open, has failed, or is cancelled.
async fn open(file: &File, handle: &PlaybackHandle) {
    let number = handle.begin_opening();
    let opened = opened(file, handle, number).await;
    if handle.opens(number) {
        handle.end_opening();
        match opened {
            Ok(replay) => handle.show(replay),
            Err(why) => handle.unreadable.set(Some(why)),
        }
    }
}

async fn opened(
    file: &File,
    handle: &PlaybackHandle,
    number: u32,
) -> Result<Option<Replay>, Unreadable> {
    // The size is a whole number.
    let mut opening = Opening::new(&file.name(), file.size() as u64)?;
    let mut began = browser::now();
    while handle.opens(number) {
        handle.opening.set(Some(opening.progress()));
        match opening.next() {
            Next::Bytes(mut reading, part) => {
                let bytes = browser::read_part(file, part).await.ok_or(Unreadable::NoFile)?;
                reading.take(&bytes)?;
                opening = reading;
            }
            Next::Step(next) => opening = next.step()?,
            Next::Open(replay) => return Ok(Some(*replay)),
        }
        if browser::now().saturating_sub(began) > TURN {
            browser::turn().await;
            began = browser::now();
        }
    }
    Ok(None)
}

fn export(what: ExportFormat, handle: &PlaybackHandle, lab: &Lab) {
    // A shown file is saved whole, whichever moment is in view.
    let kept = handle.replay.borrow().as_ref().map(|replay| Rc::clone(replay.recording()));
    let bytes = match what {
        ExportFormat::Json => {
            let recording = kept.unwrap_or_else(|| Recording::of(lab, browser::epoch()).into());
            spawn_local(save_json(recording));
            return;
        }
        ExportFormat::Python => program(lab).into_bytes(),
        ExportFormat::Capture => {
            let epoch = kept.map_or_else(browser::epoch, |recording| recording.epoch);
            capture_file(lab, epoch)
        }
        ExportFormat::Svg | ExportFormat::Png => {
            spawn_local(save_drawing(what.file(), what == ExportFormat::Png));
            return;
        }
    };
    browser::save_file(&what.file(), what.media_type(), &bytes);
}

/// Saves a recording piece by piece: one from a file may be long.
async fn save_json(recording: Rc<Recording>) {
    let mut file = browser::NewFile::default();
    let mut began = browser::now();
    for piece in recording.json_pieces() {
        file.push(piece.as_bytes());
        if browser::now().saturating_sub(began) > TURN {
            browser::turn().await;
            began = browser::now();
        }
    }
    file.save(&ExportFormat::Json.file(), ExportFormat::Json.media_type());
}
