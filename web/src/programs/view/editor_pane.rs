//! The editor of a program pane or of a script, and a plain field until the editor's script is loaded.

use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::kit::view::texts::use_texts_of;
use crate::programs::editor::Editor;
use crate::programs::state::program::Mark;
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EditorPaneProps {
    /// What tests find it by.
    pub(crate) name: &'static str,
    /// The file's name.
    pub(crate) file: AttrValue,
    /// Its content.
    pub(crate) text: AttrValue,
    /// The lines of threads.
    #[prop_or_default]
    pub(crate) marks: Vec<Mark>,
    /// Whether to keep the first of them in view.
    #[prop_or_default]
    pub(crate) follow: bool,
    /// Where to stop.
    #[prop_or_default]
    pub(crate) breakpoints: Vec<u32>,
    /// The line of an error, and its words.
    pub(crate) error: Option<(u32, AttrValue)>,
    /// What is to be known about lines; one without words is only marked.
    #[prop_or_default]
    pub(crate) advice: Vec<(u32, AttrValue)>,
    /// The line of the call that the person points at.
    #[prop_or_default]
    pub(crate) pointed: Option<u32>,
    /// It was edited.
    pub(crate) on_text: Callback<String>,
    /// Breakpoints changed. Without it there are none.
    #[prop_or_default]
    pub(crate) on_breakpoints: Option<Callback<Vec<u32>>>,
}

#[component]
pub(crate) fn EditorPane(props: &EditorPaneProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let place = use_node_ref();
    let editor = use_state(|| None::<Rc<Editor>>);
    let newest = use_mut_ref(|| props.clone());
    newest.borrow_mut().clone_from(props);
    {
        let (place, editor, newest) = (place.clone(), editor.clone(), newest.clone());
        let label = (texts.editor)(&props.file);
        use_effect_with((), move |()| {
            let parent = place.cast::<HtmlElement>();
            spawn_local(async move {
                let Some(parent) = parent else { return };
                let (told, stops) = (newest.clone(), newest.clone());
                let changed = move |text| {
                    let on_text = told.borrow().on_text.clone();
                    on_text.emit(text);
                };
                let has_breakpoints = newest.borrow().on_breakpoints.is_some();
                let breakpoints = has_breakpoints.then(|| {
                    let told = move |lines| {
                        if let Some(on_breakpoints) = stops.borrow().on_breakpoints.clone() {
                            on_breakpoints.emit(lines);
                        }
                    };
                    Box::new(told) as Box<dyn Fn(Vec<u32>)>
                });
                let text = newest.borrow().text.clone();
                // Without its script the plain field stays.
                if let Ok(made) = Editor::create(&parent, &text, &label, changed, breakpoints).await
                {
                    editor.set(Some(Rc::new(made)));
                }
            });
        });
    }
    let made = editor.is_some();
    let now = |act: fn(&Editor, &EditorPaneProps)| {
        let (editor, props) = (editor.clone(), props.clone());
        move || {
            if let Some(editor) = &*editor {
                act(editor, &props);
            }
        }
    };
    let act = now(|editor, props| editor.text(&props.text));
    use_effect_with((made, props.file.clone(), props.text.clone()), move |_| act());
    let act = now(|editor, props| {
        if props.on_breakpoints.is_some() {
            editor.breakpoints(props.breakpoints.clone());
        }
    });
    let text = props.text.clone();
    use_effect_with((made, props.file.clone(), text, props.breakpoints.clone()), move |_| act());
    let act = now(|editor, props| editor.threads(&props.marks, props.follow));
    use_effect_with((made, props.file.clone(), props.marks.clone()), move |_| act());
    let act = now(|editor, props| {
        editor.error(props.error.as_ref().map(|(line, message)| (*line, &**message)));
    });
    use_effect_with((made, props.file.clone(), props.error.clone()), move |_| act());
    let act = now(|editor, props| editor.advice(&props.advice));
    use_effect_with((made, props.file.clone(), props.advice.clone()), move |_| act());
    let act = now(|editor, props| editor.hover(props.pointed));
    use_effect_with((made, props.pointed), move |_| act());
    let phrases = texts.phrases;
    let for_phrases = editor.clone();
    use_effect_with((made, phrases.len()), move |_| {
        if let Some(editor) = &*for_phrases {
            editor.phrases(phrases);
        }
    });
    let oninput = props
        .on_text
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let name = props.name;
    html! {
        <div class="editor" data-testid={format!("editor-{name}")} data-file={props.file.clone()} title={texts.editor_help}>
            <div class="editor-place" ref={place} hidden={!made}></div>
            if !made {
                <textarea
                    aria-label={(texts.editor)(&props.file)}
                    spellcheck="false"
                    data-testid={format!("editor-text-{name}")}
                    value={props.text.clone()}
                    {oninput}
                />
            }
        </div>
    }
}
