//! Hooks that give a component the texts of the person's language.

use lab_shared::language::Language;
use yew::prelude::*;

use crate::i18n::{Texts, texts};

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
