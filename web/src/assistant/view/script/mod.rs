//! The script: its text in an editor, what it is doing, and what it prints.

mod head;
mod output;

use std::rc::Rc;
use yew::prelude::*;

use lab_shared::assistant::setup::Setup;

use super::end_field::EndField;
use crate::assistant::state::script::examples::Example;
use crate::assistant::state::script::{FILE, ScriptCommand, ScriptModel};
use crate::assistant::texts::script::ScriptTexts;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::view::editor_pane::EditorPane;
use head::{Notices, ScriptHead};
use output::ScriptOutput;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ScriptProps {
    /// The script is in it.
    pub(crate) document: Rc<Setup>,
    pub(crate) model: Rc<ScriptModel>,
    /// The ends' names.
    pub(crate) ends: Vec<String>,
    /// Whether the relay runs the assistant, which has no CPython.
    pub(crate) on_relay: bool,
    pub(crate) on: Callback<ScriptCommand>,
}

/// All of it.
#[component]
pub(crate) fn ScriptTab(props: &ScriptProps) -> Html {
    let texts = use_texts_of::<ScriptTexts>();
    let ScriptProps { document, model, ends, on_relay, on } = props;
    let Some(script) = &document.script else {
        return html! { <Begin on={on.clone()} /> };
    };
    let line = model.fault.as_ref().filter(|fault| fault.file.as_deref() == Some(FILE));
    let error = line.and_then(|fault| Some((fault.line?, AttrValue::from(fault.text.clone()))));
    html! {
        <div class="answering script" data-testid="script">
            <ScriptHead model={model.clone()} on_relay={*on_relay} is_older={model.is_older_than(script)} on={on.clone()} />
            <Notices model={model.clone()} on_relay={*on_relay} is_older={model.is_older_than(script)} />
            <EditorPane
                name="script"
                file={FILE}
                text={script.text.clone()}
                {error}
                on_text={on.reform(ScriptCommand::Write)}
            />
            <ScriptOutput console={model.console.clone()} on={on.clone()} />
            <EndField
                testid="script-end"
                ends={ends.clone()}
                chosen={script.end.clone()}
                on_end={on.reform(ScriptCommand::End)}
            />
            <p class="field-note">{ texts.order }</p>
            <Help />
            <button type="button" class="plain script-remove" data-testid="script-remove" onclick={on.reform(|_: MouseEvent| ScriptCommand::Remove)}>
                { Icon::Cross.html() }{ texts.remove }
            </button>
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct BeginProps {
    on: Callback<ScriptCommand>,
}

/// Where there is no script: what one is for, and what to begin with.
#[component]
fn Begin(props: &BeginProps) -> Html {
    let texts = use_texts_of::<ScriptTexts>();
    let example = |example: Example| {
        let (name, shows) = (texts.example)(example);
        let onclick = props.on.reform(move |_: MouseEvent| ScriptCommand::Begin(example.text()));
        html! {
            <button type="button" class="script-example" data-testid={format!("script-begin-{}", example.name())} {onclick}>
                <b>{ name }</b><span>{ shows }</span>
            </button>
        }
    };
    html! {
        <div class="answering script" data-testid="script">
            <p class="empty">{ texts.none }</p>
            <div class="script-examples">{ for Example::ALL.map(example) }</div>
            <p class="field-note">{ texts.order }</p>
            <Help />
        </div>
    }
}

/// What a script can use.
#[component]
fn Help() -> Html {
    let texts = use_texts_of::<ScriptTexts>();
    let names = texts.names.iter().map(|(name, does)| {
        html! { <><dt><code>{ *name }</code></dt><dd>{ *does }</dd></> }
    });
    html! {
        <details class="script-help">
            <summary>{ texts.help }</summary>
            <dl>{ for names }</dl>
        </details>
    }
}
