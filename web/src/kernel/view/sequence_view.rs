//! The sequence diagram, drawn: programs and kernels as lanes, calls as bars, segments as arrows.

use lab_shared::call::Micros;
use yew::prelude::*;

use crate::kernel::state::sequence::{Arrow, Bar, Item, Sequence, Side};
use crate::kernel::texts::sequence;
use crate::kernel::texts::sequence::Sequence as Texts;
use crate::kit::state::format::moment;
use crate::kit::view::texts::use_texts_of;

/// A row's height, in pixels.
const ROW: usize = 26;

/// The position of the programs' lanes, ours and the peer's, in percent of the width: the drawing
/// fits a narrow screen without shrinking its text.
const PROGRAMS: [usize; 2] = [17, 94];

/// The position of the kernels' lanes.
const KERNELS: [usize; 2] = [40, 78];

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SequenceViewProps {
    pub(super) sequence: Sequence,
    /// When the timeline began.
    pub(super) start: Micros,
}

#[component]
pub(super) fn SequenceView(props: &SequenceViewProps) -> Html {
    let texts = use_texts_of::<sequence::Sequence>();
    let title = texts.title;
    let sequence = &props.sequence;
    let height = sequence.rows.len() * ROW + 8;
    let lanes = [PROGRAMS[0], KERNELS[0], KERNELS[1], PROGRAMS[1]];
    let names = lanes.into_iter().zip(texts.lanes).enumerate().map(|(at, (x, name))| {
        let side = if at < 2 { "of-own" } else { "of-peer" };
        html! { <span class={side} style={format!("--at: {x}%")}>{ name }</span> }
    });
    let lines = lanes.into_iter().enumerate().map(|(at, x)| {
        let known = sequence.peer_known || at != 3;
        let class = classes!("lane-line", (!known).then_some("is-unknown"));
        let x = format!("{x}%");
        html! { <line {class} x1={x.clone()} x2={x} y1="0" y2={height.to_string()} /> }
    });
    let times = sequence.rows.iter().enumerate().map(|(row, at)| {
        let same = row > 0 && moment(sequence.rows[row - 1], props.start) == moment(*at, props.start);
        html! {
            if !same { <text class="time" x="0" y={(middle(row) + 4).to_string()}>{ moment(*at, props.start) }</text> }
        }
    });
    let items = sequence.items.iter().map(|item| match item {
        Item::Bar(one) => bar(one),
        Item::Arrow(one) => arrow(one, texts),
    });
    let words = sequence.items.iter().map(|item| html! { <li>{ (texts.said)(item) }</li> });
    html! {
        <div class="sequence-scroll">
            <div class="sequence-lanes" aria-hidden="true">{ for names }</div>
            <svg
                class="sequence"
                height={height.to_string()}
                aria-hidden="true"
                data-testid="sequence"
                data-derived={sequence.derived.to_string()}
                data-on-cable={sequence.on_cable.to_string()}
            >
                <defs>
                    <pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="hatch-ground" width="8" height="8" /><rect class="hatch-line" width="4" height="8" />
                    </pattern>
                    { for ["out", "in", "control", "reset"].map(tip) }
                </defs>
                { for lines }
                { for times }
                { for items }
            </svg>
            <ol class="unseen" aria-label={title}>{ for words }</ol>
        </div>
    }
}

fn middle(row: usize) -> usize {
    row * ROW + ROW / 2 + 4
}

fn tip(kind: &'static str) -> Html {
    html! {
        <marker id={format!("segment-{kind}")} class={format!("tip-{kind}")} viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">
            <path d="M0 0 L8 4 L0 8 z" />
        </marker>
    }
}

