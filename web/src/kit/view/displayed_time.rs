//! The moment that the page shows.

use lab_shared::call::Micros;

/// The earlier moment that is shown, if any: running times stop there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DisplayedTime(pub Option<Micros>);

impl DisplayedTime {
    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        if self.0.is_some() { "past" } else { "now" }
    }
}
