//! The bytes that will leave: each character's bytes above it, and what is computed marked and explained.

use std::ops::Range;

use yew::prelude::*;

use crate::assistant::state::compose::preview::{Cell, Preview, Run};
use crate::assistant::texts::compose;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct PreviewStripProps {
    /// What will leave; nothing while the message has a mistake.
    pub(super) preview: Option<Snapshot<Preview>>,
}

#[component]
pub(super) fn PreviewStrip(props: &PreviewStripProps) -> Html {
    let texts = use_texts_of::<compose::Compose>();
    // The computed run that the person points at.
    let pointed = use_state_eq(|| None::<usize>);
    let on_point = {
        let set = pointed.setter();
        use_callback((), move |run: Option<usize>, ()| set.set(run))
    };
    let preview = props.preview.as_deref();
    let span = pointed.and_then(|at| preview?.runs.get(at)).and_then(|run| match run {
        Run::Computed(span, _) => Some(span),
        Run::Written(_) | Run::LeftOut(_) => None,
    });
    let covered = span.and_then(|span| span.covers.clone()).unwrap_or_default();
    let runs = preview.map(|preview| {
        let runs = preview.runs.iter().enumerate();
        runs.map(|(at, run)| draw(texts, at, run, &covered, &on_point)).collect::<Html>()
    });
    let length = preview.map(|preview| preview.length);
    html! {
        <div class="compose-preview" data-testid="compose-preview" data-length={length.map(|it| it.to_string())}>
            <div class="compose-preview-head">
                <h3>{ texts.preview }</h3>
                if let Some(length) = length {
                    <span class="count">{ (texts.bytes)(length) }</span>
                }
            </div>
            <div class="compose-bytes" role="group" aria-label={texts.preview}>
                { match length {
                    None => html! { <p class="compose-none">{ texts.no_preview }</p> },
                    Some(0) => html! { <p class="compose-none">{ texts.empty }</p> },
                    Some(_) => runs.unwrap_or_default(),
                } }
            </div>
            <p class="compose-explained" role="status" data-testid="compose-explained">{ span.map(texts.explain) }</p>
        </div>
    }
}

fn draw(
    texts: &'static compose::Compose,
    at: usize,
    run: &Run,
    covered: &Range<usize>,
    on_point: &Callback<Option<usize>>,
) -> Html {
    match run {
        Run::Written(cells) => {
            html! { <>{ for cells.iter().map(|cell| draw_cell(cell, covered)) }</> }
        }
        Run::LeftOut(bytes) => {
            html! { <span class="compose-between">{ (texts.between)(*bytes) }</span> }
        }
        Run::Computed(span, cells) => {
            let words = (texts.explain)(span);
            html! {
                <button
                    type="button"
                    class="compose-computed"
                    data-testid="compose-computed"
                    aria-label={format!("{} {words}", hex(cells))}
                    title={texts.explain_hint}
                    onpointerenter={on_point.reform(move |_| Some(at))}
                    onpointerleave={on_point.reform(|_| None)}
                    onfocus={on_point.reform(move |_| Some(at))}
                    onblur={on_point.reform(|_| None)}
                >
                    { for cells.iter().map(|cell| draw_cell(cell, covered)) }
                </button>
            }
        }
    }
}

fn hex(cells: &[Cell]) -> String {
    cells.iter().map(|cell| cell.hex.as_str()).collect::<Vec<_>>().join(" ")
}

fn draw_cell(cell: &Cell, covered: &Range<usize>) -> Html {
    let is_covered = covered.contains(&cell.bytes.start);
    let class = classes!(
        "compose-cell",
        (!cell.is_plain).then_some("is-hidden"),
        is_covered.then_some("is-covered")
    );
    html! { <span {class}><b>{ &cell.hex }</b><i>{ &cell.shown }</i></span> }
}
