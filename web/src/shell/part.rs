//! What the header unfolds, loaded when a person first looks at it.

use std::future::Future;
use yew::prelude::*;

use super::view::invitation::Invitation;
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, lazy};

/// What the invitation is drawn from.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct InvitationPartProps {
    /// The page's addresses for others.
    pub(crate) addresses: Vec<String>,
    /// The token that the relay accepted.
    pub(crate) token: Option<AttrValue>,
}

lazy!(invitation: fn invitation() -> Loaded<Draw<InvitationPartProps>> {
    Ok(|props| html! { <Invitation ..props /> })
});

impl LazyPart for InvitationPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        invitation()
    }

    fn fallback(&self, words: Html) -> Html {
        html! { <div class="popover invitation">{ words }</div> }
    }
}
