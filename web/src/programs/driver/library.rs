//! Carries out commands on a person's own programs, and keeps the library in the browser.

use std::collections::BTreeMap;
use std::rc::Rc;

use bytes::Bytes;
use lab_shared::trace::Role;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::kit::browser::{Store, use_store};
use crate::kit::state::snapshot::Snapshot;
use crate::programs::browser::data_store;
use crate::programs::browser::library::{keep_library, load_library, take_shared};
use crate::programs::browser::opened::{Files, Opened};
use crate::programs::state::command::{LibraryCommand, ProgramCommand, WorkCommand};
use crate::programs::state::library::Library;
use crate::programs::state::own::{OwnPrograms, Unkept};

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

    /// Adds what a person has opened: files in no folder in a pane, a folder or an archive as a project.
    pub(crate) fn open(&self, side: Role, files: Files) {
        let driver = self.clone();
        spawn_local(async move {
            match files.read().await {
                Ok(Opened::Loose(files)) => {
                    for file in files {
                        driver.handle(LibraryCommand::Add(side, file));
                    }
                }
                Ok(Opened::Project(project)) => driver.handle(LibraryCommand::AddProject(project)),
                Err(error) => driver.change(|own| own.refuse(error)),
            }
        });
    }

    /// Changes the programs, and keeps the library if it is another after that.
    fn change<R>(&self, change: impl FnOnce(&mut OwnPrograms) -> R) -> R {
        self.0.update_at_once(|own| {
            let before = Rc::clone(&own.library);
            let result = change(own);
            if !Rc::ptr_eq(&before, &own.library) {
                own.unkept_library = keep_library(&own.library).err();
                self.keep_data(&before, &own.library);
            }
            result
        })
    }

    /// Keeps the data that has come, and no longer what has gone.
    fn keep_data(&self, before: &Library, after: &Library) {
        let (before, after) = (bytes_of(before), bytes_of(after));
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            let name = name.clone();
            spawn_local(async move { data_store::remove(&name).await });
        }
        for (name, bytes) in after {
            let (driver, Some(bytes)) = (self.clone(), bytes) else { continue };
            if before.get(&name).is_some_and(Option::is_some) {
                continue;
            }
            spawn_local(async move {
                if let Err(why) = data_store::keep(&name, &bytes).await {
                    driver.0.update(|own| own.unkept_data = Some(why));
                }
            });
        }
    }

    /// Reads the data that the browser keeps.
    fn load_data(&self) {
        let names = self.0.read(|own| bytes_of(&own.library));
        for name in names.into_iter().filter_map(|(name, bytes)| bytes.is_none().then_some(name)) {
            let driver = self.clone();
            spawn_local(async move {
                let bytes = data_store::read(&name).await;
                driver.0.update(|own| match bytes {
                    Some(bytes) => own.fill(&name, &bytes),
                    None => own.unkept_data = Some(Unkept::DataGone),
                });
            });
        }
    }
}

/// The data of a library by name, with its bytes where they are here.
fn bytes_of(library: &Library) -> BTreeMap<String, Option<Bytes>> {
    library.data().map(|data| (data.name.clone(), data.bytes.clone())).collect()
}

/// A person's own programs as this browser keeps them, and their driver.
#[hook]
pub(crate) fn use_own_programs() -> (Snapshot<OwnPrograms>, LibraryDriver) {
    let (own, store) = use_store(|| OwnPrograms::new(load_library(), take_shared()));
    let driver = LibraryDriver(store);
    {
        let driver = driver.clone();
        use_effect_with((), move |()| driver.load_data());
    }
    (own, driver)
}
