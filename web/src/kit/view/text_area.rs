//! A labelled field for several lines, with its error below.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::own_id::use_own_id;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TextAreaProps {
    pub(crate) testid: &'static str,
    pub(crate) label: AttrValue,
    /// Its content.
    pub(crate) value: AttrValue,
    pub(crate) on_text: Callback<String>,
    /// What is wrong with it.
    #[prop_or_default]
    pub(crate) wrong: Option<AttrValue>,
    /// How many lines are in view.
    pub(crate) lines: u32,
    /// Its width: `full`, or its natural width.
    #[prop_or_default]
    pub(crate) width: Classes,
}

#[component]
pub(crate) fn TextArea(props: &TextAreaProps) -> Html {
    let id = use_own_id();
    let complaint = format!("{id}-wrong");
    let invalid = props.wrong.as_ref().map(|_| "true");
    let oninput = use_callback(props.on_text.clone(), |event: InputEvent, on_text| {
        on_text.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value());
    });
    html! {
        <div class={classes!("field", props.width.clone(), invalid.map(|_| "is-wrong"))}>
            <label for={id.clone()}>{ props.label.clone() }</label>
            <textarea
                {id}
                data-testid={props.testid}
                rows={props.lines.to_string()}
                autocomplete="off"
                spellcheck="false"
                value={props.value.clone()}
                aria-invalid={invalid}
                aria-describedby={invalid.map(|_| complaint.clone())}
                {oninput}
            />
            if let Some(words) = &props.wrong {
                <p class="complaint" id={complaint} data-testid="complaint">{ words }</p>
            }
        </div>
    }
}
