//! The steps of the suite that drive browsers.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::single_requests;
use crate::command;
use crate::packages;
use crate::project::Project;
use crate::relay::{self, Running};
use crate::tools::{self, Browsers, PageTools};

/// Seconds one test program of the page may take in the browser.
const TEST_TIMEOUT: &str = "120";

/// Tests the page's crate in Chromium, beside a real relay.
pub(super) fn wasm(project: &Project) -> Result<()> {
    let tools = PageTools::find_or_install(project)?;
    let browsers = Browsers::find_or_install(project)?;
    relay::build_release(project)?;

    // The relay must know the tests' origin before the runner serves them, so the port is chosen
    // here.
    let page = free_address()?;
    let origin = format!("http://{page}");
    let passing = single_requests::pass_to(page)?;
    fs::create_dir_all(project.memory())
        .with_context(|| format!("cannot create {}", project.memory().display()))?;
    let log = project.memory().join("relay-of-wasm-tests.log");
    let relay = Running::start(
        &relay::release_binary(project),
        &["--listen", "127.0.0.1:0", "--allow-origin", &origin],
        Some(&log),
    )?;

    let mut cargo = tools.cargo_for_wasm()?;
    cargo
        // Not the examples in the documentation: those run with the host's tests.
        .args(["test", "--package", "lab-web", "--tests", "--target", "wasm32-unknown-unknown"])
        .env("SOCKET_LAB_TEST_RELAY", format!("ws://{}/ws", relay.ready.address))
        .env("SOCKET_LAB_TEST_TOKEN", &relay.ready.token)
        .env("CHROMEDRIVER", &browsers.chromedriver)
        // Where it is given, the runner would take Firefox.
        .env_remove("GECKODRIVER")
        .env("WASM_BINDGEN_TEST_ADDRESS", page.to_string())
        .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", TEST_TIMEOUT)
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            webdriver_json(project, &browsers.chromium, page, passing)?,
        )
        // Debug information is not read in a browser, and leaving it out halves the time to bind and load.
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    command::run(&mut cargo, Duration::from_secs(150))
        .with_context(|| format!("the relay's own log of it is {}", log.display()))
}

/// Tests everything together.
pub(super) fn e2e(project: &Project) -> Result<()> {
    packages::OF_TESTS.ensure(project)?;
    relay::build_release(project)?;
    let mut cargo = Command::new("cargo");
    let cargo = with_the_lab(project, cargo.args(["test", "--package", "lab-e2e"]))?;
    command::run(cargo, Duration::from_secs(480))
}

/// Passes the paths of relay and browsers to a command of `lab-e2e`.
pub(crate) fn with_the_lab<'a>(
    project: &Project,
    command: &'a mut Command,
) -> Result<&'a mut Command> {
    let browsers = Browsers::find_or_install(project)?;
    Ok(command
        .env("SOCKET_LAB_BIN", relay::release_binary(project))
        .env("SOCKET_LAB_CHROMEDRIVER", &browsers.chromedriver)
        .env("SOCKET_LAB_CHROMIUM", &browsers.chromium)
        .env("SOCKET_LAB_GECKODRIVER", &browsers.geckodriver)
        .env("SOCKET_LAB_FIREFOX", &browsers.firefox)
        .env("SOCKET_LAB_WEBKITDRIVER", &browsers.webkitdriver)
        .env("SOCKET_LAB_PYTHON_DOC", tools::python_doc()?))
}

fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    listener.local_addr().context("a bound socket has no address")
}

/// The browser's options as in web/webdriver.json, with the browser we found, which connects to `passing`
/// for what is at `page`.
fn webdriver_json(
    project: &Project,
    chromium: &Path,
    page: SocketAddr,
    passing: SocketAddr,
) -> Result<PathBuf> {
    let source = project.root.join("web/webdriver.json");
    let options =
        fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let path = project.memory().join("webdriver.json");
    fs::write(&path, completed(&options, chromium, page, passing))
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

/// Adds the browser's path and the way to the page to Chromium's options.
fn completed(options: &str, chromium: &Path, page: SocketAddr, passing: SocketAddr) -> String {
    // A Rust string's quoted form is a JSON string for every sane path.
    let added = format!(
        "\"binary\": {:?},\n    \"args\": [\n      \"--host-resolver-rules=MAP {page} {passing}\",",
        chromium.display().to_string()
    );
    options.replacen("\"args\": [", &added, 1)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::completed;

    #[test]
    fn the_browser_and_the_way_to_the_page_are_added_to_the_options() {
        let options = r#"{ "goog:chromeOptions": { "args": ["--headless"] } }"#;
        let [page, passing] =
            ["127.0.0.1:7", "127.0.0.1:8"].map(|address| address.parse().unwrap());
        let completed = completed(options, Path::new("/usr/bin/chromium"), page, passing);
        let options: serde_json::Value = serde_json::from_str(&completed).unwrap();
        let options = &options["goog:chromeOptions"];
        assert_eq!(options["binary"], "/usr/bin/chromium");
        let rules = "--host-resolver-rules=MAP 127.0.0.1:7 127.0.0.1:8";
        assert_eq!(options["args"], serde_json::json!([rules, "--headless"]));
    }
}
