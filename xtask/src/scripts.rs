//! What of the page is not Rust: the Python worker, the editor, Pyodide and the lessons, made ready
//! in web/bundled for trunk to copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::command;
use crate::fingerprint;
use crate::lessons;
use crate::packages;
use crate::page;
use crate::pipeline::Step;
use crate::project::Project;
use crate::stdlib;

/// Where everything is put.
const BUNDLED: &str = "web/bundled";

/// Where it is made, so that trunk never finds half of it.
const PART: &str = "web/bundled.part";

/// Sources of the scripts and the lessons.
const SOURCES: &[&str] = &["web/python", "web/editor", LESSONS];

/// Where the lessons are written.
const LESSONS: &str = "web/lessons";

/// The scripts that the page loads, each with all that it imports, from web/.
const ENTRIES: &[&str] = &["python/worker.js", "editor/editor.js"];

/// How esbuild makes one file of each.
const OPTIONS: &[&str] = &[
    "--bundle",
    "--format=esm",
    "--target=es2022",
    "--minify",
    "--charset=utf8",
    "--loader:.py=text",
    "--outbase=.",
    "--outdir=bundled.part",
    "--log-level=warning",
];

/// What a browser needs of Pyodide, besides the standard library.
const PYODIDE: &[&str] =
    &["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json"];

/// How long it takes with the packages there.
const EXPECTED: Duration = Duration::from_secs(3);

/// How often the reload loop looks for a change.
const LOOK: Duration = Duration::from_millis(500);

/// The step that makes web/bundled.
pub(crate) const STEP: Step = Step {
    name: "scripts",
    what: "bundle the Python worker, the editor, Pyodide and the lessons",
    first_time: Duration::from_secs(20),
    spared: |project| {
        if page::is_fresh(project) {
            Some("not needed, the page is built")
        } else {
            is_fresh(project).then_some("bundled already, and nothing in them changed")
        }
    },
    action: build,
};

/// Makes web/bundled if what it is made of changed.
pub(crate) fn ensure(project: &Project) -> Result<()> {
    if is_fresh(project) { Ok(()) } else { build(project) }
}

/// Makes web/bundled anew whenever a source of it changes, as long as xtask runs. What is wrong with
/// a source is told, and the next change tried.
pub(crate) fn watch(project: &Project) {
    let project = project.clone();
    thread::spawn(move || {
        let mut tried = sources(&project).ok();
        loop {
            thread::sleep(LOOK);
            let now = sources(&project).ok();
            if now != tried {
                tried = now;
                if let Err(error) = ensure(&project) {
                    eprintln!("\nerror: {error:#}");
                }
            }
        }
    });
}

fn build(project: &Project) -> Result<()> {
    packages::ensure(project)?;
    // Before: what is saved meanwhile may not be in it.
    let sources = sources(project)?;
    let (part, bundled) = (project.root.join(PART), project.root.join(BUNDLED));
    remove(&part)?;
    let library = copy_pyodide(project, &part)?;
    bundle(project, library)?;
    // xtask works in the project's folder, and a short path is easier to read where one is wrong.
    lessons::write(Path::new(LESSONS), &part.join("lessons"))?;
    remove(&bundled)?;
    fs::rename(&part, &bundled)
        .with_context(|| format!("cannot rename {} to {}", part.display(), bundled.display()))?;
    let stamp = stamp(project);
    fs::write(&stamp, stamp_text(project, &sources)?)
        .with_context(|| format!("cannot write {}", stamp.display()))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot delete {}", folder.display()))?;
    }
    Ok(())
}

/// `library`: how many bytes the standard library has, for the bar that shows it loading.
fn bundle(project: &Project, library: u64) -> Result<()> {
    let mut esbuild = Command::new(packages::folder(project).join(".bin/esbuild"));
    esbuild.current_dir(project.root.join("web")).args(ENTRIES).args(OPTIONS);
    esbuild.arg(format!("--define:STDLIB_SIZE={library}"));
    command::run(&mut esbuild, EXPECTED).context("cannot bundle the page's scripts")
}

/// By its version, so that a browser may keep it for ever. Returns the size of the standard library.
fn copy_pyodide(project: &Project, bundled: &Path) -> Result<u64> {
    let from = packages::folder(project).join("pyodide");
    let version = version(&from.join("package.json"))?;
    let to = bundled.join("pyodide").join(&version);
    fs::create_dir_all(&to).with_context(|| format!("cannot create {}", to.display()))?;
    let copy = |file: &Path, name: &str| {
        fs::copy(file, to.join(name))
            .with_context(|| format!("cannot copy {name} of Pyodide into {}", to.display()))
    };
    for file in PYODIDE {
        copy(&from.join(file), file)?;
    }
    copy(&stdlib::compiled(project, &from, &version)?, "python_stdlib.zip")
}

fn version(manifest: &Path) -> Result<String> {
    #[derive(Deserialize)]
    struct Package {
        version: String,
    }
    let text = fs::read(manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let package: Package = serde_json::from_slice(&text)
        .with_context(|| format!("{} names no version", manifest.display()))?;
    Ok(package.version)
}

fn is_fresh(project: &Project) -> bool {
    let noted = fs::read_to_string(stamp(project)).ok();
    let current = sources(project).and_then(|sources| stamp_text(project, &sources));
    noted.is_some_and(|noted| current.is_ok_and(|current| current == noted))
}

fn stamp(project: &Project) -> PathBuf {
    project.memory().join("scripts.stamp")
}

fn sources(project: &Project) -> Result<String> {
    let words = [ENTRIES, OPTIONS, PYODIDE, &[stdlib::SCRIPT]].concat();
    fingerprint::of(&project.root, &words, &[SOURCES, packages::LISTS].concat(), &[])
}

fn stamp_text(project: &Project, sources: &str) -> Result<String> {
    Ok(format!("in {sources}\nout {}\n", fingerprint::of_times(&project.root, BUNDLED)?))
}
