//! An entry in detail: its facts, its fields by a decoder, and its bytes. A field marks its bytes.

mod dump;
mod tree;

use std::ops::Range;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::assistant::state::log::LogCommand;
use crate::assistant::state::log::guess::DecoderChoice;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::{use_language, use_texts_of};
use dump::dump;
use lab_shared::assistant::log::EntryKind;
use tree::tree;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DetailProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) on: Callback<AssistantCommand>,
}

#[component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let (texts, language) = (&use_texts_of::<texts::Assistant>().detail, use_language());
    let words = &use_texts_of::<texts::Assistant>().log;
    let marked = use_state_eq(|| None::<Range<usize>>);
    let on_mark = {
        let marked = marked.setter();
        use_callback((), move |range: Option<Range<usize>>, ()| marked.set(range))
    };
    let on_log = props.on.reform(AssistantCommand::Log);
    let log = &props.model.log;
    let Some(row) = &log.picked else {
        return html! { <p class="empty" data-testid="assistant-no-detail">{ texts.empty }</p> };
    };
    let entry = &row.entry;
    let bytes = entry.kind.bytes();
    let decoded = log.decoder.decode(bytes, &log.format);
    let on_format = on_log.reform(|event: InputEvent| {
        LogCommand::Format(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let fields = match &decoded {
        Err(wrong) => html! { <p class="complaint" role="alert">{ wrong.get(language) }</p> },
        Ok(None) => html! { <p class="field-note">{ texts.unknown }</p> },
        Ok(Some((choice, decoded))) => html! {
            <>
                if log.decoder == DecoderChoice::Auto {
                    <p class="field-note">{ (texts.guessed)((texts.decoder_name)(*choice)) }</p>
                }
                { tree(decoded, &on_mark) }
                if let Some(fault) = &decoded.fault {
                    <p class="complaint">{ (texts.fault)(fault.at) }{ " " }{ fault.cause.get(language) }</p>
                }
            </>
        },
    };
    html! {
        <div class="detail" data-testid="assistant-detail">
            <dl class="facts detail-facts">
                <dt>{ texts.time }</dt><dd>{ super::log::clock(entry) }</dd>
                <dt>{ texts.what }</dt><dd>{ (words.what)(&entry.kind).1 }</dd>
                <dt>{ texts.end }</dt><dd>{ &entry.end }</dd>
                if !entry.peer.is_empty() { <dt>{ texts.peer }</dt><dd><code>{ &entry.peer }</code></dd> }
                if !bytes.is_empty() { <dt>{ texts.length }</dt><dd>{ bytes.len() }</dd> }
                if let EntryKind::Received { check: Some(right), .. } = entry.kind {
                    <dt>{ texts.check }</dt><dd>{ if right { words.right } else { words.wrong } }</dd>
                }
            </dl>
            if bytes.is_empty() {
                <p class="field-note">{ entry.kind.reason(language) }</p>
            } else {
                <div class="fields">
                    <SelectField
                        testid="assistant-decoder"
                        label={texts.decoder}
                        offer={Offer::in_words(&log.decoder, &on_log, LogCommand::Decode, &|choice: DecoderChoice| (texts.decoder_name)(choice))}
                    />
                    if log.decoder == DecoderChoice::Struct {
                        <div class="field wide">
                            <label for="assistant-format">{ texts.format }</label>
                            <input id="assistant-format" type="text" value={log.format.to_string()} oninput={on_format} data-testid="assistant-format" />
                        </div>
                    }
                </div>
                { fields }
                { dump(bytes, (*marked).clone(), texts) }
            }
        </div>
    }
}
