//! The browsers with their drivers, nc, nats-server, tcpdump, ss, nft and faketime, which only the tests need,
//! and the benchmark's ncat.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::apt;
use super::cargo_tool::CargoTool;
use crate::command;
use crate::project::Project;

const EXPECTED: Duration = Duration::from_secs(60);

/// Drives Firefox. Debian has no package of it.
const GECKODRIVER: CargoTool<'static> = CargoTool {
    package: "geckodriver",
    version: "0.37.1",
    programs: &["geckodriver"],
    tells_version: true,
    options: &[],
    locked: true,
    measured: false,
    expected: Duration::from_secs(100),
};

/// The browsers that the tests use, and each one's WebDriver server.
pub(crate) struct Browsers {
    /// Chromium or a relative of it.
    pub(crate) chromium: PathBuf,
    /// Drives Chromium.
    pub(crate) chromedriver: PathBuf,
    /// Firefox, of either line of releases.
    pub(crate) firefox: PathBuf,
    /// Drives Firefox.
    pub(crate) geckodriver: PathBuf,
    /// Drives WebKitGTK's MiniBrowser, which is installed with it.
    pub(crate) webkitdriver: PathBuf,
}

/// Whether nothing needs to be installed.
pub(super) fn all_there(project: &Project) -> bool {
    missing().is_empty() && geckodriver(project).is_some()
}

impl Browsers {
    /// Finds browsers, drivers and the other programs, and installs what is missing.
    pub(crate) fn find_or_install(project: &Project) -> Result<Self> {
        let packages = missing();
        if !packages.is_empty() {
            apt::install(&packages, "run the tests", EXPECTED)?;
        }
        let (Some(chromium), Some(chromedriver)) = (chromium(), chromedriver()) else {
            bail!(
                "Chromium or chromedriver is not on PATH; set CHROMIUM and CHROMEDRIVER to where \
                 they are"
            );
        };
        same_version(&chromium, &chromedriver)?;
        let firefox = firefox().context("Firefox is not on PATH; set FIREFOX to where it is")?;
        let webkitdriver = webkitdriver()
            .context("WebKitWebDriver is not on PATH; set WEBKITDRIVER to where it is")?;
        let geckodriver = match geckodriver(project) {
            Some(geckodriver) => geckodriver,
            None => GECKODRIVER.find_or_install(project)?.program("geckodriver"),
        };
        Ok(Self { chromium, chromedriver, firefox, geckodriver, webkitdriver })
    }
}

fn missing() -> Vec<&'static str> {
    let mut packages = Vec::new();
    if chromium().is_none() {
        packages.push("chromium");
    }
    if chromedriver().is_none() {
        packages.push("chromium-driver");
    }
    if firefox().is_none() {
        packages.push("firefox-esr");
    }
    if webkitdriver().is_none() {
        packages.push("webkit2gtk-driver");
    }
    if !nc_is_there() {
        packages.push("netcat-openbsd");
    }
    for (program, package) in [
        ("nats-server", "nats-server"),
        ("tcpdump", "tcpdump"),
        ("ss", "iproute2"),
        ("nft", "nftables"),
        ("faketime", "faketime"),
        ("curl", "curl"),
        // MiniBrowser's display.
        ("Xvfb", "xvfb"),
    ] {
        if on_or_beyond_path(program).is_none() {
            packages.push(package);
        }
    }
    packages
}

/// Where nats-server is.
pub(crate) fn nats_server() -> Result<PathBuf> {
    on_or_beyond_path("nats-server").context("nats-server is not installed")
}

/// Debian installs servers, and programs once meant for root, in folders that not every PATH includes.
fn on_or_beyond_path(program: &str) -> Option<PathBuf> {
    let beyond = || Some(Path::new("/usr/sbin").join(program)).filter(|path| path.is_file());
    on_path(&[program]).or_else(beyond)
}

/// Finds ncat, or installs it.
pub(crate) fn find_or_install_ncat() -> Result<()> {
    match on_path(&["ncat"]) {
        Some(_) => Ok(()),
        None => apt::install(&["ncat"], "compare the chat room with it", EXPECTED),
    }
}

fn chromium() -> Option<PathBuf> {
    given("CHROMIUM").or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]))
}

fn chromedriver() -> Option<PathBuf> {
    given("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"]))
}

fn firefox() -> Option<PathBuf> {
    given("FIREFOX").or_else(|| on_path(&["firefox-esr", "firefox"]))
}

fn geckodriver(project: &Project) -> Option<PathBuf> {
    let installed = || GECKODRIVER.find(project).map(|found| found.program("geckodriver"));
    given("GECKODRIVER").or_else(installed)
}

fn webkitdriver() -> Option<PathBuf> {
    given("WEBKITDRIVER").or_else(|| on_path(&["WebKitWebDriver"]))
}

fn given(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

pub(super) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders.iter().map(|folder| folder.join(name)).find(|program| program.is_file())
    })
}

/// There are several programs of this name. The oldest lacks the `nc -l PORT` of the lessons and
/// tests, and is recognized by its version.
fn nc_is_there() -> bool {
    let Some(nc) = on_path(&["nc"]) else {
        return false;
    };
    let Ok(help) = Command::new(nc).arg("-h").output() else {
        return false;
    };
    ![help.stdout, help.stderr].iter().any(|text| String::from_utf8_lossy(text).contains("[v1.10"))
}

/// A driver refuses a browser of another version, but only once a test is running.
fn same_version(chromium: &Path, chromedriver: &Path) -> Result<()> {
    let version = |program: &Path| command::output(Command::new(program).arg("--version"));
    let (browser, driver) = (version(chromium)?, version(chromedriver)?);
    if major(&browser) != major(&driver) {
        bail!(
            "{} and {} are of different versions ({} and {}); set CHROMIUM and CHROMEDRIVER to \
             two that belong together",
            chromium.display(),
            chromedriver.display(),
            browser.trim(),
            driver.trim()
        );
    }
    Ok(())
}

/// The first number of the version in a program's answer to `--version`.
fn major(said: &str) -> Option<&str> {
    let version =
        said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    version?.split('.').next()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn browser_and_driver_are_compared_by_their_first_number() {
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian"), Some("156"));
        assert_eq!(major("ChromeDriver 156.0.8078.73 (abc-refs/heads@{#1})"), Some("156"));
        assert_eq!(major("unknown"), None);
    }
}
