//! The Debian package, installed into a folder in place of the machine: its unit, its program, and that nothing stays.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::started;
use crate::command;
use crate::dist::release::Release;
use crate::folder;
use crate::tools;

/// The package's unit.
const UNIT: &str = "usr/lib/systemd/system/socket-lab.service";

/// What every machine has: dpkg's notes, and the folders of systemd, which the package's scripts would make.
const THERE: &[&str] = &[
    "etc/systemd/system",
    "var/lib/dpkg/info",
    "var/lib/dpkg/triggers",
    "var/lib/dpkg/updates",
    "var/lib/systemd",
];

/// What the package brings.
const BROUGHT: &[&str] = &[
    "usr/bin/socket-lab",
    "usr/share/bash-completion/completions/socket-lab",
    "usr/share/doc/socket-lab/copyright",
    "usr/share/fish/vendor_completions.d/socket-lab.fish",
    "usr/share/man/man1/socket-lab.1.gz",
    "usr/share/zsh/vendor-completions/_socket-lab",
];

/// The most exposed that the unit may be, in tenths of systemd-analyze's points: "OK" and better.
const EXPOSURE: &str = "20";

/// Installs `deb`, uses what it brought, and removes it.
pub(super) fn check(release: &Release<'_>, deb: &Path, folder: &Path) -> Result<()> {
    tools::find_or_install_systemd()?;
    let root = folder.join("debian");
    folder::remove(&root)?;
    for part in THERE {
        fs::create_dir_all(root.join(part))?;
    }
    fs::write(root.join("var/lib/dpkg/status"), "")?;
    let before = files(&root)?;
    command::output(dpkg(&root).arg("--install").arg(deb))?;
    for path in BROUGHT {
        ensure!(root.join(path).is_file(), "the package brought no {path}");
    }
    let unit = fs::read_to_string(root.join(UNIT)).context("the package brought no unit")?;
    unit_is_sound(&root, &unit)?;
    start(&root, &unit, &release.parts().join("check/deb.log"))?;
    command::output(dpkg(&root).args(["--purge", "socket-lab"]))?;
    let after = files(&root)?;
    let left: Vec<_> = after.difference(&before).collect();
    ensure!(left.is_empty(), "the package left behind: {left:?}");
    folder::remove(&root)
}

/// dpkg for a folder that only its own programs change: no chroot, and no other package.
fn dpkg(root: &Path) -> Command {
    let mut dpkg = Command::new("dpkg");
    dpkg.arg(format!("--root={}", root.display()));
    dpkg.args(["--force-not-root", "--force-script-chrootless", "--log=/dev/null"]);
    // What tells systemd of a new unit may not reach this machine's.
    dpkg.env("SYSTEMD_OFFLINE", "1");
    dpkg
}

/// Has systemd's own tool read the unit and judge what it leaves open.
fn unit_is_sound(root: &Path, unit: &str) -> Result<()> {
    // It judges by a folder in which the units are found that this one names.
    let units = root.join("judged");
    fs::create_dir_all(&units)?;
    let file = units.join("socket-lab.service");
    let here = format!("ExecStart={}/", root.display());
    fs::write(&file, unit.replace("ExecStart=/", &here))?;
    let mut verify = Command::new("systemd-analyze");
    command::output(verify.args(["verify", "--man=no"]).arg(&file))?;
    let mut security = Command::new("systemd-analyze");
    security.args(["security", "--offline=true", "--threshold", EXPOSURE]).arg(&file);
    command::output(&mut security)?;
    folder::remove(&units)
}

/// Starts what the unit starts, as it says.
fn start(root: &Path, unit: &str, log: &Path) -> Result<()> {
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/"));
    let line = line.context("the unit starts nothing")?;
    let (program, words) = line.split_once(' ').unwrap_or((line, ""));
    let program = root.join(program);
    // As the unit's comment says how to choose another address; the usual one may be taken here.
    let mut all = vec!["SOCKET_LAB_LISTEN=127.0.0.1:0", super::word(&program)?];
    all.extend(words.split_whitespace());
    started::fetch(Path::new("env"), &all, log)
}

/// All files and folders, apart from dpkg's notes of what is no more.
fn files(root: &Path) -> Result<BTreeSet<PathBuf>> {
    let said = command::output(Command::new("find").arg(root).args(["-mindepth", "1"]))?;
    let notes = root.join("var/lib/dpkg");
    let kept = |path: &PathBuf| {
        !path.starts_with(&notes) || path.to_string_lossy().contains("socket-lab.")
    };
    Ok(said.lines().map(PathBuf::from).filter(kept).collect())
}
