//! `cargo xtask test`: what is checked, and in which order.

mod browser_tests;
mod checks;
mod fuzz;
mod single_requests;

use std::time::Duration;

use anyhow::{Result, bail};

use crate::container;
use crate::packages;
use crate::page;
use crate::pipeline::{self, Step, never_spared};
use crate::project::Project;
use crate::recipes;
use crate::relay;
use crate::scripts;
use crate::tools;
use crate::windows;

pub(crate) use browser_tests::with_the_lab;
pub(crate) use fuzz::fuzz_for_long;

/// Quick checks first, so that a mistake is found in seconds; then what the other steps need; the
/// slowest tests last.
const STEPS: &[Step] = &[
    step("fmt", "is every file formatted as rustfmt would?", 5, checks::format),
    step("clippy", "lint every crate, with warnings denied", 150, checks::clippy),
    step("tidy", "are the borders between the crates kept, and files small?", 5, checks::tidy),
    tools::FOR_LICENCES,
    step("deny", "licences, sources and bans of the dependencies", 10, checks::deny),
    tools::FOR_PAGE,
    tools::FOR_TESTS,
    packages::FOR_TESTS,
    scripts::STEP,
    page::STEP,
    relay::STEP,
    step("host", "test shared, relay, page logic and xtask on this machine", 240, checks::host),
    step("recipes", "do the recipes of CONTRIBUTING.md still hold?", 120, recipes::follow),
    step("fuzz", "feed decoders, chat room and assistant what nobody thought of", 180, fuzz::fuzz),
    container::STEP,
    windows::STEP,
    step("wasm", "test the page's parts in headless Chromium", 150, browser_tests::wasm),
    step(
        "e2e",
        "test the real page, relay and nc together in three browsers",
        480,
        browser_tests::e2e,
    ),
];

const fn step(
    name: &'static str,
    what: &'static str,
    seconds: u64,
    action: fn(&Project) -> Result<()>,
) -> Step {
    Step { name, what, first_time: Duration::from_secs(seconds), spared: never_spared, action }
}

/// Runs the steps of these names, or all when there are none.
pub(crate) fn test(project: &Project, only: &[String]) -> Result<()> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        bail!("there is no step {unknown:?}; cargo xtask test --list names them");
    }
    let wanted = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    let steps: Vec<Step> = STEPS.iter().filter(wanted).copied().collect();
    pipeline::run(project, &steps)?;
    if only.is_empty() {
        eprintln!("\nEverything passed.");
    }
    Ok(())
}

/// Prints the steps.
pub(crate) fn list() {
    for step in STEPS {
        println!("{:<10} {}", step.name, step.what);
    }
}
