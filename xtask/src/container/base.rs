//! The base image where none can be fetched: Debian's C library and little else.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::project::Project;

/// What the relay needs to run: the C library and the compiler's own. There is no shell in it.
const PACKAGES: &str = "base-files,libc6,libgcc-s1";

/// The lists of apt's sources on this machine, the newer form first.
const SOURCES: &[&str] = &["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"];

const EXPECTED: Duration = Duration::from_secs(30);

/// The base as an archive, of the same release as this machine, because the program was linked here.
pub(super) fn find_or_make(project: &Project) -> Result<PathBuf> {
    let release =
        os_release("VERSION_CODENAME").context("this Debian does not name its release")?;
    let archive = project.memory().join(format!("base-{release}.tar"));
    if archive.is_file() {
        return Ok(archive);
    }
    let folder = project.memory();
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    // Under another name until it is complete, because mmdebstrap may be interrupted.
    let unfinished = folder.join("base.part.tar");
    let mut make = Command::new("mmdebstrap");
    make.args(["--quiet", "--variant=extract"]).arg(format!("--include={PACKAGES}"));
    make.arg(&release).arg(&unfinished);
    make.args(SOURCES.iter().find(|file| fs::metadata(file).is_ok()));
    command::run(&mut make, EXPECTED)?;
    fs::rename(&unfinished, &archive)
        .with_context(|| format!("cannot write {}", archive.display()))?;
    Ok(archive)
}

/// A value of os-release(5).
pub(super) fn os_release(name: &str) -> Option<String> {
    value(&fs::read_to_string("/etc/os-release").ok()?, name)
}

fn value(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
    Some(line.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn values_may_be_quoted() {
        let text = "PRETTY_NAME=\"Debian 12\"\nID=debian\nVERSION_CODENAME=bookworm\n";
        assert_eq!(value(text, "ID").as_deref(), Some("debian"));
        assert_eq!(value(text, "PRETTY_NAME").as_deref(), Some("Debian 12"));
        assert_eq!(value(text, "VERSION"), None);
    }
}
