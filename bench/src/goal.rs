//! Targets, the measured values beside them, and the known reason for a miss.

use std::fmt::Write as _;

use crate::report::table;

/// A bound on a ratio or a figure of the relay.
pub(crate) struct Goal {
    /// What was measured.
    pub(crate) what: String,
    /// The measured value; `None` if it was not measured.
    pub(crate) found: Option<f64>,
    /// The target.
    pub(crate) bound: Bound,
    /// Why it is missed, where that is known.
    pub(crate) reason: Option<&'static str>,
}

/// A target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Bound {
    fn is_met(self, found: f64) -> bool {
        match self {
            Self::AtLeast(least) => found >= least,
            Self::AtMost(most) => found <= most,
        }
    }

    fn words(self) -> String {
        match self {
            Self::AtLeast(least) => format!("at least {least}"),
            Self::AtMost(most) => format!("at most {most}"),
        }
    }
}

impl Goal {
    pub(crate) fn at_least(what: impl Into<String>, found: Option<f64>, least: f64) -> Self {
        Self { what: what.into(), found, bound: Bound::AtLeast(least), reason: None }
    }

    pub(crate) fn at_most(what: impl Into<String>, found: Option<f64>, most: f64) -> Self {
        Self { what: what.into(), found, bound: Bound::AtMost(most), reason: None }
    }

    /// The same with the reason for a miss.
    pub(crate) fn because(self, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

/// The goals beside their measured values, and below them the reasons of those missed.
pub(crate) fn goals_table(goals: &[Goal]) -> String {
    let (mut rows, mut reasons) = (Vec::new(), String::new());
    for Goal { what, found, bound, reason } in goals {
        let Some(found) = *found else { continue };
        let met = bound.is_met(found);
        let digits = if found < 1000.0 { 2 } else { 0 };
        let found = format!("{found:.digits$}");
        let verdict = if met { "met" } else { "missed" };
        rows.push(vec![what.clone(), found.clone(), bound.words(), verdict.into()]);
        if !met {
            let reason = reason.unwrap_or("The reason is not known.");
            let _ = writeln!(reasons, "- {what}: {found} instead of {}. {reason}", bound.words());
        }
    }
    let mut text = table("Targets", &["socket-lab", "found", "target", ""], &rows);
    if !reasons.is_empty() {
        let _ = write!(text, "\nMissed, and why:\n\n{reasons}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_is_told_with_its_figure_and_its_reason() {
        let goals = [
            Goal::at_most("a ratio", Some(1.31), 1.15).because("It takes two calls."),
            Goal::at_least("a rate", Some(2.0), 2.0),
            Goal::at_least("another rate", Some(1.9), 2.0),
            Goal::at_least("one not measured", None, 3.0),
        ];
        let text = goals_table(&goals);
        assert!(text.contains("| a ratio | 1.31 | at most 1.15 | missed |"), "{text}");
        assert!(text.contains("- a ratio: 1.31 instead of at most 1.15. It takes two calls."));
        assert!(
            text.contains("| a rate | 2.00 | at least 2 | met |") && !text.contains("- a rate")
        );
        assert!(
            text.contains("- another rate: 1.90 instead of at least 2. The reason is not known.")
        );
        assert!(!text.contains("not measured"));
    }
}
