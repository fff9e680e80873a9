//! The numbers in docs/measurements.md: size of the page, time of a call, the page's first paint,
//! Python in the page, the assistant's log and files.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::bench;
use crate::command;
use crate::page;
use crate::pipeline;
use crate::project::Project;
use crate::relay;
use crate::scripts;
use crate::suite;
use crate::tools;

/// Prints the sizes of the served files, in each form in which they are served.
const SIZES: &str = include_str!("sizes.js");

/// Prints the sizes of the release page's files, then measures one call, loads the page cold, runs programs in
/// it, fills the assistant's log, and sends and receives a file of 1 GiB.
pub(crate) fn measure(project: &Project) -> Result<()> {
    let page = [tools::FOR_PAGE, tools::FOR_TESTS, scripts::STEP, page::STEP, relay::STEP];
    pipeline::run(project, &page)?;
    println!();
    let mut node = Command::new("node");
    node.args(["-e", SIZES]).arg(project.dist());
    let sizes = command::output(&mut node).context("cannot measure the page's files")?;
    print!("{sizes}");
    println!();
    bench::run(project, &["call".to_owned()], Vec::new(), Duration::from_secs(90))?;
    println!();
    for (example, seconds) in
        [("first_paint", 120), ("python_in_the_page", 120), ("assistant", 240)]
    {
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--quiet", "--package", "lab-e2e", "--example", example]);
        command::run(suite::with_the_lab(project, &mut cargo)?, Duration::from_secs(seconds))?;
        println!();
    }
    Ok(())
}
