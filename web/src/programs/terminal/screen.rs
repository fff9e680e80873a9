//! Keeps a terminal up to date with a console and with the line that is typed, never faster than it can draw.

use js_sys::Array;
use std::cell::{OnceCell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;

use super::JsTerminal;
use crate::programs::state::line_editor::{LineEditor, Typed};
use crate::programs::state::program::console::{Console, Place, Source};
use crate::worker::message::Stream;

/// A terminal, and what it is to show. What the console drops before the terminal had the time for it is
/// not shown; the page tells how much that is.
pub(super) struct Screen {
    terminal: OnceCell<JsTerminal>,
    state: RefCell<State>,
    done: Closure<dyn Fn()>,
}

#[derive(Default)]
struct State {
    run: u32,
    console: Rc<Console>,
    /// What of the console the terminal has.
    place: Place,
    line: LineEditor,
    enabled: bool,
    /// Whether the terminal is busy with the last piece.
    writing: bool,
    /// Whether something has changed meanwhile.
    behind: bool,
}

impl State {
    /// What of the console the terminal does not have.
    fn read_on(&mut self) -> Vec<(Source, String)> {
        self.console.read_on(&mut self.place)
    }
}

impl Screen {
    pub(super) fn new() -> Rc<Self> {
        Rc::new_cyclic(|screen: &Weak<Self>| {
            let screen = screen.clone();
            let done = Closure::new(move || {
                if let Some(screen) = screen.upgrade() {
                    screen.written();
                }
            });
            Self { terminal: OnceCell::new(), state: RefCell::default(), done }
        })
    }

    pub(super) fn set(&self, terminal: JsTerminal) {
        // Made once.
        let _ = self.terminal.set(terminal);
    }

    pub(super) fn terminal(&self) -> &JsTerminal {
        self.terminal.get().expect("it is set when it is made")
    }

    pub(super) fn show(&self, run: u32, console: &Rc<Console>, enabled: bool) {
        let mut state = self.state.borrow_mut();
        state.console = console.clone();
        let anew = std::mem::replace(&mut state.run, run) != run;
        if anew {
            state.place = Place::default();
        }
        let turned = std::mem::replace(&mut state.enabled, enabled) != enabled;
        drop(state);
        if anew {
            self.terminal().reset();
        }
        if turned {
            self.terminal().set_enabled(enabled);
        }
        self.refresh();
    }

    /// What the person's keys come to; nothing where no program runs.
    pub(super) fn take(&self, sent: &str) -> Vec<Typed> {
        let mut state = self.state.borrow_mut();
        if state.enabled { state.line.take(sent) } else { Vec::new() }
    }

    /// Writes what is new, unless the terminal is still busy.
    pub(super) fn refresh(&self) {
        let mut state = self.state.borrow_mut();
        if state.writing {
            state.behind = true;
            return;
        }
        state.writing = true;
        let new = state.read_on();
        let (before, behind) = if state.enabled { state.line.parts() } else { ("", "") };
        let (before, behind) = (before.to_owned(), behind.to_owned());
        drop(state);
        // After a key the terminal writes at once, and is done before this returns.
        let pieces: Array = new.into_iter().map(piece).collect();
        self.terminal().write(&pieces, &before, &behind, self.done.as_ref().unchecked_ref());
    }

    fn written(&self) {
        let mut state = self.state.borrow_mut();
        state.writing = false;
        if std::mem::take(&mut state.behind) {
            drop(state);
            self.refresh();
        }
    }
}

fn piece((source, text): (Source, String)) -> Array {
    let source = match source {
        Source::Program(Stream::Stdout) => "stdout",
        Source::Program(Stream::Stderr) => "stderr",
        Source::Typed => "typed",
    };
    Array::of2(&source.into(), &text.into())
}
