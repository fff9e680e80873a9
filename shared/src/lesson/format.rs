//! The keys of `order.toml` and `lesson.toml`, and of the JSON files made of them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{LessonId, LessonNetwork, LessonNetworkError, NetworkPattern, Pattern};
use crate::language::Language;
use crate::text::Encoding;
use crate::trace::Role;

/// A text in both languages; neither is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "BothWritten")]
pub struct Both {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BothWritten {
    zh: String,
    en: String,
}

impl TryFrom<BothWritten> for Both {
    type Error = &'static str;

    fn try_from(BothWritten { zh, en }: BothWritten) -> Result<Self, Self::Error> {
        match (zh.trim(), en.trim()) {
            ("", _) => Err("zh is empty, and a text in both languages is expected"),
            (_, "") => Err("en is empty, and a text in both languages is expected"),
            _ => Ok(Self { zh, en }),
        }
    }
}

impl Both {
    /// The text in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// `order.toml`: every lesson, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// In the order shown.
    #[serde(rename = "group")]
    pub groups: Vec<OrderGroup>,
}

/// Lessons that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderGroup {
    /// The group's name.
    pub title: Both,
    /// In the order shown.
    pub lessons: Vec<LessonId>,
}

/// `index.json`: a card for every lesson, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// In the order shown.
    pub groups: Vec<Group>,
}

/// The cards of an [`OrderGroup`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The group's name.
    pub title: Both,
    /// In the order shown.
    pub lessons: Vec<Card>,
}

/// A lesson in the list, before it is opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The lesson's folder.
    pub id: LessonId,
    /// [`Lesson::row`].
    pub row: String,
    /// [`Lesson::title`].
    pub title: Both,
    /// [`Lesson::summary`].
    pub summary: Both,
}

/// `lesson.toml` and `<id>.json`: one lesson, or one experiment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The row of the catalog it teaches, or the claim it checks.
    pub row: String,
    /// The encoding that its programs speak, by Python's name.
    pub encoding: Encoding,
    /// Its title.
    pub title: Both,
    /// What it is about, in a sentence.
    pub summary: Both,
    /// What to watch.
    pub watch: Vec<Both>,
    /// What to do.
    pub steps: Vec<Both>,
    /// What to try next.
    #[serde(rename = "try")]
    pub try_next: Vec<Both>,
    /// The network that is made for it; without one it runs in the network that is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<LessonNetwork>,
    /// Its programs.
    #[serde(rename = "program")]
    pub programs: Vec<Program>,
    /// What is ticked off once it has happened.
    #[serde(default, rename = "check")]
    pub checks: Vec<Check>,
    /// Setups that it offers to try in the assistant.
    #[serde(default, rename = "offer", skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// What an experiment asks before it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Both>,
    /// An experiment's possible outcomes.
    #[serde(default, rename = "choice")]
    pub choices: Vec<Check>,
    /// Why the outcome is as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Both>,
    /// The setup that the assistant takes in when it is opened from this lesson: the text of `assistant.toml`.
    /// `lesson.toml` does not have it. Without one, the assistant is a client of the server that runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assistant: Option<String>,
}

/// A setup of the assistant, and what it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// What the button says.
    pub title: Both,
    /// What to do with it.
    pub text: Both,
    /// The document, as `docs/assistant.md` describes it.
    pub setup: String,
}

/// One program of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// The file's name.
    pub file: String,
    /// The half of the window it opens in.
    pub side: Role,
    /// Its label where a side has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Both>,
    /// The file's text, with its comments in both languages. `lesson.toml` does not have it.
    #[serde(default)]
    pub text: String,
}

/// A sentence, and the events that make it true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CheckWritten", into = "CheckWritten")]
pub struct Check {
    /// The sentence.
    pub text: Both,
    /// The events of programs and calls.
    pub events: Events,
    /// The events on the cables, in this order. They are followed apart from the others, since the page learns of
    /// packets in batches, after the calls that they wake.
    pub network: Vec<NetworkPattern>,
}

/// How events have to occur.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Events {
    /// In this order; others may lie between.
    Sequence(Vec<Pattern>),
    /// Calls that are all blocked at one moment.
    Together(Vec<Pattern>),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckWritten {
    text: Both,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sequence: Option<Vec<Pattern>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    together: Option<Vec<Pattern>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    network: Vec<NetworkPattern>,
}

impl TryFrom<CheckWritten> for Check {
    type Error = String;

    fn try_from(written: CheckWritten) -> Result<Self, Self::Error> {
        let CheckWritten { text, sequence, together, network } = written;
        let events = match (sequence, together) {
            (Some(patterns), None) if !patterns.is_empty() => Events::Sequence(patterns),
            (None, Some(patterns)) if !patterns.is_empty() => {
                if let Some(other) = patterns.iter().find(|pattern| !pattern.is_wait()) {
                    let wanted = "expected calls that wait, such as \"server accept blocked\"";
                    return Err(format!("{wanted}, found \"{other}\" in `together`"));
                }
                Events::Together(patterns)
            }
            (None, None) if !network.is_empty() => Events::Sequence(Vec::new()),
            _ => {
                return Err(
                    "expected either `sequence` or `together`, with a pattern, or `network`".into(),
                );
            }
        };
        Ok(Self { text, events, network })
    }
}

