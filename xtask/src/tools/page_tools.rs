//! The tools that build the page and run its tests, together.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::cargo_tool::Installed;
use super::wasm_split::WASM_SPLIT;
use super::wasm_target::WasmTarget;
use super::{TRUNK, wasm_bindgen, wasm_opt};
use crate::page;
use crate::pipeline::Step;
use crate::project::Project;

/// The step that installs the page's tools.
pub(crate) const FOR_PAGE: Step = Step {
    name: "tools",
    what: "find or install the wasm32 target, trunk, wasm-bindgen, wasm-split and wasm-opt",
    first_time: Duration::from_secs(300),
    spared: |project| PageTools::all_there(project).then_some("all there"),
    action: |project| PageTools::find_or_install(project).map(drop),
};

/// The same for commands that only need the page: where it is built already, its tools may be missing.
pub(crate) const FOR_PAGE_ALONE: Step = Step {
    spared: |project| {
        if page::is_fresh(project) {
            Some("not needed, the page is built")
        } else {
            (FOR_PAGE.spared)(project)
        }
    },
    ..FOR_PAGE
};

/// The tools that build the page and run its tests.
pub(crate) struct PageTools {
    target: WasmTarget,
    trunk: Installed,
    wasm_bindgen: Installed,
    wasm_opt: Installed,
    wasm_split: Installed,
}

impl PageTools {
    /// Whether nothing needs to be installed.
    fn all_there(project: &Project) -> bool {
        WasmTarget::find(project).is_some()
            && TRUNK.find(project).is_some()
            && wasm_bindgen::find(project).is_ok_and(|found| found.is_some())
            && wasm_opt::find(project).is_some()
            && WASM_SPLIT.find(project).is_some()
    }

    /// Finds the tools and installs what is missing.
    pub(crate) fn find_or_install(project: &Project) -> Result<Self> {
        Ok(Self {
            // The quick ones first, so that what a machine lacks is reported at once.
            wasm_opt: wasm_opt::find_or_install(project)?,
            target: WasmTarget::find_or_install(project)?,
            wasm_bindgen: wasm_bindgen::find_or_install(project)?,
            trunk: TRUNK.find_or_install(project)?,
            wasm_split: WASM_SPLIT.find_or_install(project)?,
        })
    }

    /// A command that starts trunk so that it finds the other tools.
    pub(crate) fn trunk(&self) -> Result<Command> {
        let mut trunk = self.trunk.command("trunk");
        self.prepare(&mut trunk)?;
        // A trace through trunk's own code explains nothing about the page.
        trunk.env("RUST_BACKTRACE", "0");
        // If this common variable is set to anything but "true" or "false", trunk refuses to start.
        if env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            trunk.env("NO_COLOR", "true");
        } else {
            trunk.env_remove("NO_COLOR");
        }
        Ok(trunk)
    }

    /// A command that starts Cargo for the wasm32 target, with tests run in a browser.
    pub(crate) fn cargo_for_wasm(&self) -> Result<Command> {
        let mut cargo = Command::new("cargo");
        self.prepare(&mut cargo)?;
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        Ok(cargo)
    }

    /// A command that starts the bindings' generator.
    pub(crate) fn wasm_bindgen(&self) -> Command {
        self.wasm_bindgen.command("wasm-bindgen")
    }

    /// A command that starts wasm-opt.
    pub(crate) fn wasm_opt(&self) -> Command {
        self.wasm_opt.command("wasm-opt")
    }

    /// A command that starts the tool that cuts WebAssembly into parts.
    pub(crate) fn wasm_split(&self) -> Command {
        self.wasm_split.command("wasm-split-cli")
    }

    fn prepare(&self, command: &mut Command) -> Result<()> {
        let folders = [&self.wasm_bindgen, &self.wasm_opt, &self.trunk];
        let folders = folders.into_iter().filter_map(Installed::folder).cloned();
        command.env("PATH", path_behind(folders)?);
        self.target.apply(command);
        Ok(())
    }
}

/// PATH with these folders in front.
fn path_behind(folders: impl Iterator<Item = PathBuf>) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(folders.chain(env::split_paths(&path)))
        .context("the project's path contains ':', which PATH cannot hold; move the project")
}
