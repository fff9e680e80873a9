//! The token in the link that the relay prints, `http://127.0.0.1:7070/#token=…`, and which token the
//! page shows to the relay.

/// The tokens of one tab. A link's token is shown to the relay first, and replaces the kept one once
/// the relay has accepted it: a wrong link costs the tab nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// The last one that the relay accepted.
    kept: Option<String>,
    /// One that a link brought since.
    offered: Option<String>,
    shown: Shown,
}

/// The token of the last hello.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Shown {
    #[default]
    Kept,
    Offered,
}

impl Tokens {
    /// The token that this tab remembers, and the one of the link it was opened with.
    #[must_use]
    pub fn new(kept: Option<String>, offered: Option<String>) -> Self {
        Self { kept, offered, shown: Shown::Kept }
    }

    /// A link brings another token.
    pub fn offer(&mut self, token: String) {
        self.offered = Some(token);
    }

    /// The token for the next hello. A session is resumed with the one it began with.
    pub fn show(&mut self, resuming: bool) -> Option<String> {
        let prefer_kept = self.offered.is_none() || resuming && self.kept.is_some();
        self.shown = if prefer_kept { Shown::Kept } else { Shown::Offered };
        match self.shown {
            Shown::Kept => self.kept.clone(),
            Shown::Offered => self.offered.clone(),
        }
    }

    /// The relay accepted the token that was shown. Returns it if it is new and is to be remembered.
    pub fn accepted(&mut self) -> Option<String> {
        if self.shown == Shown::Kept {
            return None;
        }
        self.shown = Shown::Kept;
        self.kept = self.offered.take();
        self.kept.clone()
    }

    /// The last one that the relay accepted.
    pub(super) fn kept(&self) -> Option<&str> {
        self.kept.as_deref()
    }

    /// The relay refused the token that was shown. Returns whether there is another to show. A refused
    /// token of a link is dropped.
    pub fn refused(&mut self) -> bool {
        match self.shown {
            Shown::Kept => self.offered.is_some(),
            Shown::Offered => {
                self.offered = None;
                self.kept.is_some()
            }
        }
    }
}

/// The token of a URL fragment, with or without its `#`.
#[must_use]
pub(crate) fn token_in_fragment(fragment: &str) -> Option<String> {
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

    fn tokens(kept: Option<&str>, offered: Option<&str>) -> Tokens {
        Tokens::new(kept.map(Into::into), offered.map(Into::into))
    }

    #[test]
    fn a_links_token_replaces_the_kept_one_once_it_is_accepted() {
        let mut tokens = tokens(Some("old"), Some("new"));
        assert_eq!(tokens.show(false).as_deref(), Some("new"));
        assert_eq!(tokens.accepted().as_deref(), Some("new"));
        assert_eq!(tokens.show(false).as_deref(), Some("new"));
        assert_eq!(tokens.accepted(), None, "it is remembered already");
    }

    #[test]
    fn a_wrong_token_of_a_link_is_forgotten_and_the_kept_one_is_shown_again() {
        let mut tokens = tokens(Some("good"), Some("wrong"));
        tokens.show(false);
        assert!(tokens.refused());
        assert_eq!(tokens.show(false).as_deref(), Some("good"));
        assert!(!tokens.refused(), "there is no other");
    }

    #[test]
    fn a_session_is_resumed_with_the_token_it_began_with() {
        let mut tokens = tokens(Some("good"), None);
        tokens.offer("wrong".into());
        assert_eq!(tokens.show(true).as_deref(), Some("good"));
        // If the relay has a new token meanwhile, it may be the link's.
        assert!(tokens.refused());
    }

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
