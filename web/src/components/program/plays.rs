//! Who plays the client's half.

use std::convert::identity;
use yew::prelude::*;

use super::super::select_field::{Offer, SelectField};
use super::super::use_texts_of;
use crate::i18n::programs;
use crate::state::desk::Plays;

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