impl From<Check> for CheckWritten {
    fn from(Check { text, events, network }: Check) -> Self {
        let (sequence, together) = match events {
            Events::Sequence(patterns) if patterns.is_empty() => (None, None),
            Events::Sequence(patterns) => (Some(patterns), None),
            Events::Together(patterns) => (None, Some(patterns)),
        };
        Self { text, sequence, together, network }
    }
}

/// An error of a lesson whose keys can all be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LessonError {
    /// Its row is empty.
    #[error("`row` is empty: expected the row of the catalog, such as \"A1\"")]
    NoRow,
    /// It has no program.
    #[error("`program` is missing: expected at least one [[program]]")]
    NoProgram,
    /// Not a file of the lesson's folder, or not Python.
    #[error("`program.file` is {0:?}: expected the name of a .py file beside lesson.toml")]
    NotPython(String),
    /// A file that is named twice.
    #[error("`program.file` is {0:?} twice: expected each file once")]
    Twice(String),
    /// A text where the file is the text.
    #[error("`program.text` of {0} is set: expected none, because the text is the file's")]
    Text(String),
    /// A setup where the file is the setup.
    #[error("`assistant` is set: expected none, because the setup is in assistant.toml")]
    Assistant,
    /// Programs of one side without distinct labels.
    #[error(
        "`program.title` of {0} is missing: expected one, because its side has several programs"
    )]
    Untitled(String),
    /// Half an experiment.
    #[error(
        "expected `question`, two or more [[choice]] and `explanation` together, or none of them"
    )]
    HalfAnExperiment,
    /// A network that cannot be made.
    #[error("`network`: {0}")]
    Network(#[from] LessonNetworkError),
    /// Checks of packets where there are no cables.
    #[error("`network` of a check or choice is set: expected [network] in the lesson as well")]
    NoNetwork,
    /// A step names a file that the lesson does not have.
    #[error("`steps` names {0}: expected a `program.file` of the lesson")]
    UnknownFile(String),
}

impl Lesson {
    /// The programs of one half, in order.
    pub fn programs_of(&self, side: Role) -> impl Iterator<Item = &Program> {
        self.programs.iter().filter(move |program| program.side == side)
    }

    /// Its card; `id` is its folder.
    #[must_use]
    pub fn card(&self, id: LessonId) -> Card {
        let Self { row, title, summary, .. } = self;
        Card { id, row: row.clone(), title: title.clone(), summary: summary.clone() }
    }

    /// Checks what no single key of `lesson.toml` can show.
    ///
    /// # Errors
    /// The first [`LessonError`].
    pub fn check(&self) -> Result<(), LessonError> {
        if self.row.trim().is_empty() {
            return Err(LessonError::NoRow);
        }
        if self.programs.is_empty() {
            return Err(LessonError::NoProgram);
        }
        if self.assistant.is_some() {
            return Err(LessonError::Assistant);
        }
        self.programs.iter().try_for_each(|program| self.check_program(program))?;
        match &self.network {
            Some(network) => drop(network.plan()?),
            None if self.all_checks().any(|check| !check.network.is_empty()) => {
                return Err(LessonError::NoNetwork);
            }
            None => {}
        }
        match (&self.question, self.choices.len(), &self.explanation) {
            (None, 0, None) | (Some(_), 2.., Some(_)) => {}
            _ => return Err(LessonError::HalfAnExperiment),
        }
        let known = |name: &str| self.programs.iter().any(|program| program.file == name);
        let named = self.steps.iter().flat_map(|step| files_in(&step.zh).chain(files_in(&step.en)));
        match named.into_iter().find(|name| !known(name)) {
            Some(file) => Err(LessonError::UnknownFile(file.to_owned())),
            None => Ok(()),
        }
    }

    fn all_checks(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().chain(&self.choices)
    }

    fn check_program(&self, program: &Program) -> Result<(), LessonError> {
        let file = &program.file;
        if file.contains('/') || !file.ends_with(".py") {
            return Err(LessonError::NotPython(file.clone()));
        }
        if self.programs.iter().filter(|other| other.file == *file).count() > 1 {
            return Err(LessonError::Twice(file.clone()));
        }
        if !program.text.is_empty() {
            return Err(LessonError::Text(file.clone()));
        }
        if program.title.is_none() && self.programs_of(program.side).count() > 1 {
            return Err(LessonError::Untitled(file.clone()));
        }
        Ok(())
    }
}

/// The Python files that a text names.
fn files_in(text: &str) -> impl Iterator<Item = &str> {
    let in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    text.split(move |c| !in_name(c))
        .map(|word| word.trim_matches('.'))
        .filter(|it| it.ends_with(".py"))
}

#[cfg(test)]
mod tests;
