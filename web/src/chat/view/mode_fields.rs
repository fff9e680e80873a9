//! The server's mode, and the fields that only that mode has.

use lab_shared::chat::Mode;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::chat::state::room_settings::{RoomEdit, RoomField, RoomFieldError, RoomSettings};
use crate::chat::texts as chat;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_area::TextArea;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FieldsProps {
    pub(crate) settings: Rc<RoomSettings>,
    /// The first error in them.
    pub(crate) error: Option<RoomFieldError>,
    /// One of them changed.
    pub(crate) on_edit: Callback<RoomEdit>,
}

impl FieldsProps {
    /// The field to type into.
    pub(crate) fn input(&self, field: RoomField, given: InputOf, wrong: &'static str) -> Html {
        let InputOf { testid, label, lines, width } = given;
        let error = self.error.as_ref().filter(|error| error.field == field);
        let wrong = error.map(|error| match &error.detail {
            Some(detail) => format!("{wrong} {detail}").into(),
            None => AttrValue::from(wrong),
        });
        let on_text = self.on_edit.reform(move |text: String| RoomEdit::Text(field, text));
        let number =
            matches!(field, RoomField::Port | RoomField::QueueBytes | RoomField::MaxMessage);
        let value = self.settings.text(field);
        match lines {
            1 => {
                html! { <TextInput {testid} {label} {width} {value} {wrong} {number} {on_text} /> }
            }
            lines => {
                html! { <TextArea {testid} {label} {lines} {width} {value} {wrong} {on_text} /> }
            }
        }
    }
}

/// A field to type into.
pub(crate) struct InputOf {
    pub(crate) testid: &'static str,
    pub(crate) label: &'static str,
    /// How many lines it has.
    pub(crate) lines: u32,
    pub(crate) width: &'static str,
}

#[component]
pub(crate) fn ModeFields(props: &FieldsProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let mode = &props.settings.room.mode;
    let list = |field, testid, label| {
        props.input(field, InputOf { testid, label, lines: 3, width: "full" }, (texts.wrong)(field))
    };
    let special = match mode {
        Mode::FixedReplies { one_exchange, .. } => html! {
            <>
                { list(RoomField::Replies, "chat-replies", texts.replies) }
                <Check
                    testid="chat-one-exchange"
                    label={texts.one_exchange}
                    checked={*one_exchange}
                    on_check={props.on_edit.reform(RoomEdit::OneExchange)}
                />
            </>
        },
        Mode::Shop { .. } => list(RoomField::Goods, "chat-goods", texts.goods),
        Mode::Group
        | Mode::Acknowledge
        | Mode::Echo
        | Mode::UpperCase
        | Mode::LineAnswer
        | Mode::KeywordOver
        | Mode::Operator => html! {},
    };
    html! {
        <>
            <SelectField
                testid="chat-mode"
                label={texts.mode}
                width={classes!("full")}
                offer={Offer::in_words(mode, &props.on_edit, RoomEdit::Mode, &|mode: Mode| texts.modes.of(&mode).name)}
            />
            <p class="field-note" data-testid="chat-mode-text">{ texts.modes.of(mode).text }</p>
            { special }
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CheckProps {
    pub(crate) testid: &'static str,
    /// Its words.
    pub(crate) label: &'static str,
    /// Whether it is ticked.
    pub(crate) checked: bool,
    /// Takes whether it is.
    pub(crate) on_check: Callback<bool>,
}

#[component]
pub(crate) fn Check(props: &CheckProps) -> Html {
    let onchange = props
        .on_check
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="check full">
            <input type="checkbox" data-testid={props.testid} checked={props.checked} {onchange} />
            { props.label }
        </label>
    }
}
