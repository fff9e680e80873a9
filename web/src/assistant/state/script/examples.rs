//! The scripts that a person can begin with.

/// A script to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Example {
    /// Answers each message with its number, and once more later.
    Counter,
    /// The shop of lesson E3.
    Shop,
}

impl Example {
    pub(crate) const ALL: [Self; 2] = [Self::Counter, Self::Shop];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Shop => "shop",
        }
    }

    /// Its text.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Counter => include_str!("counter.py"),
            Self::Shop => include_str!("shop.py"),
        }
    }
}
