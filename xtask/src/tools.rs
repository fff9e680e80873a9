//! The tools around the compiler: their versions, and how each is found or installed.

mod apt;
mod bridges;
mod browser;
mod cargo_tool;
mod debian_wasm;
mod hadolint;
mod npm;
mod page_tools;
mod python_doc;
mod python_for_windows;
mod python_packages;
mod wasm_bindgen;
mod wasm_opt;
mod wasm_split;
mod wasm_target;

pub(crate) use bridges::find_or_install as bridges;
pub(crate) use browser::{Browsers, find_or_install_iperf3, find_or_install_ncat, nats_server};
pub(crate) use hadolint::find_or_install as hadolint;
pub(crate) use page_tools::{FOR_PAGE, FOR_PAGE_ALONE, PageTools};
pub(crate) use python_doc::find_or_install as python_doc;
pub(crate) use python_for_windows::find_or_install as python_for_windows;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::command;
use crate::pipeline::Step;
use crate::project::Project;
use cargo_tool::{CargoTool, Installed};
use wasm_split::WASM_SPLIT;

/// Builds the page. `--debug` and no default features, because it only moves files and compiles in
/// a third of the time this way; this leaves out its own downloads of tools.
const TRUNK: CargoTool<'static> = CargoTool {
    package: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    tells_version: true,
    options: &["--debug", "--no-default-features"],
    locked: true,
    measured: false,
    expected: Duration::from_secs(160),
};

/// Checks the licences and sources of dependencies.
const CARGO_DENY: CargoTool<'static> = CargoTool {
    package: "cargo-deny",
    version: "0.20.2",
    programs: &["cargo-deny"],
    tells_version: true,
    options: &[],
    locked: true,
    measured: false,
    expected: Duration::from_secs(100),
};

/// Runs the fuzz targets.
const CARGO_FUZZ: CargoTool<'static> = CargoTool {
    package: "cargo-fuzz",
    version: "0.13.2",
    programs: &["cargo-fuzz"],
    tells_version: true,
    options: &[],
    locked: true,
    measured: false,
    expected: Duration::from_secs(60),
};

/// Packs a program for Debian.
const CARGO_DEB: CargoTool<'static> = CargoTool {
    package: "cargo-deb",
    version: "3.8.0",
    programs: &["cargo-deb"],
    tells_version: true,
    options: &[],
    locked: true,
    measured: false,
    expected: Duration::from_secs(40),
};

/// Collects the licences of dependencies.
const CARGO_BUNDLE_LICENSES: CargoTool<'static> = CargoTool {
    package: "cargo-bundle-licenses",
    version: "5.0.0",
    programs: &["cargo-bundle-licenses"],
    tells_version: false,
    options: &[],
    locked: true,
    measured: false,
    expected: Duration::from_secs(60),
};

/// The npm package of wasm-opt. Debian's is too old for the compiler's output.
const BINARYEN: &str = "132.0.0";

/// What a built page depends on besides its files. The version of wasm-bindgen is that of
/// Cargo.lock, which is one of the files.
pub(crate) const VERSIONS: &[&str] =
    &["trunk", TRUNK.version, "binaryen", BINARYEN, "wasm-split", WASM_SPLIT.version];

/// The step that installs the tools the tests need besides [`FOR_PAGE`].
pub(crate) const FOR_TESTS: Step = Step {
    name: "browser",
    what: "find or install what the tests use: three browsers with their drivers, nc, a broker, DNS, curl, Python's Modbus and documentation, tools of the network",
    first_time: Duration::from_secs(260),
    spared: |project| {
        let there = browser::all_there(project)
            && python_doc::find().is_some()
            && python_packages::PEERS.all_there(project);
        there.then_some("browsers, their drivers and the peers of the tests are there")
    },
    action: |project| {
        Browsers::find_or_install(project)?;
        python_packages::PEERS.find_or_install(project)?;
        python_doc().map(drop)
    },
};

