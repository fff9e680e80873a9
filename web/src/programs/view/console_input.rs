//! The field for a line that goes to a program's standard input.

use lab_shared::trace::Role;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{ProgramHands, side_name};
use crate::kit::view::texts::use_texts_of;
use crate::programs::texts as programs;
use crate::worker::message::ToWorker;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ConsoleInputProps {
    /// Which half.
    pub(crate) side: Role,
    /// Whether its program runs.
    pub(crate) on: bool,
    /// Whether it waits for a line.
    pub(crate) wanted: bool,
    /// What the person does.
    pub(crate) hands: ProgramHands,
}

#[component]
pub(crate) fn ConsoleInput(props: &ConsoleInputProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let (side, name) = (props.side, side_name(props.side));
    let field = use_node_ref();
    let onsubmit = {
        let (field, on_input) = (field.clone(), props.hands.on_input.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(input) = field.cast::<HtmlInputElement>() {
                on_input.emit((side, input.value()));
                input.set_value("");
            }
        })
    };
    let eof = props.hands.on_tell.reform(move |_: MouseEvent| (side, ToWorker::Eof));
    let label = if props.wanted { texts.input_wanted } else { texts.input };
    html! {
        <form class={classes!("console-input", props.wanted.then_some("is-wanted"))} {onsubmit}>
            <input
                ref={field}
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label={label}
                placeholder={label}
                disabled={!props.on}
                data-testid={format!("console-input-{name}")}
            />
            <button type="submit" disabled={!props.on} data-testid={format!("console-send-{name}")}>
                { texts.send }
            </button>
            <button type="button" disabled={!props.on} data-testid={format!("console-eof-{name}")} onclick={eof}>
                { texts.eof }
            </button>
        </form>
    }
}
