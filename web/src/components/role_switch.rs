//! The switch between playing the server, the client, or freely.

use lab_shared::trace::Role;
use yew::prelude::*;

use super::icon::Icon;
use super::use_texts;

/// What the switch needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RoleSwitchProps {
    /// The side being played.
    pub(crate) role: Option<Role>,
    /// Whether anything was chosen yet.
    pub(crate) begun: bool,
    /// Takes another side, and begins anew.
    pub(crate) on_begin: Callback<Option<Role>>,
}

#[component]
pub(crate) fn RoleSwitch(props: &RoleSwitchProps) -> Html {
    let texts = &use_texts().start;
    let choice = |role: Option<Role>, testid: &'static str, icon: Icon, words: &'static str| {
        let onclick = props.on_begin.reform(move |_: MouseEvent| role);
        let chosen = props.begun && props.role == role;
        html! {
            <button type="button" data-testid={testid} aria-pressed={chosen.to_string()} {onclick}>
                { icon.html() }{ words }
            </button>
        }
    };
    html! {
        <div class="segments wide" role="group" aria-label={texts.role}>
            { choice(Some(Role::Server), "role-server", Icon::Server, texts.server_short) }
            { choice(Some(Role::Client), "role-client", Icon::Client, texts.client_short) }
            { choice(None, "role-free", Icon::Free, texts.free_short) }
        </div>
    }
}
