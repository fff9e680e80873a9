//! The newest call in one line, where the timeline is not in view.

use lab_shared::trace::Timeline;
use yew::prelude::*;

use super::outcome_view::CallTimes;
use super::python_code::PythonCode;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::LabCommand;
use crate::lab::state::variables::Variables;
use crate::timeline::state::outcome::python_result;
use crate::timeline::state::rows::python_of;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LastCallProps {
    pub timeline: Snapshot<Timeline>,
    pub variables: Snapshot<Variables>,
    pub on_lab: Callback<LabCommand>,
    /// The person opens the timeline.
    pub on_open: Callback<()>,
}

/// The line; nothing before the first call.
#[component]
pub(crate) fn LastCall(props: &LastCallProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let onclick = props.on_open.reform(|_: MouseEvent| ());
    let variables = &*props.variables;
    let Some(record) = props.timeline.calls().next_back() else { return html! {} };
    let failure = record.outcome.as_ref().and_then(|outcome| outcome.as_ref().err());
    let result = python_result(record, variables);
    html! {
        <div class={classes!("last-call", failure.map(|_| "is-raised"))} data-testid="last-call">
            <button type="button" class="last-call-line" {onclick}>
                <PythonCode line={python_of(variables, record).to_string()} />
                if let Some(failure) = failure {
                    <span class="last-result">{ Icon::Cross.html() }{ " " }{ failure.to_string() }</span>
                } else if let Some(result) = result {
                    <span class="last-result">{ "⇒ " }<code>{ result }</code></span>
                } else if record.lost {
                    <span class="last-result">{ Icon::Unplugged.html() }{ " " }{ texts.lost }</span>
                }
            </button>
            if record.is_pending() {
                <CallTimes record={record.clone()} on_lab={props.on_lab.clone()} />
            }
        </div>
    }
}
