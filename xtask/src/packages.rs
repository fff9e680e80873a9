//! The npm packages of the page and of its tests: exactly those of a folder's package-lock.json, in
//! its node_modules.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::fingerprint;
use crate::pipeline::Step;
use crate::project::Project;

/// What the page is built with.
pub(crate) const OF_PAGE: Packages = Packages {
    folder: "web",
    lists: &["web/package.json", "web/package-lock.json", "web/.npmrc"],
    stamp: "packages.stamp",
};

/// The packages that check the page in tests. They are in a separate folder, so that none of them
/// can be bundled into the page.
pub(crate) const OF_TESTS: Packages = Packages {
    folder: "e2e",
    lists: &["e2e/package.json", "e2e/package-lock.json", "e2e/.npmrc"],
    stamp: "packages-of-tests.stamp",
};

/// How long it takes to download the page's.
const EXPECTED: Duration = Duration::from_secs(20);

/// The step that installs the page's packages.
pub(crate) const STEP: Step = Step {
    name: "packages",
    what: "install Pyodide, CodeMirror, xterm.js and esbuild into web/node_modules",
    first_time: EXPECTED,
    spared: |project| OF_PAGE.is_fresh(project).then_some("all there"),
    action: |project| OF_PAGE.ensure(project),
};

/// The step that installs the tests' packages.
pub(crate) const FOR_TESTS: Step = Step {
    name: "axe",
    what: "install axe-core, which looks for barriers in the page, into e2e/node_modules",
    first_time: Duration::from_secs(5),
    spared: |project| OF_TESTS.is_fresh(project).then_some("there"),
    action: |project| OF_TESTS.ensure(project),
};

/// The packages that one folder's lists name.
pub(crate) struct Packages {
    folder: &'static str,
    /// The files that list the packages.
    pub(crate) lists: &'static [&'static str],
    stamp: &'static str,
}

impl Packages {
    /// Installs the packages unless exactly those of the lists are installed.
    pub(crate) fn ensure(&self, project: &Project) -> Result<()> {
        if self.is_fresh(project) {
            return Ok(());
        }
        let mut npm = Command::new("npm");
        npm.args(["ci", "--prefer-offline", "--loglevel", "error", "--fetch-retries", "1"]);
        npm.current_dir(project.root.join(self.folder));
        if let Err(error) = command::output(&mut npm) {
            let advice = advice(&error.to_string());
            return Err(error).context(format!(
                "cannot install the JavaScript packages of {}/package.json: {advice}",
                self.folder
            ));
        }
        let (stamp, listed) = (self.stamp(project), self.listed(project)?);
        fs::create_dir_all(project.memory())
            .and_then(|()| fs::write(&stamp, listed))
            .with_context(|| format!("cannot write {}", stamp.display()))
    }

    /// Where they are installed.
    pub(crate) fn installed(&self, project: &Project) -> PathBuf {
        project.root.join(self.folder).join("node_modules")
    }

    fn is_fresh(&self, project: &Project) -> bool {
        let noted = fs::read_to_string(self.stamp(project)).ok();
        // npm writes this file last.
        self.installed(project).join(".package-lock.json").is_file()
            && noted.is_some_and(|noted| self.listed(project).is_ok_and(|listed| listed == noted))
    }

    fn stamp(&self, project: &Project) -> PathBuf {
        project.memory().join(self.stamp)
    }

    fn listed(&self, project: &Project) -> Result<String> {
        fingerprint::of(&project.root, &[], self.lists, &[])
    }
}

/// The remedy for npm's failure, from its message.
fn advice(said: &str) -> &'static str {
    let any = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if any(&["cannot start"]) {
        "npm is missing; install Node.js 20 or newer, which brings it, and see that `npm --version` works"
    } else if any(&["EINTEGRITY"]) {
        "a package differs from what package-lock.json says; `npm cache clean --force` clears a damaged cache, and a mirror that alters packages cannot be used"
    } else if any(&["E404", "ETARGET"]) {
        "npm's registry does not have a version that package-lock.json names; another registry may (`npm config get registry` shows yours)"
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
        "package.json and package-lock.json do not agree; run `npm install --package-lock-only` beside them"
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
