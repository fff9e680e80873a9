//! What the call in view does, in a sentence, and where its man page is.

use lab_shared::call::CallName;
use yew::prelude::*;

use super::{use_language, use_texts};

/// What it needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct HelpLineProps {
    /// The call in view.
    pub(crate) call: CallName,
}

#[component]
pub(crate) fn HelpLine(props: &HelpLineProps) -> Html {
    let (texts, language) = (use_texts(), use_language());
    html! {
        <aside class="help" aria-label={texts.controls.about} data-testid="call-help">
            <code>{ props.call.man_page() }</code>
            <p>{ props.call.summary().get(language) }</p>
        </aside>
    }
}
