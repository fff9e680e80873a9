//! The fields of what to send: text in an encoding, with a line ending, or hex digits; for datagrams also the
//! address.

use lab_shared::call::{MsgFlags, SocketType};
use yew::prelude::*;

use super::address_fields::address_fields;
use super::fields_props::FieldsProps;
use super::flags_field::flags_field;
use super::text_field::TextField;
use crate::bench::state::call_form::{Edit, Field, LineEnding, Writing};
use crate::bench::texts::controls::Controls;
use crate::kit::view::select_field::{Offer, SelectField};

pub(crate) fn content_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let hex = props.form.writing == Writing::Hex;
    let kind = props.lab.target_view().map_or(props.form.kind, |view| view.kind);
    let endings = |ending| match ending {
        LineEnding::None => texts.ending_none,
        LineEnding::Lf => "\\n",
        LineEnding::CrLf => "\\r\\n",
    };
    html! {
        <>
            if kind == SocketType::Dgram {
                { address_fields(props, texts) }
            }
            <TextField
                field={Field::Content}
                testid="arg-text"
                label={if hex { texts.content_hex } else { texts.content }}
                width={classes!("full")}
                placeholder={if hex { "e4 bd a0 e5 a5 bd 0a" } else { "" }}
                form={props.form.clone()}
                error={props.error.clone()}
                on_edit={props.on_edit.clone()}
            />
            <SelectField
                testid="arg-encoding"
                label={texts.encoding}
                offer={Offer::of(&props.form.writing, &props.on_edit, Edit::Writing)}
            />
            if !hex {
                <SelectField
                    testid="arg-ending"
                    label={texts.ending}
                    offer={Offer::in_words(&props.form.line_ending, &props.on_edit, Edit::LineEnding, &endings)}
                />
            }
            { flags_field(SEND_FLAGS, props.form.send_flags, &props.on_edit.reform(Edit::SendFlag), texts) }
        </>
    }
}

const SEND_FLAGS: &[MsgFlags] = {
    use MsgFlags as F;
    &[F::DONTWAIT, F::MORE, F::OOB, F::NOSIGNAL, F::DONTROUTE]
};
