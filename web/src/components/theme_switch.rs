//! The switch between light, dark, and the system's own.

use yew::prelude::*;

use super::icon::Icon;
use super::use_texts;
use crate::state::preferences::Theme;

/// What the switch needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ThemeSwitchProps {
    /// The theme chosen.
    pub(crate) theme: Theme,
    /// Takes another.
    pub(crate) on_theme: Callback<Theme>,
}

#[component]
pub(crate) fn ThemeSwitch(props: &ThemeSwitchProps) -> Html {
    let texts = use_texts();
    let choices = Theme::ALL.into_iter().map(|theme| {
        let (icon, words) = match theme {
            Theme::Auto => (Icon::Auto, texts.shell.theme_auto),
            Theme::Light => (Icon::Light, texts.shell.theme_light),
            Theme::Dark => (Icon::Dark, texts.shell.theme_dark),
        };
        let onclick = props.on_theme.reform(move |_: MouseEvent| theme);
        html! {
            <button
                key={theme.name()}
                type="button"
                data-testid={format!("theme-{}", theme.name())}
                aria-pressed={(props.theme == theme).to_string()}
                aria-label={words}
                title={words}
                {onclick}
            >
                { icon.html() }
            </button>
        }
    });
    html! {
        <div class="segments" role="group" aria-label={texts.shell.theme} data-testid="theme-switch">
            { for choices }
        </div>
    }
}
