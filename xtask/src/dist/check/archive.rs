//! An archive: complete, and its program not too large.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command;
use crate::dist::archive::{name, top};
use crate::dist::release::Release;
use crate::dist::spoken::FILES;
use crate::dist::targets::Target;
use crate::folder;

/// The bound of a program's size in bytes, for each processor that it is for.
const LARGEST: u64 = 30_000_000;

/// What lies at the top.
const PAPERS: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY.txt"];

/// Unpacks the archive of `target` and looks at each of its files.
pub(super) fn check(release: &Release<'_>, target: &Target, folder: &Path) -> Result<()> {
    let unpacked = folder.join("unpacked");
    folder::remove(&unpacked)?;
    fs::create_dir_all(&unpacked)?;
    let file = release.out.join(name(target));
    if target.is_windows() {
        folder::unzip(&file, &unpacked)?;
    } else {
        let mut tar = Command::new("tar");
        tar.arg("--extract").arg("--file").arg(&file).arg("--directory").arg(&unpacked);
        command::output(&mut tar)?;
    }
    let top = unpacked.join(top(target));
    let spoken = FILES.iter().map(|(path, _)| *path);
    for path in spoken.chain(PAPERS.iter().copied()) {
        let text = fs::read_to_string(top.join(path))
            .with_context(|| format!("{} has no {path}", file.display()))?;
        let is_page = !path.contains("/man1/") || text.contains("\n.TH ");
        ensure!(is_page && !text.is_empty(), "{path} of {} is no such thing", file.display());
    }
    let script = top.join("share/bash-completion/completions/socket-lab");
    command::output(Command::new("bash").arg("-n").arg(script))?;
    let program = top.join("bin").join(target.program());
    let size =
        fs::metadata(&program).with_context(|| format!("{} has no program", file.display()))?.len();
    eprintln!("   the program for {} has {:.1} MB", target.triple, size as f64 / 1e6);
    let largest = LARGEST * target.compiled_for().len() as u64;
    ensure!(size < largest, "the program for {} has {size} bytes", target.triple);
    folder::remove(&unpacked)
}
