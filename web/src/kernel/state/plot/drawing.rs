//! The plot in pixels: panels one below the other over one time axis, and below them the packets of each end.

use std::fmt::Write as _;

use lab_shared::call::Micros;

use super::{Line, Mark, Measure, Panel, Plot, Run};
use crate::kit::state::format::{count, duration, moment};
use crate::kit::state::plot::{Axis, thinned};

/// The width before it is known.
const USUAL_WIDTH: i32 = 480;

/// Room for the values at the left.
const LEFT: f64 = 60.0;

/// Room at the right, so that a mark there is whole.
const RIGHT: f64 = 8.0;

/// A panel's height.
const HEIGHT: f64 = 62.0;

/// Room above each panel, for its name.
const GAP: f64 = 20.0;

/// The height of one end's row of packets.
const ROW: f64 = 16.0;

/// Room for the times.
const FOOT: f64 = 18.0;

/// The width of a time in words, with room around it.
const TIME_WIDTH: f64 = 76.0;

/// Marks nearer to each other become one.
const MARK_WIDTH: f64 = 6.0;

/// Beyond so many marks no line leads from them through the panels.
const MOST_GUIDES: usize = 24;

/// What is drawn, in pixels from the top left corner.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    pub width: f64,
    pub height: f64,
    /// Where the plotted time begins and ends.
    pub left: f64,
    pub right: f64,
    pub panels: Vec<PanelDrawing>,
    /// The middle of the rows of packets: of its own end and of the peer's.
    pub rows: [f64; 2],
    /// A tick for each packet that arrives, as an SVG path.
    pub packets: String,
    /// The lost and the repeated ones.
    pub marks: Vec<MarkDrawing>,
    /// Lines from the marks through the panels, as an SVG path.
    pub guides: String,
    /// The times, and where they are.
    pub times: Vec<(f64, String)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PanelDrawing {
    pub panel: Panel,
    pub top: f64,
    pub bottom: f64,
    /// Values, and where they are.
    pub ticks: Vec<(f64, String)>,
    /// Its lines, as SVG paths.
    pub lines: Vec<(Measure, String)>,
}

/// One mark, for the packets that are at the same place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarkDrawing {
    pub x: f64,
    pub y: f64,
    /// The first of them.
    pub mark: Mark,
    /// How many there are.
    pub count: usize,
}

impl Drawing {
    /// The plot on so many pixels; `start` is when the timeline began.
    #[must_use]
    pub(crate) fn of(plot: &Plot, width: i32, start: Micros) -> Self {
        let width = f64::from(if width > 0 { width } else { USUAL_WIDTH });
        let (left, right) = (LEFT, (width - RIGHT).max(LEFT + 1.0));
        let since = |at: Micros| at.0 as f64 - start.0 as f64;
        let ends = [since(plot.from), since(plot.to)];
        let across = Axis::linear(ends.into_iter()).expect("there are two ends");
        let x = move |at: Micros| left + across.place(since(at)) * (right - left);
        let mut top = 0.0;
        let mut panels = Vec::new();
        for panel in Panel::ALL {
            if let Some(drawn) = PanelDrawing::of(plot, panel, top + GAP, &x) {
                top = drawn.bottom;
                panels.push(drawn);
            }
        }
        let rows = [top + GAP + ROW / 2.0, top + GAP + ROW * 1.5];
        let bottom = top + GAP + 2.0 * ROW;
        let marks = gathered(&plot.marks, &x, rows);
        let mut guides = String::new();
        if marks.len() <= MOST_GUIDES {
            marks.iter().for_each(|mark| line(&mut guides, mark.x, GAP, mark.y - ROW / 2.0));
        }
        let times = across.ticks(((right - left) / TIME_WIDTH) as usize).into_iter();
        let times = times.map(|time| {
            let at = Micros((time + start.0 as f64) as u64);
            (x(at), moment(at, start))
        });
        Self {
            packets: ticks(&plot.marks, &x, rows),
            height: bottom + FOOT,
            times: times.collect(),
            width,
            left,
            right,
            panels,
            rows,
            marks,
            guides,
        }
    }
}

