//! The fields of the calls as the page keeps them.

use yew::prelude::*;

use super::state::command::ControlCommand;
use super::state::drafts::Drafts;
use crate::kit::browser::use_book;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::{Lab, LabCommand};

/// What stands in the fields of a place. The controls' commands are carried out over that, and `on_lab` is
/// given what they come to.
#[hook]
pub(crate) fn use_drafts(
    lab: &Snapshot<Lab>,
    on_lab: &Callback<LabCommand>,
) -> (Snapshot<Drafts>, Callback<ControlCommand>) {
    let (drafts, book) = use_book(Drafts::default);
    let needed = (book, lab.clone(), on_lab.clone());
    let on_control = use_callback(needed, |command: ControlCommand, (book, lab, on_lab)| {
        let commands = book.change_at_once(|drafts| drafts.handle(command, lab));
        commands.into_iter().for_each(|command| on_lab.emit(command));
    });
    (drafts, on_control)
}
