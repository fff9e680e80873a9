//! `cargo xtask dist`: what a release needs, into `dist/`. `--check` installs and starts it, too.

mod check;
mod homebrew;
mod targets;

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;

use crate::command;
use crate::folder;
use crate::page;
use crate::project::Project;
use targets::{TARGETS, Target};

/// Writes wheel, archive and Debian package.
const PACK: &str = "xtask/src/dist/pack.py";

/// How long a build from scratch takes.
const BUILD: Duration = Duration::from_secs(180);

const VERSION: &str = env!("CARGO_PKG_VERSION");

const SUMMARY: &str = "Real sockets, one call at a time, from a page in your browser";

const LICENCES: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

/// Builds and packs for every system of [`TARGETS`] that is built.
pub(crate) fn dist(project: &Project, check: bool) -> Result<()> {
    page::ensure(project)?;
    let out = project.root.join("dist");
    folder::remove(&out)?;
    let epoch = epoch()?;
    let mut names = Vec::new();
    for target in TARGETS {
        if let Some(why) = target.not_built {
            eprintln!("   nothing for {}: {why}", target.triple);
            continue;
        }
        build(project, target, epoch)?;
        names.extend(pack(project, target, epoch, &out)?);
    }
    names.sort_unstable();
    let mut sums = Command::new("sha256sum");
    let sums = command::output(sums.args(&names).current_dir(&out))?;
    fs::write(out.join("SHA256SUMS"), &sums).context("cannot write dist/SHA256SUMS")?;
    let archive = sums.lines().filter_map(|line| line.split_once("  "));
    for (sum, name) in
        archive.filter(|(_, name)| name.ends_with("x86_64-unknown-linux-musl.tar.gz"))
    {
        let formula = homebrew::formula(VERSION, SUMMARY, name, sum);
        fs::write(out.join("socket-lab.rb"), formula).context("cannot write dist/socket-lab.rb")?;
    }
    if check {
        for name in names.iter().filter(|name| name.ends_with("_x86_64.whl")) {
            check::wheel(project, &out.join(name))?;
            eprintln!("   {name}: installed, started, and its page fetched");
        }
        same_again(project, epoch, &out)?;
    }
    Ok(())
}

/// The time of the commit, in seconds since 1970: the only time that goes into a file.
fn epoch() -> Result<u64> {
    let said = command::output(Command::new("git").args(["log", "-1", "--format=%ct"]))?;
    said.trim().parse().context("git told no time of the last commit")
}

fn build(project: &Project, target: &Target, epoch: u64) -> Result<()> {
    let mut rustup = Command::new("rustup");
    command::output(rustup.args(["target", "add", target.triple]))?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--release", "--locked", "--package", "lab-relay", "--bin", "socket-lab"]);
    cargo.args(["--target", target.triple]);
    // Paths of this machine would make each machine's program another.
    let root = project.root.display();
    let mut flags =
        vec!["-Cstrip=symbols".to_owned(), format!("--remap-path-prefix={root}=/socket-lab")];
    if let Some(home) = cargo_home() {
        flags.push(format!("--remap-path-prefix={}=/cargo", home.display()));
    }
    // This variable, unlike RUSTFLAGS, allows spaces in a path.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    cargo.env("SOURCE_DATE_EPOCH", epoch.to_string());
    command::run(&mut cargo, BUILD)
}

/// Where Cargo keeps the sources of dependencies.
fn cargo_home() -> Option<PathBuf> {
    let given = env::var_os("CARGO_HOME").map(PathBuf::from);
    given.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))
}

/// Packs what was built for `target` into `out`, and returns the names of the files.
fn pack(project: &Project, target: &Target, epoch: u64, out: &Path) -> Result<Vec<String>> {
    let program = project.target.join(target.triple).join("release/socket-lab");
    let about = json!({
        "name": "socket-lab",
        "version": VERSION,
        "summary": SUMMARY,
        "license": "MIT OR Apache-2.0",
        "licences": LICENCES,
        "maintainer": "The Socket Lab contributors <socket-lab@localhost>",
        "epoch": epoch,
        "triple": target.triple,
        "wheel": target.wheel,
        "deb": target.deb,
        "program": program,
        // Prints man pages and completions, so it must run here.
        "speaker": project.target.join(TARGETS[0].triple).join("release/socket-lab"),
        "out": out,
    });
    let mut python = Command::new("python3");
    python.arg(PACK).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = python.spawn().context("cannot start python3")?;
    let mut stdin = python.stdin.take().context("python3 has no standard input")?;
    stdin.write_all(about.to_string().as_bytes())?;
    drop(stdin);
    let told = python.wait_with_output()?;
    ensure!(told.status.success(), "{PACK} failed ({}) for {}", told.status, target.triple);
    Ok(String::from_utf8_lossy(&told.stdout).lines().map(str::to_owned).collect())
}

/// Packs the first system again and compares each byte.
fn same_again(project: &Project, epoch: u64, out: &Path) -> Result<()> {
    let again = project.target.join("dist/again");
    folder::remove(&again)?;
    for name in pack(project, &TARGETS[0], epoch, &again)? {
        let same = fs::read(out.join(&name))? == fs::read(again.join(&name))?;
        ensure!(same, "{name} came out different when it was packed again");
    }
    folder::remove(&again)
}
