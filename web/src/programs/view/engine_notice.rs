//! How much of Python is loaded, or why loading failed.

use yew::prelude::*;

use crate::kit::texts::Kit;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::program::Engine;
use crate::programs::texts as programs;

/// Bytes in a megabyte.
const MEGABYTE: f64 = 1_000_000.0;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EngineNoticeProps {
    /// How far it is.
    pub engine: Engine,
    /// Tries again.
    pub on_again: Callback<()>,
}

/// The notice; nothing once Python is there.
#[component]
pub(crate) fn EngineNotice(props: &EngineNoticeProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let kit = use_texts_of::<Kit>();
    let again = props.on_again.reform(|_: MouseEvent| ());
    match &props.engine {
        Engine::Idle | Engine::Ready { .. } => html! {},
        Engine::Loading { loaded, total } => {
            let known = *total > 0;
            let (loaded, total) = (*loaded as f64, *total as f64);
            html! {
                <div class="engine" role="status" data-testid="engine" data-state="loading">
                    <span>{ texts.loading_title }</span>
                    <progress
                        aria-label={texts.loading_title}
                        value={known.then(|| loaded.to_string())}
                        max={known.then(|| total.to_string())}
                    ></progress>
                    if known {
                        <b>{ (texts.loading)(loaded / MEGABYTE, total / MEGABYTE) }</b>
                    }
                </div>
            }
        }
        Engine::Unsupported(_) => html! {
            <div class="engine is-error" role="alert" data-testid="engine" data-state="unsupported">
                { Icon::Note.html() }<span>{ texts.unsupported }</span>
            </div>
        },
        Engine::Failed(why) => html! {
            <div class="engine is-error" role="alert" data-testid="engine" data-state="failed">
                { Icon::Cross.html() }
                <span>{ texts.failed }{ ": " }<code>{ why }</code></span>
                <button type="button" class="plain" data-testid="engine-again" onclick={again}>
                    { kit.again }
                </button>
            </div>
        },
    }
}
