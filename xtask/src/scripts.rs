//! The parts of the page that are not Rust: bundles the workers, editor and terminal, Pyodide, TLS and
//! the lessons into web/bundled for trunk to copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::command;
use crate::fingerprint;
use crate::folder;
use crate::lessons;
use crate::packages;
use crate::page;
use crate::pipeline::Step;
use crate::project::Project;
use crate::stdlib;
use crate::tls;
use crate::tools::PageTools;

/// Where everything is put.
const BUNDLED: &str = "web/bundled";

/// Where it is made, so that trunk never finds an incomplete folder.
const PART: &str = "web/bundled.part";

/// Sources of the scripts and the lessons, with the format of lessons.
const SOURCES: &[&str] =
    &["web/python", "web/transport", "web/editor", "web/terminal", LESSONS, "shared/src/lesson"];

/// Where the lessons are written.
const LESSONS: &str = "web/lessons";

/// The scripts that the page loads, each with all that it imports, from web/.
const ENTRIES: &[&str] =
    &["python/worker.js", "transport/worker.js", "editor/editor.js", "terminal/terminal.js"];

/// The options with which esbuild makes one file of each.
const OPTIONS: &[&str] = &[
    "--bundle",
    "--format=esm",
    "--target=es2022",
    "--minify",
    "--charset=utf8",
    "--loader:.py=text",
    "--loader:.css=text",
    "--outbase=.",
    "--outdir=bundled.part",
    "--log-level=warning",
];

/// The files of Pyodide that a browser needs, besides the standard library.
const PYODIDE: &[&str] = &["pyodide.mjs", "pyodide.asm.mjs", CODE];

/// Python itself.
const CODE: &str = "pyodide.asm.wasm";

/// Python's standard library.
const LIBRARY: &str = "python_stdlib.zip";

/// How long it takes once the packages are installed.
const EXPECTED: Duration = Duration::from_secs(3);

/// How often the reload loop looks for a change.
const LOOK: Duration = Duration::from_millis(500);

/// The step that makes web/bundled.
pub(crate) const STEP: Step = Step {
    name: "scripts",
    what: "bundle the workers, editor, terminal, Pyodide and the lessons",
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

/// Makes web/bundled if any of its sources changed.
pub(crate) fn ensure(project: &Project) -> Result<()> {
    if is_fresh(project) { Ok(()) } else { build(project) }
}

/// Makes web/bundled again whenever a source of it changes, as long as xtask runs. An error in a
/// source is printed, and the next change is tried.
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
    packages::OF_PAGE.ensure(project)?;
    // Before the build, which may miss files saved meanwhile.
    let sources = sources(project)?;
    let (part, bundled) = (project.root.join(PART), project.root.join(BUNDLED));
    folder::remove(&part)?;
    let pyodide = copy_pyodide(project, &part)?;
    let tls = tls::build(project, &PageTools::find_or_install(project)?, &part)?;
    bundle(project, &pyodide, &tls)?;
    // xtask works in the project's folder, and a short path is easier to read in an error.
    lessons::write(Path::new(LESSONS), &part.join("lessons"))?;
    folder::remove(&bundled)?;
    fs::rename(&part, &bundled)
        .with_context(|| format!("cannot rename {} to {}", part.display(), bundled.display()))?;
    let stamp = stamp(project);
    fs::write(&stamp, stamp_text(project, &sources)?)
        .with_context(|| format!("cannot write {}", stamp.display()))
}

/// `pyodide`: its description for the worker's script, as JSON; `tls`: the folder of the code for TLS.
fn bundle(project: &Project, pyodide: &Value, tls: &str) -> Result<()> {
    let mut esbuild = Command::new(packages::OF_PAGE.installed(project).join(".bin/esbuild"));
    esbuild.current_dir(project.root.join("web")).args(ENTRIES).args(OPTIONS);
    esbuild.arg(format!("--define:PYODIDE={pyodide}"));
    esbuild.arg(format!("--define:TLS={}", json!(tls)));
    command::run(&mut esbuild, EXPECTED).context("cannot bundle the page's scripts")
}

/// Into a folder named by version and contents, so that a browser may keep it for ever. Returns the
/// folder, the sizes of the files loaded with a progress bar, and Pyodide's description of its
/// interpreter.
fn copy_pyodide(project: &Project, bundled: &Path) -> Result<Value> {
    #[derive(Deserialize)]
    struct Package {
        version: String,
    }
    #[derive(Deserialize)]
    struct Lock {
        info: Value,
    }
    let from = packages::OF_PAGE.installed(project).join("pyodide");
    let Package { version } = read(&from.join("package.json"))?;
    let Lock { info } = read(&from.join("pyodide-lock.json"))?;
    let library = stdlib::compiled(project, &from, &version)?;
    let name = format!("{version}-{}", fingerprint::of(&project.memory(), &[], &[LIBRARY], &[])?);
    let to = bundled.join("pyodide").join(&name);
    fs::create_dir_all(&to).with_context(|| format!("cannot create {}", to.display()))?;
    let copy = |file: &Path, name: &str| {
        fs::copy(file, to.join(name))
            .with_context(|| format!("cannot copy {name} of Pyodide into {}", to.display()))
    };
    let mut sizes = serde_json::Map::new();
    for name in PYODIDE {
        let size = copy(&from.join(name), name)?;
        if *name == CODE {
            sizes.insert(CODE.to_owned(), size.into());
        }
    }
    sizes.insert(LIBRARY.to_owned(), copy(&library, LIBRARY)?.into());
    Ok(json!({ "folder": format!("/pyodide/{name}/"), "sizes": sizes, "info": info }))
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text)
        .with_context(|| format!("{} does not say what it should", path.display()))
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
    let words = [ENTRIES, OPTIONS, PYODIDE, &[stdlib::SCRIPT, include_str!("tls.rs")]].concat();
    let files = [SOURCES, tls::SOURCES, packages::OF_PAGE.lists].concat();
    fingerprint::of(&project.root, &words, &files, &[])
}

fn stamp_text(project: &Project, sources: &str) -> Result<String> {
    Ok(format!("in {sources}\nout {}\n", fingerprint::of_times(&project.root, BUNDLED)?))
}
