//! Who plays the client's half.

use yew::prelude::*;

use super::super::choice_field::ChoiceField;
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
    let words = Callback::from(|plays| match plays {
        Plays::Python => texts.plays_python,
        Plays::Hands => texts.plays_hands,
        Plays::Terminal => texts.plays_terminal,
    });
    html! {
        <ChoiceField<Plays>
            group="program"
            testid="plays"
            label={texts.plays}
            width={classes!("inline", "plays")}
            {words}
            chosen={props.plays}
            on_choose={props.on_plays.clone()}
        />
    }
}
