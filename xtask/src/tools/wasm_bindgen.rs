//! wasm-bindgen's programs, in exactly the version of the library in Cargo.lock.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::cargo_tool::{CargoTool, Installed};
use crate::project::Project;

/// The bindings' generator and the runner of tests in a browser, if they are installed.
pub(super) fn find(project: &Project) -> Result<Option<Installed>> {
    let version = locked_version(project)?;
    Ok(tool(&version).find(project))
}

/// The same, installed if missing.
pub(super) fn find_or_install(project: &Project) -> Result<Installed> {
    let version = locked_version(project)?;
    tool(&version).find_or_install(project)
}

fn tool(version: &str) -> CargoTool<'_> {
    CargoTool {
        package: "wasm-bindgen-cli",
        version,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        tells_version: true,
        options: &[],
        locked: true,
        measured: false,
        expected: Duration::from_secs(100),
    }
}

fn locked_version(project: &Project) -> Result<String> {
    let path = project.root.join("Cargo.lock");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let version = version_in_lock(&text, "wasm-bindgen")
        .context("Cargo.lock names no wasm-bindgen; does the web crate still depend on it?")?;
    Ok(version.to_owned())
}

/// The version of a package in the text of a Cargo.lock.
fn version_in_lock<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-macro"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.129"
source = "registry"
"#;

    #[test]
    fn the_package_of_exactly_that_name_counts() {
        assert_eq!(version_in_lock(LOCK, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(version_in_lock(LOCK, "wasm"), None);
    }
}
