//! TLS for Python in the page: compiles web/tls to WebAssembly of its own, which a program fetches when it
//! first encrypts.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::fingerprint;
use crate::folder;
use crate::project::Project;
use crate::tools::PageTools;

/// What it is made of, for the stamp of web/bundled.
pub(crate) const SOURCES: &[&str] = &["web/tls", "Cargo.toml", "Cargo.lock"];

const PACKAGE: &str = "lab-tls";

/// Cargo's name for the package's library.
const LIBRARY: &str = "lab_tls";

const COMPILING: Duration = Duration::from_secs(60);
const QUICK: Duration = Duration::from_secs(30);

/// Puts the code into a folder of `bundled` that is named by its contents, so that a browser may keep it
/// for ever. Returns the folder's address.
pub(crate) fn build(project: &Project, tools: &PageTools, bundled: &Path) -> Result<String> {
    let mut cargo = tools.cargo_for_wasm()?;
    cargo.args(["build", "--locked", "--package", PACKAGE, "--lib", "--profile", "page"]);
    cargo.args(["--target", "wasm32-unknown-unknown"]);
    command::run(&mut cargo, COMPILING)?;
    let made = project.memory().join("tls");
    folder::remove(&made)?;
    let compiled = format!("wasm32-unknown-unknown/page/{LIBRARY}.wasm");
    let mut wasm_bindgen = tools.wasm_bindgen();
    wasm_bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(&made);
    command::run(wasm_bindgen.arg(project.target.join(compiled)), QUICK)?;
    let code = made.join(format!("{LIBRARY}_bg.wasm"));
    let mut wasm_opt = tools.wasm_opt();
    wasm_opt.args(["-O2", "--quiet"]).arg(&code).arg("--output").arg(&code);
    command::run(&mut wasm_opt, COMPILING)?;
    let names = [format!("{LIBRARY}.js"), format!("{LIBRARY}_bg.wasm")];
    let names = names.each_ref().map(String::as_str);
    let hash = fingerprint::of(&made, &[], &names, &[])?;
    let to = bundled.join("tls").join(&hash);
    fs::create_dir_all(&to).with_context(|| format!("cannot create {}", to.display()))?;
    for name in names {
        fs::copy(made.join(name), to.join(name))
            .with_context(|| format!("cannot copy {name} into {}", to.display()))?;
    }
    Ok(format!("/tls/{hash}/"))
}
