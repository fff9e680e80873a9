//! Builds the page for release, unless nothing it is made of has changed.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::boot;
use crate::command;
use crate::compress;
use crate::fingerprint;
use crate::folder;
use crate::pipeline::Step;
use crate::preloads;
use crate::project::Project;
use crate::scripts;
use crate::split;
use crate::tools::{self, PageTools};

/// What the page is made of.
const INPUTS: &[&str] =
    &["web", "shared", "Cargo.toml", "Cargo.lock", "Trunk.toml", ".cargo/config.toml"];

/// Files among the inputs that do not go into the page.
const NOT_INPUTS: &[&str] = &[
    "web/dist",
    "web/tests",
    "web/webdriver.json",
    "web/node_modules",
    "web/bundled",
    "web/bundled.part",
    "shared/tests",
    "shared/benches",
];

/// How long a build from scratch takes.
pub(crate) const FIRST_TIME: Duration = Duration::from_secs(120);

/// The step that builds the page.
pub(crate) const STEP: Step = Step {
    name: "page",
    what: "compile the page to WebAssembly, small, into web/dist",
    first_time: FIRST_TIME,
    spared: |project| is_fresh(project).then_some("built already, and nothing in it changed"),
    action: build,
};

/// Whether web/dist has what a build would put there now.
pub(crate) fn is_fresh(project: &Project) -> bool {
    let Ok(noted) = fs::read_to_string(stamp(project)) else {
        return false;
    };
    let current = inputs(project).and_then(|inputs| stamp_text(project, &inputs));
    project.dist().join("index.html").is_file() && current.is_ok_and(|current| current == noted)
}

/// Builds the page if any of its inputs changed.
pub(crate) fn ensure(project: &Project) -> Result<()> {
    if is_fresh(project) { Ok(()) } else { build(project) }
}

fn build(project: &Project) -> Result<()> {
    let tools = PageTools::find_or_install(project)?;
    scripts::ensure(project)?;
    // Before the build, which may miss files saved while it runs.
    let inputs = inputs(project)?;
    // Trunk copies all that wasm-bindgen ever left there, and the name of its folder of scripts changes.
    folder::remove(&project.target.join("wasm-bindgen"))?;
    command::run(tools.trunk()?.args(["build", "--release"]), FIRST_TIME)?;
    if !project.dist().join("index.html").is_file() {
        bail!("trunk ended well but left no web/dist/index.html; see `dist` in Trunk.toml");
    }
    split::split(project, &tools)?;
    boot::move_out(&project.dist())?;
    preloads::sort(&project.dist())?;
    compress::compress(project)?;
    let text = stamp_text(project, &inputs)?;
    let stamp = stamp(project);
    fs::create_dir_all(project.memory())
        .and_then(|()| fs::write(&stamp, text))
        .with_context(|| format!("cannot write {}", stamp.display()))
}

fn stamp(project: &Project) -> PathBuf {
    project.memory().join("page.stamp")
}

fn inputs(project: &Project) -> Result<String> {
    let made_by = [include_str!("boot.rs"), include_str!("preloads.rs"), include_str!("split.rs")];
    let words = [tools::VERSIONS, &[compress::SCRIPT], &made_by].concat();
    fingerprint::of(&project.root, &words, INPUTS, NOT_INPUTS)
}

/// The inputs and the output: the latter too, because a person may have run trunk by hand and left
/// another page in web/dist.
fn stamp_text(project: &Project, inputs: &str) -> Result<String> {
    let outputs = fingerprint::of_times(&project.root, "web/dist")?;
    Ok(format!("in {inputs}\nout {outputs}\n"))
}
