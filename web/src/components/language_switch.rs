//! The switch between Chinese and English.

use lab_shared::language::Language;
use yew::prelude::*;

use super::{use_language, use_texts};

/// What the switch needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LanguageSwitchProps {
    /// Takes the language chosen.
    pub(crate) on_language: Callback<Language>,
}

#[component]
pub(crate) fn LanguageSwitch(props: &LanguageSwitchProps) -> Html {
    let (texts, language) = (use_texts(), use_language());
    let choice = |offered: Language, words: &'static str| {
        let onclick = props.on_language.reform(move |_: MouseEvent| offered);
        html! {
            <button
                type="button"
                lang={offered.tag()}
                data-testid={format!("lang-{}", &offered.tag()[..2])}
                aria-pressed={(language == offered).to_string()}
                {onclick}
            >
                { words }
            </button>
        }
    };
    html! {
        <div class="segments" role="group" aria-label={texts.shell.language} data-testid="lang-switch">
            { choice(Language::Zh, "中文") }
            { choice(Language::En, "EN") }
        </div>
    }
}
