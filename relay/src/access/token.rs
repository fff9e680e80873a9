//! The token in the relay's URL. A page that sends it may open sockets on this machine.

use std::fmt;

use subtle::ConstantTimeEq as _;

/// Bytes of a random token: 128 bits cannot be guessed.
const RANDOM_BYTES: usize = 16;

/// Whether a page must send a token, and which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum TokenRule {
    /// A new random one.
    #[default]
    Random,
    /// The owner's own.
    Fixed(Token),
    /// None: every page that reaches the relay may use it.
    Open,
}

/// A secret that needs no escaping in a URL.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Why a text is no token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Nothing.
    #[error("a token cannot be empty; to ask for none, use --no-token")]
    Empty,
    /// A character that a URL would have to escape.
    #[error("a token may have only letters, digits and - . _ ~, because it stands in a URL")]
    Character,
}

impl Token {
    /// A token of the owner's choice.
    ///
    /// # Errors
    /// [`TokenError`] for a text that is empty or would have to be escaped in a URL.
    pub fn new(text: &str) -> Result<Self, TokenError> {
        if text.is_empty() {
            return Err(TokenError::Empty);
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
        if text.chars().all(plain) { Ok(Self(text.into())) } else { Err(TokenError::Character) }
    }

    /// A token that cannot be guessed.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; RANDOM_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The token's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `shown` is this token, in a time that does not depend on how much of it is right.
    #[must_use]
    pub fn accepts(&self, shown: Option<&str>) -> bool {
        shown.is_some_and(|shown| self.0.as_bytes().ct_eq(shown.as_bytes()).into())
    }
}

/// A log must not give the secret away.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_accepts_itself_alone() {
        let token = Token::new("open-sesame").unwrap();
        assert!(token.accepts(Some("open-sesame")));
        for wrong in [None, Some(""), Some("open-sesam"), Some("open-sesame!"), Some("Open-sesame")]
        {
            assert!(!token.accepts(wrong), "{wrong:?}");
        }
    }

    #[test]
    fn random_tokens_have_128_bits_and_differ() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.as_str().len(), 32);
        assert_ne!(one, other);
    }

    #[test]
    fn a_token_must_fit_into_a_url_and_never_shows_in_a_log() {
        assert!(matches!(Token::new(""), Err(TokenError::Empty)));
        assert!(matches!(Token::new("a b"), Err(TokenError::Character)));
        assert_eq!(format!("{:?}", Token::new("secret").unwrap()), "Token(…)");
    }
}
