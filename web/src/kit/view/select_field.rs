//! A labelled choice among a few.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::own_id::use_own_id;
use crate::kit::state::choice::Choice;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SelectFieldProps {
    /// Its name for tests: `arg-…`.
    pub(crate) testid: AttrValue,
    pub(crate) label: AttrValue,
    /// What can be chosen.
    pub(crate) offer: Offer,
    #[prop_or_default]
    pub(crate) width: Classes,
}

/// What can be chosen, and what is chosen of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Offer {
    /// The choices: each one's value and words.
    pub(crate) choices: Vec<(AttrValue, AttrValue)>,
    /// Which of them is chosen.
    pub(crate) chosen: usize,
    /// Takes the choice.
    pub(crate) on_choose: Callback<usize>,
}

impl Offer {
    /// The values of a type by their names. `on` receives what `make` makes of the chosen one.
    pub(crate) fn of<T: Choice, E: 'static>(
        chosen: &T,
        on: &Callback<E>,
        make: fn(T) -> E,
    ) -> Self {
        let names = T::all().iter().map(|value| (value.name(), value.name())).collect();
        Self::named(
            names,
            chosen.name(),
            on.reform(move |at: usize| make(T::all().swap_remove(at))),
        )
    }

    /// Some of the values of a type.
    pub(crate) fn among<T: Choice + Clone, E: 'static>(
        values: Vec<T>,
        chosen: &T,
        on: &Callback<E>,
        make: fn(T) -> E,
    ) -> Self {
        let names = values.iter().map(|value| (value.name(), value.name())).collect();
        let on_choose = on.reform(move |at: usize| make(values[at].clone()));
        Self::named(names, chosen.name(), on_choose)
    }

    /// The same, each value shown in these words.
    pub(crate) fn in_words<T: Choice, E: 'static>(
        chosen: &T,
        on: &Callback<E>,
        make: fn(T) -> E,
        words: &dyn Fn(T) -> &'static str,
    ) -> Self {
        let offered = |value: T| (value.name(), words(value));
        let names = T::all().into_iter().map(offered).collect();
        Self::named(
            names,
            chosen.name(),
            on.reform(move |at: usize| make(T::all().swap_remove(at))),
        )
    }

    fn named(
        names: Vec<(&'static str, &'static str)>,
        chosen: &str,
        on_choose: Callback<usize>,
    ) -> Self {
        // A value that is not offered is shown as the first.
        let chosen = names.iter().position(|(name, _)| *name == chosen).unwrap_or_default();
        let choices = names.into_iter().map(|(name, words)| (name.into(), words.into())).collect();
        Self { choices, chosen, on_choose }
    }
}

#[component]
pub(crate) fn SelectField(props: &SelectFieldProps) -> Html {
    let Offer { choices, chosen, on_choose } = &props.offer;
    let onchange = use_callback(on_choose.clone(), |event: Event, on_choose| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        if let Ok(index) = usize::try_from(select.selected_index()) {
            on_choose.emit(index);
        }
    });
    let id = use_own_id();
    let options = choices.iter().enumerate().map(|(at, (value, words))| {
        html! {
            <option key={value.to_string()} value={value.clone()} selected={at == *chosen}>
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
