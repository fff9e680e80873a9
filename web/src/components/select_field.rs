//! A labelled choice among a few.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What a choice needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SelectFieldProps {
    /// Makes its id unique on the page.
    pub(crate) group: AttrValue,
    /// Its name for tests: `arg-…`.
    pub(crate) testid: AttrValue,
    /// Its label.
    pub(crate) label: AttrValue,
    /// The choices: each one's value and words.
    pub(crate) choices: Vec<(AttrValue, AttrValue)>,
    /// Which of them is chosen.
    pub(crate) chosen: usize,
    /// Takes the choice.
    pub(crate) on_choose: Callback<usize>,
    /// Its width.
    #[prop_or_default]
    pub(crate) width: Classes,
}

#[component]
pub(crate) fn SelectField(props: &SelectFieldProps) -> Html {
    let onchange = use_callback(props.on_choose.clone(), |event: Event, on_choose| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Ok(index) = usize::try_from(select.selected_index()) {
            on_choose.emit(index);
        }
    });
    let id = format!("{}-{}", props.group, props.testid);
    let options = props.choices.iter().enumerate().map(|(at, (value, words))| {
        html! {
            <option key={value.to_string()} value={value.clone()} selected={at == props.chosen}>
                { words }
            </option>
        }
    });
    html! {
        <div class={classes!("field", props.width.clone())}>
            <label for={id.clone()}>{ props.label.clone() }</label>
            <select {id} data-testid={props.testid.clone()} {onchange}>{ for options }</select>
        </div>
    }
}
