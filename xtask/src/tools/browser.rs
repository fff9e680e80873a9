//! The browsers with their drivers, and the other programs of Debian's packages that only the tests need; also
//! the benchmark's ncat.

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

/// A program that a person may name, and that Debian has a package of.
struct Program {
    /// The environment variable that names it.
    variable: &'static str,
    /// Its names on PATH, the first one Debian's.
    names: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: Program = Program {
    variable: "CHROMIUM",
    names: &["chromium", "chromium-browser", "google-chrome"],
    package: "chromium",
};

const CHROMEDRIVER: Program =
    Program { variable: "CHROMEDRIVER", names: &["chromedriver"], package: "chromium-driver" };

const FIREFOX: Program =
    Program { variable: "FIREFOX", names: &["firefox-esr", "firefox"], package: "firefox-esr" };

const WEBKITDRIVER: Program =
    Program { variable: "WEBKITDRIVER", names: &["WebKitWebDriver"], package: "webkit2gtk-driver" };

impl Program {
    fn find(&self) -> Option<PathBuf> {
        given(self.variable).or_else(|| on_path(self.names))
    }

    fn installed(&self) -> Result<PathBuf> {
        self.find().with_context(|| {
            format!("{} is not on PATH; set {} to where it is", self.names[0], self.variable)
        })
    }
}

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
        let (chromium, chromedriver) = (CHROMIUM.installed()?, CHROMEDRIVER.installed()?);
        same_version(&chromium, &chromedriver)?;
        let geckodriver = match geckodriver(project) {
            Some(geckodriver) => geckodriver,
            None => GECKODRIVER
                .find_or_install(project)
                .context(
                    "the tests drive Firefox with geckodriver; set GECKODRIVER to where one is",
                )?
                .program("geckodriver"),
        };
        Ok(Self {
            chromium,
            chromedriver,
            firefox: FIREFOX.installed()?,
            geckodriver,
            webkitdriver: WEBKITDRIVER.installed()?,
        })
    }
}

fn missing() -> Vec<&'static str> {
    let browsers = [CHROMIUM, CHROMEDRIVER, FIREFOX, WEBKITDRIVER];
    let absent = browsers.iter().filter(|program| program.find().is_none());
    let mut packages: Vec<_> = absent.map(|program| program.package).collect();
    if !nc_is_there() {
        packages.push("netcat-openbsd");
    }
    for (program, package) in [
        ("nats-server", "nats-server"),
        ("tcpdump", "tcpdump"),
        ("ss", "iproute2"),
        // Users of the cables between hosts.
        ("ping", "iputils-ping"),
        ("iperf3", "iperf3"),
        ("nft", "nftables"),
        ("faketime", "faketime"),
        // Peers of the assistant.
        ("mosquitto", "mosquitto"),
        ("mosquitto_pub", "mosquitto-clients"),
        ("dnsmasq", "dnsmasq-base"),
        ("dig", "bind9-dnsutils"),
        ("socat", "socat"),
        ("curl", "curl"),
        ("openssl", "openssl"),
        // MiniBrowser's display.
        ("Xvfb", "xvfb"),
    ] {
        if on_or_beyond_path(program).is_none() {
            packages.push(package);
        }
    }
    if !chinese_font_is_there() {
        packages.push("fonts-noto-cjk");
    }
    packages
}

/// Whether Chinese texts have glyphs: without them they have other widths than people see.
fn chinese_font_is_there() -> bool {
    command::output(Command::new("fc-list").arg(":lang=zh-cn")).is_ok_and(|fonts| !fonts.is_empty())
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

/// Finds iperf3 and ping, or installs them.
pub(crate) fn find_or_install_iperf3() -> Result<()> {
    let programs = [("iperf3", "iperf3"), ("ping", "iputils-ping"), ("ip", "iproute2")];
    let missing = programs.iter().filter(|(program, _)| on_or_beyond_path(program).is_none());
    let packages: Vec<&str> = missing.map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    apt::install(&packages, "measure the cables between hosts", EXPECTED)
}

fn geckodriver(project: &Project) -> Option<PathBuf> {
    let installed = || GECKODRIVER.find(project).map(|found| found.program("geckodriver"));
    given("GECKODRIVER").or_else(installed)
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
