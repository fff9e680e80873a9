//! The ways to end a connection besides `close`, as buttons, each with its effect.

use lab_shared::call::CallName;
use yew::prelude::*;

use crate::bench::state::close_method::CloseMethod;
use crate::bench::texts::close_methods::CloseMethods;
use crate::lab::state::Lab;
use crate::timeline::view::python_code::PythonCode;

/// The buttons, for the connection that the calls act on: `on_end` ends it, `on_look` receives the
/// call under the pointer or the focus.
pub(crate) fn close_keys(
    lab: &Lab,
    on_end: &Callback<CloseMethod>,
    on_look: &Callback<CallName>,
    texts: &CloseMethods,
) -> Html {
    let Some(view) = lab.target_view() else { return html! {} };
    let keys = CloseMethod::BESIDE_CLOSE.into_iter().filter(|method| method.is_for(view)).map(|method| {
        let lines: Vec<String> =
            method.calls(lab.target).iter().map(|call| call.python(lab)).collect();
        let call = if method == CloseMethod::Half { CallName::Shutdown } else { CallName::Close };
        html! {
            <div key={method.name()} class="key-row is-second ending" onmouseenter={on_look.reform(move |_: MouseEvent| call)}>
                <button
                    type="button"
                    class="key"
                    data-testid={format!("end-{}", method.name())}
                    disabled={!lab.relay.is_ready()}
                    onclick={on_end.reform(move |_: MouseEvent| method)}
                >
                    { (texts.name)(method) }
                </button>
                <span class="ending-lines">
                    { for lines.into_iter().map(|line| html! { <PythonCode {line} /> }) }
                </span>
                <p class="ending-note"><b>{ method.sends() }</b>{ (texts.text)(method) }</p>
            </div>
        }
    });
    html! {
        <>
            if CloseMethod::Fin.is_for(view) {
                <p class="ending-note is-of-close"><b>{ CloseMethod::Fin.sends() }</b>{ (texts.text)(CloseMethod::Fin) }</p>
            }
            { for keys }
        </>
    }
}
