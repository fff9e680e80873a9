//! A script: a Python text whose functions answer messages, behind the rules.

use serde::{Deserialize, Serialize};

/// A script. It runs where there is a CPython, which is the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// The end whose messages it is given; without one, every end's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// The Python text.
    pub text: String,
}

impl Script {
    /// Whether it is given the messages of the end of this name.
    #[must_use]
    pub fn serves(&self, end: &str) -> bool {
        self.end.as_deref().is_none_or(|served| served == end)
    }
}
