//! What stands under a terminal: the field that finds a text, the end of input, and the mode for screen readers.

use lab_shared::trace::Role;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::side_name;
use super::use_terminal::{MountedTerminal, search_id};
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::command::ProgramCommand;
use crate::programs::texts as programs;
use crate::worker::message::ToWorker;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ConsoleToolsProps {
    /// Which pane.
    pub(crate) side: Role,
    pub(crate) terminal: MountedTerminal,
    /// Which of how many places of the text is marked.
    pub(crate) found: (u32, u32),
    /// Whether its program runs.
    pub(crate) enabled: bool,
    /// Whether it waits for a line.
    pub(crate) wanted: bool,
    /// Carries out what the person does.
    pub(crate) on: Callback<ProgramCommand>,
}

#[component]
pub(crate) fn ConsoleTools(props: &ConsoleToolsProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let (side, name) = (props.side, side_name(props.side));
    let sought = use_state_eq(String::new);
    let reader = use_state_eq(|| false);
    let oninput = {
        let (sought, terminal) = (sought.clone(), props.terminal.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            terminal.search(&text, true);
            sought.set(text);
        })
    };
    let onkeydown = {
        let (sought, terminal) = (sought.clone(), props.terminal.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => terminal.search(&sought, !event.shift_key()),
            "Escape" => {
                terminal.search("", false);
                sought.set(String::new());
                terminal.focus();
            }
            _ => {}
        })
    };
    let on_reader = {
        let (reader, terminal) = (reader.clone(), props.terminal.clone());
        Callback::from(move |_: MouseEvent| {
            terminal.screen_reader(!*reader);
            reader.set(!*reader);
        })
    };
    let eof = props.on.reform(move |_: MouseEvent| ProgramCommand::Tell(side, ToWorker::Eof));
    let (at, count) = props.found;
    html! {
        <div class={classes!("console-input", "console-tools", props.wanted.then_some("is-wanted"))}>
            <label class="console-find">
                { Icon::Find.html() }
                <input
                    id={search_id(side)}
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label={texts.find}
                    placeholder={texts.find}
                    value={(*sought).clone()}
                    data-testid={format!("console-find-{name}")}
                    {oninput}
                    {onkeydown}
                />
            </label>
            if !sought.is_empty() {
                <output class="console-found" data-testid={format!("console-found-{name}")}>{ (texts.found)(at, count) }</output>
            }
            <button
                type="button"
                aria-pressed={reader.to_string()}
                aria-label={texts.screen_reader}
                title={format!("{}: {}", texts.screen_reader, texts.screen_reader_help)}
                data-testid={format!("console-reader-{name}")}
                onclick={on_reader}
            >
                { Icon::Aloud.html() }
            </button>
            <button type="button" disabled={!props.enabled} data-testid={format!("console-eof-{name}")} onclick={eof}>
                { texts.eof }
            </button>
        </div>
    }
}
