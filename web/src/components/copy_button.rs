//! A button that copies a line and says so.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::icon::Icon;
use super::use_texts;
use crate::browser;

/// How long it says so, in milliseconds.
const SAID_FOR: u32 = 2000;

/// What the button needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CopyButtonProps {
    /// What to copy.
    pub(crate) line: AttrValue,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let texts = use_texts();
    let copied = use_state_eq(|| None::<bool>);
    let onclick = {
        let copied = copied.clone();
        use_callback(props.line.clone(), move |_: MouseEvent, line| {
            let (line, copied) = (line.clone(), copied.clone());
            wasm_bindgen_futures::spawn_local(async move {
                copied.set(Some(browser::copy(&line).await));
            });
        })
    };
    let said = *copied;
    use_effect_with(said, move |said| {
        let forget = said.map(|_| Timeout::new(SAID_FOR, move || copied.set(None)));
        move || drop(forget)
    });
    let (icon, words) = match said {
        Some(true) => (Icon::Check, texts.steps.copied),
        Some(false) => (Icon::Cross, texts.steps.copy_failed),
        None => (Icon::Copy, texts.steps.copy),
    };
    html! {
        <button type="button" class="copy" data-testid="nc-copy" {onclick}>
            { icon.html() }<span aria-live="polite">{ words }</span>
        </button>
    }
}
