//! The licences of what the program carries: Rust crates, and the page's JavaScript.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::release::Release;
use super::sbom::Crate;
use crate::command;
use crate::packages;

/// The project's own.
const OWN: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

/// The file with those of others.
const THIRD_PARTY: &str = "THIRD-PARTY.txt";

/// The crates that are carried: what they depend on is carried, too.
const CARRIED: &[&str] = &["relay", "web", "web/tls"];

/// What is carried and is no package, with the texts of `deploy/licences`.
const OTHERS: &[(&str, &str)] = &[
    ("CPython, in Pyodide: PSF-2.0", include_str!("../../../deploy/licences/CPython.txt")),
    ("Emscripten, in Pyodide: MIT", include_str!("../../../deploy/licences/Emscripten.txt")),
    ("musl, in the programs for Linux: MIT", include_str!("../../../deploy/licences/musl.txt")),
];

/// The licence of Pyodide, whose package has no text. Its sources are at the address that its entry names.
const MOZILLA: &str = include_str!("../../../deploy/licences/MPL-2.0.txt");

/// The packages under each text of a licence.
type Texts = BTreeMap<String, BTreeSet<String>>;

/// The licences, and whose they are.
pub(super) struct Notices {
    /// The paths of all files of licences.
    pub(super) files: Vec<PathBuf>,
    pub(super) crates: BTreeSet<Crate>,
}

/// Collects the licences.
pub(super) fn write(release: &Release<'_>) -> Result<Notices> {
    let mut texts = Texts::new();
    let mut carried = BTreeSet::new();
    for folder in CARRIED {
        carried.extend(crates(release, folder, &mut texts)?);
    }
    for (what, text) in OTHERS {
        texts.entry(text.trim().to_owned()).or_default().insert((*what).to_owned());
    }
    let rust = "Rust's standard library: MIT OR Apache-2.0".to_owned();
    texts.entry(String::new()).or_default().insert(rust);
    let modules = packages::OF_PAGE.installed(release.project);
    javascript(&modules, &mut texts)?;
    let file = release.parts().join(THIRD_PARTY);
    fs::write(&file, page(&texts)).with_context(|| format!("cannot write {}", file.display()))?;
    let own = OWN.iter().map(|name| release.project.root.join(name));
    Ok(Notices { files: own.chain([file]).collect(), crates: carried })
}

/// Adds the licences of the crates that the one in `folder` depends on, and returns those crates.
fn crates(release: &Release<'_>, folder: &str, texts: &mut Texts) -> Result<Vec<Crate>> {
    let list = release.parts().join("crates.json");
    let mut tool = release.tools.licences.command("cargo-bundle-licenses");
    tool.args(["bundle-licenses", "--format", "json", "--output"]).arg(&list);
    command::output(tool.current_dir(release.project.root.join(folder)))?;
    let told: Value = serde_json::from_str(&fs::read_to_string(&list)?)?;
    let mut found = Vec::new();
    let libraries = told["third_party_libraries"].as_array();
    for library in libraries.context("cargo-bundle-licenses named no libraries")? {
        let word = |name: &str| library[name].as_str().unwrap_or_default();
        let package = format!("{} {}", word("package_name"), word("package_version"));
        // The sources of some crates have no text, only a name.
        let named = format!("{package}: {}", word("license"));
        let licences = library["licenses"].as_array().map(Vec::as_slice).unwrap_or_default();
        for licence in licences {
            let text = licence["text"].as_str().unwrap_or_default().trim();
            let text = if text == "NOT FOUND" { "" } else { text };
            texts.entry(text.to_owned()).or_default().insert(named.clone());
        }
        ensure!(!licences.is_empty(), "{package} has no licence");
        let word = |name: &str| word(name).to_owned();
        found.push(Crate {
            name: word("package_name"),
            version: word("package_version"),
            licence: word("license"),
        });
    }
    Ok(found)
}

/// Adds the licences of the JavaScript packages under `modules` that are not for building alone.
fn javascript(modules: &Path, texts: &mut Texts) -> Result<()> {
    let list = fs::read_to_string(modules.join(".package-lock.json"))
        .context("the page's packages are not installed")?;
    let list: Value = serde_json::from_str(&list)?;
    let listed = list["packages"].as_object().context("npm listed no packages")?;
    for (path, about) in listed.iter().filter(|(_, about)| about["dev"] != true) {
        let name = path.trim_start_matches("node_modules/");
        let word = |name: &str| about[name].as_str().unwrap_or_default();
        let package = format!("{name} {}: {}", word("version"), word("license"));
        let text = text_in(&modules.join(name))?;
        let known = text.is_empty() && word("license") == "MPL-2.0";
        let text = if known { MOZILLA.trim().to_owned() } else { text };
        let source = format!(" (https://www.npmjs.com/package/{name})");
        let source = if known { source.as_str() } else { "" };
        texts.entry(text).or_default().insert(package + source);
    }
    Ok(())
}

/// The text of a package's licence; empty if the package has none.
fn text_in(folder: &Path) -> Result<String> {
    let entries = fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))?;
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        name.starts_with("licen")
    };
    let file = entries.filter_map(|entry| Some(entry.ok()?.path())).find(named);
    file.map_or(Ok(String::new()), |file| Ok(fs::read_to_string(file)?.trim().to_owned()))
}

/// The file: each text once, after the packages that it is for.
fn page(texts: &Texts) -> String {
    let rule = "=".repeat(78);
    let mut page =
        "Socket Lab carries the software that is named here, under these licences.\n".to_owned();
    for (text, packages) in texts {
        let _ = write!(page, "\n{rule}\n");
        for package in packages {
            let _ = writeln!(page, "{package}");
        }
        if text.is_empty() {
            let _ = writeln!(
                page,
                "\n(The package has no text of its licence, only its name. LICENSE-APACHE has the text of Apache-2.0.)"
            );
        } else {
            let _ = writeln!(page, "\n{text}");
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{Texts, page};

    #[test]
    fn a_text_stands_once_for_all_that_have_it() {
        let mut texts = Texts::new();
        for package in ["b 2: MIT", "a 1: MIT"] {
            texts.entry("Permission is granted".into()).or_default().insert(package.into());
        }
        texts.entry(String::new()).or_default().insert("c 3: ISC".into());
        let page = page(&texts);
        assert_eq!(page.matches("Permission is granted").count(), 1);
        assert!(page.contains("a 1: MIT\nb 2: MIT\n\nPermission"), "{page}");
        assert!(page.contains("c 3: ISC\n\n(The package"), "{page}");
    }
}
