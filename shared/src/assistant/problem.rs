//! What is wrong with something a person wrote: where, why, and what to do, in both languages.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::call::Failure;
use crate::language::Language;

/// A mistake in a template, a pattern, pasted hex or a setup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Where in the text, in bytes.
    pub at: Range<usize>,
    /// Why it cannot be read.
    pub cause: Wording,
    /// What to write instead.
    pub remedy: Wording,
}

/// One text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Wording {
    /// A text in both languages.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// A text that is the same in both, such as Python's words for a failure.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }

    /// The text in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// What a person reads of a failed call: Python's words, and those of the relay's rule where one refused.
impl From<&Failure> for Wording {
    fn from(failure: &Failure) -> Self {
        let Some(rule) = failure.rule else { return Self::same(failure.to_string()) };
        let (words, name) = (rule.explanation(), rule.name());
        Self::new(
            format!("{failure} ({name}). {}", words.en),
            format!("{failure}（{name}）。{}", words.zh),
        )
    }
}

impl From<&str> for Wording {
    fn from(text: &str) -> Self {
        Self::same(text)
    }
}

impl From<String> for Wording {
    fn from(text: String) -> Self {
        Self::same(text)
    }
}

impl Problem {
    /// A mistake at a place.
    #[must_use]
    pub fn new(at: Range<usize>, cause: Wording, remedy: Wording) -> Self {
        Self { at, cause, remedy }
    }

    /// The same in a text that begins `offset` bytes later.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self { at: self.at.start + offset..self.at.end + offset, ..self }
    }

    /// Cause and remedy in one sentence each.
    #[must_use]
    pub fn in_words(&self, language: Language) -> String {
        let (cause, remedy) = (self.cause.get(language), self.remedy.get(language));
        match language {
            Language::En => format!("{cause}; {remedy}"),
            Language::Zh => format!("{cause}；{remedy}"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: {}", self.at.start, self.in_words(Language::En))
    }
}

impl std::error::Error for Problem {}
