//! Splits the page's WebAssembly into the part that every visitor loads and the parts loaded on
//! demand, and shrinks each with wasm-opt. The code declares the splits: see
//! web/src/kit/view/lazy.rs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::fingerprint;
use crate::folder;
use crate::project::Project;
use crate::tools::PageTools;

/// Trunk's name for the page's code, before a hash and an extension.
const NAME: &str = "lab-web";

/// The splitting tool's name for the script that fetches the parts.
const LOADER: &str = "__wasm_split.js";

/// As small as possible. Further passes and assumptions save less than a hundredth and take minutes.
const SHRINK: &str = "-Oz";

const QUICK: Duration = Duration::from_secs(10);
const SHRINKING: Duration = Duration::from_secs(60);

/// Puts the parts in place of the one WebAssembly that trunk left in web/dist.
pub(crate) fn split(project: &Project, tools: &PageTools) -> Result<()> {
    let made = project.memory().join("split");
    folder::remove(&made)?;
    cut(project, tools, &made)?;
    let files = code_files(&made)?;
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "wasm")) {
        let mut wasm_opt = tools.wasm_opt();
        wasm_opt.args([SHRINK, "--quiet"]).arg(file).arg("--output").arg(file);
        command::run(&mut wasm_opt, SHRINKING)?;
    }
    publish(&made, &files, &project.dist())
}

/// Cuts the compiler's output and makes the JavaScript around its first part.
fn cut(project: &Project, tools: &PageTools, made: &Path) -> Result<()> {
    let whole = project.target.join(format!("wasm32-unknown-unknown/page/{NAME}.wasm"));
    let mut wasm_split = tools.wasm_split();
    wasm_split.arg(whole).arg(made).args(["--out-name", NAME]);
    command::run(&mut wasm_split, QUICK)?;
    let first = made.join(format!("{NAME}.wasm"));
    let mut wasm_bindgen = tools.wasm_bindgen();
    // The other parts use what the first one exports under the linker's names.
    wasm_bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports"]);
    wasm_bindgen.args(["--out-name", NAME, "--out-dir"]).arg(made).arg(&first);
    command::run(&mut wasm_bindgen, QUICK)?;
    fs::remove_file(&first).with_context(|| format!("cannot delete {}", first.display()))
}

/// The scripts and parts that were made, without the copies of the page's own scripts.
fn code_files(made: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(made).with_context(|| format!("cannot list {}", made.display()))?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<PathBuf>>>()
        .with_context(|| format!("cannot list {}", made.display()))?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "js" || ending == "wasm"));
    files.sort();
    Ok(files)
}

/// Moves the files into web/dist under names with a hash of their contents. They name one another,
/// so they share one hash.
fn publish(made: &Path, files: &[PathBuf], dist: &Path) -> Result<()> {
    let names: Vec<&str> = files.iter().filter_map(|file| file.file_name()?.to_str()).collect();
    let hash = fingerprint::of(made, &[], &names, &[])?;
    let index = dist.join("index.html");
    let document = read(&index)?;
    let trunks = trunks_name(&document).context("index.html does not name the page's code")?;
    for old in [format!("{trunks}.js"), format!("{trunks}_bg.wasm")] {
        let old = dist.join(old);
        fs::remove_file(&old).with_context(|| format!("cannot delete {}", old.display()))?;
    }
    for name in &names {
        let (from, to) = (made.join(name), dist.join(hashed(name, &hash)));
        if name.ends_with(".js") {
            let script = names.iter().fold(read(&from)?, |script, other| {
                with_other_name(&script, other, &hashed(other, &hash))
            });
            write(&to, &script)?;
        } else {
            fs::copy(&from, &to).with_context(|| format!("cannot write {}", to.display()))?;
        }
    }
    let preload = "<link rel=\"modulepreload\" href=\"/";
    let loader = format!("{preload}{}\">{preload}", hashed(LOADER, &hash));
    let document =
        document.replace(trunks, &format!("{NAME}-{hash}")).replacen(preload, &loader, 1);
    write(&index, &document)
}

/// The name of the page's code in trunk's document, without an extension.
fn trunks_name(document: &str) -> Option<&str> {
    let at = document.find(&format!("/{NAME}-"))? + 1;
    let name = &document[at..];
    Some(&name[..name.find('.')?])
}

/// `lab-web_bg.wasm` with a hash: `lab-web-0123_bg.wasm`, where trunk puts it too.
fn hashed(name: &str, hash: &str) -> String {
    match name.strip_prefix(NAME) {
        Some(rest) => format!("{NAME}-{hash}{rest}"),
        None => match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{}-{hash}.{ending}", stem.trim_start_matches('_')),
            None => format!("{name}-{hash}"),
        },
    }
}

/// A script that finds a file under its new name, be it a script or WebAssembly. The name by which
/// the WebAssembly itself knows the script stays.
fn with_other_name(script: &str, name: &str, new: &str) -> String {
    ["from \"./", "URL(\"./"].iter().fold(script.to_owned(), |script, before| {
        script.replace(&format!("{before}{name}\""), &format!("{before}{new}\""))
    })
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{hashed, trunks_name, with_other_name};

    #[test]
    fn every_file_gets_the_hash_before_its_ending() {
        assert_eq!(hashed("lab-web.js", "ab"), "lab-web-ab.js");
        assert_eq!(hashed("lab-web_bg.wasm", "ab"), "lab-web-ab_bg.wasm");
        assert_eq!(hashed("split_chat.wasm", "ab"), "split_chat-ab.wasm");
        assert_eq!(hashed("__wasm_split.js", "ab"), "wasm_split-ab.js");
    }

    #[test]
    fn what_is_loaded_by_its_name_is_found_and_the_key_of_an_import_stays() {
        let script =
            "import * as a from \"./b.js\"\nfetch(new URL(\"./b.js\", c));\n({ \"./b.js\": a })";
        assert_eq!(
            with_other_name(script, "b.js", "d.js"),
            "import * as a from \"./d.js\"\nfetch(new URL(\"./d.js\", c));\n({ \"./b.js\": a })",
        );
    }

    #[test]
    fn trunks_name_is_found_where_it_is_imported() {
        let document = "<script>import init from '/lab-web-0123.js';</script>";
        assert_eq!(trunks_name(document), Some("lab-web-0123"));
        assert_eq!(trunks_name("<script></script>"), None);
    }
}
