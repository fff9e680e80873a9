//! What the call in view does, in a sentence, and its man page.

use lab_shared::call::CallName;
use lab_shared::language::Language;
use yew::prelude::*;

use crate::bench::texts::controls::Controls;

/// The line for `call`, with what differs on the relay's system.
pub(crate) fn help_line(
    call: CallName,
    differences: Html,
    texts: &Controls,
    language: Language,
) -> Html {
    html! {
        <aside class="help" aria-label={texts.about} data-testid="call-help">
            <code>{ call.man_page() }</code>
            <p>{ call.summary().get(language) }</p>
            { differences }
        </aside>
    }
}
