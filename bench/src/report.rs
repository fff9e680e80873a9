//! Figures of several rounds, and tables of them.

use std::fmt::Write as _;

/// The median of the figures.
pub(crate) fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The figure below which `share` (0 to 1) of them lie.
pub(crate) fn quantile(figures: &mut [f64], share: f64) -> f64 {
    figures.sort_by(f64::total_cmp);
    let at = (figures.len() as f64 * share) as usize;
    figures.get(at.min(figures.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

/// A table in Markdown, with its title above it.
pub(crate) fn table(title: &str, header: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!("\n### {title}\n\n| {} |\n", header.join(" | "));
    let _ = writeln!(text, "|{}", "---|".repeat(header.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
    text
}
