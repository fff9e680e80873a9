//! The switch between Chinese and English.

use lab_shared::language::Language;
use yew::prelude::*;

use crate::shell::texts::Shell;

/// The switch at `language`; `on_language` receives the other.
pub(crate) fn language_switch(
    language: Language,
    on_language: &Callback<Language>,
    texts: &Shell,
) -> Html {
    let choice = |offered: Language, words: &'static str| {
        let onclick = on_language.reform(move |_: MouseEvent| offered);
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
        <div class="segments" role="group" aria-label={texts.language} data-testid="lang-switch">
            { choice(Language::Zh, "中文") }
            { choice(Language::En, "EN") }
        </div>
    }
}
