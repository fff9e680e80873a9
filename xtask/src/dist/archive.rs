//! The archive for who wants neither pip nor a package: program, man pages, completions, licences.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::release::{Release, VERSION};
use super::targets::Target;
use crate::command;
use crate::folder;

/// Packs a zip. A program, because zips of tools differ with the time zone and the order of a folder.
const ZIP: &str = include_str!("pack.py");

/// The folder in the archive of `target`.
pub(super) fn top(target: &Target) -> String {
    format!("socket-lab-{VERSION}-{}", target.triple)
}

/// The archive's name.
pub(super) fn name(target: &Target) -> String {
    let kind = if target.is_windows() { "zip" } else { "tar.gz" };
    format!("{}.{kind}", top(target))
}

/// Packs `program` with what the program said of itself.
pub(super) fn pack(
    release: &Release<'_>,
    target: &Target,
    program: &Path,
    spoken: &Path,
    notices: &[PathBuf],
) -> Result<()> {
    let top = top(target);
    let parts = release.parts();
    let folder = parts.join(&top);
    folder::remove(&folder)?;
    command::output(Command::new("cp").arg("-r").arg(spoken).arg(&folder))?;
    fs::create_dir_all(folder.join("bin"))?;
    let copies = [(program, folder.join("bin").join(target.program()))];
    let notices = notices.iter().filter_map(|from| Some((from, folder.join(from.file_name()?))));
    for (from, to) in copies.into_iter().chain(notices.map(|(from, to)| (from.as_path(), to))) {
        fs::copy(from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    let file = release.out.join(name(target));
    if target.is_windows() {
        let mut python = Command::new("python3");
        python.args(["-c", ZIP]).arg(&file).arg(&folder).arg(release.epoch.to_string());
        command::output(&mut python)?;
    } else {
        let mut tar = same_tar("--create", release.epoch, "u=rwX,go=rX");
        tar.arg("--use-compress-program=gzip -9 --no-name").arg("--file").arg(&file);
        command::output(tar.arg("--directory").arg(&parts).arg(&top))?;
    }
    folder::remove(&folder)
}

/// A tar command that writes the same each time; the file, the folder and the names follow.
pub(super) fn same_tar(action: &str, epoch: u64, mode: &str) -> Command {
    let mut tar = Command::new("tar");
    tar.args([action, "--format=gnu", "--sort=name"]);
    tar.args(["--owner=0", "--group=0", "--numeric-owner"]);
    tar.arg(format!("--mode={mode}")).arg(format!("--mtime=@{epoch}"));
    tar
}
