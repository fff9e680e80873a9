//! The settings of a room beyond its mode.

use lab_shared::chat::{Concurrency, Form, Mode};
use lab_shared::framing::Framing;
use yew::prelude::*;

use super::choose::{ChooseEncoding, ChooseFraming};
use super::mode_fields::{Check, FieldsProps, InputOf};
use crate::chat::state::room_settings::{RoomEdit, RoomField};
use crate::chat::texts as chat;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;

#[component]
pub(crate) fn MoreFields(props: &FieldsProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let room = &props.settings.room;
    let input = |field, testid, label, width| {
        props.input(field, InputOf { testid, label, lines: 1, width }, (texts.wrong)(field))
    };
    let at_a_time = |concurrency| match concurrency {
        Concurrency::One => texts.one,
        Concurrency::All => texts.all,
    };
    let form = |form| match form {
        Form::Stamped => texts.stamped,
        Form::Compact => texts.compact,
    };
    html! {
        <div class="fields">
            <ChooseFraming
                testid="chat-framing"
                framing={room.framing.clone()}
                on_framing={props.on_edit.reform(RoomEdit::Framing)}
            />
            if let Framing::Delimiter(_) = room.framing {
                { input(RoomField::Delimiter, "chat-delimiter", texts.delimiter, "narrow") }
            }
            <ChooseEncoding
                testid="chat-encoding"
                encoding={room.encoding}
                on_encoding={props.on_edit.reform(RoomEdit::Encoding)}
            />
            <SelectField
                testid="chat-concurrency"
                label={texts.concurrency}
                width={classes!("wide")}
                offer={Offer::in_words(&room.concurrency, &props.on_edit, RoomEdit::Concurrency, &at_a_time)}
            />
            <SelectField
                testid="chat-slow-peer"
                label={texts.slow}
                width={classes!("wide")}
                offer={Offer::in_words(&room.slow_peer, &props.on_edit, RoomEdit::SlowPeer, &texts.slow_name)}
            />
            { input(RoomField::QueueBytes, "chat-queue-bytes", texts.queue_bytes, "roomy") }
            { input(RoomField::MaxMessage, "chat-max-message", texts.max_message, "roomy") }
            if room.mode == Mode::Group {
                <SelectField
                    testid="chat-message-form"
                    label={texts.form}
                    width={classes!("wide")}
                    offer={Offer::in_words(&room.form, &props.on_edit, RoomEdit::Form, &form)}
                />
                <Check
                    testid="chat-echo"
                    label={texts.echo}
                    checked={room.echo_to_sender}
                    on_check={props.on_edit.reform(RoomEdit::EchoToSender)}
                />
            }
        </div>
    }
}
