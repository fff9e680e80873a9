//! Choices that several forms of the Chat place offer.

use lab_shared::framing::Framing;
use lab_shared::text::Encoding;
use std::convert::identity;
use yew::prelude::*;

use crate::bench::texts::controls;
use crate::chat::texts as chat;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChooseEncodingProps {
    pub(crate) testid: &'static str,
    /// The one chosen.
    pub(crate) encoding: Encoding,
    pub(crate) on_encoding: Callback<Encoding>,
}

#[component]
pub(crate) fn ChooseEncoding(props: &ChooseEncodingProps) -> Html {
    let texts = use_texts_of::<controls::Controls>();
    html! {
        <SelectField
            testid={props.testid}
            label={texts.encoding}
            offer={Offer::of(&props.encoding, &props.on_encoding, identity)}
        />
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChooseFramingProps {
    pub(crate) testid: &'static str,
    /// The one chosen.
    pub(crate) framing: Framing,
    pub(crate) on_framing: Callback<Framing>,
}

#[component]
pub(crate) fn ChooseFraming(props: &ChooseFramingProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    html! {
        <SelectField
            testid={props.testid}
            label={texts.framing}
            width={classes!("full")}
            offer={Offer::in_words(&props.framing, &props.on_framing, identity, &|framing: Framing| (texts.framing_name)(&framing))}
        />
    }
}
