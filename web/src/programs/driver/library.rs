//! Carries out commands on a person's own programs, and keeps the library in the browser.

use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use lab_shared::trace::Role;

use crate::kit::browser::{Store, TextFile, read_file, use_store};
use crate::kit::state::snapshot::Snapshot;
use crate::programs::browser::library::{keep_library, load_library, take_shared};
use crate::programs::state::command::{LibraryCommand, ProgramCommand, WorkCommand};
use crate::programs::state::library::Saved;
use crate::programs::state::own::OwnPrograms;

/// Carries out what a person does with programs of their own; clones share them.
#[derive(Clone, PartialEq)]
pub(crate) struct LibraryDriver(Store<OwnPrograms>);

impl LibraryDriver {
    /// Carries out what is done with the library.
    pub(crate) fn handle(&self, command: LibraryCommand) {
        self.change(|own| own.handle(command));
    }

    /// Handles a command of the window, and returns the commands for the panes' programs.
    pub(crate) fn work(&self, command: WorkCommand) -> Option<ProgramCommand> {
        self.change(|own| own.work(command))
    }

    /// Adds the programs in these files, and opens them in a pane.
    pub(crate) fn read(&self, side: Role, files: Vec<File>) {
        let driver = self.clone();
        spawn_local(async move {
            for file in files {
                if let Some(TextFile { name, text }) = read_file(&file).await {
                    driver.handle(LibraryCommand::Add(side, Saved { name, text }));
                }
            }
        });
    }

    /// Changes the programs, and keeps the library if it is another after that.
    fn change<R>(&self, change: impl FnOnce(&mut OwnPrograms) -> R) -> R {
        self.0.update_at_once(|own| {
            let before = Rc::clone(&own.library);
            let result = change(own);
            if !Rc::ptr_eq(&before, &own.library) {
                own.full = !keep_library(&own.library);
            }
            result
        })
    }
}

/// A person's own programs as this browser keeps them, and their driver.
#[hook]
pub(crate) fn use_own_programs() -> (Snapshot<OwnPrograms>, LibraryDriver) {
    let (own, store) = use_store(|| OwnPrograms::new(load_library(), take_shared()));
    (own, LibraryDriver(store))
}
