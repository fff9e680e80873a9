//! A compiler for wasm32: the default toolchain where rustup can add the target, else Debian's
//! compiler.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::debian_wasm;
use crate::command;
use crate::project::Project;

/// The target of the page.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// Set to `debian` to skip rustup.
const CHOICE: &str = "SOCKET_LAB_WASM";

const RUSTUP_EXPECTED: Duration = Duration::from_secs(15);

/// A compiler that can make wasm32.
pub(super) enum WasmTarget {
    /// The default toolchain has the target.
    Default,
    /// This program in place of rustc; its linker is [`debian_wasm::LINKER`].
    Debian(PathBuf),
}

impl WasmTarget {
    /// A compiler that is ready.
    pub(super) fn find(project: &Project) -> Option<Self> {
        if !debian_wanted() && default_has_it() {
            return Some(Self::Default);
        }
        debian_wasm::find(project).map(Self::Debian)
    }

    /// A compiler, prepared if none is ready.
    pub(super) fn find_or_install(project: &Project) -> Result<Self> {
        if let Some(found) = Self::find(project) {
            return Ok(found);
        }
        if !debian_wanted() {
            eprintln!("   adding the {TARGET} target to the Rust toolchain");
            let mut rustup = Command::new("rustup");
            rustup.args(["target", "add", TARGET]).env("RUST_BACKTRACE", "0");
            match command::run(&mut rustup, RUSTUP_EXPECTED) {
                Ok(()) if default_has_it() => return Ok(Self::Default),
                Ok(()) => bail!(
                    "rustup added {TARGET}, but not to the rustc that is on PATH; \
                     is another rustc in front of rustup's?"
                ),
                Err(error) => eprintln!("   rustup cannot: {error}"),
            }
        }
        eprintln!("   using Debian's compiler for the page instead");
        debian_wasm::install(project).map(Self::Debian).with_context(|| {
            format!("no compiler for {TARGET}: `rustup target add {TARGET}` would be enough")
        })
    }

    /// Makes a command that calls rustc use this compiler.
    pub(super) fn apply(&self, command: &mut Command) {
        if let Self::Debian(rustc) = self {
            command.env("RUSTC", rustc);
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", debian_wasm::LINKER);
        }
    }
}

fn debian_wanted() -> bool {
    env::var_os(CHOICE).is_some_and(|choice| choice == "debian")
}

fn default_has_it() -> bool {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    command::output(&mut rustc).is_ok_and(|folder| holds_core(Path::new(folder.trim())))
}

/// Whether a folder has a compiled core library.
pub(super) fn holds_core(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libcore-") && name.ends_with(".rlib")
    })
}
