//! A field whose text is taken when the person leaves it or presses Enter, and not with each letter.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::kit::view::own_id::use_own_id;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct NumberFieldProps {
    pub(super) testid: AttrValue,
    pub(super) label: AttrValue,
    /// What the field takes, in words.
    #[prop_or_default]
    pub(super) help: Option<AttrValue>,
    /// Its text as it is in force.
    pub(super) value: AttrValue,
    #[prop_or_default]
    pub(super) placeholder: Option<AttrValue>,
    /// Takes what was written; whether it could be read.
    pub(super) on_written: Callback<String, bool>,
    /// What is wrong with what could not be read.
    pub(super) wrong: AttrValue,
    #[prop_or_default]
    pub(super) disabled: bool,
}

#[component]
pub(super) fn NumberField(props: &NumberFieldProps) -> Html {
    let id = use_own_id();
    let refused = use_state_eq(|| None::<AttrValue>);
    // What is in force has changed: the text that was refused is gone.
    {
        let refused = refused.setter();
        use_effect_with(props.value.clone(), move |_| refused.set(None));
    }
    let onchange = {
        let set = refused.setter();
        use_callback(
            (props.on_written.clone(), props.value.clone()),
            move |event: Event, (on_written, value)| {
                let input: HtmlInputElement = event.target_unchecked_into();
                let written = input.value();
                if on_written.emit(written.clone()) {
                    // It is shown as it is in force, also if that has not changed.
                    input.set_value(value);
                    set.set(None);
                } else {
                    set.set(Some(written.into()));
                }
            },
        )
    };
    let complaint = format!("{id}-wrong");
    let invalid = refused.is_some();
    let value = (*refused).clone().unwrap_or_else(|| props.value.clone());
    html! {
        <div class={classes!("field", invalid.then_some("is-wrong"))}>
            <label for={id.clone()} title={props.help.clone()}>{ props.label.clone() }</label>
            <input
                {id}
                data-testid={props.testid.clone()}
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder={props.placeholder.clone()}
                {value}
                disabled={props.disabled}
                aria-invalid={invalid.then_some("true")}
                aria-describedby={invalid.then(|| complaint.clone())}
                {onchange}
            />
            if invalid {
                <p class="complaint" id={complaint} data-testid="complaint">{ props.wrong.clone() }</p>
            }
        </div>
    }
}
