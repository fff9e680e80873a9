//! Hooks that give a component the texts of the person's language.

use lab_shared::language::Language;
use yew::prelude::*;

use crate::i18n::{OfPart, Texts, texts};

/// The language the page is read in.
#[hook]
pub fn use_language() -> Language {
    use_context::<Language>().unwrap_or(Language::En)
}

/// The texts of that language.
#[hook]
pub fn use_texts() -> &'static Texts {
    texts(use_language())
}

/// The texts of a part of the page in that language.
#[hook]
pub fn use_texts_of<T: OfPart>() -> &'static T {
    T::texts(use_language())
}
