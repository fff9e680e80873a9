//! The choice of an end, or of any.

use yew::prelude::*;

use crate::assistant::texts::conditions::Conditions;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EndFieldProps {
    pub(crate) testid: AttrValue,
    /// The ends' names.
    pub(crate) ends: Vec<String>,
    pub(crate) chosen: Option<String>,
    pub(crate) on_end: Callback<Option<String>>,
}

#[component]
pub(crate) fn EndField(props: &EndFieldProps) -> Html {
    let texts = use_texts_of::<Conditions>();
    let mut values = vec![None];
    values.extend(props.ends.iter().cloned().map(Some));
    // An end that was renamed or removed is still shown, for the rule still names it.
    if !values.contains(&props.chosen) {
        values.push(props.chosen.clone());
    }
    let choice = |end: &Option<String>| match end {
        None => ("".into(), texts.any_end.into()),
        Some(name) => (AttrValue::from(name.clone()), AttrValue::from(name.clone())),
    };
    let offer = Offer {
        choices: values.iter().map(choice).collect(),
        chosen: values.iter().position(|end| *end == props.chosen).unwrap_or_default(),
        on_choose: props.on_end.reform(move |at: usize| values.get(at).cloned().flatten()),
    };
    html! { <SelectField testid={props.testid.clone()} label={texts.end} {offer} /> }
}
