//! The header's invitation. What it unfolds is loaded when a person first looks.

use yew::prelude::*;

use crate::kit::view::lazy::Lazy;
use crate::kit::view::texts::use_texts_of;
use crate::shell::part::InvitationPartProps;
use crate::shell::texts::invitation::InvitationTexts;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct InviteProps {
    /// The page's addresses for others.
    pub(crate) addresses: Vec<String>,
    /// The token that the relay accepted.
    pub(crate) token: Option<AttrValue>,
}

#[component]
pub(crate) fn Invite(props: &InviteProps) -> Html {
    let texts = use_texts_of::<InvitationTexts>();
    let seen = use_state_eq(|| false);
    let ontoggle = {
        let seen = seen.setter();
        Callback::from(move |_: Event| seen.set(true))
    };
    html! {
        <details class="relay invite" name="head" {ontoggle}>
            <summary data-testid="invite"><span class="pill">{ texts.invite }</span></summary>
            if *seen {
                <Lazy<InvitationPartProps> addresses={props.addresses.clone()} token={props.token.clone()} />
            }
        </details>
    }
}
