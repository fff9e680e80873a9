//! What the call in view does, in a sentence, and its man page.

use lab_shared::call::CallName;
use lab_shared::language::Language;
use yew::prelude::*;

use crate::bench::texts::controls::Controls;

/// The line for `call`. `differences` is what differs on the relay's system, where that is not Linux: it has room there
/// whether or not this call differs.
pub(crate) fn help_line(
    call: CallName,
    differences: Option<Html>,
    texts: &Controls,
    language: Language,
) -> Html {
    let room = differences.is_some().then_some("has-differences");
    html! {
        <aside class={classes!("help", room)} aria-label={texts.about} data-testid="call-help">
            <code>{ call.man_page() }</code>
            <div class="help-words">
                <p>{ call.summary().get(language) }</p>
                { differences }
            </div>
        </aside>
    }
}