/// A call's bar on its program's lane. Concurrent calls are side by side.
fn bar(bar: &Bar) -> Html {
    let own = bar.side == Side::Own;
    let shift = i32::try_from(bar.depth.min(2)).unwrap_or(2) * 9;
    let lane = format!("{}%", PROGRAMS[usize::from(!own)]);
    let shift = if own { shift } else { -shift };
    let words_at = if own { 12 } else { -12 };
    let height = (bar.to - bar.from) * ROW + ROW - 8;
    let classes = classes!(
        "bar",
        bar.blocked.then_some("is-blocked"),
        bar.pending.then_some("is-pending"),
        bar.raised.then_some("is-raised"),
    );
    html! {
        <g class={classes} data-testid="sequence-call" transform={format!("translate({shift} 0)")}>
            <rect x={lane.clone()} transform="translate(-6 0)" y={(bar.from * ROW + 8).to_string()} width="12" height={height.to_string()} rx="3" />
            <text
                x={lane}
                dx={words_at.to_string()}
                y={(middle(bar.from) + 4).to_string()}
                text-anchor={if own { "start" } else { "end" }}
            >
                { bar.words.clone() }
            </text>
        </g>
    }
}

fn arrow(arrow: &Arrow, texts: &Texts) -> Html {
    let own = arrow.from == Side::Own;
    let (from, to) = if own { (KERNELS[0], KERNELS[1]) } else { (KERNELS[1], KERNELS[0]) };
    let travel = arrow.travel.as_ref();
    let lost = travel.and_then(|travel| travel.lost);
    let halfway = (from + to) / 2;
    let to = if lost.is_some() { halfway } else { to };
    let y = middle(arrow.row);
    let slopes = arrow.last_row() > arrow.row;
    let end = if slopes { middle(arrow.last_row()) } else { y + 5 };
    let kind = match (arrow.flags.contains("RST"), arrow.has_payload(), own) {
        (true, ..) => "reset",
        (_, true, true) => "out",
        (_, true, false) => "in",
        _ => "control",
    };
    let bytes = arrow.bytes.map(|(first, last)| match first == last {
        true => format!(" {first}"),
        false => format!(" {first}–{last}"),
    });
    let classes = classes!(
        "segment",
        format!("is-{kind}"),
        (!arrow.seen).then_some("is-derived"),
        arrow.again.then_some("is-again"),
        lost.is_some().then_some("is-lost"),
        // The words of an arrow that falls are beside its begin: other arrows cross it further on.
        slopes.then_some(if own { "from-own" } else { "from-peer" }),
    );
    let words_at = if slopes { from } else { halfway };
    let again = match travel.and_then(|travel| travel.waited) {
        Some(waited) => (texts.again_after)(waited),
        None => texts.again.to_owned(),
    };
    html! {
        <g
            class={classes}
            data-testid="segment"
            data-flags={arrow.flags.clone()}
            data-again={arrow.again.to_string()}
            data-lost={lost.is_some().to_string()}
            data-serial={travel.map(|travel| travel.serial.to_string())}
            data-travel={travel.map(|travel| travel.time.0.to_string())}
        >
            <line
                x1={format!("{from}%")}
                y1={(y - 3).to_string()}
                x2={format!("{to}%")}
                y2={end.to_string()}
                marker-end={lost.is_none().then(|| format!("url(#segment-{kind})"))}
            />
            if let Some(why) = lost { { loss(to, end, own, (texts.lost)(why)) } }
            <text x={format!("{words_at}%")} dx={if !slopes { "0" } else if own { "8" } else { "-8" }} y={(y - 3).to_string()}>
                <tspan class="flags">
                    { arrow.flags.clone() }
                    if let Some(other) = arrow.other { { (texts.other)(other) } }
                </tspan>
                { bytes }
                if let Some(port) = arrow.port { { format!(" :{port}") } }
                if arrow.shut { <tspan class="shut">{ format!(" {}", texts.shut) }</tspan> }
                if arrow.again { <tspan class="again">{ format!(" {again}") }</tspan> }
                if travel.is_some_and(|travel| travel.copy) { <tspan class="again">{ format!(" {}", texts.copy) }</tspan> }
            </text>
        </g>
    }
}

/// The cross where a packet was lost, and why.
fn loss(x: usize, y: usize, own: bool, why: &str) -> Html {
    html! {
        <>
            <svg class="loss" x={format!("{x}%")} y={y.to_string()} overflow="visible">
                <path d="M-5 -5 L5 5 M5 -5 L-5 5" />
            </svg>
            <text
                class="why"
                x={format!("{x}%")}
                dx={if own { "11" } else { "-11" }}
                y={(y + 4).to_string()}
                text-anchor={if own { "start" } else { "end" }}
            >
                { why }
            </text>
        </>
    }
}
