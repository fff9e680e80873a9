//! Files: one that is sent, and one that received bytes go into.

mod receive;
mod send;

use yew::prelude::*;

use super::panes::PaneProps;
use receive::Receive;
use send::Send;

/// Both cards.
#[component]
pub(crate) fn FilesTab(props: &PaneProps) -> Html {
    html! {
        <div class="answering" data-testid="files">
            <Send ..props.clone() />
            <Receive ..props.clone() />
        </div>
    }
}
