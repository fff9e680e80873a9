//! What is inside, for who looks for a component (CycloneDX 1.5): the page's JavaScript as npm lists it, the Rust crates
//! of relay and page, and what Pyodide carries. It lies in the release and in each wheel.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::release::{Release, VERSION};
use crate::command;
use crate::packages;

/// A crate that is carried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) version: String,
    /// As an expression of SPDX.
    pub(super) licence: String,
}

/// What comes with the compiler: names, versions and licences. rustc 1.95 brings this version of musl.
const BESIDE: &[(&str, &str, &str)] =
    &[("rust-std", env!("CARGO_PKG_RUST_VERSION"), "MIT OR Apache-2.0"), ("musl", "1.2.5", "MIT")];

/// The list's path.
pub(super) fn path(release: &Release<'_>) -> PathBuf {
    release.out.join(format!("socket-lab-{VERSION}.cyclonedx.json"))
}

/// Writes the list.
pub(super) fn write(release: &Release<'_>, crates: &BTreeSet<Crate>) -> Result<()> {
    let mut npm = Command::new("npm");
    npm.args(["sbom", "--omit", "dev", "--package-lock-only", "--sbom-format", "cyclonedx"]);
    let told = command::output(npm.current_dir(release.project.root.join("web")))?;
    let modules = packages::OF_PAGE.installed(release.project);
    let lock = fs::read_to_string(modules.join("pyodide/pyodide-lock.json"))
        .context("Pyodide is not installed")?;
    let file = path(release);
    let mut others = of_pyodide(&lock)?;
    others.extend(BESIDE.iter().map(|(name, version, licence)| {
        component(name, version, &format!("pkg:generic/{name}@{version}"), licence)
    }));
    let text = list(&told, crates, &others)?;
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// npm's list with the rest, and without what differs each time or with npm's version.
fn list(told: &str, crates: &BTreeSet<Crate>, others: &[Value]) -> Result<String> {
    let mut list: Value = serde_json::from_str(told).context("npm sbom wrote no JSON")?;
    let top = list.as_object_mut().context("npm sbom wrote no object")?;
    top.remove("serialNumber");
    // What depends on what is told by this word.
    let scripts = top.get("metadata").map(|about| about["component"]["bom-ref"].clone());
    let this = json!({
        "bom-ref": scripts, "type": "application", "name": "socket-lab", "version": VERSION,
        "licenses": [{"expression": "MIT OR Apache-2.0"}],
    });
    top.insert("metadata".into(), json!({"component": this}));
    let listed = top.get_mut("components").and_then(Value::as_array_mut);
    let listed = listed.context("npm sbom listed no components")?;
    listed.extend(crates.iter().map(|it| {
        let purl = format!("pkg:cargo/{}@{}", it.name, it.version);
        component(&it.name, &it.version, &purl, &it.licence)
    }));
    listed.extend_from_slice(others);
    Ok(serde_json::to_string_pretty(&list)? + "\n")
}

/// CPython and Emscripten, in the versions that Pyodide's own list names.
fn of_pyodide(lock: &str) -> Result<Vec<Value>> {
    let lock: Value = serde_json::from_str(lock).context("Pyodide's list is no JSON")?;
    let word = |name: &str| lock["info"][name].as_str().context("Pyodide names no Python");
    let python = word("python")?;
    let emscripten = word("platform")?.trim_start_matches("emscripten_").replace('_', ".");
    Ok(vec![
        component("cpython", python, &format!("pkg:github/python/cpython@v{python}"), "PSF-2.0"),
        component(
            "emscripten",
            &emscripten,
            &format!("pkg:github/emscripten-core/emscripten@{emscripten}"),
            "MIT OR NCSA",
        ),
    ])
}

fn component(name: &str, version: &str, purl: &str, licence: &str) -> Value {
    json!({
        "bom-ref": purl, "type": "library", "name": name, "version": version, "purl": purl,
        // Before SPDX had OR, crates wrote a slash.
        "licenses": [{"expression": licence.replace('/', " OR ")}],
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{Crate, list, of_pyodide};

    #[test]
    fn what_differs_each_time_is_left_out() {
        let list = |number: u8| {
            let told = format!(
                r#"{{"serialNumber":"{number}","metadata":{{"timestamp":"{number}"}},"components":[],"b":2}}"#
            );
            list(&told, &BTreeSet::new(), &[]).unwrap()
        };
        assert_eq!(list(1), list(2));
        assert!(list(1).contains("\"b\": 2"));
    }

    #[test]
    fn crates_and_python_stand_beside_the_scripts() {
        let krate =
            Crate { name: "mio".into(), version: "1.2.3".into(), licence: "MIT/ISC".into() };
        let lock = r#"{"info": {"python": "3.14.2", "platform": "emscripten_5_0_3"}}"#;
        let others = of_pyodide(lock).unwrap();
        let told = r#"{"components":[{"name":"xterm"}]}"#;
        let text = list(told, &BTreeSet::from([krate]), &others).unwrap();
        let list: Value = serde_json::from_str(&text).unwrap();
        let names: Vec<_> =
            list["components"].as_array().unwrap().iter().map(|it| it["name"].as_str()).collect();
        assert_eq!(names, [Some("xterm"), Some("mio"), Some("cpython"), Some("emscripten")]);
        assert!(text.contains("pkg:cargo/mio@1.2.3") && text.contains("MIT OR ISC"), "{text}");
        assert!(text.contains("\"5.0.3\"") && text.contains("cpython@v3.14.2"), "{text}");
        assert!(super::list("[]", &BTreeSet::new(), &[]).is_err());
    }
}
