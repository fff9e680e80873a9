//! A small line chart.

use yew::prelude::*;

use crate::kit::state::plot::{Axis, thinned};

/// A line of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its class in the style sheet.
    pub(super) class: &'static str,
    pub(super) name: AttrValue,
    /// Its points, from left to right.
    pub(super) points: Vec<(f64, f64)>,
}

impl Line {
    /// The classes of lines that mean nothing by themselves.
    pub(super) const COLUMNS: [&str; 6] =
        ["is-first", "is-second", "is-third", "is-fourth", "is-fifth", "is-sixth"];
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ChartProps {
    pub(super) title: AttrValue,
    pub(super) lines: Vec<Line>,
    /// Of the values.
    pub(super) unit: AttrValue,
    /// Whether the lowest value drawn is 0.
    #[prop_or_default]
    pub(super) from_zero: bool,
}

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 96.0;

/// The columns of pixels that a line is thinned to.
const COLUMNS: u16 = 320;

#[component]
pub(super) fn Chart(props: &ChartProps) -> Html {
    let points = || props.lines.iter().flat_map(|line| &line.points);
    let values = points().map(|point| point.1).chain(props.from_zero.then_some(0.0));
    let axes = (Axis::linear(points().map(|point| point.0)), Axis::linear(values));
    let (Some(across), Some(upward), Some(_)) = (axes.0, axes.1, points().next()) else {
        return html! {};
    };
    let (low, high) = (upward.low(), upward.high());
    let place = |(x, y): (f64, f64)| {
        let (x, y) = (across.place(x) * WIDTH, HEIGHT - upward.place(y) * HEIGHT);
        format!("{x:.1},{y:.1}")
    };
    let lines = props.lines.iter().map(|line| {
        let drawn: Vec<String> = thinned(&line.points, COLUMNS).into_iter().map(place).collect();
        html! { <polyline class={line.class} points={drawn.join(" ")} /> }
    });
    let legend = props.lines.iter().map(|line| {
        let newest = line.points.last().map(|point| number(point.1)).unwrap_or_default();
        html! {
            <li class={line.class}>
                <i aria-hidden="true"></i>{ &line.name }{ " " }<b>{ newest }</b>{ " " }{ &props.unit }
            </li>
        }
    });
    html! {
        <figure class="chart">
            <svg viewBox={format!("-2 -4 {} {}", WIDTH + 4.0, HEIGHT + 8.0)} role="img" aria-label={props.title.clone()} preserveAspectRatio="none">
                <line class="chart-ground" x1="0" x2={WIDTH.to_string()} y1={HEIGHT.to_string()} y2={HEIGHT.to_string()} />
                { for lines }
            </svg>
            <figcaption>
                <span class="chart-range">{ format!("{} … {}", number(low), number(high)) }</span>
                <ul>{ for legend }</ul>
            </figcaption>
        </figure>
    }
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct SparkProps {
    /// Bytes received and sent in each second, the newest last.
    pub(super) rates: Vec<[u64; 2]>,
}

/// A chart as small as a word; its newest values stand beside it.
#[component]
pub(super) fn Spark(props: &SparkProps) -> Html {
    let most = props.rates.iter().flatten().copied().max().unwrap_or_default().max(1);
    let line = |way: usize| {
        let points = props.rates.iter().enumerate().map(|(second, rates)| {
            format!("{second},{:.1}", 12.0 - rates[way] as f64 / most as f64 * 12.0)
        });
        points.collect::<Vec<_>>().join(" ")
    };
    html! {
        <svg class="spark" viewBox="0 -1 60 14" preserveAspectRatio="none" aria-hidden="true">
            <polyline class="is-in" points={line(0)} />
            <polyline class="is-out" points={line(1)} />
        </svg>
    }
}
