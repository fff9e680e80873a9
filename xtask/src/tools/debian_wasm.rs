//! Lets Debian's Rust compiler compile for wasm32, for machines where rustup cannot fetch the
//! target: Debian ships the standard library's source but not this build of it.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::apt;
use super::wasm_target::{TARGET, holds_core};
use crate::command;
use crate::folder;
use crate::progress::about;
use crate::project::Project;

/// The compiler, its standard library's source, and a linker for wasm32.
const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "lld"];

/// The linker for wasm32 in Debian's lld.
pub(super) const LINKER: &str = "wasm-ld";

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const APT_EXPECTED: Duration = Duration::from_secs(60);
const BUILD_EXPECTED: Duration = Duration::from_secs(60);

/// The compiler if it was prepared before and Debian's has not changed since.
pub(super) fn find(project: &Project) -> Option<PathBuf> {
    let sysroot = sysroot(project);
    let built_for = fs::read_to_string(sysroot.join("built-for")).ok()?;
    let ready = rustc_version().is_ok_and(|version| version == built_for)
        && command::output(Command::new(LINKER).arg("--version")).is_ok();
    ready.then(|| wrapper(&sysroot))
}

/// Installs Debian's packages and builds the standard library.
pub(super) fn install(project: &Project) -> Result<PathBuf> {
    apt::install(PACKAGES, "compile the page", APT_EXPECTED)?;
    let version = rustc_version()?;
    let release = field(&version, "release: ").context("Debian's rustc names no release")?;
    let host = field(&version, "host: ").context("Debian's rustc names no host")?;

    eprintln!("   building the {TARGET} standard library ({})", about(BUILD_EXPECTED));
    let build = project.tools().join("build/wasm32-std");
    let rlibs = build_std(&build, &PathBuf::from(format!("/usr/src/rustc-{release}/library")))?;

    // A sysroot of our own, so that Debian's files stay as its packages left them.
    let sysroot = sysroot(project);
    folder::remove(&sysroot)?;
    let rustlib = sysroot.join("lib/rustlib");
    let libraries = rustlib.join(TARGET).join("lib");
    fs::create_dir_all(&libraries)
        .with_context(|| format!("cannot create {}", libraries.display()))?;
    for rlib in rlibs {
        let name = rlib.file_name().unwrap_or_default();
        fs::copy(&rlib, libraries.join(name))
            .with_context(|| format!("cannot copy {}", rlib.display()))?;
    }
    if !holds_core(&libraries) {
        bail!("building the {TARGET} standard library left no core library");
    }
    let hosts = Path::new("/usr/lib/rustlib").join(host);
    symlink(&hosts, rustlib.join(host))
        .with_context(|| format!("cannot link to {}", hosts.display()))?;
    write_wrapper(&sysroot)?;
    fs::write(sysroot.join("built-for"), &version)
        .with_context(|| format!("cannot write into {}", sysroot.display()))?;
    folder::remove(&build)?;
    Ok(wrapper(&sysroot))
}

/// Compiles the standard library as Rust's own build does, and returns the files it made.
fn build_std(build: &Path, source: &Path) -> Result<Vec<PathBuf>> {
    folder::remove(build)?;
    fs::create_dir_all(build).with_context(|| format!("cannot create {}", build.display()))?;
    // A copy, because Cargo writes beside the source.
    command::output(Command::new("cp").arg("-r").arg(source).arg(build))
        .context("the source should have come with Debian's rust-web-src")?;
    let target = build.join("target");
    let mut cargo = Command::new(CARGO);
    cargo
        .args(["build", "--release", "--target", TARGET])
        .args(["--features", "panic-unwind,compiler-builtins-mem"])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(build.join("library/sysroot"))
        .env("RUSTC", RUSTC)
        // The standard library uses unstable features, which it declares itself.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_DEFAULT_LIB_METADATA", "stablestd")
        // Without bitcode inside, the page could not be optimized across crates.
        .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes");
    command::run(&mut cargo, BUILD_EXPECTED)
        .with_context(|| format!("cannot build the {TARGET} standard library"))?;

    let compiled = target.join(TARGET).join("release/deps");
    let entries =
        fs::read_dir(&compiled).with_context(|| format!("cannot list {}", compiled.display()))?;
    Ok(entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rlib"))
        .collect())
}

/// rustc finds its sysroot from its real path, through all links, so the script sets it explicitly;
/// relative to the script, because the project's folder may be moved.
fn write_wrapper(sysroot: &Path) -> Result<()> {
    let wrapper = wrapper(sysroot);
    let script = format!(
        "#!/bin/sh\nexec {RUSTC} --sysroot \"$(cd \"$(dirname \"$0\")\" && pwd)\" \"$@\"\n"
    );
    fs::write(&wrapper, script)
        .and_then(|()| fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)))
        .with_context(|| format!("cannot write {}", wrapper.display()))
}

fn rustc_version() -> Result<String> {
    command::output(Command::new(RUSTC).arg("-vV"))
}

fn field<'a>(version: &'a str, name: &str) -> Option<&'a str> {
    version.lines().find_map(|line| line.strip_prefix(name))
}

fn sysroot(project: &Project) -> PathBuf {
    project.tools().join("wasm32-debian")
}

fn wrapper(sysroot: &Path) -> PathBuf {
    sysroot.join("rustc")
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn the_compilers_own_words_name_release_and_host() {
        let said = "rustc 1.96.0 (abc)\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\n";
        assert_eq!(field(said, "release: "), Some("1.96.0"));
        assert_eq!(field(said, "host: "), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(field(said, "LLVM version: "), None);
    }
}
