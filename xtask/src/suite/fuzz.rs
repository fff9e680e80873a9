//! The fuzz targets, and the generators among the tests.

use std::fs;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::folder;
use crate::project::Project;
use crate::tools;

/// The targets of fuzz/, and how many inputs each gets among the tests. There they begin with the inputs in
/// fuzz/seeds, if there are any, and with the same seed, so that a failure can be reproduced.
const TARGETS: &[(&str, u32)] = &[
    ("wire", 1_000_000),
    ("framing", 300_000),
    ("chat_room", 100_000),
    ("assistant_decoders", 2_000_000),
    ("assistant_compose", 500_000),
    ("assistant_session", 30_000),
    ("assistant_proxy", 100_000),
    ("packets", 200_000),
];

/// Seconds each target gets in a long run, which begins with a new seed.
const LONG: u64 = 100;

/// Longest input in bytes: enough for every form of message.
const LONGEST: &str = "-max_len=600";

/// Tests that generate their own sequences: arguments of `cargo test`, and the factor of rounds that
/// takes about a minute. The tests themselves read `LAB_ROUNDS`.
const GENERATORS: &[(&[&str], u32)] = &[
    (&["--package", "lab-relay", "--test", "relay", "binding::random"], 40),
    (&["--package", "lab-relay", "--test", "relay", "interleavings"], 20),
    (&["--package", "lab-relay", "--test", "relay", "heads"], 50),
    (&["--package", "lab-web", "--lib", "mutated"], 50),
    (&["--package", "lab-web", "--test", "messages", "mutated"], 30),
];

/// Builds the targets and runs each for a moment.
pub(super) fn fuzz(project: &Project) -> Result<()> {
    run_targets(project, |runs| vec!["-seed=1".to_owned(), format!("-runs={runs}")], 40)
}

/// Runs targets and generators for about ten minutes.
pub(crate) fn fuzz_for_long(project: &Project) -> Result<()> {
    run_targets(project, |_| vec![format!("-max_total_time={LONG}")], 40 + LONG)?;
    for (arguments, rounds) in GENERATORS {
        let mut command = Command::new("cargo");
        command.arg("test").args(*arguments).env("LAB_ROUNDS", rounds.to_string());
        command::run(&mut command, Duration::from_secs(60))?;
    }
    Ok(())
}

/// Runs each target with libFuzzer's options for its number of inputs; it takes about `seconds`. A target is one thread,
/// so as many run at once as there are cores.
fn run_targets(project: &Project, options: fn(u32) -> Vec<String>, seconds: u64) -> Result<()> {
    let fuzz = tools::cargo_fuzz(project)?;
    // Safe Rust needs no sanitizer, and without one the stable compiler suffices.
    let cargo_fuzz = |what| {
        let mut command = fuzz.command("cargo-fuzz");
        command.args(["fuzz", what, "--sanitizer", "none"]);
        command
    };
    command::run(&mut cargo_fuzz("build"), Duration::from_secs(120))?;
    let waiting = Mutex::new(TARGETS.iter());
    let run_waiting = || -> Result<()> {
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
        while let Some((target, runs)) = next() {
            let inputs = inputs(project, target)?;
            let mut command = cargo_fuzz("run");
            command.arg(target).arg(&inputs);
            let seeds = project.root.join("fuzz/seeds").join(target);
            command.args(seeds.is_dir().then_some(seeds));
            command.args(["--", LONGEST]).args(options(*runs));
            command::run(&mut command, Duration::from_secs(seconds)).with_context(|| {
                format!("the input that failed {target} is named above; it lies in fuzz/artifacts")
            })?;
        }
        Ok(())
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(TARGETS.len());
    thread::scope(|scope| {
        let running: Vec<_> = (0..cores).map(|_| scope.spawn(run_waiting)).collect();
        // All have ended before the first failure is told.
        let ended: Vec<_> = running.into_iter().map(|one| one.join()).collect();
        ended.into_iter().try_for_each(|one| one.unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// An empty folder for the inputs that a target keeps.
fn inputs(project: &Project, target: &str) -> Result<PathBuf> {
    let folder = project.memory().join("fuzz").join(target);
    folder::remove(&folder)?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(folder)
}
