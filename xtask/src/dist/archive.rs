//! The archive for who wants neither pip nor a package: program, man page, completions, licences.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::release::{Release, VERSION};
use super::targets::Target;
use crate::command;
use crate::folder;

/// Packs `program` with what the program said of itself, and returns the archive's name.
pub(super) fn pack(
    release: &Release<'_>,
    target: &Target,
    program: &Path,
    spoken: &Path,
    notices: &[PathBuf],
) -> Result<String> {
    let top = format!("socket-lab-{VERSION}-{}", target.triple);
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
    let name = format!("{top}.tar.gz");
    let mut tar = Command::new("tar");
    tar.args(["--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"]);
    tar.args(["--mode=u=rwX,go=rX", "--use-compress-program=gzip -9 --no-name"]);
    tar.arg(format!("--mtime=@{}", release.epoch));
    tar.arg("--file").arg(release.out.join(&name)).arg("--directory").arg(&parts).arg(&top);
    command::output(&mut tar)?;
    folder::remove(&folder)?;
    Ok(name)
}
