//! Hooks that give a component the texts of the person's language.

use lab_shared::language::Language;
use yew::prelude::*;

use crate::kit::texts::Texts;

/// The language the page is read in.
#[hook]
pub(crate) fn use_language() -> Language {
    use_context::<Language>().unwrap_or(Language::En)
}

/// A feature's texts in that language.
#[hook]
pub(crate) fn use_texts_of<T: Texts>() -> &'static T {
    T::of(use_language())
}
