//! The remedies against 粘包 while a room or a client runs: framing, sends apart, small recvs.

use lab_shared::framing::Framing;
use yew::prelude::*;

use super::choose::ChooseFraming;
use super::mode_fields::Check;
use crate::boundaries::state::pace::{PaceEdit, PaceFields as Fields};
use crate::boundaries::state::remedy::{Between, Remedy};
use crate::boundaries::texts as boundaries;
use crate::chat::texts::stream;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

/// The fields' names for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PaceIds {
    pub(crate) framing: &'static str,
    pub(crate) between: &'static str,
    pub(crate) bufsize: &'static str,
    pub(crate) busy: &'static str,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PaceFieldsProps {
    /// Their names.
    pub(crate) ids: PaceIds,
    /// How messages are separated.
    pub(crate) framing: Framing,
    /// The pace; `None` where others make the calls.
    pub(crate) pace: Option<Fields>,
    /// Takes another framing.
    pub(crate) on_framing: Callback<Framing>,
    /// Takes another pace.
    pub(crate) on_pace: Callback<PaceEdit>,
}

#[component]
pub(crate) fn PaceFields(props: &PaceFieldsProps) -> Html {
    let (texts, stream) =
        (use_texts_of::<boundaries::Boundaries>(), use_texts_of::<stream::Stream>());
    let ids = props.ids;
    let remedy = Remedy::of_framing(&props.framing);
    html! {
        <fieldset class="pace">
            <legend>{ texts.against }</legend>
            <div class="fields">
                <ChooseFraming
                    testid={ids.framing}
                    framing={props.framing.clone()}
                    on_framing={props.on_framing.clone()}
                />
                <p class="field-note">{ (stream.remedy_text)(remedy) }</p>
                if let Some(pace) = &props.pace {
                    <SelectField
                        testid={ids.between}
                        label={texts.between}
                        width={classes!("wide")}
                        offer={Offer::in_words(&pace.between, &props.on_pace, PaceEdit::Between, &texts.between_name)}
                    />
                    <TextInput
                        testid={ids.bufsize}
                        label={texts.bufsize}
                        number=true
                        placeholder={texts.usual}
                        value={pace.bufsize.clone()}
                        width={classes!("narrow")}
                        wrong={pace.checked().is_none().then_some(stream.wrong_bufsize)}
                        on_text={props.on_pace.reform(PaceEdit::Bufsize)}
                    />
                    if pace.between != Between::Nothing {
                        <p class="field-note">{ (texts.between_text)(pace.between) }</p>
                    }
                    <Check
                        testid={ids.busy}
                        label={texts.busy}
                        checked={pace.busy}
                        on_check={props.on_pace.reform(PaceEdit::Busy)}
                    />
                } else {
                    <p class="field-note">{ texts.pace_on_relay }</p>
                }
            </div>
        </fieldset>
    }
}
