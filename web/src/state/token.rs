//! The token in the link that the relay prints: `http://127.0.0.1:7070/#token=…`.

/// The token of a URL fragment, with or without its `#`.
#[must_use]
pub fn token_in_fragment(fragment: &str) -> Option<String> {
    fragment
        .trim_start_matches('#')
        .split('&')
        .find_map(|part| part.strip_prefix("token="))
        .filter(|token| !token.is_empty())
        .map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fragment_carries_the_token_alone_or_among_others() {
        for fragment in ["#token=a1b2", "token=a1b2", "#place=bench&token=a1b2"] {
            assert_eq!(token_in_fragment(fragment).as_deref(), Some("a1b2"), "{fragment}");
        }
        for fragment in ["", "#", "#token=", "#tokens=a"] {
            assert_eq!(token_in_fragment(fragment), None, "{fragment}");
        }
    }
}
