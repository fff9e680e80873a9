//! The form of a named message: name, key, group, end.

use yew::prelude::*;

use crate::assistant::state::compose::command::{MessageCommand, MessageField};
use crate::assistant::state::compose::message_key::MessageKey;
use crate::assistant::state::compose::messages::{FormError, MessageForm as Form};
use crate::assistant::texts::messages;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct MessageFormProps {
    pub(super) form: Form,
    /// What is wrong with it.
    pub(super) error: Option<FormError>,
    /// The names of the ends, and of the groups there are.
    pub(super) ends: Vec<AttrValue>,
    pub(super) groups: Vec<AttrValue>,
    pub(super) on: Callback<MessageCommand>,
}

#[component]
pub(super) fn MessageForm(props: &MessageFormProps) -> Html {
    let MessageFormProps { form, error, on, .. } = props;
    let texts = use_texts_of::<messages::Messages>();
    let onsubmit = use_callback(on.clone(), |event: SubmitEvent, on| {
        event.prevent_default();
        on.emit(MessageCommand::Keep);
    });
    let onkeydown = use_callback(on.clone(), |event: KeyboardEvent, on| {
        if event.key() == "Escape" {
            on.emit(MessageCommand::Cancel);
        }
    });
    let words = error.map(|error| AttrValue::from((texts.error)(error)));
    let of_name = matches!(error, Some(FormError::NameTaken));
    let of_key = matches!(error, Some(FormError::Key(_)));
    let write = |field: MessageField| on.reform(move |text| MessageCommand::Field(field, text));
    let cancel = on.reform(|_: MouseEvent| MessageCommand::Cancel);
    html! {
        <form class="message-form control" data-testid="message-form" {onsubmit} {onkeydown}>
            <div class="fields">
                <TextInput
                    testid="message-name"
                    label={texts.name}
                    value={form.name.clone()}
                    wrong={words.clone().filter(|_| of_name)}
                    width={classes!("wide")}
                    on_text={write(MessageField::Name)}
                />
                <SelectField
                    testid="message-key"
                    label={texts.key}
                    offer={keys(texts, form, on)}
                    width={classes!("narrow")}
                />
                <TextInput
                    testid="message-group"
                    label={texts.group}
                    value={form.group.clone()}
                    placeholder={props.groups.first().cloned()}
                    on_text={write(MessageField::Group)}
                />
                <SelectField
                    testid="message-end"
                    label={texts.end}
                    offer={ends(texts, form, &props.ends, on)}
                />
            </div>
            if let Some(words) = words.filter(|_| of_key) { <p class="complaint">{ words }</p> }
            <div class="message-form-foot">
                <button type="submit" class="key is-main" data-testid="message-keep" disabled={error.is_some()}>
                    { texts.keep }
                </button>
                <button type="button" class="plain" data-testid="message-cancel" onclick={cancel}>{ texts.cancel }</button>
            </div>
        </form>
    }
}

/// Every key that can send a message, and the one that is written even if it cannot.
fn keys(texts: &messages::Messages, form: &Form, on: &Callback<MessageCommand>) -> Offer {
    let mut names: Vec<AttrValue> = MessageKey::all().map(|key| key.to_string().into()).collect();
    if !form.key.is_empty() && !names.iter().any(|name| *name == form.key) {
        names.push(form.key.clone().into());
    }
    offer(texts.no_key, names, &form.key, MessageField::Key, on)
}

fn ends(
    texts: &messages::Messages,
    form: &Form,
    ends: &[AttrValue],
    on: &Callback<MessageCommand>,
) -> Offer {
    offer(texts.any_end, ends.to_vec(), &form.end, MessageField::End, on)
}

/// Nothing, or one of the names.
fn offer(
    nothing: &'static str,
    names: Vec<AttrValue>,
    written: &str,
    field: MessageField,
    on: &Callback<MessageCommand>,
) -> Offer {
    let chosen = names.iter().position(|name| *name == written).map_or(0, |at| at + 1);
    let first = (AttrValue::from(""), AttrValue::from(nothing));
    let choices = names.iter().map(|name| (name.clone(), name.clone()));
    let choices = std::iter::once(first).chain(choices).collect();
    let on_choose = on.reform(move |at: usize| {
        let name = at.checked_sub(1).map(|at| names[at].to_string()).unwrap_or_default();
        MessageCommand::Field(field, name)
    });
    Offer { choices, chosen, on_choose }
}
