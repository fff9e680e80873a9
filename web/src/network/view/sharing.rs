//! Sharing the network by a code, and leaving it.

use lab_shared::network::{NetworkCommand, NetworkView};
use yew::prelude::*;

use super::join_form::JoinForm;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::network::texts::hosts::Hosts;
use crate::network::texts::pane::Pane;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SharingProps {
    pub(super) view: Snapshot<NetworkView>,
    pub(super) on: Callback<NetworkCommand>,
}

#[component]
pub(super) fn Sharing(props: &SharingProps) -> Html {
    let texts = use_texts_of::<Hosts>();
    let pane = use_texts_of::<Pane>();
    let SharingProps { view, on } = props;
    let ask = |command: NetworkCommand| on.reform(move |_: MouseEvent| command.clone());
    html! {
        <section class="network-part" aria-label={texts.share_title} data-testid="sharing">
            <h3>{ texts.share_title }</h3>
            <p class="network-help">{ texts.share_lead }{ " " }{ (texts.pages)(view.pages) }</p>
            <div class="network-row">
                if let Some(code) = &view.code {
                    <code class="network-code" data-testid="network-code">{ code.clone() }</code>
                    <CopyButton line={code.clone()} testid="network-code-copy" />
                    <button type="button" class="plain" data-testid="network-unshare" onclick={ask(NetworkCommand::Unshare)}>
                        { texts.unshare }
                    </button>
                } else {
                    <button type="button" class="plain" data-testid="network-share" onclick={ask(NetworkCommand::Share)}>
                        { texts.share }
                    </button>
                }
                <span class="network-acts">
                    <button type="button" class="plain" data-testid="network-leave" onclick={ask(NetworkCommand::Close)}>
                        { Icon::Unplugged.html() }
                        { if view.pages > 1 { pane.leave } else { pane.end } }
                    </button>
                </span>
            </div>
            if view.code.is_none() && view.pages == 1 {
                <JoinForm lead={texts.join_lead} on={on.clone()} />
            }
        </section>
    }
}
