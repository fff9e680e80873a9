//! Language and theme, kept in this browser and put on the page.

use lab_shared::language::Language;
use wasm_bindgen::JsValue;

use crate::kit::browser::storage;
use crate::kit::texts::Texts as _;
use crate::shell::state::preferences::{Theme, first_language, query_with_language};
use crate::shell::texts::Shell;

const LANGUAGE_KEY: &str = "socket-lab.language";
const THEME_KEY: &str = "socket-lab.theme";

/// The language to begin with.
#[must_use]
pub fn load_language() -> Language {
    let window = gloo_utils::window();
    let query = window.location().search().unwrap_or_default();
    let browser = window.navigator().language();
    first_language(&query, storage::kept(LANGUAGE_KEY).as_deref(), browser.as_deref())
}

/// Keeps the language and puts it on the page.
pub fn keep_language(language: Language) {
    let _ = storage::keep(LANGUAGE_KEY, language.tag());
    let _ = gloo_utils::document_element().set_attribute("lang", language.tag());
    gloo_utils::document().set_title(Shell::of(language).name);
    let window = gloo_utils::window();
    let query = window.location().search().unwrap_or_default();
    if let (Some(query), Ok(history)) = (query_with_language(&query, language), window.history()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&query));
    }
}

/// The theme to begin with.
#[must_use]
pub fn load_theme() -> Theme {
    Theme::from_name(&storage::kept(THEME_KEY).unwrap_or_default())
}

/// Keeps the theme and puts it on the page.
pub fn keep_theme(theme: Theme) {
    let _ = storage::keep(THEME_KEY, theme.name());
    let _ = gloo_utils::document_element().set_attribute("data-theme", theme.name());
}
