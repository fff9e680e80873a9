//! Compiles web/lessons into one index and one JSON file a lesson, as the page reads them.
//! `lab_shared::lesson` declares both formats and checks the contents; this module finds and reads the
//! files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, ensure};
use lab_shared::assistant::setup::Setup;
use lab_shared::lesson::{Group, Index, Lesson, LessonId, Order, check_comments};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The list of the lessons, in their order.
const ORDER: &str = "order.toml";

/// The description of one lesson.
const LESSON: &str = "lesson.toml";

/// The setup of the assistant for one lesson.
const ASSISTANT: &str = "assistant.toml";

/// The instructions for writing one.
const README: &str = "README.md";

/// Reads every lesson below `from` and writes `index.json` and `<id>.json` into `to`.
///
/// # Errors The first error in a lesson: its file, line and key, and what is expected there.
pub(crate) fn write(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    let order: Order = read(&from.join(ORDER))?;
    all_in_order(from, &order)?;
    let mut groups = Vec::new();
    for group in order.groups {
        let mut lessons = Vec::new();
        for id in group.lessons {
            let lesson = lesson(from, id)?;
            write_json(&to.join(format!("{id}.json")), &lesson)?;
            lessons.push(lesson.card(id));
        }
        groups.push(Group { title: group.title, lessons });
    }
    write_json(&to.join("index.json"), &Index { groups })
}

/// One lesson with the texts of its programs.
fn lesson(from: &Path, id: LessonId) -> Result<Lesson> {
    let folder = from.join(id.as_str());
    let path = folder.join(LESSON);
    let mut lesson: Lesson = read(&path)?;
    lesson.check().with_context(|| path.display().to_string())?;
    for program in &mut lesson.programs {
        let file = folder.join(&program.file);
        program.text = fs::read_to_string(&file).with_context(|| {
            format!("cannot read {}, a program of {}", file.display(), path.display())
        })?;
        check_comments(&program.text)
            .map_err(|wrong| anyhow!("{}:{}: {wrong}", file.display(), wrong.line))?;
    }
    lesson.assistant = assistant(&folder.join(ASSISTANT))?;
    let known: BTreeSet<&str> = lesson.programs.iter().map(|program| &*program.file).collect();
    for name in names(&folder)? {
        ensure!(
            name == LESSON || name == ASSISTANT || known.contains(&*name),
            "{}: no [[program]] of {} names it",
            folder.join(&name).display(),
            path.display()
        );
    }
    Ok(lesson)
}

/// The document of a setup, if the lesson has one. It joins the person's own setup, so each of its rules is
/// for an end of the document.
fn assistant(path: &Path) -> Result<Option<String>> {
    if !path.exists() {
        return Ok(None);
    }
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let setup = Setup::parse(&text).map_err(|mistakes| {
        let mistakes: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        anyhow!("{}: {}", path.display(), mistakes.join("; "))
    })?;
    ensure!(!setup.ends.is_empty(), "{}: expected at least one [[end]]", path.display());
    for rule in &setup.rules {
        ensure!(rule.end.is_some(), "{}: the rule {:?} names no `end`", path.display(), rule.name);
    }
    Ok(Some(text))
}

/// Checks that every lesson's folder is in the order exactly once.
fn all_in_order(from: &Path, order: &Order) -> Result<()> {
    let path = from.join(ORDER);
    let mut listed = BTreeSet::new();
    for id in order.groups.iter().flat_map(|group| &group.lessons).map(LessonId::as_str) {
        ensure!(listed.insert(id), "{}: {id} stands in it twice", path.display());
        ensure!(from.join(id).is_dir(), "{}: there is no folder {id}", path.display());
    }
    for name in names(from)? {
        ensure!(
            name == ORDER || name == README || listed.contains(&*name),
            "{}: {name} does not stand in it",
            path.display()
        );
    }
    Ok(())
}

/// The names in a folder, without hidden ones and Python's caches.
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

/// A TOML file; the error names file, line and key.
fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).map_err(|mut error: toml::de::Error| {
        let line = error.span().map_or(1, |span| line_at(&text, span.start));
        // Without the file's text an error prints its message and, on a separate line, the key.
        error.set_input(None);
        let wrong = error.to_string();
        anyhow!("{}:{line}: {}", path.display(), wrong.trim_end().replace('\n', " "))
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
