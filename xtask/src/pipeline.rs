//! A sequence of steps: each is announced and timed, and a failure names its step.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::progress::{Times, about, span};
use crate::project::Project;

/// One step of a row.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// One word to call it by.
    pub(crate) name: &'static str,
    /// What it does, to follow the name.
    pub(crate) what: &'static str,
    /// How long it takes the first time, on a machine with two cores.
    pub(crate) first_time: Duration,
    /// Why it can be skipped now, if it can.
    pub(crate) spared: fn(&Project) -> Option<&'static str>,
    /// The step itself.
    pub(crate) action: fn(&Project) -> Result<()>,
}

/// For a step that is never skipped.
pub(crate) fn never_spared(_: &Project) -> Option<&'static str> {
    None
}

/// Runs steps in order up to the first that fails, and prints a summary.
pub(crate) fn run(project: &Project, steps: &[Step]) -> Result<()> {
    let mut times = Times::read(project);
    let mut expected: Vec<Duration> =
        steps.iter().map(|step| expected_time(project, &times, step)).collect();
    let mut summary = Vec::new();
    let begun = Instant::now();
    for (index, step) in steps.iter().enumerate() {
        let number = format!("[{}/{}]", index + 1, steps.len());
        if let Some(why) = (step.spared)(project) {
            eprintln!("{number} {}: {why}", step.name);
            summary.push((step.name, why.to_owned()));
            continue;
        }
        if expected[index].is_zero() {
            expected[index] = times.last(step.name).unwrap_or(step.first_time);
        }
        let left = expected[index..].iter().sum();
        let estimate = estimate(times.last(step.name).is_some(), expected[index], left);
        eprintln!("\n{number} {}: {} ({estimate})", step.name, step.what);

        let started = Instant::now();
        let result = (step.action)(project);
        let took = started.elapsed();
        if let Err(error) = result {
            eprintln!("   ✘ {} failed after {}", step.name, span(took));
            summary.push((step.name, format!("FAILED after {}", span(took))));
            summary.extend(steps[index + 1..].iter().map(|step| (step.name, "not run".to_owned())));
            sum_up(&summary, begun.elapsed());
            return Err(error)
                .with_context(|| format!("step {:?} ({}) failed", step.name, step.what));
        }
        times.note(step.name, took);
        eprintln!("   ✔ {} took {}", step.name, span(took));
        summary.push((step.name, span(took)));
    }
    sum_up(&summary, begun.elapsed());
    Ok(())
}

fn expected_time(project: &Project, times: &Times, step: &Step) -> Duration {
    if (step.spared)(project).is_some() {
        return Duration::ZERO;
    }
    times.last(step.name).unwrap_or(step.first_time)
}

fn estimate(done_before: bool, this: Duration, left: Duration) -> String {
    let this_time =
        if done_before { about(this) } else { format!("{} the first time", about(this)) };
    if left > this { format!("{this_time}, {} to the end", about(left)) } else { this_time }
}

fn sum_up(summary: &[(&str, String)], total: Duration) {
    if summary.len() < 2 {
        return;
    }
    eprintln!();
    for (name, result) in summary {
        eprintln!("   {name:<10} {result}");
    }
    eprintln!("   {:<10} {}", "total", span(total));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::estimate;

    #[test]
    fn the_last_step_names_only_its_own_time() {
        let minute = Duration::from_secs(60);
        assert_eq!(estimate(true, minute, minute), "about 1 min");
        assert_eq!(
            estimate(false, minute, 3 * minute),
            "about 1 min the first time, about 3 min to the end"
        );
    }
}
