//! Who plays the client's half.

use std::convert::identity;
use yew::prelude::*;

use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::workspace::Plays;
use crate::programs::texts as programs;

/// What the switch needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PlaysSwitchProps {
    /// Who plays now.
    pub plays: Plays,
    /// Somebody else does.
    pub on_plays: Callback<Plays>,
}

/// The switch.
#[component]
pub fn PlaysSwitch(props: &PlaysSwitchProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let words = |plays| match plays {
        Plays::Python => texts.plays_python,
        Plays::Hands => texts.plays_hands,
        Plays::Terminal => texts.plays_terminal,
    };
    html! {
        <SelectField
            group="program"
            testid="plays"
            label={texts.plays}
            width={classes!("inline", "plays")}
            offer={Offer::in_words(&props.plays, &props.on_plays, identity, &words)}
        />
    }
}
