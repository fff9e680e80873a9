//! The composer: two linked editors, what goes around the text, what will leave, and the keys that send it.

use gloo_timers::callback::Interval;
use lab_shared::assistant::compose::Form;
use yew::prelude::*;

use super::editor::Editor;
use super::insert_form::InsertMenu;
use super::message_keys::use_message_keys;
use super::preview_strip::PreviewStrip;
use super::send_bar::SendBar;
use super::settings::Settings;
use crate::assistant::state::compose::command::MessageCommand;
use crate::assistant::state::compose::{ComposeCommand, ComposeModel};
use crate::assistant::texts::{compose, messages};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};

/// How often the preview of a message with a time is computed again, in milliseconds.
const TICK: u32 = 1000;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ComposerProps {
    /// The model.
    pub model: Snapshot<ComposeModel>,
    /// To whom a message goes, or what is to be done first.
    pub recipient: AttrValue,
    /// Whether it can be sent now.
    pub ready: bool,
    /// Whether it is injected into a proxy, which repeats nothing.
    #[prop_or_default]
    pub injects: bool,
    /// Carries out what the person does.
    pub on: Callback<ComposeCommand>,
}

/// The composer.
#[component]
pub fn Composer(props: &ComposerProps) -> Html {
    let ComposerProps { model, recipient, ready, injects, on } = props;
    let texts = use_texts_of::<compose::Compose>();
    let language = use_language();
    use_ticks(model.changes_by_itself(), on.clone());
    use_message_keys(model, on.clone());
    let onkeydown = use_callback(on.clone(), |event: KeyboardEvent, on| {
        let sends = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        if sends && !event.is_composing() {
            event.prevent_default();
            on.emit(ComposeCommand::Send);
        }
    });
    let editor = |form: Form| {
        let wrong = model.problem().filter(|_| model.draft.form == form);
        html! {
            <Editor
                {form}
                view={Snapshot::from(model.editor(form))}
                wrong={wrong.map(|wrong| (wrong.clone(), wrong.problem.in_words(language)))}
                selection={(model.selection.0 == form).then(|| model.selection.1.clone())}
                caret_moves={model.caret_moves}
                on={on.clone()}
            />
        }
    };
    html! {
        <section class={classes!("compose", model.is_folded.then_some("is-folded"))} aria-label={texts.title} data-testid="composer" {onkeydown}>
            <LoadedLine model={model.clone()} on={on.clone()} />
            <div class="compose-editors">
                { editor(Form::Text) }
                { editor(Form::Hex) }
            </div>
            if !model.is_folded {
                <Settings model={model.clone()} on={on.clone()} />
            }
            <InsertMenu model={model.clone()} on={on.clone()} />
            <PreviewStrip preview={model.preview.as_ref().ok().map(Snapshot::from)} />
            <SendBar model={model.clone()} recipient={recipient.clone()} {ready} injects={*injects} on={on.clone()} />
        </section>
    }
}

/// Lets time pass in the preview, as long as it shows a time.
#[hook]
fn use_ticks(needed: bool, on: Callback<ComposeCommand>) {
    use_effect_with((needed, on), |(needed, on)| {
        let on = on.clone();
        let ticks = needed.then(|| Interval::new(TICK, move || on.emit(ComposeCommand::Tick)));
        move || drop(ticks)
    });
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct LoadedLineProps {
    model: Snapshot<ComposeModel>,
    on: Callback<ComposeCommand>,
}

/// The named message that is in the editors.
#[component]
fn LoadedLine(props: &LoadedLineProps) -> Html {
    let texts = use_texts_of::<messages::Messages>();
    let model = &props.model;
    let Some(name) = &model.messages.loaded else { return html! {} };
    let save = props.on.reform(|_: MouseEvent| ComposeCommand::Messages(MessageCommand::SaveBack));
    html! {
        <div class="compose-head">
            <span class="compose-loaded" data-testid="compose-loaded">{ (texts.loaded)(name) }</span>
            if model.differs_from_loaded() {
                <span class="count">{ texts.changed }</span>
                <button type="button" class="plain is-small" data-testid="message-save-back" onclick={save}>
                    { texts.save_back }
                </button>
            }
        </div>
    }
}