/// The step that installs cargo-deny.
pub(crate) const FOR_LICENCES: Step = Step {
    name: "deny-tool",
    what: "find or install cargo-deny, which checks the dependencies' licences",
    first_time: CARGO_DENY.expected,
    spared: |project| CARGO_DENY.find(project).map(|_| "cargo-deny is there"),
    action: |project| cargo_deny(project).map(drop),
};

/// cargo-deny, installed if missing.
pub(crate) fn cargo_deny(project: &Project) -> Result<Installed> {
    CARGO_DENY.find_or_install(project)
}

/// What packs a release.
pub(crate) struct DistTools {
    pub(crate) deb: Installed,
    pub(crate) licences: Installed,
    /// The program maturin.
    pub(crate) maturin: PathBuf,
    /// The program zig, which links programs for macOS: it has Apple's list of functions, so no Mac is needed.
    pub(crate) zig: PathBuf,
}

impl DistTools {
    /// The tools, installed where missing.
    pub(crate) fn find_or_install(project: &Project) -> Result<Self> {
        let wheels = python_packages::MATURIN.find_or_install(project)?;
        Ok(Self {
            deb: CARGO_DEB.find_or_install(project)?,
            licences: CARGO_BUNDLE_LICENSES.find_or_install(project)?,
            maturin: wheels.join("bin/maturin"),
            zig: wheels.join("ziglang/zig"),
        })
    }
}

/// Installs systemd's tools, which judge a unit without running it, where missing.
pub(crate) fn find_or_install_systemd() -> Result<()> {
    if Path::new("/usr/bin/systemd-analyze").is_file() {
        return Ok(());
    }
    apt::install(&["systemd"], "check the unit of the Debian package", Duration::from_secs(20))
}

/// cargo-fuzz and the C++ compiler that libFuzzer needs, installed if missing.
pub(crate) fn cargo_fuzz(project: &Project) -> Result<Installed> {
    if !Path::new("/usr/bin/c++").is_file() {
        apt::install(&["g++"], "build the fuzz targets", Duration::from_secs(30))?;
    }
    CARGO_FUZZ.find_or_install(project)
}

/// Installs a container engine, compose, the tool that makes a base image, and a bus, where missing.
pub(crate) fn find_or_install_engine() -> Result<()> {
    let programs = [
        ("/usr/sbin/dockerd", "docker.io"),
        ("/usr/bin/docker-compose", "docker-compose"),
        ("/usr/bin/mmdebstrap", "mmdebstrap"),
        ("/usr/sbin/nats-server", "nats-server"),
    ];
    let missing = programs.iter().filter(|(program, _)| !Path::new(program).is_file());
    let packages: Vec<&str> = missing.map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    apt::install(&packages, "build and run the container", Duration::from_secs(40))
}

/// Installs what runs programs for ARM, where it is missing, and returns its name.
pub(crate) fn find_or_install_qemu() -> Result<&'static str> {
    const QEMU: &str = "/usr/bin/qemu-aarch64-static";
    if !Path::new(QEMU).is_file() {
        apt::install(&["qemu-user-static"], "run the program for ARM", Duration::from_secs(30))?;
    }
    Ok(QEMU)
}

/// Installs what builds the relay for Windows and macOS, and Wine, which runs the one for Windows, where missing.
pub(crate) fn find_or_install_for_windows() -> Result<()> {
    let programs = [
        ("/usr/bin/x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64"),
        ("/usr/bin/wine", "wine"),
        ("/usr/lib/wine/wine64", "wine64"),
    ];
    let missing = programs.iter().filter(|(program, _)| !Path::new(program).is_file());
    let packages: Vec<&str> = missing.map(|(_, package)| *package).collect();
    if !packages.is_empty() {
        apt::install(&packages, "build and run the relay for Windows", Duration::from_secs(60))?;
    }
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", "x86_64-pc-windows-gnu", "aarch64-apple-darwin"]);
    command::run(&mut rustup, Duration::from_secs(30))
}
