//! What stands in `/lessons/index.json` and `/lessons/<id>.json`.

use serde::Deserialize;

use lab_shared::language::Language;
use lab_shared::text::Encoding;
use lab_shared::trace::Role;

use super::pattern::Pattern;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Both {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
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

/// Every lesson, in groups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Index {
    /// In the order shown.
    pub groups: Vec<Group>,
}

/// Lessons that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Group {
    /// The group's name.
    pub title: Both,
    /// In the order shown.
    pub lessons: Vec<Card>,
}

/// A lesson's card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Card {
    /// The lesson's name in addresses.
    pub id: String,
    /// The row of the catalog it teaches, or the claim it checks.
    pub row: String,
    /// Its title.
    pub title: Both,
    /// What it is about, in a sentence.
    pub summary: Both,
}

/// One lesson.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Lesson {
    /// Its name in addresses.
    pub id: String,
    /// The row of the catalog it teaches.
    pub row: String,
    /// The encoding that its programs speak, by Python's name.
    pub encoding: String,
    /// Its title.
    pub title: Both,
    /// What it is about, in a sentence.
    pub summary: Both,
    /// What to watch.
    #[serde(default)]
    pub watch: Vec<Both>,
    /// What to do.
    #[serde(default)]
    pub steps: Vec<Both>,
    /// What to try next.
    #[serde(default, rename = "try")]
    pub try_next: Vec<Both>,
    /// Its programs.
    #[serde(default, rename = "program")]
    pub programs: Vec<Program>,
    /// Its checks.
    #[serde(default, rename = "check")]
    pub checks: Vec<Check>,
    /// An experiment's question.
    #[serde(default)]
    pub question: Option<Both>,
    /// An experiment's possible outcomes.
    #[serde(default, rename = "choice")]
    pub choices: Vec<Check>,
    /// Why the outcome is as it is.
    #[serde(default)]
    pub explanation: Option<Both>,
}

impl Lesson {
    /// The programs of one half, in order.
    pub fn programs_of(&self, side: Role) -> impl Iterator<Item = &Program> {
        self.programs.iter().filter(move |program| program.side() == side)
    }

    /// The encoding its bytes are read in.
    #[must_use]
    pub fn bytes_in(&self) -> Encoding {
        let named = |one: &Encoding| one.python_name().eq_ignore_ascii_case(&self.encoding);
        Encoding::ALL.into_iter().find(named).unwrap_or(Encoding::Utf8)
    }
}

/// One program of a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Program {
    /// The file's name.
    pub file: String,
    side: Side,
    /// What it is called where a half has several.
    #[serde(default)]
    pub title: Option<Both>,
    /// The file, with its comments in both languages.
    pub text: String,
}

impl Program {
    /// The half it opens in.
    #[must_use]
    pub fn side(&self) -> Role {
        match self.side {
            Side::Server => Role::Server,
            Side::Client => Role::Client,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    Server,
    Client,
}

/// A sentence, and the events that make it true.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Check {
    /// The sentence.
    pub text: Both,
    /// The events.
    pub events: Events,
}

/// How events have to come.
#[derive(Debug, Clone, PartialEq)]
pub enum Events {
    /// One after the other; others may lie between.
    Sequence(Vec<Pattern>),
    /// All pending at one moment.
    Together(Vec<Pattern>),
}

#[derive(Deserialize)]
struct Written {
    text: Both,
    #[serde(default)]
    sequence: Option<Vec<String>>,
    #[serde(default)]
    together: Option<Vec<String>>,
}

impl TryFrom<Written> for Check {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let read = |patterns: Vec<String>| -> Result<Vec<Pattern>, String> {
            patterns.iter().map(|pattern| pattern.parse()).collect()
        };
        let events = match (written.sequence, written.together) {
            (Some(patterns), None) => Events::Sequence(read(patterns)?),
            (None, Some(patterns)) => Events::Together(read(patterns)?),
            _ => return Err("a check has either `sequence` or `together`".into()),
        };
        Ok(Self { text: written.text, events })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_read_with_its_programs_and_checks() {
        let json = r#"{"id":"a1","row":"A1","encoding":"gbk",
            "title":{"zh":"一","en":"one"},"summary":{"zh":"二","en":"two"},
            "watch":[{"zh":"三","en":"three"}],"steps":[],"try":[{"zh":"四","en":"four"}],
            "program":[{"file":"s.py","side":"server","text":"pass\n"},
                       {"file":"c.py","side":"client","title":{"zh":"五","en":"five"},"text":""}],
            "check":[{"text":{"zh":"六","en":"six"},"sequence":["server bind ok"]}],
            "choice":[{"text":{"zh":"七","en":"seven"},"together":["client connect blocked x2"]}]}"#;
        let lesson: Lesson = serde_json::from_str(json).expect("it is a lesson");
        assert_eq!(lesson.title.get(Language::Zh), "一");
        assert_eq!(lesson.bytes_in(), Encoding::Gbk);
        let files: Vec<&str> = lesson.programs_of(Role::Client).map(|it| &*it.file).collect();
        assert_eq!(files, ["c.py"]);
        assert_eq!((lesson.checks.len(), lesson.choices.len()), (1, 1));
        assert_eq!(lesson.try_next[0].get(Language::En), "four");
    }

    #[test]
    fn a_pattern_that_cannot_be_read_is_told() {
        let check = r#"{"text":{"zh":"","en":""},"sequence":["server dance ok"]}"#;
        let error = serde_json::from_str::<Check>(check).expect_err("there is no such call");
        assert!(error.to_string().contains("dance"), "{error}");
    }
}
