//! What is to be known about the open program before it runs, above its console.

use lab_shared::trace::Role;
use std::rc::Rc;
use yew::prelude::*;

use super::side_name;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::programs::state::advice::Advice;
use crate::programs::state::advice::shown::grouped;
use crate::programs::texts::advice::AdviceTexts;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AdviceListProps {
    /// Of which half.
    pub(crate) side: Role,
    pub(crate) advice: Rc<Vec<Advice>>,
}

#[component]
pub(crate) fn AdviceList(props: &AdviceListProps) -> Html {
    let (texts, language) = (use_texts_of::<AdviceTexts>(), use_language());
    let groups = grouped(&props.advice);
    if groups.is_empty() {
        return html! {};
    }
    let items = groups.iter().map(|(lines, advice)| {
        html! { <li><b>{ (texts.lines)(lines) }</b>{ " · " }{ advice.words(language) }</li> }
    });
    html! {
        <details class="advice" open=true data-testid={format!("advice-{}", side_name(props.side))}>
            <summary>{ (texts.title)(groups.len()) }</summary>
            <ul>{ for items }</ul>
        </details>
    }
}
