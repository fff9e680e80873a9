//! Files: one that is sent, and one that received bytes go into.

mod receive;
mod send;

use std::rc::Rc;
use yew::prelude::*;

use crate::assistant::browser::ChosenFile;
use crate::assistant::state::files::{FilesCommand, FilesModel};
use crate::assistant::texts::files::Files as Texts;
use crate::kit::view::texts::use_texts_of;
use receive::Receive;
use send::Send;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct FilesProps {
    pub model: Rc<FilesModel>,
    /// Whether the chosen end is open.
    pub is_open: bool,
    /// Whether the relay runs the assistant: files go through the page's own ends.
    pub on_relay: bool,
    /// Whether its messages are datagrams.
    pub is_datagram: bool,
    /// Where the file goes that the person chooses.
    pub file: ChosenFile,
    pub on: Callback<FilesCommand>,
}

/// Both cards.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    let texts = use_texts_of::<Texts>();
    html! {
        <div class="answering" data-testid="files">
            if props.on_relay {
                <p class="field-note" role="status" data-testid="files-on-relay">{ texts.on_relay }</p>
            }
            <Send ..props.clone() />
            <Receive ..props.clone() />
        </div>
    }
}
