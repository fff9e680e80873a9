//! The ways to end a connection besides `close`, as keys, each with what it does.

use lab_shared::call::CallName;
use yew::prelude::*;

use crate::bench::state::ending::Ending;
use crate::bench::texts::endings::Endings;
use crate::lab::state::Lab;
use crate::timeline::view::python_code::PythonCode;

/// The keys, for the connection that the calls act on: `on_end` ends it, `on_look` is told which
/// call the person looks at.
pub(crate) fn ending_keys(
    lab: &Lab,
    on_end: &Callback<Ending>,
    on_look: &Callback<CallName>,
    texts: &Endings,
) -> Html {
    let Some(view) = lab.target_view() else { return html! {} };
    let keys = Ending::BESIDE_CLOSE.into_iter().filter(|ending| ending.is_for(view)).map(|ending| {
        let lines: Vec<String> =
            ending.calls(lab.target).iter().map(|call| call.python(lab)).collect();
        let call = if ending == Ending::Half { CallName::Shutdown } else { CallName::Close };
        html! {
            <div key={ending.name()} class="key-row is-second ending" onmouseenter={on_look.reform(move |_: MouseEvent| call)}>
                <button
                    type="button"
                    class="key"
                    data-testid={format!("end-{}", ending.name())}
                    disabled={!lab.relay.is_ready()}
                    onclick={on_end.reform(move |_: MouseEvent| ending)}
                >
                    { (texts.name)(ending) }
                </button>
                <span class="ending-lines">
                    { for lines.into_iter().map(|line| html! { <PythonCode {line} /> }) }
                </span>
                <p class="ending-note"><b>{ ending.sends() }</b>{ (texts.text)(ending) }</p>
            </div>
        }
    });
    html! {
        <>
            if Ending::Fin.is_for(view) {
                <p class="ending-note is-of-close"><b>{ Ending::Fin.sends() }</b>{ (texts.text)(Ending::Fin) }</p>
            }
            { for keys }
        </>
    }
}
