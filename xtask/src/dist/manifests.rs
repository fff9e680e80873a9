//! What package managers read to fetch an archive: all from the same names and sums.

mod homebrew;
mod scoop;
mod winget;

use std::fs;

use anyhow::{Context as _, Result};

use super::Sums;
use super::archive;
use super::release::{Release, VERSION};
use super::targets::{TARGETS, Target};

/// Where the project is. Nothing is published yet, so the owner is a placeholder.
const HOME: &str = "https://github.com/OWNER/socket-lab";

/// An archive of this release.
struct Download<'a> {
    target: &'a Target,
    url: String,
    /// Its SHA-256.
    sum: &'a str,
}

/// Writes the manifests for the archives.
pub(super) fn write(release: &Release<'_>, sums: &Sums) -> Result<()> {
    let downloads = downloads(TARGETS, sums)?;
    let mut files = vec![("socket-lab.rb".to_owned(), homebrew::formula(&downloads))];
    files.extend(scoop::manifest(&downloads)?.map(|text| ("socket-lab.json".to_owned(), text)));
    files.extend(winget::manifests(&downloads));
    for (name, text) in files {
        fs::write(release.out.join(&name), text).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(())
}

fn downloads<'a>(targets: &'a [Target], sums: &'a Sums) -> Result<Vec<Download<'a>>> {
    let download = |target: &'a Target| {
        let name = archive::name(target);
        let sum = sums.get(&name).with_context(|| format!("{name} has no sum"))?;
        Ok(Download { target, url: format!("{HOME}/releases/download/v{VERSION}/{name}"), sum })
    };
    targets.iter().map(download).collect()
}

#[cfg(test)]
mod tests {
    use super::{Download, Sums, TARGETS, archive, downloads};

    /// A download of each system.
    pub(super) fn all() -> Vec<Download<'static>> {
        let download = |target| {
            let url = format!("https://x/{}", archive::name(target));
            Download { target, url, sum: "abc123" }
        };
        TARGETS.iter().map(download).collect()
    }

    #[test]
    fn an_archive_without_a_sum_is_refused() {
        let [first, ..] = TARGETS else { panic!("there are systems") };
        let only = std::slice::from_ref(first);
        assert!(downloads(only, &Sums::new()).is_err());
        let sums = Sums::from([(archive::name(first), "abc".to_owned())]);
        let found = downloads(only, &sums).unwrap();
        assert!(found[0].url.ends_with(&archive::name(first)) && found[0].sum == "abc");
    }
}
