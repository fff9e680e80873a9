//! What tells a network from others on its machine, and the code under which it is shared.

use std::fmt;
use std::io;

/// Letters and digits that nobody takes for one another, written or spoken: without 0, 1, i, l and o.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// Characters of a network's name.
const NAME_LENGTH: usize = 8;

/// Characters of a code: 31 to the power of 10 is more than anyone can try at the pace at which wrong ones are answered.
const CODE_LENGTH: usize = 10;

/// A network's name on its machine: short, random, and no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct NetworkName(String);

impl NetworkName {
    /// A new one.
    ///
    /// # Errors
    /// The system has no randomness.
    pub(crate) fn random() -> io::Result<Self> {
        random(NAME_LENGTH).map(Self)
    }
}

impl fmt::Display for NetworkName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The code under which a network is shared. Whoever knows it joins.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ShareCode(String);

impl ShareCode {
    /// A new one.
    ///
    /// # Errors
    /// The system has no randomness.
    pub(crate) fn random() -> io::Result<Self> {
        random(CODE_LENGTH).map(Self)
    }

    /// A code as a person types it: in capitals, or with spaces or hyphens.
    pub(crate) fn typed(text: &str) -> Self {
        let signs = text.chars().filter(|sign| !sign.is_whitespace() && *sign != '-');
        Self(signs.take(CODE_LENGTH + 1).flat_map(char::to_lowercase).collect())
    }

    /// As it is shown.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn random(length: usize) -> io::Result<String> {
    let mut text = String::with_capacity(length);
    while text.len() < length {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(io::Error::from)?;
        // Five bits each. A number beyond the alphabet is left out, so that no sign is likelier than another.
        let signs = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31)));
        text.extend(signs.take(length - text.len()).map(|sign| char::from(*sign)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_random_and_has_no_signs_that_look_alike() {
        let codes: Vec<_> = (0..100).map(|_| ShareCode::random().unwrap()).collect();
        for code in &codes {
            assert_eq!(code.as_str().len(), CODE_LENGTH);
            assert!(code.as_str().bytes().all(|sign| ALPHABET.contains(&sign)), "{code:?}");
            assert_eq!(codes.iter().filter(|other| *other == code).count(), 1);
        }
        assert_eq!(NetworkName::random().unwrap().to_string().len(), NAME_LENGTH);
    }

    #[test]
    fn a_code_may_be_typed_in_capitals_and_in_groups() {
        let code = ShareCode("abcde23456".into());
        for typed in ["abcde23456", "ABCDE-23456", " abc de2 3456 "] {
            assert_eq!(ShareCode::typed(typed), code, "{typed}");
        }
        assert_ne!(ShareCode::typed("abcde234567"), code);
    }
}
