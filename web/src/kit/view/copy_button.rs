//! A button that copies a line and confirms it.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::icon::Icon;
use super::texts::use_texts_of;
use crate::kit::browser;
use crate::kit::texts::Kit;

/// How long the confirmation is shown, in milliseconds.
const SAID_FOR: u32 = 2000;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CopyButtonProps {
    /// What to copy.
    pub(crate) line: AttrValue,
    /// Its label, unless "Copy".
    #[prop_or_default]
    pub(crate) words: Option<AttrValue>,
    #[prop_or("nc-copy")]
    pub(crate) testid: &'static str,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let texts = use_texts_of::<Kit>();
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
        Some(true) => (Icon::Check, texts.copied),
        Some(false) => (Icon::Cross, texts.copy_failed),
        None => (Icon::Copy, texts.copy),
    };
    let words = match (said, &props.words) {
        (None, Some(words)) => words.clone(),
        _ => AttrValue::Static(words),
    };
    html! {
        <button type="button" class="copy" data-testid={props.testid} {onclick}>
            { icon.html() }<span aria-live="polite">{ words }</span>
        </button>
    }
}
