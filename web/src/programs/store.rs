//! What is known of programs, and what lies on their window, as yew keeps them.

use yew::prelude::*;

use super::state::command::{ProgramCommand, WorkCommand};
use super::state::desk::Desk;
use super::state::program::Programs;
use crate::kit::browser::{Book, use_book};
use crate::kit::state::snapshot::Snapshot;
use crate::lab::driver::lab_book::LabBook;
use crate::lab::state::Lab;

/// The two books that tell what a program did. Each is drawn when it has the time; who needs to know
/// what came before what reads both at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Books {
    /// Sockets and calls.
    pub lab: LabBook,
    /// Programs and what they wrote.
    pub programs: Book<Programs>,
}

impl Books {
    /// Looks at both as they are now.
    pub fn read<R>(&self, look: impl FnOnce(&Lab, &Programs) -> R) -> R {
        self.lab.read(|lab| self.programs.read(|programs| look(lab, programs)))
    }
}

/// What lies on the halves of a place's window. Its commands are carried out over that, and `on` is given
/// what they come to for the programs.
#[hook]
pub(crate) fn use_desk(on: &Callback<ProgramCommand>) -> (Snapshot<Desk>, Callback<WorkCommand>) {
    let (desk, book) = use_book(Desk::default);
    let on_work = use_callback((book, on.clone()), |command: WorkCommand, (book, on)| {
        if let Some(command) = book.change_at_once(|desk| desk.handle(command)) {
            on.emit(command);
        }
    });
    (desk, on_work)
}
