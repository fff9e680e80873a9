//! Chooses a file, sends it from the chosen end, and shows how far it is.

use std::time::Duration;
use web_sys::{DragEvent, File, HtmlInputElement};
use yew::prelude::*;

use super::FilesProps;
use crate::assistant::state::files::{FileField, FilesCommand, SendProgress, USUAL_PART};
use crate::assistant::texts::files::Files as Texts;
use crate::kit::state::format;
use crate::kit::view::icon::Icon;
use crate::kit::view::own_id::use_own_id;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

#[component]
pub(crate) fn Send(props: &FilesProps) -> Html {
    let (texts, language) = (use_texts_of::<Texts>(), use_language());
    let on = &props.on;
    let (id, is_over) = (use_own_id(), use_state_eq(|| false));
    let model = &props.model;
    let (is_open, is_datagram) = (props.is_open, props.is_datagram);
    let take = {
        let (on, file) = (on.clone(), props.file.clone());
        Callback::from(move |chosen: Option<File>| {
            let Some(chosen) = chosen else { return };
            // Sizes of files are far below the integers that an f64 cannot hold.
            on.emit(FilesCommand::Choose { name: chosen.name(), size: chosen.size() as u64 });
            file.set(chosen);
        })
    };
    let onchange = take.reform(|event: Event| {
        event.target_unchecked_into::<HtmlInputElement>().files().and_then(|files| files.get(0))
    });
    let ondrop = {
        let is_over = is_over.clone();
        take.reform(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(false);
            event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0))
        })
    };
    let ondragover = {
        let is_over = is_over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            is_over.set(true);
        })
    };
    let ondragleave = {
        let is_over = is_over.clone();
        Callback::from(move |_: DragEvent| is_over.set(false))
    };
    let problems = model.problems();
    let wrong = |field: FileField| -> Option<AttrValue> {
        let found = problems.iter().find(|(of, _)| *of == field);
        found.map(|(_, problem)| problem.in_words(language).into())
    };
    let usual = if is_datagram { USUAL_PART.1 } else { USUAL_PART.0 };
    let sendable = is_open && !props.on_relay && model.chosen.is_some() && problems.is_empty();
    html! {
        <section class="file-card" aria-label={texts.send_title}>
            <h3>{ texts.send_title }</h3>
            <div class={classes!("drop-zone", is_over.then_some("is-over"))} {ondrop} {ondragover} {ondragleave}>
                <input class="unseen" type="file" id={id.clone()} data-testid="file-input" {onchange} />
                <label class="plain" for={id}>{ Icon::File.html() }{ texts.choose }</label>
                if let Some((name, size)) = &model.chosen {
                    <span class="file-name" data-testid="file-name"><b>{ name }</b>{ " " }{ format::size(*size) }</span>
                } else {
                    <span class="field-note">{ texts.drop }</span>
                }
            </div>
            <div class="fields">
                <TextInput
                    testid="file-part"
                    label={texts.part}
                    value={model.part.clone()}
                    placeholder={usual.to_string()}
                    number=true
                    wrong={wrong(FileField::Part)}
                    on_text={on.reform(FilesCommand::Part)}
                />
                <TextInput
                    testid="file-pause"
                    label={texts.pause}
                    value={model.pause.clone()}
                    placeholder="0"
                    number=true
                    wrong={wrong(FileField::Pause)}
                    on_text={on.reform(FilesCommand::Pause)}
                />
            </div>
            <div class="form-keys">
                if model.is_sending() {
                    <button type="button" class="key" data-testid="file-cancel" onclick={on.reform(|_: MouseEvent| FilesCommand::Cancel)}>
                        { Icon::Stop.html() }{ texts.cancel }
                    </button>
                } else {
                    <button type="button" class="key is-main" data-testid="file-send" disabled={!sendable} onclick={on.reform(|_: MouseEvent| FilesCommand::Send)}>
                        { texts.send }
                    </button>
                    if !is_open && !props.on_relay { <p class="field-note">{ texts.not_open }</p> }
                }
            </div>
            if let Some(sending) = &model.sending { { progress(sending, texts) } }
        </section>
    }
}

fn progress(sending: &SendProgress, texts: &Texts) -> Html {
    let SendProgress { size, sent, rate, end, .. } = sending;
    let per_second = rate.per_second().filter(|_| end.is_none());
    let remaining = rate.time_for(size - sent).filter(|_| end.is_none());
    html! {
        <div class="file-progress">
            <progress aria-label={texts.progress} max={size.max(&1).to_string()} value={sent.to_string()} />
            <p class="file-figures" data-testid="file-figures">
                <span>{ (texts.of)(&format::size(*sent), &format::size(*size)) }</span>
                if let Some(rate) = per_second { <span>{ (texts.rate)(&format::size(rate)) }</span> }
                if let Some(time) = remaining { <span>{ (texts.remaining)(&in_seconds(time)) }</span> }
            </p>
            <p role="status" data-testid="file-ended">
                if let Some(end) = end { { (texts.ended)(*end) } }
            </p>
        </div>
    }
}

fn in_seconds(time: Duration) -> String {
    format::duration(time.as_secs().max(1) * 1_000_000)
}
