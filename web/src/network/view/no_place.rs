//! What a place says that can make no socket anywhere, with the remedy.

use lab_shared::call::Failure;
use lab_shared::network::{NetworkCommand, NetworkPlan};
use yew::prelude::*;

use crate::kit::view::texts::use_texts_of;
use crate::network::texts::places::PlacesTexts;
use crate::timeline::view::failure_view::FailureView;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NoPlaceProps {
    /// Why the relay did not make the last network.
    pub(crate) refused: Option<Failure>,
    /// Asks for a network.
    pub(crate) on: Callback<NetworkCommand>,
}

#[component]
pub(crate) fn NoPlace(props: &NoPlaceProps) -> Html {
    let texts = use_texts_of::<PlacesTexts>();
    let open = props.on.reform(|_: MouseEvent| NetworkCommand::Open(NetworkPlan::pair()));
    html! {
        <div class="control no-place" role="status" data-testid="no-place">
            <p class="field-note">{ texts.no_place }</p>
            if let Some(failure) = &props.refused {
                <FailureView failure={failure.clone()} />
            }
            <button type="button" class="key" data-testid="no-place-open" onclick={open}>{ texts.open }</button>
        </div>
    }
}
