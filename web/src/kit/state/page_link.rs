//! Addresses within the page.

use lab_shared::language::Language;

/// A link to a path of the page, with the language.
#[must_use]
pub(crate) fn page_link(path: &str, language: Language) -> String {
    format!("{path}?lang={}", language.tag())
}
