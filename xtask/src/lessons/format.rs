//! What stands in `order.toml` and `lesson.toml`, and what becomes of it for the page.
//!
//! The JSON has the keys of the TOML; it adds each lesson's id and each program's text.

use serde::{Deserialize, Serialize};

/// A text in both languages; neither may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "Written")]
pub(super) struct Bilingual {
    zh: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    zh: String,
    en: String,
}

impl TryFrom<Written> for Bilingual {
    type Error = &'static str;

    fn try_from(Written { zh, en }: Written) -> Result<Self, Self::Error> {
        match (zh.trim(), en.trim()) {
            ("", _) => Err("zh is empty"),
            (_, "") => Err("en is empty"),
            _ => Ok(Self { zh, en }),
        }
    }
}

/// `order.toml`: `[[group]]` after `[[group]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    pub(super) group: Vec<Group>,
}

/// A group of lessons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub(super) title: Bilingual,
    /// Ids, in the order shown.
    pub(super) lessons: Vec<String>,
}

/// One lesson, or one experiment.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lesson {
    /// The folder's name.
    #[serde(skip_deserializing)]
    pub(super) id: String,
    row: String,
    encoding: String,
    title: Bilingual,
    summary: Bilingual,
    watch: Vec<Bilingual>,
    steps: Vec<Bilingual>,
    r#try: Vec<Bilingual>,
    pub(super) program: Vec<Program>,
    #[serde(default)]
    check: Vec<Check>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<Bilingual>,
    #[serde(default)]
    choice: Vec<Check>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Bilingual>,
}

/// A program of a lesson.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Program {
    pub(super) file: String,
    side: Side,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<Bilingual>,
    /// The whole file, with the comments in both languages.
    #[serde(skip_deserializing)]
    pub(super) text: String,
}

/// Which half of the window a program opens in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    Server,
    Client,
}

/// A text and the events that make it true: one after the other, or all at one moment.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "WrittenCheck")]
struct Check {
    text: Bilingual,
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    together: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCheck {
    text: Bilingual,
    sequence: Option<Vec<String>>,
    together: Option<Vec<String>>,
}

impl TryFrom<WrittenCheck> for Check {
    type Error = &'static str;

    fn try_from(written: WrittenCheck) -> Result<Self, Self::Error> {
        let WrittenCheck { text, sequence, together } = written;
        match (&sequence, &together) {
            (Some(events), None) | (None, Some(events)) if !events.is_empty() => {
                Ok(Self { text, sequence, together })
            }
            _ => Err("either `sequence` or `together`, with at least one event"),
        }
    }
}

impl Lesson {
    /// What no single key shows to be wrong.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.program.is_empty() {
            return Err("it has no [[program]]".into());
        }
        for program in &self.program {
            let file = &program.file;
            if file.contains('/') || !file.ends_with(".py") {
                return Err(format!("{file} is no Python file beside it"));
            }
            let twins = self.program.iter().filter(|other| other.side == program.side);
            if program.title.is_none() && twins.count() > 1 {
                return Err(format!("{file} needs a title: its side has several programs"));
            }
            if self.program.iter().filter(|other| other.file == *file).count() > 1 {
                return Err(format!("{file} is named twice"));
            }
        }
        match (&self.question, self.choice.len(), &self.explanation) {
            (None, 0, None) | (Some(_), 2.., Some(_)) => Ok(()),
            _ => Err("question, two or more [[choice]] and explanation belong together".into()),
        }
    }
}

/// `index.json`.
#[derive(Debug, Serialize)]
pub(super) struct Index {
    pub(super) groups: Vec<IndexGroup>,
}

/// A group in it.
#[derive(Debug, Serialize)]
pub(super) struct IndexGroup {
    pub(super) title: Bilingual,
    pub(super) lessons: Vec<Card>,
}

/// A lesson in it.
#[derive(Debug, Serialize)]
pub(super) struct Card {
    id: String,
    row: String,
    title: Bilingual,
    summary: Bilingual,
}

impl Card {
    /// A lesson's card.
    pub(super) fn of(lesson: &Lesson) -> Self {
        let Lesson { id, row, title, summary, .. } = lesson;
        Self { id: id.clone(), row: row.clone(), title: title.clone(), summary: summary.clone() }
    }
}
