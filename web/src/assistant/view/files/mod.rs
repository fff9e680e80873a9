//! Files: one that is sent, and one that received bytes go into.

mod receive;
mod send;

use std::rc::Rc;
use yew::prelude::*;

use crate::assistant::browser::ChosenFile;
use crate::assistant::state::files::{FilesCommand, FilesModel};
use receive::Receive;
use send::Send;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FilesProps {
    pub model: Rc<FilesModel>,
    /// Whether the chosen end is open.
    pub is_open: bool,
    /// Whether its messages are datagrams.
    pub is_datagram: bool,
    /// Where the file goes that the person chooses.
    pub file: ChosenFile,
    pub on: Callback<FilesCommand>,
}

/// Both cards.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    html! {
        <div class="answering" data-testid="files">
            <Send ..props.clone() />
            <Receive ..props.clone() />
        </div>
    }
}
