//! The terminal of a pane, loaded from its own script once a place wants it: it shows a console, and the line that is typed.

mod screen;

use js_sys::{Array, Function, Object, Reflect};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::browser::script::load_script;
use super::state::line_editor::Typed;
use super::state::program::console::Console;
use crate::worker::message::TerminalSize;
use screen::Screen;

/// Where its script lies.
const SCRIPT: &str = "/terminal/terminal.js";

#[wasm_bindgen]
extern "C" {
    type JsTerminal;

    #[wasm_bindgen(method)]
    fn write(this: &JsTerminal, pieces: &Array, before: &str, behind: &str, done: &Function);

    #[wasm_bindgen(method)]
    fn reset(this: &JsTerminal);

    #[wasm_bindgen(method, js_name = setEnabled)]
    fn set_enabled(this: &JsTerminal, enabled: bool);

    #[wasm_bindgen(method, js_name = setScreenReader)]
    fn set_screen_reader(this: &JsTerminal, on: bool);

    #[wasm_bindgen(method)]
    fn search(this: &JsTerminal, text: &str, backwards: bool);

    #[wasm_bindgen(method)]
    fn focus(this: &JsTerminal);

    #[wasm_bindgen(method)]
    fn destroy(this: &JsTerminal);
}

/// What a terminal reports.
pub(crate) enum TerminalEvent {
    Typed(Typed),
    Resized(TerminalSize),
    /// Which of how many places of the text was found; none has the number 0.
    Found(u32, u32),
    /// Ctrl+F
    Find,
}

/// A terminal in the page; dropping it takes it away.
pub(crate) struct Terminal {
    screen: Rc<Screen>,
    _typed: Closure<dyn Fn(String)>,
    _resized: Closure<dyn Fn(u16, u16)>,
    _found: Closure<dyn Fn(u32, u32)>,
    _find: Closure<dyn Fn()>,
}

impl Terminal {
    /// Puts a terminal into `parent`.
    ///
    /// # Errors
    /// Where its script cannot be loaded.
    pub(crate) async fn create(
        parent: &HtmlElement,
        label: &str,
        on: impl Fn(TerminalEvent) + 'static,
    ) -> Result<Self, JsValue> {
        let module = load_script(SCRIPT).await?;
        let create: Function = Reflect::get(&module, &"create".into())?.dyn_into()?;
        let on = Rc::new(on);
        let screen = Screen::new();
        let typed = {
            let (screen, on) = (Rc::downgrade(&screen), on.clone());
            Closure::<dyn Fn(String)>::new(move |sent: String| {
                let Some(screen) = screen.upgrade() else { return };
                for typed in screen.take(&sent) {
                    on(TerminalEvent::Typed(typed));
                }
                screen.refresh();
            })
        };
        let resized = {
            let on = on.clone();
            Closure::<dyn Fn(u16, u16)>::new(move |columns, lines| {
                on(TerminalEvent::Resized(TerminalSize { columns, lines }));
            })
        };
        let found = {
            let on = on.clone();
            Closure::<dyn Fn(u32, u32)>::new(move |at, count| on(TerminalEvent::Found(at, count)))
        };
        let find = Closure::<dyn Fn()>::new(move || on(TerminalEvent::Find));
        let functions = Object::new();
        for (name, function) in [
            ("typed", typed.as_ref()),
            ("resized", resized.as_ref()),
            ("found", found.as_ref()),
            ("find", find.as_ref()),
        ] {
            Reflect::set(&functions, &name.into(), function)?;
        }
        let made = create.call3(&JsValue::NULL, parent, &label.into(), &functions)?;
        screen.set(made.unchecked_into());
        Ok(Self { screen, _typed: typed, _resized: resized, _found: found, _find: find })
    }

    /// What the console of a run holds now, and whether its program can be typed to.
    pub(crate) fn show(&self, run: u32, console: &Rc<Console>, enabled: bool) {
        self.screen.show(run, console, enabled);
    }

    /// Whether screen readers are told what appears.
    pub(crate) fn screen_reader(&self, on: bool) {
        self.screen.terminal().set_screen_reader(on);
    }

    /// Finds a text's next place, or the one before.
    pub(crate) fn search(&self, text: &str, backwards: bool) {
        self.screen.terminal().search(text, backwards);
    }

    pub(crate) fn focus(&self) {
        self.screen.terminal().focus();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.screen.terminal().destroy();
    }
}
