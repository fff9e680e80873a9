//! The choice of who plays the client.

use std::convert::identity;
use yew::prelude::*;

use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::workspace::ClientKind;
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ClientKindSwitchProps {
    /// Who plays now.
    pub client_kind: ClientKind,
    /// Somebody else does.
    pub on_client_kind: Callback<ClientKind>,
}

#[component]
pub(crate) fn ClientKindSwitch(props: &ClientKindSwitchProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let words = |plays| match plays {
        ClientKind::Program => texts.plays_python,
        ClientKind::Manual => texts.plays_hands,
        ClientKind::Terminal => texts.plays_terminal,
        ClientKind::Assistant => texts.plays_assistant,
    };
    html! {
        <SelectField
            testid="plays"
            label={texts.plays}
            width={classes!("inline", "plays")}
            offer={Offer::in_words(&props.client_kind, &props.on_client_kind, identity, &words)}
        />
    }
}
