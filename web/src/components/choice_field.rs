//! A labelled choice among the values of a type.

use yew::prelude::*;

use super::select_field::SelectField;
use crate::state::choice::Choice;

/// What a choice needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChoiceFieldProps<T: Choice> {
    /// Makes its id unique on the page.
    pub(crate) group: AttrValue,
    /// Its name for tests: `arg-…`.
    pub(crate) testid: AttrValue,
    /// Its label.
    pub(crate) label: AttrValue,
    /// What each value is called; by its name where nothing is said.
    #[prop_or_else(|| Callback::from(|value: T| value.name()))]
    pub(crate) words: Callback<T, &'static str>,
    /// The value chosen; the first where it is not among those offered.
    pub(crate) chosen: T,
    /// Takes another.
    pub(crate) on_choose: Callback<T>,
    /// Its width.
    #[prop_or_default]
    pub(crate) width: Classes,
}

#[component]
pub(crate) fn ChoiceField<T: Choice>(props: &ChoiceFieldProps<T>) -> Html {
    let all: Vec<T> = T::all().into_iter().collect();
    let chosen = all.iter().position(|value| value.name() == props.chosen.name());
    let choices: Vec<(AttrValue, AttrValue)> = all
        .iter()
        .map(|value| (value.name().into(), props.words.emit(value.clone()).into()))
        .collect();
    html! {
        <SelectField
            group={props.group.clone()}
            testid={props.testid.clone()}
            label={props.label.clone()}
            width={props.width.clone()}
            {choices}
            chosen={chosen.unwrap_or_default()}
            on_choose={props.on_choose.reform(move |at: usize| all[at].clone())}
        />
    }
}
