//! The shell's head: brand, places, invitation, the relay's state, language, theme.

use lab_shared::language::Language;
use yew::prelude::*;

use super::invite::Invite;
use super::language_switch::language_switch;
use super::places::places;
use super::relay_state::relay_state;
use super::theme_switch::theme_switch;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::link::state::Phase;
use crate::shell::state::preferences::Theme;
use crate::shell::state::route::Route;
use crate::shell::texts as shell;
use crate::shell::texts::relay;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HeaderProps {
    /// The phase of the link to the relay.
    pub relay: Phase,
    /// The token that the relay accepted.
    #[prop_or_default]
    pub token: Option<AttrValue>,
    /// The place in view.
    #[prop_or_default]
    pub route: Route,
    #[prop_or_default]
    pub on_route: Callback<Route>,
    /// The theme chosen.
    pub theme: Theme,
    /// Takes the language chosen.
    pub on_language: Callback<Language>,
    /// Takes the theme chosen.
    pub on_theme: Callback<Theme>,
}

/// The head of every place.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let (texts, language) = (use_texts_of::<shell::Shell>(), use_language());
    let relay = use_texts_of::<relay::Relay>();
    html! {
        <header class="head">
            <div class="brand">
                { mark() }
                <h1>{ texts.name }</h1>
            </div>
            { places(props.route, &props.on_route, texts, language) }
            { invite(props) }
            { relay_state(&props.relay, relay) }
            { language_switch(language, &props.on_language, texts) }
            { theme_switch(props.theme, &props.on_theme, texts) }
        </header>
    }
}

/// The way for others, where there is one.
fn invite(props: &HeaderProps) -> Html {
    let welcome = props.relay.welcome().filter(|welcome| !welcome.invitation.is_empty());
    welcome.map_or_else(Html::default, |welcome| {
        html! { <Invite addresses={welcome.invitation.clone()} token={props.token.clone()} /> }
    })
}

/// The brand: a plug and its socket. The same drawing is the page's icon.
fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect class="mark-body" x="1" y="1" width="30" height="30" rx="9" />
            <path class="mark-socket" d="M19 9.5h2.5a6.5 6.5 0 0 1 0 13H19" />
            <path class="mark-plug" d="M13 9.5h-2.5a6.5 6.5 0 0 0 0 13H13" />
            <path class="mark-pins" d="M13 13h5M13 19h5" />
        </svg>
    }
}
