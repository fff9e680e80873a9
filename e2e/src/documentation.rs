//! The example programs in CPython's own documentation, read from its installed sources.
//!
//! They were not written for the lab. They are not kept here: Debian's `python3-doc` has them.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

/// The only example of a library page that contains all of these texts.
pub fn example(page: &str, marks: &[&str]) -> Result<String> {
    let path = sources()?.join(format!("{page}.rst.txt"));
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let wanted = |block: &String| marks.iter().all(|mark| block.contains(mark));
    let mut found: Vec<String> = literal_blocks(&text).into_iter().filter(wanted).collect();
    // A page may show the same program twice.
    found.dedup();
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => bail!("{} has no example with {marks:?}", path.display()),
        many => bail!("{} has {many} examples with {marks:?}", path.display()),
    }
}

/// The folder of the library's pages.
fn sources() -> Result<PathBuf> {
    let path = std::env::var_os("SOCKET_LAB_PYTHON_DOC").map(PathBuf::from).context(
        "SOCKET_LAB_PYTHON_DOC must name the folder with socketserver.rst.txt; `cargo xtask test` \
         sets it",
    )?;
    Ok(path)
}

/// The indented blocks after a line that ends with `::`, without their indentation.
fn literal_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !line.ends_with("::") {
            continue;
        }
        let outer = indentation(line);
        let mut block: Vec<&str> = Vec::new();
        while let Some(line) =
            lines.next_if(|line| line.trim().is_empty() || indentation(line) > outer)
        {
            block.push(line);
        }
        let inner = block.iter().filter(|line| !line.trim().is_empty());
        if let Some(inner) = inner.map(|line| indentation(line)).min() {
            let cut = |line: &&str| line.get(inner..).unwrap_or_default().to_owned();
            let block: Vec<String> = block.iter().map(cut).collect();
            blocks.push(format!("{}\n", block.join("\n").trim_matches('\n')));
        }
    }
    blocks
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_block_is_what_stands_deeper_than_the_line_before_it() {
        let page = "Text::\n\n   import a\n\n   def f():\n       pass\n\nMore.\n\nList:\n   deep::\n\n      b = 1\n   text\n";
        assert_eq!(literal_blocks(page), ["import a\n\ndef f():\n    pass\n", "b = 1\n"]);
    }
}
