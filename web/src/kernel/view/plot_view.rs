//! The plot of a connection's measures over time, with the packets below it.

use lab_shared::call::Micros;
use yew::prelude::*;

use crate::kernel::state::plot::{Drawing, Line, Measure, PanelDrawing, Plot};
use crate::kernel::texts::plot;
use crate::kit::view::own_id::use_own_id;
use crate::kit::view::texts::use_texts_of;
use crate::kit::view::width::use_width;

use super::plot_marks::{MarkList, MarkShape, Sign};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PlotViewProps {
    pub(super) plot: Plot,
    /// When the timeline began.
    pub(super) start: Micros,
}

#[component]
pub(super) fn PlotView(props: &PlotViewProps) -> Html {
    let texts = use_texts_of::<plot::Plot>();
    let PlotViewProps { plot, start } = props;
    let node = use_node_ref();
    let drawing = Drawing::of(plot, use_width(&node), *start);
    let id = use_own_id();
    let (lost, again) = plot.losses();
    let legend = plot.lines.iter().map(|line| legend(line, texts));
    html! {
        <section
            class="kernel-part plot"
            aria-label={texts.title}
            data-testid="kernel-plot"
            data-lost={lost.to_string()}
            data-again={again.to_string()}
        >
            <h3>{ texts.title }</h3>
            <div class="plot-room" ref={node}>
                <svg
                    width={drawing.width.to_string()}
                    height={drawing.height.to_string()}
                    role="img"
                    aria-labelledby={format!("{id}-name {id}-words")}
                >
                    <title id={format!("{id}-name")}>{ texts.title }</title>
                    <desc id={format!("{id}-words")}>{ (texts.summary)(plot.to.since(plot.from), lost, again) }</desc>
                    { for drawing.panels.iter().map(|panel| panel_of(panel, &drawing, texts)) }
                    { packets(&drawing, texts) }
                    { for drawing.times.iter().map(|(x, time)| html! {
                        <text class="plot-time" x={x.to_string()} y={(drawing.height - 3.0).to_string()}>{ time }</text>
                    }) }
                </svg>
            </div>
            <ul class="plot-legend">
                { for legend }
                <li><Sign lost=true again=false />{ texts.lost }{ " " }<b>{ lost }</b></li>
                <li><Sign lost=false again=true />{ texts.again }{ " " }<b>{ again }</b></li>
                if plot.on_cable { <li><Sign lost=false again=false />{ texts.sent }</li> }
            </ul>
            if !plot.on_cable && again > 0 { <p class="kernel-note">{ texts.counted }</p> }
            <MarkList marks={drawing.marks} start={*start} />
        </section>
    }
}

/// A panel's name, values and lines.
fn panel_of(panel: &PanelDrawing, drawing: &Drawing, texts: &plot::Plot) -> Html {
    let (left, right) = (drawing.left.to_string(), drawing.right.to_string());
    let ticks = panel.ticks.iter().map(|(y, value)| {
        let height = y.to_string();
        html! {
            <>
                <line class="plot-grid" x1={left.clone()} x2={right.clone()} y1={height.clone()} y2={height} />
                <text class="plot-value" x={(drawing.left - 9.0).to_string()} y={(y + 3.5).to_string()}>{ value }</text>
            </>
        }
    });
    let lines = panel.lines.iter().map(|(measure, path)| {
        html! { <path class={format!("plot-line is-{}", measure.name())} d={path.clone()} /> }
    });
    html! {
        <g key={(texts.panel)(panel.panel)}>
            <text class="plot-name" x={left.clone()} y={(panel.top - 6.0).to_string()}>{ (texts.panel)(panel.panel) }</text>
            { for ticks }
            { for lines }
        </g>
    }
}

/// The packets of both ends, and lines from the lost ones through the panels.
fn packets(drawing: &Drawing, texts: &plot::Plot) -> Html {
    let (left, right) = (drawing.left.to_string(), drawing.right.to_string());
    let rows = drawing.rows.iter().zip(texts.ends).enumerate().map(|(at, (y, end))| {
        let class = if at == 0 { "of-own" } else { "of-peer" };
        let height = y.to_string();
        html! {
            <g {class}>
                <line class="plot-grid" x1={left.clone()} x2={right.clone()} y1={height.clone()} y2={height} />
                <text class="plot-value" x={(drawing.left - 9.0).to_string()} y={(y + 3.5).to_string()}>{ end }</text>
            </g>
        }
    });
    html! {
        <g>
            <text class="plot-name" x={left.clone()} y={(drawing.rows[0] - 14.0).to_string()}>{ texts.packets }</text>
            <path class="plot-guide" d={drawing.guides.clone()} />
            { for rows }
            <path class="plot-packet" d={drawing.packets.clone()} />
            { for drawing.marks.iter().map(|drawn| html! { <MarkShape drawn={drawn.clone()} /> }) }
        </g>
    }
}

/// A measure's line as it is drawn, its name, and its value now.
fn legend(line: &Line, texts: &plot::Plot) -> Html {
    let measure = line.measure;
    let words = |value: Option<u64>| match value {
        Some(value) => (texts.value)(measure, value),
        None => texts.unknown.to_owned(),
    };
    let now = words(line.now);
    let span =
        line.span().map(|(low, high)| (texts.span)(&words(Some(low)), &words(Some(high)), &now));
    html! {
        <li key={measure.name()} title={span.clone()} data-testid={format!("plot-{}", measure.name())}>
            <svg class="plot-sample" width="22" height="8" aria-hidden="true">
                <path class={format!("plot-line is-{}", measure.name())} d="M0 4H22" />
            </svg>
            { (texts.measure)(measure) }
            if let Some(name) = short(measure) { { " " }<code>{ name }</code> }
            { " " }<b>{ now }</b>
            if let Some(span) = span { <span class="unseen">{ span }</span> }
        </li>
    }
}

/// The short name that the kernel and RFCs use.
fn short(measure: Measure) -> Option<&'static str> {
    match measure {
        Measure::Window => Some("cwnd"),
        Measure::Threshold => Some("ssthresh"),
        Measure::Unacknowledged => None,
        Measure::RoundTrip => Some("RTT"),
        Measure::Timeout => Some("RTO"),
    }
}
