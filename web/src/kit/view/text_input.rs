//! A labelled field for one line, with its error below.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::own_id::use_own_id;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TextInputProps {
    pub(crate) testid: &'static str,
    pub(crate) label: AttrValue,
    /// Its content.
    pub(crate) value: AttrValue,
    pub(crate) on_text: Callback<String>,
    /// What is wrong with it.
    #[prop_or_default]
    pub(crate) wrong: Option<AttrValue>,
    /// The exception that Python would raise, shown before that.
    #[prop_or_default]
    pub(crate) raises: Option<AttrValue>,
    /// The value used while it is empty.
    #[prop_or_default]
    pub(crate) placeholder: Option<AttrValue>,
    /// Whether it takes digits only.
    #[prop_or_default]
    pub(crate) number: bool,
    /// Its width: `wide`, `narrow`, `full`, or its natural width.
    #[prop_or_default]
    pub(crate) width: Classes,
}

#[component]
pub(crate) fn TextInput(props: &TextInputProps) -> Html {
    let id = use_own_id();
    let complaint = format!("{id}-wrong");
    let invalid = props.wrong.as_ref().map(|_| "true");
    let oninput = use_callback(props.on_text.clone(), |event: InputEvent, on_text| {
        on_text.emit(event.target_unchecked_into::<HtmlInputElement>().value());
    });
    html! {
        <div class={classes!("field", props.width.clone(), invalid.map(|_| "is-wrong"))}>
            <label for={id.clone()}>{ props.label.clone() }</label>
            <input
                {id}
                data-testid={props.testid}
                type="text"
                inputmode={if props.number { "numeric" } else { "text" }}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder={props.placeholder.clone()}
                value={props.value.clone()}
                aria-invalid={invalid}
                aria-describedby={invalid.map(|_| complaint.clone())}
                {oninput}
            />
            if let Some(words) = &props.wrong {
                <p class="complaint" id={complaint} data-testid="complaint">
                    if let Some(raises) = &props.raises { <code>{ raises }</code> }
                    { words }
                </p>
            }
        </div>
    }
}
