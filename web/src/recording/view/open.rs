//! A button that opens a recording from a file.

use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct OpenRecordingProps {
    /// How it looks.
    pub(crate) class: Classes,
    /// Takes the file.
    pub(crate) on_open: Callback<File>,
    /// Its label.
    pub(crate) children: Html,
}

#[component]
pub(crate) fn OpenRecording(props: &OpenRecordingProps) -> Html {
    let onchange = use_callback(props.on_open.clone(), |event: Event, on_open| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_open.emit(file);
        }
        // The same file can be opened again.
        input.set_value("");
    });
    html! {
        <label class={props.class.clone()}>
            { props.children.clone() }
            <input type="file" accept=".json,application/json" data-testid="open-recording" {onchange} />
        </label>
    }
}
