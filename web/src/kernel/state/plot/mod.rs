//! The measures of a connection over time, and the packets beside them.

mod drawing;
mod marks;
mod measure;
#[cfg(test)]
mod tests;

pub(crate) use drawing::{Drawing, MarkDrawing, PanelDrawing};
pub(crate) use marks::Mark;
use marks::marks;
pub(crate) use measure::{Measure, Panel};

use lab_shared::call::{Micros, SocketId};

use crate::lab::state::Lab;
use crate::link::state::News;

/// What is known of one connection, over time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plot {
    /// From the first report or packet that is kept.
    pub from: Micros,
    /// To the last one.
    pub to: Micros,
    pub lines: Vec<Line>,
    /// The packets, in the order in which they were sent. Where no cable sees them, only the retransmissions that
    /// the kernel counts.
    pub marks: Vec<Mark>,
    /// Whether the network's cables saw the packets.
    pub on_cable: bool,
}

/// One measure over time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub measure: Measure,
    /// Where the kernel reported it without a gap: from when on it had which value, and until when.
    pub runs: Vec<Run>,
    /// What it is now.
    pub now: Option<u64>,
}

/// A part of a line without a gap.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Run {
    /// From when on it had this value: only where it changed.
    pub steps: Vec<(Micros, u64)>,
    /// When it was last known to have the last one.
    pub until: Micros,
}

impl Line {
    /// Its lowest and its highest value.
    #[must_use]
    pub(crate) fn span(&self) -> Option<(u64, u64)> {
        let values = || self.runs.iter().flat_map(|run| &run.steps).map(|step| step.1);
        Some((values().min()?, values().max()?))
    }
}

impl Plot {
    /// The plot of a socket; `None` where the kernel has reported no measure of it.
    #[must_use]
    pub(crate) fn of(lab: &Lab, socket: SocketId) -> Option<Self> {
        let watched = lab.kernel.of(socket)?;
        let (marks, on_cable) = marks(lab, socket);
        let times = reports(lab, socket).filter_map(|(at, _)| at);
        let times = times.chain(marks.iter().map(|mark| mark.at));
        let (from, to) = times.fold(None, |span: Option<(Micros, Micros)>, at| {
            Some(span.map_or((at, at), |(from, to)| (from.min(at), to.max(at))))
        })?;
        let held = watched.live.then_some(to);
        let lines = Measure::ALL.map(|measure| Line {
            measure,
            runs: runs(lab, socket, measure, held),
            now: watched.facts.as_ref().and_then(|facts| measure.of(&facts.own)),
        });
        let known = lines.iter().any(|line| !line.runs.is_empty());
        known.then(|| Self { from, to, lines: lines.into(), marks, on_cable })
    }

    /// How many packets were lost, and how many sent again.
    #[must_use]
    pub(crate) fn losses(&self) -> (usize, usize) {
        let count = |is: fn(&Mark) -> bool| self.marks.iter().filter(|mark| is(mark)).count();
        (count(|mark| mark.lost), count(|mark| mark.again))
    }
}

/// The reports on a socket, with their times. What comes without a time ends what is known.
fn reports(lab: &Lab, socket: SocketId) -> impl Iterator<Item = (Option<Micros>, Option<&News>)> {
    lab.kernel.log().filter_map(move |news| match news {
        News::Facts { socket: of, at, .. } if *of == socket => Some((Some(*at), Some(news))),
        News::Unwatched { socket: of, .. } if *of == socket => Some((None, None)),
        News::Resting => Some((None, None)),
        _ => None,
    })
}

/// Where a measure was reported without a gap. The relay reports what has changed, so a value holds until the next
/// report; the last one until `held`, where the socket is still watched.
fn runs(lab: &Lab, socket: SocketId, measure: Measure, held: Option<Micros>) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::default();
    for (at, news) in reports(lab, socket) {
        if let Some(at) = at.filter(|_| !run.steps.is_empty()) {
            run.until = at;
        }
        let value = match news {
            Some(News::Facts { facts, .. }) => measure.of(&facts.own),
            _ => None,
        };
        match (at, value) {
            (Some(at), Some(value)) => {
                if run.steps.last().is_none_or(|step| step.1 != value) {
                    run.steps.push((at, value));
                }
                run.until = at;
            }
            _ if run.steps.is_empty() => {}
            _ => runs.push(std::mem::take(&mut run)),
        }
    }
    if !run.steps.is_empty() {
        run.until = held.unwrap_or(run.until).max(run.until);
        runs.push(run);
    }
    runs
}
