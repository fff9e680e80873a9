//! The settings as JSON, to share a room and to read a shared one.

use yew::prelude::*;

use super::mode_fields::{FieldsProps, InputOf};
use crate::chat::state::room_settings::{RoomEdit, RoomField};
use crate::chat::texts as chat;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::texts::use_texts_of;

#[component]
pub(crate) fn ExportFields(props: &FieldsProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let given =
        InputOf { testid: "chat-json", label: texts.json_text, lines: 8, width: "full sheet" };
    let onclick = props.on_edit.reform(|_: MouseEvent| RoomEdit::Import);
    html! {
        <div class="fields">
            { props.input(RoomField::Json, given, (texts.wrong)(RoomField::Json)) }
            <CopyButton line={props.settings.text(RoomField::Json)} />
            <button
                type="button"
                class="plain"
                data-testid="chat-json-apply"
                disabled={!props.settings.json_is_typed()}
                {onclick}
            >
                { texts.json_apply }
            </button>
        </div>
    }
}
