//! CPython's documentation, whose example programs the tests run in the page.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::apt;

const EXPECTED: Duration = Duration::from_secs(20);

/// Where Debian puts the documentation of its Python versions.
const SHARE: &str = "/usr/share/doc";

/// A page every version has.
const PAGE: &str = "socketserver.rst.txt";

/// The folder with the sources of the library's pages, installed if missing.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(&["python3-doc"], "run the examples in Python's documentation", EXPECTED)?;
    find().with_context(|| {
        format!(
            "python3-doc is installed, but there is no {PAGE} under {SHARE}; dpkg may be told to \
             leave out documentation (path-exclude in /etc/dpkg). Set PYTHON_DOC to a folder that \
             holds {PAGE}"
        )
    })
}

/// The folder if it is installed.
pub(super) fn find() -> Option<PathBuf> {
    let given = std::env::var_os("PYTHON_DOC").map(PathBuf::from).into_iter();
    given.chain(installed()).find(|folder| folder.join(PAGE).is_file())
}

/// Where the pages of each installed version would be, the newest first.
fn installed() -> Vec<PathBuf> {
    let entries = fs::read_dir(SHARE).into_iter().flatten().filter_map(Result::ok);
    let mut versions: Vec<_> =
        entries.filter_map(|entry| Some((version(entry.file_name().to_str()?)?, entry))).collect();
    versions.sort_unstable_by_key(|(version, _)| std::cmp::Reverse(*version));
    let sources = |(_, entry): (_, fs::DirEntry)| entry.path().join("html/_sources/library");
    versions.into_iter().map(sources).collect()
}

/// The numbers in a name such as `python3.11`.
fn version(folder: &str) -> Option<(u32, u32)> {
    let (major, minor) = folder.strip_prefix("python")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn a_folder_is_known_by_its_version() {
        assert_eq!(version("python3.11"), Some((3, 11)));
        assert!(version("python3.9") < version("python3.14"));
        assert_eq!(version("python3"), None);
        assert_eq!(version("python3-apt"), None);
    }
}
