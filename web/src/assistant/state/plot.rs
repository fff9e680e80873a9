//! Numbers in received messages, plotted over time.

use std::time::Duration;

use lab_shared::assistant::Wording;
use lab_shared::assistant::log::{EntryKind, Numbers, NumbersFrom, numbers_to_csv};

use super::log::LogModel;
use crate::kit::state::choice::Choice;

/// Where the numbers of a message are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum PlotKind {
    /// Where a regular expression matches.
    #[default]
    Regex,
    /// By a format of Python's `struct`.
    Struct,
}

impl Choice for PlotKind {
    fn all() -> Vec<Self> {
        vec![Self::Regex, Self::Struct]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Regex => "regex",
            Self::Struct => "struct",
        }
    }
}

/// What a person does with the plot.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PlotCommand {
    Kind(PlotKind),
    Text(String),
}

/// The plot's settings.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlotModel {
    pub(crate) kind: PlotKind,
    pub(crate) text: String,
}

/// A moment and the numbers of the message at it.
pub(crate) type PlotRow = (Duration, Vec<f64>);

/// Most messages that are plotted, the newest of those in view.
const MOST: usize = 2000;

impl PlotModel {
    pub(crate) fn handle(&mut self, command: PlotCommand) {
        match command {
            PlotCommand::Kind(kind) => {
                self.kind = kind;
                self.text.clear();
            }
            PlotCommand::Text(text) => self.text = text,
        }
    }

    fn numbers(&self) -> Result<Option<Numbers>, Wording> {
        if self.text.is_empty() {
            return Ok(None);
        }
        let from = match self.kind {
            PlotKind::Regex => NumbersFrom::Regex(self.text.clone()),
            PlotKind::Struct => NumbersFrom::Struct(self.text.clone()),
        };
        Numbers::prepare(&from).map(Some).map_err(|problem| problem.cause)
    }

    /// What is wrong with the expression.
    #[must_use]
    pub(crate) fn wrong(&self) -> Option<Wording> {
        self.numbers().err()
    }

    /// The numbers in the newest messages of an end that are in view.
    #[must_use]
    pub(crate) fn rows(&self, log: &LogModel, end: &str) -> Vec<PlotRow> {
        let Ok(Some(numbers)) = self.numbers() else { return Vec::new() };
        let received = log.shown().iter().rev().filter(|row| {
            row.entry.end == end && matches!(row.entry.kind, EntryKind::Received { .. })
        });
        let mut rows: Vec<PlotRow> = received
            .take(MOST)
            .map(|row| (row.entry.now.since_start, numbers.of(row.entry.kind.bytes())))
            .filter(|(_, numbers)| !numbers.is_empty())
            .collect();
        rows.reverse();
        rows
    }

    /// The same as a table.
    #[must_use]
    pub(crate) fn to_csv(&self, log: &LogModel, end: &str) -> String {
        numbers_to_csv(&self.rows(log, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use lab_shared::assistant::Now;
    use lab_shared::assistant::log::{Entry, LogSettings};

    #[test]
    fn numbers_of_received_messages_become_rows_in_the_order_they_came() {
        let mut log = LogModel::new(&LogSettings::default());
        for (second, text) in [(1, "t=1.5 h=40"), (2, "nothing"), (3, "t=-2 h=41")] {
            let bytes = Bytes::from_static(text.as_bytes());
            let now = Now { since_start: Duration::from_secs(second), ..Now::default() };
            let kind = EntryKind::Received { bytes, check: None };
            log.push(Entry { now, end: "e".into(), peer: "p".into(), direction: None, kind }, None);
        }
        let mut plot = PlotModel::default();
        assert!(plot.rows(&log, "e").is_empty());
        plot.handle(PlotCommand::Text(r"-?\d+(?:\.\d+)?".into()));
        let rows = plot.rows(&log, "e");
        let at = Duration::from_secs;
        assert_eq!(rows, [(at(1), vec![1.5, 40.0]), (at(3), vec![-2.0, 41.0])]);
        assert!(plot.rows(&log, "another").is_empty());
        assert_eq!(plot.to_csv(&log, "e").lines().nth(1), Some("1.000,1.5,40"));
        plot.handle(PlotCommand::Text("(".into()));
        assert!(plot.wrong().is_some());
    }
}
