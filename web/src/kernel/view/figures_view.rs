//! TCP_INFO's measures of both ends, and the options in force.

use lab_shared::kernel::PathFacts;
use yew::prelude::*;

use crate::kernel::state::{Figure, OptionView};
use crate::kernel::texts as kernel;
use crate::kit::view::texts::use_texts_of;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FiguresViewProps {
    /// Our end's.
    pub(super) own: Option<PathFacts>,
    pub(super) peer: Option<PathFacts>,
}

#[component]
pub(super) fn FiguresView(props: &FiguresViewProps) -> Html {
    let texts = use_texts_of::<kernel::Kernel>();
    let cell = |path: &Option<PathFacts>, figure: Figure| {
        let value = path.as_ref().and_then(|path| figure.value(path));
        html! { <td>{ value.unwrap_or_else(|| "–".into()) }</td> }
    };
    let rows = Figure::ALL.map(|figure| {
        let (name, meaning) = (texts.figure)(figure);
        html! {
            <tr key={figure.name()} title={meaning} data-testid={format!("figure-{}", figure.name())}>
                <th scope="row">{ name }<span>{ meaning }</span></th>
                { cell(&props.own, figure) }
                if props.peer.is_some() { { cell(&props.peer, figure) } }
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
