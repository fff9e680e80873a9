//! A lesson's name in addresses, such as `a1` or `claim4`.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most characters of a name.
const MOST: usize = 15;

/// The folder of the lessons in addresses.
const FOLDER: &str = "/lessons/";

/// The name: ASCII letters, digits, `-` and `_`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LessonId {
    bytes: [u8; MOST],
    len: u8,
}

/// A text that is no [`LessonId`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("expected a lesson's folder: 1 to {MOST} ASCII letters, digits, `-` and `_`, found {0:?}")]
pub struct NoLessonId(String);

impl LessonId {
    /// The name, if it is one.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if name.is_empty() || name.len() > MOST || !name.bytes().all(allowed) {
            return None;
        }
        let mut bytes = [0; MOST];
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        Some(Self { bytes, len: u8::try_from(name.len()).ok()? })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }

    /// The lesson of a path of the page.
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        path.strip_prefix(FOLDER).and_then(Self::new)
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{FOLDER}{}", self.as_str())
    }
}

impl TryFrom<String> for LessonId {
    type Error = NoLessonId;

    fn try_from(name: String) -> Result<Self, NoLessonId> {
        Self::new(&name).ok_or(NoLessonId(name))
    }
}

impl From<LessonId> for String {
    fn from(id: LessonId) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for LessonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for LessonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::LessonId;

    #[test]
    fn a_name_is_short_and_plain() {
        for name in ["a1", "claim9", "snack-shop_2"] {
            assert_eq!(LessonId::new(name).map(|id| id.as_str().to_owned()).as_deref(), Some(name));
        }
        for name in ["", "a/b", "..", "索", "a-name-that-is-far-too-long"] {
            assert_eq!(LessonId::new(name), None, "{name}");
        }
    }
}
