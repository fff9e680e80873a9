//! The code editor. Its script is loaded when a place first shows it.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;
use yew::AttrValue;

use super::browser::script::load_script;
use super::state::program::Mark;

/// Where its script lies.
const SCRIPT: &str = "/editor/editor.js";

#[wasm_bindgen]
extern "C" {
    type JsEditor;

    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &JsEditor, text: &str);

    #[wasm_bindgen(method, js_name = setBreakpoints)]
    fn set_breakpoints(this: &JsEditor, lines: Vec<u32>);

    #[wasm_bindgen(method, js_name = setThreads)]
    fn set_threads(this: &JsEditor, threads: &Array, follow: bool);

    #[wasm_bindgen(method, js_name = setError)]
    fn set_error(this: &JsEditor, line: u32, message: &str);

    #[wasm_bindgen(method, js_name = setAdvice)]
    fn set_advice(this: &JsEditor, all: &Array);

    #[wasm_bindgen(method, js_name = setHover)]
    fn set_hover(this: &JsEditor, line: u32);

    #[wasm_bindgen(method, js_name = setPhrases)]
    fn set_phrases(this: &JsEditor, phrases: &Object);

    #[wasm_bindgen(method)]
    fn destroy(this: &JsEditor);
}

/// An editor in the page; dropping it takes it away.
pub(crate) struct Editor {
    editor: JsEditor,
    _changed: Closure<dyn Fn(String)>,
    _breakpoints: Option<Closure<dyn Fn(Vec<u32>)>>,
}

impl Editor {
    /// Puts an editor into `parent`. Without a function for breakpoints its text has none.
    ///
    /// # Errors
    /// Where its script cannot be loaded.
    pub(crate) async fn create(
        parent: &HtmlElement,
        text: &str,
        label: &str,
        changed: impl Fn(String) + 'static,
        breakpoints: Option<Box<dyn Fn(Vec<u32>)>>,
    ) -> Result<Self, JsValue> {
        let module = load_script(SCRIPT).await?;
        let create: Function = Reflect::get(&module, &"create".into())?.dyn_into()?;
        let changed = Closure::<dyn Fn(String)>::new(changed);
        let breakpoints = breakpoints.map(Closure::<dyn Fn(Vec<u32>)>::wrap);
        let on = Object::new();
        Reflect::set(&on, &"change".into(), changed.as_ref())?;
        if let Some(breakpoints) = &breakpoints {
            Reflect::set(&on, &"breakpoints".into(), breakpoints.as_ref())?;
        }
        let arguments = Array::of4(parent, &text.into(), &label.into(), &on);
        let editor = Reflect::apply(&create, &JsValue::NULL, &arguments)?.unchecked_into();
        Ok(Self { editor, _changed: changed, _breakpoints: breakpoints })
    }

    /// Another text.
    pub(crate) fn text(&self, text: &str) {
        self.editor.set_text(text);
    }

    /// Where to stop. Only where its text can have breakpoints.
    pub(crate) fn breakpoints(&self, lines: Vec<u32>) {
        self.editor.set_breakpoints(lines);
    }

    /// The lines of the threads; `follow` keeps the first of them in view.
    pub(crate) fn threads(&self, marks: &[Mark], follow: bool) {
        let all: Array = marks
            .iter()
            .map(|mark| {
                object(&[
                    ("line", mark.line.into()),
                    ("name", mark.name.as_str().into()),
                    ("colour", mark.colour.into()),
                    ("state", mark.state.into()),
                ])
            })
            .collect();
        self.editor.set_threads(&all, follow);
    }

    /// The line an error came from.
    pub(crate) fn error(&self, error: Option<(u32, &str)>) {
        let (line, message) = error.unwrap_or_default();
        self.editor.set_error(line, message);
    }

    /// What is to be known about lines; one without words is only marked.
    pub(crate) fn advice(&self, all: &[(u32, AttrValue)]) {
        let all: Array = all
            .iter()
            .map(|(line, words)| {
                object(&[("line", (*line).into()), ("words", words.as_str().into())])
            })
            .collect();
        self.editor.set_advice(&all);
    }

    /// The line of the call that the person points at.
    pub(crate) fn hover(&self, line: Option<u32>) {
        self.editor.set_hover(line.unwrap_or_default());
    }

    /// The words of its search panel, beside their English ones.
    pub(crate) fn phrases(&self, phrases: &[(&str, &str)]) {
        let phrases: Vec<(&str, JsValue)> =
            phrases.iter().map(|(english, word)| (*english, (*word).into())).collect();
        self.editor.set_phrases(&object(&phrases));
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.editor.destroy();
    }
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Fails only on objects that were frozen.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
