//! One call as a button, beside the Python line it equals.

use lab_shared::call::CallName;
use yew::prelude::*;

use crate::bench::texts::steps;
use crate::kit::view::icon::Icon;
use crate::kit::view::own_id::use_own_id;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::timeline::view::python_code::PythonCode;
use lab_shared::language::Bilingual;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CallKeyProps {
    pub(crate) call: CallName,
    /// The line it equals; `None` while a field holds an error.
    pub(crate) python: Option<AttrValue>,
    /// Which precondition the socket's state does not meet.
    pub(crate) unmet_precondition: Option<Bilingual>,
    /// Whether the advice is to press it next.
    pub(crate) advised: bool,
    /// Whether it can be made at all.
    pub(crate) enabled: bool,
    /// Whether Enter in a field presses it.
    pub(crate) first: bool,
    /// Pressed. The first one is pressed through its form.
    pub(crate) on_press: Callback<CallName>,
    /// The pointer or the focus is on it.
    pub(crate) on_look: Callback<CallName>,
}

#[component]
pub(crate) fn CallKey(props: &CallKeyProps) -> Html {
    let (texts, language) = (use_texts_of::<steps::Steps>(), use_language());
    let call = props.call;
    let first = props.first;
    let onclick = use_callback(props.on_press.clone(), move |_: MouseEvent, on_press| {
        if !first {
            on_press.emit(call);
        }
    });
    let onfocus = props.on_look.reform(move |_: FocusEvent| call);
    let onmouseenter = props.on_look.reform(move |_: MouseEvent| call);
    let note_id = use_own_id();
    let described = props.unmet_precondition.map(|_| note_id.clone());
    html! {
        <div class={classes!("key-row", props.advised.then_some("is-next"), (!first).then_some("is-second"))} {onmouseenter}>
            <button
                type={if first { "submit" } else { "button" }}
                class={classes!("key", props.unmet_precondition.map(|_| "is-senseless"))}
                data-testid={format!("call-{}", call.as_str())}
                disabled={!props.enabled}
                aria-describedby={described}
                {onclick}
                {onfocus}
            >
                { call.as_str() }
                if props.advised { <span class="unseen">{ texts.next }</span> }
            </button>
            if let Some(line) = &props.python {
                <PythonCode line={line.clone()} />
            } else {
                <code class="python">{ "…" }</code>
            }
            if let Some(reason) = props.unmet_precondition {
                <p class="senseless" id={note_id} data-testid="senseless">
                    { Icon::Note.html() }<span>{ reason.get(language) }</span>
                </p>
            }
        </div>
    }
}