impl PanelDrawing {
    fn of(plot: &Plot, panel: Panel, top: f64, x: &impl Fn(Micros) -> f64) -> Option<Self> {
        let lines: Vec<&Line> =
            plot.lines.iter().filter(|line| line.measure.panel() == panel).collect();
        let values = || {
            let runs = lines.iter().flat_map(|line| &line.runs);
            runs.flat_map(|run| &run.steps).map(|step| step.1 as f64)
        };
        let axis = match panel {
            Panel::Time => Axis::decades(values())?,
            // The highest value is not at the border.
            _ => {
                Axis::linear(values().map(|value| value * 1.1).chain(values().next().map(|_| 0.0)))?
            }
        };
        let bottom = top + HEIGHT;
        let y = |value: f64| bottom - axis.place(value) * HEIGHT;
        let whole = |value: &f64| value.fract() == 0.0;
        let ticks = axis.ticks(3).into_iter().filter(whole);
        let words = |value: f64| match panel {
            Panel::Time => duration(value as u64),
            _ => count(value as u64),
        };
        let path = |line: &Line| {
            let mut path = String::new();
            line.runs.iter().for_each(|run| draw(&mut path, run, x, &y));
            path
        };
        Some(Self {
            panel,
            top,
            bottom,
            ticks: ticks.map(|value| (y(value), words(value))).collect(),
            lines: lines.iter().map(|line| (line.measure, path(line))).collect(),
        })
    }
}

/// A run as steps: a value holds until the next one.
fn draw(path: &mut String, run: &Run, x: &impl Fn(Micros) -> f64, y: &impl Fn(f64) -> f64) {
    let points: Vec<(f64, f64)> =
        run.steps.iter().map(|&(at, value)| (x(at), y(value as f64))).collect();
    let columns = points.last().zip(points.first()).map_or(0.0, |(end, begin)| end.0 - begin.0);
    for (number, (x, y)) in thinned(&points, columns as u16).into_iter().enumerate() {
        // Writing to a string does not fail.
        let _ = match number {
            0 => write!(path, "M{x:.1} {y:.1}"),
            _ => write!(path, "H{x:.1}V{y:.1}"),
        };
    }
    // What was reported once and not again can be seen too.
    let end = x(run.until).max(points.last().map_or(0.0, |point| point.0 + 1.0));
    let _ = write!(path, "H{end:.1}");
}

fn line(path: &mut String, x: f64, from: f64, to: f64) {
    // Writing to a string does not fail.
    let _ = write!(path, "M{x:.1} {from:.1}V{to:.1}");
}

fn ticks(marks: &[Mark], x: &impl Fn(Micros) -> f64, rows: [f64; 2]) -> String {
    let mut path = String::new();
    let mut last = [f64::NEG_INFINITY; 2];
    for mark in marks.iter().filter(|mark| !mark.lost && !mark.again) {
        let (row, x) = (usize::from(!mark.own), x(mark.at));
        if x - last[row] >= 1.0 {
            last[row] = x;
            line(&mut path, x, rows[row] - 4.0, rows[row] + 4.0);
        }
    }
    path
}

fn gathered(marks: &[Mark], x: &impl Fn(Micros) -> f64, rows: [f64; 2]) -> Vec<MarkDrawing> {
    let mut drawn: Vec<MarkDrawing> = Vec::new();
    for mark in marks.iter().filter(|mark| mark.lost || mark.again) {
        let (x, y) = (x(mark.at), rows[usize::from(!mark.own)]);
        let near = |other: &&mut MarkDrawing| x - other.x < MARK_WIDTH;
        let same = |other: &MarkDrawing| {
            (other.mark.own, other.mark.lost, other.mark.again) == (mark.own, mark.lost, mark.again)
        };
        match drawn.iter_mut().rev().take_while(near).find(|other| same(other)) {
            Some(other) => other.count += 1,
            None => drawn.push(MarkDrawing { x, y, mark: mark.clone(), count: 1 }),
        }
    }
    drawn
}
