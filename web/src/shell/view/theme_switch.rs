//! The switch between light, dark, and the system's own.

use yew::prelude::*;

use crate::kit::view::icon::Icon;
use crate::shell::state::preferences::Theme;
use crate::shell::texts::Shell;

/// The switch at `chosen`; `on_theme` receives another.
pub(crate) fn theme_switch(chosen: Theme, on_theme: &Callback<Theme>, texts: &Shell) -> Html {
    let choices = Theme::ALL.into_iter().map(|theme| {
        let (icon, words) = match theme {
            Theme::Auto => (Icon::Auto, texts.theme_auto),
            Theme::Light => (Icon::Light, texts.theme_light),
            Theme::Dark => (Icon::Dark, texts.theme_dark),
        };
        let onclick = on_theme.reform(move |_: MouseEvent| theme);
        html! {
            <button
                key={theme.name()}
                type="button"
                data-testid={format!("theme-{}", theme.name())}
                aria-pressed={(chosen == theme).to_string()}
                aria-label={words}
                title={words}
                {onclick}
            >
                { icon.html() }
            </button>
        }
    });
    html! {
        <div class="segments" role="group" aria-label={texts.theme} data-testid="theme-switch">
            { for choices }
        </div>
    }
}
