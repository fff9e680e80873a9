//! A person's language and theme, and where each preference comes from.

use lab_shared::language::Language;

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order people are offered them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Its name in storage and markup.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a name; any unknown name is the system's.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }
}

/// The language to begin with: the link's, else the one chosen here before, else the browser's.
#[must_use]
pub(crate) fn first_language(query: &str, stored: Option<&str>, browser: Option<&str>) -> Language {
    let asked = query
        .trim_start_matches('?')
        .split('&')
        .find_map(|part| part.strip_prefix("lang="))
        .filter(|tag| !tag.is_empty());
    Language::from_tag(asked.or(stored).or(browser).unwrap_or_default())
}

/// The query with its language replaced, if it names one, so that the link matches what is shown.
#[must_use]
pub(crate) fn query_with_language(query: &str, language: Language) -> Option<String> {
    let parts: Vec<&str> = query.trim_start_matches('?').split('&').collect();
    if !parts.iter().any(|part| part.starts_with("lang=")) {
        return None;
    }
    let lang = format!("lang={}", language.tag());
    let replaced: Vec<&str> = parts
        .into_iter()
        .map(|part| if part.starts_with("lang=") { lang.as_str() } else { part })
        .collect();
    Some(format!("?{}", replaced.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_decides_before_the_memory_and_that_before_the_browser() {
        assert_eq!(first_language("?lang=en", Some("zh"), Some("zh-CN")), Language::En);
        assert_eq!(first_language("?x=1", Some("zh-CN"), Some("en-GB")), Language::Zh);
        assert_eq!(first_language("", None, Some("zh-TW")), Language::Zh);
        assert_eq!(first_language("?lang=", None, None), Language::En);
    }

    #[test]
    fn a_link_that_names_a_language_goes_on_naming_the_one_shown() {
        assert_eq!(query_with_language("", Language::Zh), None);
        assert_eq!(
            query_with_language("?a=1&lang=en", Language::Zh).as_deref(),
            Some("?a=1&lang=zh-CN")
        );
    }

    #[test]
    fn an_unknown_theme_is_the_systems() {
        assert_eq!(Theme::from_name("solarized"), Theme::Auto);
        for theme in Theme::ALL {
            assert_eq!(Theme::from_name(theme.name()), theme);
        }
    }
}
