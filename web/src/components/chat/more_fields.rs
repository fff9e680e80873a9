//! The settings a room has beyond what its kind brings.

use lab_shared::chat::{Concurrency, Form, Mode, SlowPeer};
use lab_shared::framing::Framing;
use yew::prelude::*;

use super::choose::{ChooseEncoding, ChooseFraming};
use super::mode_fields::{Check, FieldsProps, InputOf};
use crate::components::select_field::SelectField;
use crate::components::socket_fields::position;
use crate::components::use_texts_of;
use crate::i18n::chat;
use crate::state::room_settings::{RoomEdit, RoomField};

const AT_A_TIME: [Concurrency; 2] = [Concurrency::One, Concurrency::All];
const POLICIES: [SlowPeer; 3] = [SlowPeer::DropOldest, SlowPeer::Block, SlowPeer::Disconnect];
const FORMS: [Form; 2] = [Form::Stamped, Form::Compact];

#[component]
pub(crate) fn MoreFields(props: &FieldsProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let room = &props.settings.room;
    let input = |field, testid, label, width| {
        props.input(field, InputOf { testid, label, lines: 1, width }, (texts.wrong)(field))
    };
    let policies =
        POLICIES.map(|policy| (format!("{policy:?}").into(), (texts.slow_name)(policy).into()));
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
                group="chat"
                testid="chat-encoding"
                encoding={room.encoding}
                on_encoding={props.on_edit.reform(RoomEdit::Encoding)}
            />
            <SelectField
                group="chat"
                testid="chat-concurrency"
                label={texts.concurrency}
                width={classes!("wide")}
                choices={vec![("one".into(), texts.one.into()), ("all".into(), texts.all.into())]}
                chosen={position(&AT_A_TIME, room.concurrency)}
                on_choose={props.on_edit.reform(|at: usize| RoomEdit::Concurrency(AT_A_TIME[at]))}
            />
            <SelectField
                group="chat"
                testid="chat-slow-peer"
                label={texts.slow}
                width={classes!("wide")}
                choices={policies.to_vec()}
                chosen={position(&POLICIES, room.slow_peer)}
                on_choose={props.on_edit.reform(|at: usize| RoomEdit::SlowPeer(POLICIES[at]))}
            />
            { input(RoomField::QueueBytes, "chat-queue-bytes", texts.queue_bytes, "roomy") }
            { input(RoomField::MaxMessage, "chat-max-message", texts.max_message, "roomy") }
            if room.mode == Mode::Group {
                <SelectField
                    group="chat"
                    testid="chat-message-form"
                    label={texts.form}
                    width={classes!("wide")}
                    choices={vec![
                        ("stamped".into(), texts.stamped.into()),
                        ("compact".into(), texts.compact.into()),
                    ]}
                    chosen={position(&FORMS, room.form)}
                    on_choose={props.on_edit.reform(|at: usize| RoomEdit::Form(FORMS[at]))}
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
