//! The terminal of a console, once its script is there.

use lab_shared::trace::Role;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::side_name;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::command::ProgramCommand;
use crate::programs::state::line_editor::Typed;
use crate::programs::state::program::Program;
use crate::programs::terminal::{Terminal, TerminalEvent};
use crate::programs::texts as programs;
use crate::worker::message::ToWorker;

/// A terminal in a component's tree; two are the same if they show the same.
#[derive(Clone)]
pub(crate) struct MountedTerminal(Rc<Terminal>);

impl PartialEq for MountedTerminal {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for MountedTerminal {
    type Target = Terminal;

    fn deref(&self) -> &Terminal {
        &self.0
    }
}

/// A place in the page, and the terminal in it.
pub(crate) struct TerminalHandle {
    /// Where the terminal is put.
    pub(crate) place: NodeRef,
    /// Nothing until the script is loaded, or where it does not load.
    pub(crate) terminal: Option<MountedTerminal>,
    /// Which of how many places of the text that is sought is marked.
    pub(crate) found: (u32, u32),
}

/// Makes the terminal and keeps it up to date with the program's console.
#[hook]
pub(crate) fn use_terminal(
    side: Role,
    program: &Program,
    on: &Callback<ProgramCommand>,
) -> TerminalHandle {
    let label = use_texts_of::<programs::Programs>().window.terminal;
    let place = use_node_ref();
    let terminal = use_state(|| None::<MountedTerminal>);
    let found = use_state_eq(|| (0, 0));
    {
        let (place, terminal, found) = (place.clone(), terminal.setter(), found.setter());
        let on = on.clone();
        use_effect_with((), move |()| {
            spawn_local(async move {
                let Some(parent) = place.cast::<HtmlElement>() else { return };
                let on = move |event| match event {
                    TerminalEvent::Typed(Typed::Line(line)) => {
                        on.emit(ProgramCommand::Input(side, line));
                    }
                    TerminalEvent::Typed(Typed::Eof) => {
                        on.emit(ProgramCommand::Tell(side, ToWorker::Eof));
                    }
                    TerminalEvent::Typed(Typed::Interrupt(dropped)) => {
                        on.emit(ProgramCommand::Interrupt(side, dropped));
                    }
                    TerminalEvent::Resized(size) => {
                        on.emit(ProgramCommand::TerminalSize(side, size));
                    }
                    TerminalEvent::Found(at, count) => found.set((at, count)),
                    TerminalEvent::Find => focus_search(side),
                };
                // Without its script the list of lines stays.
                if let Ok(made) = Terminal::create(&parent, label, on).await {
                    terminal.set(Some(MountedTerminal(Rc::new(made))));
                }
            });
        });
    }
    {
        let shown = (*terminal).clone();
        let now = (program.runs, program.console.clone(), program.is_on());
        use_effect_with((shown, now), |(shown, (run, console, enabled))| {
            if let Some(terminal) = shown {
                terminal.show(*run, console, *enabled);
            }
        });
    }
    TerminalHandle { place, terminal: (*terminal).clone(), found: *found }
}

/// The id of the field that finds a text in a pane's terminal.
pub(crate) fn search_id(side: Role) -> String {
    format!("find-{}", side_name(side))
}

fn focus_search(side: Role) {
    use wasm_bindgen::JsCast as _;
    let field = gloo_utils::document().get_element_by_id(&search_id(side));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        // Only an element that is no more cannot be focused.
        let _ = field.focus();
    }
}
