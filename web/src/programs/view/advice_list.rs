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
    /// Of which pane.
    pub(crate) side: Role,
    pub(crate) advice: Rc<Vec<Advice>>,
    /// The line that an error came from.
    pub(crate) error_line: Option<u32>,
}

#[component]
pub(crate) fn AdviceList(props: &AdviceListProps) -> Html {
    let (texts, language) = (use_texts_of::<AdviceTexts>(), use_language());
    let groups = grouped(&props.advice);
    if groups.is_empty() {
        return html! {};
    }
    let item = |lines: &[u32], advice: &Advice| {
        html! { <><b>{ (texts.lines)(lines) }</b>{ " · " }{ advice.words(language) }</> }
    };
    let at_error = props.advice.iter().filter(|advice| Some(advice.line) == props.error_line);
    let at_error = at_error.map(
        |advice| html! { <p class="is-error" role="alert">{ item(&[advice.line], advice) }</p> },
    );
    let items = groups.iter().map(|(lines, advice)| html! { <li>{ item(lines, advice) }</li> });
    let mut lines: Vec<u32> = props.advice.iter().map(|advice| advice.line).collect();
    lines.dedup();
    html! {
        <div class="program-advice" data-testid={format!("advice-{}", side_name(props.side))}>
            { for at_error }
            <details>
                <summary>{ (texts.title)(groups.len()) }{ " · " }{ (texts.lines)(&lines) }</summary>
                <ul>{ for items }</ul>
            </details>
        </div>
    }
}
