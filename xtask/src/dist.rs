//! `cargo xtask dist`: what a release needs, into `dist/`. `--check` installs and starts it, too.

mod archive;
mod check;
mod debian;
mod http;
mod image;
mod manifests;
mod notices;
mod programs;
mod release;
mod sbom;
mod spoken;
mod targets;
mod wheel;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::command;
use crate::folder;
use crate::page;
use crate::project::Project;
use notices::Notices;
use release::Release;
use targets::TARGETS;

/// The SHA-256 of each file of a release, by its name.
type Sums = BTreeMap<String, String>;

/// Builds and packs for every system of [`TARGETS`].
pub(crate) fn dist(project: &Project, check: bool) -> Result<()> {
    page::ensure(project)?;
    let release = Release::new(project, project.root.join("dist"))?;
    let sums = pack(&release)?;
    if check {
        check::all(&release, &sums)?;
        let again = Release { out: project.target.join("dist-again"), ..release };
        let other = pack(&again)?;
        folder::remove(&again.out)?;
        ensure!(sums == other, "packed again, the files are others: {sums:#?} and {other:#?}");
    }
    Ok(())
}

/// Makes every file of the release.
fn pack(release: &Release<'_>) -> Result<Sums> {
    folder::remove(&release.out)?;
    fs::create_dir_all(&release.out)?;
    fs::create_dir_all(release.parts())?;
    let Notices { files: notices, crates } = notices::write(release)?;
    sbom::write(release, &crates)?;
    let mut spoken = None;
    let mut images = Vec::new();
    for target in TARGETS {
        let program = wheel::build(release, target, &notices)?;
        // The first is for this machine.
        let spoken = match &spoken {
            Some(folder) => folder,
            None => spoken.insert(spoken::write(release, &program)?),
        };
        archive::pack(release, target, &program, spoken, &notices)?;
        if let Some(processor) = target.image {
            debian::pack(release, target)?;
            images.push((processor, program));
        }
    }
    image::pack(release, &images, &notices)?;
    let sums = sums(release)?;
    manifests::write(release, &sums)?;
    Ok(sums)
}

/// Writes the sums of all files beside them.
fn sums(release: &Release<'_>) -> Result<Sums> {
    let mut names: Vec<_> =
        fs::read_dir(&release.out)?.map(|entry| Ok(entry?.file_name())).collect::<Result<_>>()?;
    names.sort_unstable();
    let said = command::output(Command::new("sha256sum").args(names).current_dir(&release.out))?;
    fs::write(release.out.join("SHA256SUMS"), &said).context("cannot write dist/SHA256SUMS")?;
    let lines = said.lines().filter_map(|line| line.split_once("  "));
    Ok(lines.map(|(sum, name)| (name.to_owned(), sum.to_owned())).collect())
}
