//! What a message must be.

use memchr::memmem;
use regex::bytes::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};

use super::hex_pattern::HexPattern;
use crate::assistant::compose::{Context, Draft};
use crate::assistant::problem::{Problem, Wording};

/// What a message must be, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Condition {
    /// Any message.
    Always {},
    /// Exactly these bytes.
    Equals(Draft),
    /// These bytes come first.
    Begins(Draft),
    /// These bytes are in it.
    Contains(Draft),
    /// These bytes are not in it.
    Lacks(Draft),
    /// A regular expression over bytes finds a match in it; in the syntax of the crate `regex`.
    Regex(String),
    /// A pattern of hex digits fits all of it, see [`HexPattern`].
    Hex(String),
}

/// A condition that has been read.
#[derive(Debug, Clone)]
pub struct Pattern(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Always,
    Equals(Vec<u8>),
    Begins(Vec<u8>),
    Contains(Vec<u8>),
    Lacks(Vec<u8>),
    Regex(Regex),
    Hex(HexPattern),
}

/// The groups of a match: each one's name, where it has one, and bytes.
type Groups = Vec<(Option<String>, Vec<u8>)>;

/// Most bytes that a compiled regular expression may take. Matching is linear in the message anyway.
const MAX_PATTERN_BYTES: usize = 1 << 20;

/// The same for the states that matching keeps.
const MAX_STATES_BYTES: usize = 2 << 20;

impl Pattern {
    /// Reads a condition.
    ///
    /// # Errors
    /// [`Problem`] if a text, a hex pattern or a regular expression in it cannot be read.
    pub fn prepare(condition: &Condition) -> Result<Self, Problem> {
        Ok(Self(match condition {
            Condition::Always {} => Kind::Always,
            Condition::Equals(draft) => Kind::Equals(constant(draft)?),
            Condition::Begins(draft) => Kind::Begins(constant(draft)?),
            Condition::Contains(draft) => Kind::Contains(constant(draft)?),
            Condition::Lacks(draft) => Kind::Lacks(constant(draft)?),
            Condition::Regex(expression) => Kind::Regex(regex(expression)?),
            Condition::Hex(pattern) => Kind::Hex(HexPattern::parse(pattern)?),
        }))
    }

    /// The groups of the match in a message, or `None` if it does not match.
    #[must_use]
    pub fn captures(&self, message: &[u8]) -> Option<Groups> {
        let whole = |part: &[u8]| vec![(None, part.to_vec())];
        match &self.0 {
            Kind::Always => Some(whole(message)),
            Kind::Equals(bytes) => (message == bytes).then(|| whole(bytes)),
            Kind::Begins(bytes) => message.starts_with(bytes).then(|| whole(bytes)),
            Kind::Contains(bytes) => memmem::find(message, bytes).map(|_| whole(bytes)),
            Kind::Lacks(bytes) => memmem::find(message, bytes).is_none().then(|| whole(message)),
            Kind::Hex(pattern) => pattern.matches(message).then(|| whole(message)),
            Kind::Regex(regex) => {
                let captures = regex.captures(message)?;
                let groups = regex.capture_names().zip(captures.iter()).map(|(name, group)| {
                    let bytes = group.map(|group| group.as_bytes().to_vec());
                    (name.map(str::to_owned), bytes.unwrap_or_default())
                });
                Some(groups.collect())
            }
        }
    }

    /// Whether a message matches.
    #[must_use]
    pub fn matches(&self, message: &[u8]) -> bool {
        match &self.0 {
            Kind::Regex(regex) => regex.is_match(message),
            _ => self.captures(message).is_some(),
        }
    }
}

/// The bytes of a message without fields that change.
fn constant(draft: &Draft) -> Result<Vec<u8>, Problem> {
    let prepared = draft.prepare()?;
    if !prepared.is_constant() {
        return Err(Problem::new(
            0..draft.text.len(),
            Wording::new(
                "what is compared cannot change from send to send",
                "用来比较的内容不能每次不同",
            ),
            Wording::new(
                "use a regular expression, or \\${ for the characters",
                "改用正则表达式，或写 \\${ 表示字符本身",
            ),
        ));
    }
    Ok(prepared.compose(&Context::default())?.bytes)
}

/// A regular expression over bytes, compiled within the limits.
pub(crate) fn regex(expression: &str) -> Result<Regex, Problem> {
    let built = RegexBuilder::new(expression)
        .size_limit(MAX_PATTERN_BYTES)
        .dfa_size_limit(MAX_STATES_BYTES)
        .build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Problem::new(
            0..expression.len(),
            Wording::new("the regular expression takes more than 1 MiB", "正则表达式占用超过 1 MiB"),
            Wording::new("use smaller repetitions, or (?-u) for bytes", "减小重复次数，或用 (?-u) 按字节匹配"),
        ),
        error => {
            let text = error.to_string();
            let cause = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Problem::new(
                0..expression.len(),
                Wording::new(format!("no regular expression: {cause}"), format!("不是正则表达式：{cause}")),
                Wording::new(
                    "escape special characters with a backslash; look-around and back references do not exist here",
                    "特殊字符前加反斜杠；这里没有环视和反向引用",
                ),
            )
        }
    })
}
