//! RFC 9293's state machine, drawn: both ends' states lit, their paths marked.

use lab_shared::kernel::TcpState;
use yew::prelude::*;

use super::geometry::{HALF, SIZE, line, place};
use crate::kernel::texts as kernel;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::machine::{Arrow, Lit, Machine, Passing, Place};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct MachineViewProps {
    /// The figure with both ends in it.
    pub(super) machine: Machine,
}

#[component]
pub(super) fn MachineView(props: &MachineViewProps) -> Html {
    let texts = &use_texts_of::<kernel::Kernel>().machine;
    let machine = &props.machine;
    let now = |lit: fn(&Place) -> Lit| -> Option<TcpState> {
        machine.places.iter().find(|place| lit(place) == Lit::Now).map(|place| place.state)
    };
    let described = (texts.described)(now(|place| place.own), now(|place| place.peer));
    // Arrows that an end took are drawn above the others.
    let (gone, rest): (Vec<&Arrow>, Vec<&Arrow>) =
        machine.arrows.iter().partition(|arrow| arrow.own || arrow.peer);
    let tip = |id: &'static str| {
        html! {
            <marker {id} class={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">
                <path d="M0 0 L8 4 L0 8 z" />
            </marker>
        }
    };
    html! {
        <svg
            class="machine"
            viewBox={format!("0 0 {} {}", SIZE.0, SIZE.1)}
            role="img"
            aria-labelledby="machine-name machine-words"
            data-testid="machine"
        >
            <title id="machine-name">{ texts.title }</title>
            <desc id="machine-words">{ described }</desc>
            <defs>{ tip("tip") }{ tip("tip-own") }{ tip("tip-peer") }</defs>
            { for rest.into_iter().map(arrow) }
            { for gone.into_iter().map(arrow) }
            { for machine.places.iter().map(|place| box_of(place, (texts.state)(place.state))) }
        </svg>
    }
}

fn arrow(arrow: &Arrow) -> Html {
    let line = line(arrow.edge.from, arrow.edge.to);
    let drawn = |class: &'static str, tip: &'static str| {
        html! { <path {class} d={line.path} marker-end={format!("url(#{tip})")} /> }
    };
    let (x, y) = (line.at.0.to_string(), line.at.1.to_string());
    let anchor = if line.ends { "end" } else { "start" };
    let (cause, answer) = match arrow.edge.why {
        Passing::Call(call, sends) => (html! { <tspan class="is-call">{ call }</tspan> }, sends),
        Passing::Segment(comes, sends) => (html! { <tspan>{ comes }</tspan> }, sends),
        Passing::Wait(time) => (html! { <tspan>{ time }</tspan> }, ""),
    };
    let taken = (arrow.own || arrow.peer).then_some("is-taken");
    html! {
        <g class={classes!("edge", taken)}>
            if !arrow.own && !arrow.peer { { drawn("line", "tip") } }
            if arrow.own { { drawn("line is-own", "tip-own") } }
            if arrow.peer { { drawn("line is-peer", "tip-peer") } }
            <text {x} {y} text-anchor={anchor}>
                { cause }
                if !answer.is_empty() { <tspan class="is-answer">{ format!(" / {answer}") }</tspan> }
            </text>
        </g>
    }
}

fn box_of(of: &Place, meaning: &'static str) -> Html {
    let (x, y) = place(of.state);
    let rect = |class: &'static str, beyond: i32| {
        let (w, h) = (HALF.0 + beyond, HALF.1 + beyond);
        html! {
            <rect
                {class}
                x={(x - w).to_string()}
                y={(y - h).to_string()}
                width={(2 * w).to_string()}
                height={(2 * h).to_string()}
                rx={(7 + beyond).to_string()}
            />
        }
    };
    let sign = |class: &'static str, at: i32, sign: &'static str| {
        html! { <text {class} x={at.to_string()} y={(y + 5).to_string()}>{ sign }</text> }
    };
    let classes = classes!("place", lit_class("own", of.own), lit_class("peer", of.peer));
    html! {
        <g class={classes} data-state={of.state.as_str()}>
            <title>{ meaning }</title>
            if of.peer == Lit::Now { { rect("ring", 4) } }
            { rect("box", 0) }
            <text class="name" x={x.to_string()} y={(y + 5).to_string()}>{ of.state.as_str() }</text>
            if of.own == Lit::Now { { sign("sign is-own", x - HALF.0, "●") } }
            if of.peer == Lit::Now { { sign("sign is-peer", x + HALF.0, "◆") } }
        </g>
    }
}

fn lit_class(end: &'static str, lit: Lit) -> Option<String> {
    match lit {
        Lit::Dark => None,
        Lit::Passed => Some(format!("is-{end}-passed")),
        Lit::Now => Some(format!("is-{end}-now")),
    }
}
