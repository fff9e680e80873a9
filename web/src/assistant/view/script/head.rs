//! What the script is doing, its keys, and what a person has to know about it.

use std::rc::Rc;
use yew::prelude::*;

use crate::assistant::state::script::{ScriptCommand, ScriptEnd, ScriptModel, ScriptPhase};
use crate::assistant::texts::script::ScriptTexts;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct HeadProps {
    pub(super) model: Rc<ScriptModel>,
    pub(super) on_relay: bool,
    /// Whether another text runs than is written.
    pub(super) is_older: bool,
    pub(super) on: Callback<ScriptCommand>,
}

#[component]
pub(super) fn ScriptHead(props: &HeadProps) -> Html {
    let texts = use_texts_of::<ScriptTexts>();
    let HeadProps { model, on_relay, is_older, on } = props;
    let is_on = model.is_on();
    let key =
        |icon: Icon, words, testid: &'static str, class, disabled: bool, command: ScriptCommand| {
            let onclick = on.reform(move |_: MouseEvent| command.clone());
            html! {
                <button type="button" {class} data-testid={testid} {disabled} {onclick}>
                    { icon.html() }{ words }
                </button>
            }
        };
    let (icon, words) = match is_on {
        true => (Icon::Again, texts.restart),
        false => (Icon::Run, texts.start),
    };
    let is_main = classes!("key", (!is_on || *is_older).then_some("is-main"));
    let hint = (texts.hint)(&model.phase);
    html! {
        <div class="script-head" data-state={state_name(&model.phase)} data-testid="script-state">
            <p class="script-state" role="status">
                <b>{ (texts.state)(&model.phase) }</b>
                if model.handled > 0 { <span data-testid="script-handled">{ (texts.handled)(model.handled) }</span> }
                if model.waiting > 1 { <span>{ (texts.waiting)(model.waiting) }</span> }
            </p>
            <div class="run-keys">
                { key(icon, words, "script-start", is_main, *on_relay, ScriptCommand::Start) }
                if is_on {
                    { key(Icon::Stop, texts.stop, "script-stop", classes!("key"), false, ScriptCommand::Stop) }
                }
            </div>
            if let ScriptPhase::Loading(loaded, total) = model.phase {
                <progress
                    aria-label={(texts.state)(&model.phase)}
                    value={(total > 0).then(|| loaded.to_string())}
                    max={(total > 0).then(|| total.to_string())}
                ></progress>
            }
            if !hint.is_empty() { <p class="script-hint">{ hint }</p> }
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct NoticesProps {
    pub(super) model: Rc<ScriptModel>,
    pub(super) on_relay: bool,
    /// Whether another text runs than is written.
    pub(super) is_older: bool,
}

/// What a person has to know about it.
#[component]
pub(super) fn Notices(props: &NoticesProps) -> Html {
    let texts = use_texts_of::<ScriptTexts>();
    let NoticesProps { model, on_relay, is_older } = props;
    let fault = model.fault.as_ref().map(|fault| {
        let words = match model.is_on() {
            true => (texts.failed)(model.faults.max(1)),
            false => texts.ended.to_owned(),
        };
        html! {
            <p class={classes!("script-notice", "is-error", fault.line.map(|_| "is-placed"))} role="alert" data-testid="script-fault">
                { Icon::Cross.html() }
                <span>
                    { words }
                    if let Some(line) = fault.line { { (texts.line)(line) } }
                    { " " }<code>{ &fault.text }</code>
                </span>
            </p>
        }
    });
    let words = match &model.phase {
        ScriptPhase::Over(ScriptEnd::Crashed(words) | ScriptEnd::Failed(words)) => Some(words),
        _ => None,
    };
    html! {
        <>
            if *on_relay {
                <p class="script-notice" role="note" data-testid="script-on-relay">{ Icon::Note.html() }<span>{ texts.on_relay }</span></p>
            }
            if *is_older {
                <p class="script-notice" role="status" data-testid="script-older">{ Icon::Note.html() }<span>{ texts.older }</span></p>
            }
            if model.left_out > 0 {
                <p class="script-notice" role="status" data-testid="script-behind">{ Icon::Blocked.html() }<span>{ (texts.left_out)(model.left_out) }</span></p>
            }
            if let Some(words) = words {
                <p class="script-notice is-error" role="alert">{ Icon::Cross.html() }<code>{ words }</code></p>
            }
            { fault.unwrap_or_default() }
        </>
    }
}

/// A phase's name in the page's markup.
fn state_name(phase: &ScriptPhase) -> &'static str {
    match phase {
        ScriptPhase::Off => "off",
        ScriptPhase::Loading(..) => "loading",
        ScriptPhase::Starting => "starting",
        ScriptPhase::Serving => "serving",
        ScriptPhase::Over(ScriptEnd::Stopped | ScriptEnd::Finished(None)) => "stopped",
        ScriptPhase::Over(_) => "failed",
    }
}
