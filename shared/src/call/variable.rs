//! The names of Python variables. A name may come from another person's file and becomes code, so
//! these types hold nothing but identifiers.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::rc::Rc;

use super::SocketId;

/// Most characters of a name.
pub const MAX_NAME: usize = 64;

/// Room for a number behind a name.
const NUMBER: usize = 10;

/// Python's keywords (docs.python.org, "Keywords").
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Letters beyond ASCII: Latin, Greek, Cyrillic, kana, CJK and Hangul, all written from left to
/// right. Left out are those that Python turns into other letters (NFKC, PEP 3131), because two
/// names would then be one variable.
const LETTERS: [(char, char); 24] = [
    ('\u{c0}', '\u{d6}'),
    ('\u{d8}', '\u{f6}'),
    ('\u{f8}', '\u{131}'),
    ('\u{134}', '\u{13e}'),
    ('\u{141}', '\u{148}'),
    ('\u{14a}', '\u{17e}'),
    ('\u{180}', '\u{1c3}'),
    ('\u{1cd}', '\u{1f0}'),
    ('\u{1f4}', '\u{24f}'),
    ('\u{370}', '\u{373}'),
    ('\u{376}', '\u{377}'),
    ('\u{386}', '\u{386}'),
    ('\u{388}', '\u{38a}'),
    ('\u{38c}', '\u{38c}'),
    ('\u{38e}', '\u{3a1}'),
    ('\u{3a3}', '\u{3cf}'),
    ('\u{3d7}', '\u{3ef}'),
    ('\u{400}', '\u{481}'),
    ('\u{48a}', '\u{52f}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{30a1}', '\u{30fa}'),
    ('\u{3400}', '\u{4dbf}'),
    ('\u{4e00}', '\u{9fff}'),
    ('\u{ac00}', '\u{d7a3}'),
];

/// A text that is no name of a variable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the name of a Python variable")]
pub struct NotAName(String);

/// A variable: a Python identifier of at most [`MAX_NAME`] characters that is no keyword.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VariableName(Rc<str>);

impl VariableName {
    /// The name, if it is one.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let begins = name.starts_with(|first: char| first == '_' || is_letter(first));
        let goes_on = |rest: char| rest == '_' || rest.is_ascii_digit() || is_letter(rest);
        let is_name = begins
            && name.chars().all(goes_on)
            && name.chars().count() <= MAX_NAME
            && !KEYWORDS.contains(&name);
        is_name.then(|| Self(name.into()))
    }

    /// A name that is written in the source of this program.
    ///
    /// # Panics If it is not a valid name.
    #[must_use]
    pub fn constant(name: &'static str) -> Self {
        Self::new(name).expect("the program's own names are identifiers")
    }

    /// The variable of a socket without a name: `s7`.
    #[must_use]
    pub fn of_number(socket: SocketId) -> Self {
        Self(format!("s{}", socket.0).into())
    }

    /// The name itself for 1, and with the number appended for any other. A long name is cut.
    #[must_use]
    pub fn numbered(&self, number: u32) -> Self {
        if number == 1 {
            return self.clone();
        }
        let base: String = self.0.chars().take(MAX_NAME - NUMBER).collect();
        Self(format!("{base}{number}").into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_letter(character: char) -> bool {
    let within = |(first, last): &(char, char)| (*first..=*last).contains(&character);
    character.is_ascii_alphabetic() || LETTERS.iter().any(within)
}

impl TryFrom<String> for VariableName {
    type Error = NotAName;

    fn try_from(name: String) -> Result<Self, NotAName> {
        Self::new(&name).ok_or(NotAName(name))
    }
}

impl From<VariableName> for String {
    fn from(name: VariableName) -> Self {
        name.0.as_ref().into()
    }
}

impl fmt::Display for VariableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The variables to which a call assigns the sockets it makes: one, or two with a comma between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Targets {
    first: VariableName,
    second: Option<VariableName>,
}

impl Targets {
    /// Two variables, for the sockets of a pair.
    #[must_use]
    pub fn pair(first: VariableName, second: VariableName) -> Self {
        Self { first, second: Some(second) }
    }

    /// The left side of an assignment as Python writes it, if it is one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let name = |text: &str| VariableName::new(text.trim());
        match text.split_once(',') {
            None => Some(name(text)?.into()),
            Some((first, second)) => Some(Self::pair(name(first)?, name(second)?)),
        }
    }

    /// The same with other variables.
    #[must_use]
    pub fn map(&self, other: impl Fn(&VariableName) -> VariableName) -> Self {
        Self { first: other(&self.first), second: self.second.as_ref().map(other) }
    }

    /// The variables.
    pub fn names(&self) -> impl Iterator<Item = &VariableName> {
        std::iter::once(&self.first).chain(&self.second)
    }
}

impl From<VariableName> for Targets {
    fn from(first: VariableName) -> Self {
        Self { first, second: None }
    }
}

impl TryFrom<String> for Targets {
    type Error = NotAName;

    fn try_from(text: String) -> Result<Self, NotAName> {
        Self::new(&text).ok_or(NotAName(text))
    }
}

impl From<Targets> for String {
    fn from(targets: Targets) -> Self {
        targets.to_string()
    }
}

impl fmt::Display for Targets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        self.second.as_ref().map_or(Ok(()), |second| write!(f, ", {second}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_is_an_identifier_of_bounded_length() {
        for name in ["server", "_s", "conn2", "服务器", "é", "match"] {
            assert!(VariableName::new(name).is_some(), "{name}");
        }
        let long = "x".repeat(MAX_NAME + 1);
        let others = [
            "",
            "2s",
            "a b",
            "class",
            "s.x",
            "s;t",
            "s\n",
            "\u{202e}s",
            "s\u{200b}",
            "s=1",
            "(s",
            "Ⓐ",
            "ﬁ",
            "ｓ",
            &long,
        ];
        for name in others {
            assert!(VariableName::new(name).is_none(), "{name:?}");
        }
    }

    #[test]
    fn a_number_goes_behind_a_name_and_the_name_stays_one() {
        let conn = VariableName::constant("conn");
        assert_eq!((conn.numbered(1).as_str(), conn.numbered(2).as_str()), ("conn", "conn2"));
        let long = VariableName::new(&"数".repeat(MAX_NAME)).expect("it is a name");
        let numbered = long.numbered(u32::MAX);
        assert_eq!(VariableName::new(numbered.as_str()), Some(numbered));
    }

    #[test]
    fn targets_are_one_variable_or_two() {
        for text in ["conn", "a, b"] {
            assert_eq!(
                Targets::new(text).map(|targets| targets.to_string()).as_deref(),
                Some(text)
            );
        }
        for text in ["", ",", "a,", "a, b, c", "a = b", "a, b\nimport os"] {
            assert_eq!(Targets::new(text), None, "{text:?}");
        }
    }
}
