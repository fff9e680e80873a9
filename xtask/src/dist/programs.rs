//! The programs in the wheels for other systems than this machine's: checked as far as this machine can.
//!
//! | wheel | here |
//! |---|---|
//! | Windows | pip of Windows' own Python installs it under Wine, its page is fetched, rounds are played |
//! | macOS | nothing here runs it: processors, oldest system, libraries and signature are read |
//! | Linux on ARM | qemu runs its program, its page is fetched, rounds are played |

mod arm;
mod macos;
mod page;
mod signature;
mod windows;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use super::check::word;
use super::release::Release;
use crate::command;
use crate::folder;
use crate::relay::{self, Running};

/// Rounds with real nc and CPython that every system can play, of the relay's own tests.
const ROUNDS: &[&str] = &[
    "peers::nc_is_served",
    "peers::nc_serves",
    "peers::nc_without_a_listener_is_refused",
    "peers::cpython_is_served",
    "peers::cpython_serves",
    "peers::cpython_exchanges_datagrams",
];

/// How long the rounds take, once the tests are compiled.
const ROUNDS_TAKE: Duration = Duration::from_secs(20);

/// A wheel that was taken apart.
struct Wheel {
    path: PathBuf,
    program: PathBuf,
}

/// Checks the wheels of `release` that this machine's own pip would not take. `folder` is for what is unpacked.
pub(super) fn check(release: &Release<'_>, folder: &Path) -> Result<()> {
    let wheel = |tag| take_apart(release, tag, folder);
    macos::check(&fs::read(wheel("macosx_11_0_universal2")?.program)?)?;
    arm::check(release, &wheel("manylinux2014_aarch64")?, folder)?;
    windows::check(release, &wheel("win_amd64")?, folder)
}

/// Unpacks the only wheel whose name has `tag`, and checks that it says the same of itself.
fn take_apart(release: &Release<'_>, tag: &str, folder: &Path) -> Result<Wheel> {
    let names = fs::read_dir(&release.out)?.map(|entry| Ok(entry?.path()));
    let wheels: Vec<_> = names.collect::<Result<Vec<_>>>()?;
    let fits = |path: &&PathBuf| {
        let name = path.file_name().unwrap_or(OsStr::new("")).to_string_lossy();
        name.ends_with(".whl") && name.contains(tag)
    };
    let mut wheels = wheels.iter().filter(fits);
    let path = wheels.next().with_context(|| format!("there is no wheel for {tag}"))?.clone();
    ensure!(wheels.next().is_none(), "there is more than one wheel for {tag}");
    let folder = folder.join(tag);
    folder::remove(&folder)?;
    folder::unzip(&path, &folder)?;

    let part = |end: &str| {
        let parts = fs::read_dir(&folder)?.map(|entry| Ok(entry?.path()));
        let parts = parts.collect::<Result<Vec<_>>>()?;
        let part = parts.into_iter().find(|part| part.to_string_lossy().ends_with(end));
        part.with_context(|| format!("{} has no {end}", path.display()))
    };
    let about = fs::read_to_string(part(".dist-info")?.join("WHEEL"))?;
    let line = format!("Tag: py3-none-{tag}");
    ensure!(about.lines().any(|it| it == line), "{} has no line {line:?}", path.display());
    ensure!(part("socket_lab")?.join("__main__.py").is_file(), "no python -m socket_lab");
    let scripts = fs::read_dir(part(".data")?.join("scripts"))?;
    let scripts = scripts.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let [program] = &scripts[..] else {
        anyhow::bail!("{} has not one program, but {scripts:?}", path.display());
    };
    // What was unpacked is no program yet.
    command::output(Command::new("chmod").arg("755").arg(program))?;
    Ok(Wheel { program: program.clone(), path })
}

/// Starts a relay with `words`, fetches every file of the page, and has the relay's tests play [`ROUNDS`] with the one
/// that `command` starts.
fn use_relay(release: &Release<'_>, words: &[&str], command: &str, log: &Path) -> Result<()> {
    let (binary, words) = words.split_first().context("a command has a first word")?;
    let running = Running::start(Path::new(binary), words, Some(log))?;
    ensure!(!running.ready.token.is_empty(), "the relay printed no token");
    let files = page::compare(&running.ready.address, &release.project.root.join("web/dist"))?;
    eprintln!("   {files} files of the page are inside");
    drop(running);
    command::run(relay::tests_with(command).arg("--exact").args(ROUNDS), ROUNDS_TAKE)
}
