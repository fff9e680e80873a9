//! Choices that several forms of the Chat place offer.

use lab_shared::framing::Framing;
use lab_shared::text::Encoding;
use yew::prelude::*;

use crate::components::select_field::SelectField;
use crate::components::socket_fields::position;
use crate::components::use_texts_of;
use crate::i18n::{chat, controls};
use crate::state::room_settings::{framing_position, framings};

/// What the choice of an encoding needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChooseEncodingProps {
    /// Makes its id unique on the page.
    pub(crate) group: AttrValue,
    /// Its name for tests.
    pub(crate) testid: &'static str,
    /// The one chosen.
    pub(crate) encoding: Encoding,
    /// Takes another.
    pub(crate) on_encoding: Callback<Encoding>,
}

#[component]
pub(crate) fn ChooseEncoding(props: &ChooseEncodingProps) -> Html {
    let texts = use_texts_of::<controls::Controls>();
    html! {
        <SelectField
            group={props.group.clone()}
            testid={props.testid}
            label={texts.encoding}
            choices={Encoding::ALL.map(|one| (one.python_name().into(), one.python_name().into())).to_vec()}
            chosen={position(&Encoding::ALL, props.encoding)}
            on_choose={props.on_encoding.reform(|at: usize| Encoding::ALL[at])}
        />
    }
}

/// What the choice of a framing needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChooseFramingProps {
    /// Its name for tests, which makes its id unique on the page.
    pub(crate) testid: &'static str,
    /// The one chosen.
    pub(crate) framing: Framing,
    /// Takes another.
    pub(crate) on_framing: Callback<Framing>,
}

#[component]
pub(crate) fn ChooseFraming(props: &ChooseFramingProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let choices = framings().map(|(name, _)| (name.into(), (texts.framing_name)(name).into()));
    html! {
        <SelectField
            group="chat"
            testid={props.testid}
            label={texts.framing}
            width={classes!("full")}
            choices={choices.to_vec()}
            chosen={framing_position(&props.framing)}
            on_choose={props.on_framing.reform(|at: usize| framings()[at].1.clone())}
        />
    }
}
