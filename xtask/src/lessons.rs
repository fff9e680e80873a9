//! The lessons: from web/lessons to one index and one JSON file a lesson, as the page reads them.

mod comments;
mod format;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Serialize;
use serde::de::DeserializeOwned;

use format::{Card, Index, IndexGroup, Lesson, Order};

/// The file that says which lessons there are, and in which order.
const ORDER: &str = "order.toml";

/// The file that says what a lesson is.
const LESSON: &str = "lesson.toml";

/// Reads every lesson below `from` and writes `index.json` and `<id>.json` into `to`.
///
/// # Errors
/// The first thing that is wrong with a lesson, with its file and line.
pub(crate) fn write(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    let order: Order = read(&from.join(ORDER))?;
    all_in_order(from, &order)?;
    let mut groups = Vec::new();
    for group in order.group {
        let mut lessons = Vec::new();
        for id in group.lessons {
            let lesson = lesson(&from.join(&id), &id)?;
            write_json(&to.join(format!("{id}.json")), &lesson)?;
            lessons.push(Card::of(&lesson));
        }
        groups.push(IndexGroup { title: group.title, lessons });
    }
    write_json(&to.join("index.json"), &Index { groups })
}

/// One lesson with the texts of its programs.
fn lesson(folder: &Path, id: &str) -> Result<Lesson> {
    let path = folder.join(LESSON);
    let mut lesson: Lesson = read(&path)?;
    lesson.id = id.to_owned();
    lesson.check().map_err(|wrong| anyhow::anyhow!("{}: {wrong}", path.display()))?;
    for program in &mut lesson.program {
        let file = folder.join(&program.file);
        program.text = fs::read_to_string(&file).with_context(|| {
            format!("cannot read {}, a program of {}", file.display(), path.display())
        })?;
        if let Err((line, wrong)) = comments::check(&program.text) {
            bail!("{}:{line}: {wrong}", file.display());
        }
    }
    let known: BTreeSet<&str> = lesson.program.iter().map(|program| &*program.file).collect();
    for name in names(folder)? {
        ensure!(
            name == LESSON || known.contains(&*name),
            "{}: no [[program]] of {} names it",
            folder.join(&name).display(),
            path.display()
        );
    }
    Ok(lesson)
}

/// Every lesson's folder stands in the order, and once.
fn all_in_order(from: &Path, order: &Order) -> Result<()> {
    let path = from.join(ORDER);
    let mut listed = BTreeSet::new();
    for id in order.group.iter().flat_map(|group| &group.lessons) {
        ensure!(listed.insert(id.clone()), "{}: {id} stands in it twice", path.display());
        ensure!(from.join(id).is_dir(), "{}: there is no folder {id}", path.display());
    }
    for name in names(from)? {
        ensure!(
            name == ORDER || listed.contains(&name),
            "{}: {name} does not stand in it",
            path.display()
        );
    }
    Ok(())
}

/// The names in a folder, without hidden ones and what Python leaves behind.
fn names(folder: &Path) -> Result<Vec<String>> {
    let cannot = || format!("cannot list {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let name = entry.with_context(cannot)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && name != "__pycache__" {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// A TOML file; the error names file and line.
fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_at(&text, span.start));
        anyhow::anyhow!("{}:{line}: {}", path.display(), error.message())
    })
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    let json = serde_json::to_vec(value).context("a lesson cannot be written as JSON")?;
    fs::write(path, json).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests;
