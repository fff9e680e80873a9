//! `cargo xtask`: sets up, builds, runs and tests Socket Lab with one command each.

mod bench;
mod boot;
mod children;
mod cli;
mod command;
mod compress;
mod container;
mod dev;
mod dist;
mod fingerprint;
mod folder;
mod lessons;
mod measure;
mod packages;
mod page;
mod pipeline;
mod preloads;
mod progress;
mod project;
mod recipes;
mod relay;
mod run;
mod scripts;
mod split;
mod stdlib;
mod suite;
mod tidy;
mod tls;
mod tools;
mod windows;
mod wine;

use std::process::ExitCode;

use anyhow::{Context as _, Result};

use cli::Action;
use project::Project;

fn main() -> ExitCode {
    match start() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<()> {
    let action = cli::parse(std::env::args().skip(1)).map_err(anyhow::Error::msg)?;
    let project = Project::locate()?;
    std::env::set_current_dir(&project.root)
        .with_context(|| format!("cannot enter {}", project.root.display()))?;
    children::end_on_signal()?;

    match action {
        Action::Help => {
            print!("{}", cli::HELP);
            Ok(())
        }
        Action::Run { relay_args } => run::run(&project, &relay_args),
        Action::Build => run::build(&project),
        Action::Dist { check } => dist::dist(&project, check),
        Action::Dev => dev::dev(&project),
        Action::Setup => run::set_up(&project),
        Action::Test { only } => suite::test(&project, &only),
        Action::ListSteps => {
            suite::list();
            Ok(())
        }
        Action::Bench { arguments } => bench::bench(&project, &arguments),
        Action::Fuzz => suite::fuzz_for_long(&project),
        Action::Measure => measure::measure(&project),
    }
}
