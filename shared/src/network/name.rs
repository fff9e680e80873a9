//! The names of hosts.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A host's name within its network: 1 to 15 characters, of which the first is a lower-case letter and the
/// others are lower-case letters, digits and hyphens. `localhost` is every host's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostName(String);

/// What is wrong with a host's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "a host's name has 1 to 15 characters: a lower-case letter, then letters, digits or hyphens"
)]
pub struct HostNameError;

impl HostName {
    /// Most characters of a name.
    pub const MAX_LENGTH: usize = 15;

    /// The name, checked.
    ///
    /// # Errors
    /// It is not of the form above, or it is `localhost`.
    pub fn new(name: impl Into<String>) -> Result<Self, HostNameError> {
        let name = name.into();
        let rest = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let formed = name.len() <= Self::MAX_LENGTH
            && name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(rest);
        if formed && name != "localhost" { Ok(Self(name)) } else { Err(HostNameError) }
    }

    /// The host on which a tutorial's server runs.
    #[must_use]
    pub fn server() -> Self {
        Self("server".into())
    }

    /// The host on which its client runs.
    #[must_use]
    pub fn client() -> Self {
        Self("client".into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for HostName {
    type Error = HostNameError;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::new(name)
    }
}

impl From<HostName> for String {
    fn from(name: HostName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_plain_words() {
        for name in ["a", "server", "host-2", "abcdefghijklmno"] {
            assert_eq!(HostName::new(name).unwrap().as_str(), name);
        }
        for name in
            ["", "2nd", "-a", "Server", "a.b", "a b", "localhost", "主机", "abcdefghijklmnop"]
        {
            assert_eq!(HostName::new(name), Err(HostNameError), "{name}");
        }
        assert!(serde_json::from_str::<HostName>("\"../x\"").is_err());
    }
}
