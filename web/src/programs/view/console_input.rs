//! The input field for a program's standard input.

use lab_shared::trace::Role;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::side_name;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::command::ProgramCommand;
use crate::programs::texts as programs;
use crate::worker::message::ToWorker;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ConsoleInputProps {
    /// Which pane.
    pub(crate) side: Role,
    /// Whether its program runs.
    pub(crate) enabled: bool,
    /// Whether it waits for a line.
    pub(crate) wanted: bool,
    /// Carries out what the person does.
    pub(crate) on: Callback<ProgramCommand>,
}

#[component]
pub(crate) fn ConsoleInput(props: &ConsoleInputProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let (side, name) = (props.side, side_name(props.side));
    let field = use_node_ref();
    let onsubmit = {
        let (field, on) = (field.clone(), props.on.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(input) = field.cast::<HtmlInputElement>() {
                on.emit(ProgramCommand::Input(side, input.value()));
                input.set_value("");
            }
        })
    };
    let eof = props.on.reform(move |_: MouseEvent| ProgramCommand::Tell(side, ToWorker::Eof));
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
                disabled={!props.enabled}
                data-testid={format!("console-input-{name}")}
            />
            <button type="submit" disabled={!props.enabled} data-testid={format!("console-send-{name}")}>
                { texts.send }
            </button>
            <button type="button" disabled={!props.enabled} data-testid={format!("console-eof-{name}")} onclick={eof}>
                { texts.eof }
            </button>
        </form>
    }
}
