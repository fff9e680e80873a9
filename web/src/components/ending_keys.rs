//! The ways to end a connection besides `close`, as keys, each with what it does.

use lab_shared::call::CallName;
use yew::prelude::*;

use super::python_code::PythonCode;
use super::use_texts;
use crate::state::ending::Ending;
use crate::state::lab::Lab;
use crate::state::snapshot::Snapshot;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EndingKeysProps {
    /// What is known.
    pub(crate) lab: Snapshot<Lab>,
    /// Ends the connection so.
    pub(crate) on_end: Callback<Ending>,
    /// The person looks at a call.
    pub(crate) on_look: Callback<CallName>,
}

#[component]
pub(crate) fn EndingKeys(props: &EndingKeysProps) -> Html {
    let texts = &use_texts().endings;
    let lab = &props.lab;
    let Some(view) = lab.target_view() else { return html! {} };
    let keys = Ending::BESIDE_CLOSE.into_iter().filter(|ending| ending.is_for(view)).map(|ending| {
        let lines: Vec<String> =
            ending.calls(lab.target).iter().map(|call| call.python(lab)).collect();
        let call = if ending == Ending::Half { CallName::Shutdown } else { CallName::Close };
        html! {
            <div key={ending.name()} class="key-row is-second ending" onmouseenter={props.on_look.reform(move |_: MouseEvent| call)}>
                <button
                    type="button"
                    class="key"
                    data-testid={format!("end-{}", ending.name())}
                    disabled={!lab.relay.is_ready()}
                    onclick={props.on_end.reform(move |_: MouseEvent| ending)}
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
