//! Lost and repeated packets on the plot, drawn and in words.

use lab_shared::call::Micros;
use yew::prelude::*;

use crate::kernel::state::plot::MarkDrawing;
use crate::kernel::texts::plot;
use crate::kit::state::format::moment;
use crate::kit::view::texts::use_texts_of;

/// Most marks that are said in words: the newest.
const MOST_WORDS: usize = 50;

/// The cross of a lost packet, around its middle.
const CROSS: &str = "M-4 -4L4 4M4 -4L-4 4";

/// The triangle of a repeated one.
const TRIANGLE: &str = "M0 -5.5L5 4.5H-5Z";

#[derive(Clone, PartialEq, Properties)]
pub(super) struct MarkShapeProps {
    pub(super) drawn: MarkDrawing,
}

/// A mark at its place; pointing at it tells what it is.
#[component]
pub(super) fn MarkShape(props: &MarkShapeProps) -> Html {
    let texts = use_texts_of::<plot::Plot>();
    let MarkDrawing { x, y, mark, count } = &props.drawn;
    html! {
        <g
            class="plot-mark"
            transform={format!("translate({x:.1} {y:.1})")}
            data-testid="plot-mark"
            data-lost={mark.lost.to_string()}
            data-again={mark.again.to_string()}
            data-at={mark.at.0.to_string()}
        >
            <title>{ (texts.mark)(&mark.what, mark.lost, mark.again, count - 1) }</title>
            { shape(mark.lost, mark.again) }
        </g>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SignProps {
    pub(super) lost: bool,
    pub(super) again: bool,
}

/// The same shape in the legend.
#[component]
pub(super) fn Sign(props: &SignProps) -> Html {
    html! {
        <svg class="plot-sample" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
            { shape(props.lost, props.again) }
        </svg>
    }
}

fn shape(lost: bool, again: bool) -> Html {
    html! {
        <>
            if again { <path class="is-again" d={TRIANGLE} /> }
            if lost { <path class="is-lost" d={CROSS} /> }
            if !lost && !again { <path class="plot-packet" d="M0 -4V4" /> }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct MarkListProps {
    pub(super) marks: Vec<MarkDrawing>,
    /// When the timeline began.
    pub(super) start: Micros,
}

/// The same as a list for screen readers.
#[component]
pub(super) fn MarkList(props: &MarkListProps) -> Html {
    let texts = use_texts_of::<plot::Plot>();
    let newest = &props.marks[props.marks.len().saturating_sub(MOST_WORDS)..];
    let words = newest.iter().map(|MarkDrawing { mark, count, .. }| {
        let end = texts.ends[usize::from(!mark.own)];
        let what = (texts.mark)(&mark.what, mark.lost, mark.again, count - 1);
        html! { <li>{ format!("{} {end}: {what}", moment(mark.at, props.start)) }</li> }
    });
    html! {
        if !newest.is_empty() {
            <ol class="unseen" aria-label={texts.packets} data-testid="plot-words">{ for words }</ol>
        }
    }
}
