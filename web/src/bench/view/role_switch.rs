//! The switch between playing the server, the client, or freely.

use lab_shared::trace::Role;
use yew::prelude::*;

use crate::bench::texts::start::Start;
use crate::kit::view::icon::Icon;

/// The switch, at `role` once anything has `begun`; `on_begin` receives another side, and begins again.
pub(crate) fn role_switch(
    role: Option<Role>,
    begun: bool,
    on_begin: &Callback<Option<Role>>,
    texts: &Start,
) -> Html {
    let played = role;
    let choice = |role: Option<Role>, testid: &'static str, icon: Icon, words: &'static str| {
        let onclick = on_begin.reform(move |_: MouseEvent| role);
        let chosen = begun && played == role;
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
