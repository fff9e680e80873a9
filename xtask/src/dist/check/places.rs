//! The wheels name no place of the machine that packed them: it is nobody's business, and another machine's files would
//! be others.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::dist::release::Release;
use crate::folder;

/// Looks for the project's folder in every file of every wheel.
pub(super) fn check(release: &Release<'_>, folder: &Path) -> Result<()> {
    let unpacked = folder.join("wheels");
    folder::remove(&unpacked)?;
    for entry in fs::read_dir(&release.out)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            let into = unpacked.join(path.file_name().context("a wheel has a name")?);
            folder::unzip(&path, &into)?;
        }
    }
    let mut grep = Command::new("grep");
    grep.args(["--recursive", "--fixed-strings", "--files-with-matches", "--"]);
    let found = grep.arg(&release.project.root).arg(&unpacked).output().context("no grep")?;
    // It ends with 1 if nothing is found.
    let names = String::from_utf8_lossy(&found.stdout);
    ensure!(found.status.code() == Some(1), "these files name a place of this machine:\n{names}");
    folder::remove(&unpacked)
}
