//! The npm packages of the page: exactly those of web/package-lock.json, in web/node_modules.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::fingerprint;
use crate::pipeline::Step;
use crate::project::Project;

/// What says which packages there are to be.
pub(crate) const LISTS: &[&str] = &["web/package.json", "web/package-lock.json", "web/.npmrc"];

/// How long it takes to download them.
const EXPECTED: Duration = Duration::from_secs(20);

/// The step that makes sure of the packages.
pub(crate) const STEP: Step = Step {
    name: "packages",
    what: "install Pyodide, CodeMirror and esbuild into web/node_modules",
    first_time: EXPECTED,
    spared: |project| is_fresh(project).then_some("all there"),
    action: ensure,
};

/// Installs the packages if the ones there are not those of the lists.
pub(crate) fn ensure(project: &Project) -> Result<()> {
    if is_fresh(project) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--prefer-offline", "--loglevel", "error", "--fetch-retries", "1"]);
    npm.current_dir(project.root.join("web"));
    if let Err(error) = command::output(&mut npm) {
        let advice = advice(&error.to_string());
        return Err(error)
            .context(format!("cannot install the page's JavaScript packages: {advice}"));
    }
    let (stamp, listed) = (stamp(project), listed(project)?);
    fs::create_dir_all(project.memory())
        .and_then(|()| fs::write(&stamp, listed))
        .with_context(|| format!("cannot write {}", stamp.display()))
}

/// The folder of the packages.
pub(crate) fn folder(project: &Project) -> PathBuf {
    project.root.join("web/node_modules")
}

fn is_fresh(project: &Project) -> bool {
    let noted = fs::read_to_string(stamp(project)).ok();
    // npm writes this file last.
    folder(project).join(".package-lock.json").is_file()
        && noted.is_some_and(|noted| listed(project).is_ok_and(|listed| listed == noted))
}

fn stamp(project: &Project) -> PathBuf {
    project.memory().join("packages.stamp")
}

fn listed(project: &Project) -> Result<String> {
    fingerprint::of(&project.root, &[], LISTS, &[])
}

/// What to do about npm's failure, from what was said of it.
fn advice(said: &str) -> &'static str {
    let any = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if any(&["cannot start"]) {
        "npm is missing; install Node.js 20 or newer, which brings it, and see that `npm --version` works"
    } else if any(&["EINTEGRITY"]) {
        "a package differs from what web/package-lock.json says; `npm cache clean --force` clears a damaged cache, and a mirror that alters packages cannot be used"
    } else if any(&["E404", "ETARGET"]) {
        "npm's registry does not have a version that web/package-lock.json names; another registry may (`npm config get registry` shows yours)"
    } else if any(&["E401", "E403"]) {
        "npm's registry refuses you; `npm login`, or choose another with `npm config set registry`"
    } else if any(&[
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ECONNRESET",
        "ETIMEDOUT",
        "ENETUNREACH",
        "ERR_SOCKET_TIMEOUT",
        "CERT",
    ]) {
        "npm's registry cannot be reached; check the network and, where there is a proxy or a mirror, `npm config set proxy` or `npm config set registry`. Once installed, no network is needed"
    } else if any(&["EUSAGE", "package.json and package-lock.json"]) {
        "web/package.json and web/package-lock.json do not agree; run `npm install --package-lock-only` in web/"
    } else {
        "npm's own words follow"
    }
}

#[cfg(test)]
mod tests {
    use super::advice;

    #[test]
    fn each_way_npm_fails_has_its_remedy() {
        for (said, expected) in [
            ("cannot start `npm ci`; is npm installed and on PATH?", "install Node.js"),
            ("npm error code ENOTFOUND", "cannot be reached"),
            ("npm error code E404", "does not have a version"),
            ("npm error code EINTEGRITY", "differs from"),
            ("npm error code EUSAGE", "do not agree"),
            ("npm error something new", "own words"),
        ] {
            assert!(advice(said).contains(expected), "{said}");
        }
    }
}
