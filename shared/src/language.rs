//! The two languages people read, and a text in both.

use serde::{Deserialize, Serialize};

/// A language the lab speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    /// The language for a BCP 47 tag such as `zh-CN` or `en-GB`; anything but Chinese reads English.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }

    /// The BCP 47 tag for the page's `lang` attribute.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// One text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bilingual {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Bilingual {
    /// The text in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_chinese_tag_reads_chinese_and_the_rest_english() {
        for tag in ["zh", "zh-CN", "ZH-Hant-TW", "zh_HK"] {
            assert_eq!(Language::from_tag(tag), Language::Zh, "{tag}");
        }
        for tag in ["en", "en-US", "de", "", "zhx"] {
            assert_eq!(Language::from_tag(tag), Language::En, "{tag}");
        }
    }
}
