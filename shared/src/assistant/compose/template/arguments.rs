//! The words of a field: its name, values, and `key=value`.

use std::ops::Range;

use crate::assistant::problem::{Problem, Wording};

/// The arguments of a field that have not been read yet.
pub(super) struct Arguments<'a> {
    pub(super) name: &'a str,
    pub(super) all: Range<usize>,
    plain: Vec<Word<'a>>,
    named: Vec<(&'a str, Word<'a>)>,
}

/// A word and its place.
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    pub(super) at: Range<usize>,
    pub(super) text: &'a str,
}

impl<'a> Arguments<'a> {
    /// Splits the inside of `${…}`.
    pub(super) fn split(text: &'a str) -> Self {
        let mut words = words(text).into_iter();
        let name = words.next().map_or("", |word| word.text);
        let (mut plain, mut named) = (Vec::new(), Vec::new());
        for word in words {
            match word.text.split_once('=') {
                Some((key, value)) if !word.text.starts_with('"') => {
                    let at = word.at.start + key.len() + 1..word.at.end;
                    named.push((key, Word { at, text: unquoted(value) }));
                }
                _ => plain.push(Word { text: unquoted(word.text), ..word }),
            }
        }
        Self { name, all: 0..text.len(), plain, named }
    }

    /// The next value without a key.
    pub(super) fn next_plain(&mut self) -> Option<Word<'a>> {
        (!self.plain.is_empty()).then(|| self.plain.remove(0))
    }

    /// The value of a key.
    pub(super) fn named(&mut self, key: &str) -> Option<Word<'a>> {
        let at = self.named.iter().position(|(known, _)| *known == key)?;
        Some(self.named.remove(at).1)
    }

    /// The value of a key as a number.
    pub(super) fn number<N: std::str::FromStr>(
        &mut self,
        key: &str,
        default: N,
    ) -> Result<N, Problem> {
        match self.named(key) {
            None => Ok(default),
            Some(word) => word.text.parse().map_err(|_| word.not("a number that fits", "合适的数")),
        }
    }

    /// Everything must have been read.
    pub(super) fn finish(self, known: &str) -> Result<(), Problem> {
        let left =
            self.plain.into_iter().chain(self.named.into_iter().map(|(key, word)| Word {
                at: word.at.start - key.len() - 1..word.at.end,
                text: key,
            }));
        match left.min_by_key(|word| word.at.start) {
            None => Ok(()),
            Some(word) => Err(Problem::new(
                word.at,
                Wording::new(
                    format!("{} does not know {:?}", self.name, word.text),
                    format!("{} 不认识 {:?}", self.name, word.text),
                ),
                Wording::new(format!("it has: {known}"), format!("可用：{known}")),
            )),
        }
    }
}

impl Word<'_> {
    /// The complaint that the word is not what it should be.
    pub(super) fn not(&self, what_en: &str, what_zh: &str) -> Problem {
        Problem::new(
            self.at.clone(),
            Wording::new(
                format!("{:?} is not {what_en}", self.text),
                format!("{:?} 不是{what_zh}", self.text),
            ),
            Wording::new(format!("write {what_en}"), format!("请写{what_zh}")),
        )
    }
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
}

/// The words of a text, apart by spaces outside quotes.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, character) in text.char_indices() {
        if character == '"' {
            quoted = !quoted;
        }
        if character.is_whitespace() && !quoted {
            if let Some(start) = start.take() {
                words.push(Word { at: start..at, text: &text[start..at] });
            }
        } else {
            start.get_or_insert(at);
        }
    }
    if let Some(start) = start {
        words.push(Word { at: start..text.len(), text: &text[start..] });
    }
    words
}
