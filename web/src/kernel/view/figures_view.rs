//! TCP's measures of both ends, and the options in force.

use lab_shared::errno::System;
use lab_shared::kernel::{Figure, PathFacts};
use yew::prelude::*;

use crate::kernel::state::{OptionView, ROWS, UntoldView, row_name, row_value};
use crate::kernel::texts as kernel;
use crate::kernel::texts::untold::Untold;
use crate::kit::view::texts::use_texts_of;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FiguresViewProps {
    /// Our end's.
    pub(super) own: Option<PathFacts>,
    pub(super) peer: Option<PathFacts>,
    /// What is not told of our end.
    pub(super) untold: Vec<UntoldView>,
    /// The system that tells of them.
    pub(super) system: System,
}

#[component]
pub(super) fn FiguresView(props: &FiguresViewProps) -> Html {
    let (texts, names) = (use_texts_of::<kernel::Kernel>(), use_texts_of::<Untold>());
    let value = |path: &Option<PathFacts>, figure: Figure| {
        path.as_ref().and_then(|path| row_value(figure, path))
    };
    let own = |figure: Figure| {
        if let Some(value) = value(&props.own, figure) {
            return html! { <td>{ value }</td> };
        }
        match props.untold.iter().find(|untold| untold.figures.contains(&figure)) {
            Some(untold) => html! {
                <td class="is-untold" title={(names.why)(props.system, untold.why)}>
                    { (names.in_place)(props.system) }
                </td>
            },
            None => html! { <td>{ "–" }</td> },
        }
    };
    let rows = ROWS.map(|figure| {
        let (name, meaning) = (names.figure)(figure);
        html! {
            <tr key={row_name(figure)} title={meaning} data-testid={format!("figure-{}", row_name(figure))}>
                <th scope="row">{ name }<span>{ meaning }</span></th>
                { own(figure) }
                if props.peer.is_some() {
                    <td>{ value(&props.peer, figure).unwrap_or_else(|| "–".into()) }</td>
                }
            </tr>
        }
    });
    html! {
        <section class="kernel-part figures" aria-label={texts.figures}>
            <h3>{ texts.figures }</h3>
            <table>
                <thead><tr>
                    <td></td>
                    <th scope="col" class="of-own">{ texts.own }</th>
                    if props.peer.is_some() { <th scope="col" class="of-peer">{ texts.peer }</th> }
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct OptionsViewProps {
    /// The options in force.
    pub(super) options: Vec<OptionView>,
}

#[component]
pub(super) fn OptionsView(props: &OptionsViewProps) -> Html {
    let texts = use_texts_of::<kernel::Kernel>();
    let options = props.options.iter().map(|option| {
        html! {
            <li key={option.name} class={option.set.then_some("is-set")} data-testid={format!("option-{}", option.name)}>
                <code>{ option.name }</code><b>{ option.value.clone() }</b>
            </li>
        }
    });
    html! {
        <section class="kernel-part options" aria-label={texts.options}>
            <h3>{ texts.options }</h3>
            <ul>{ for options }</ul>
        </section>
    }
}
