//! Announces the result of each call to screen readers.

use lab_shared::call::CallId;
use lab_shared::trace::Timeline;
use yew::prelude::*;

use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::variables::Variables;
use crate::timeline::state::outcome::python_result;
use crate::timeline::state::rows::python_of;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AnnouncerProps {
    pub timeline: Snapshot<Timeline>,
    pub variables: Snapshot<Variables>,
    /// The call that returned last.
    pub latest_return: Option<CallId>,
}

#[component]
pub(crate) fn Announcer(props: &AnnouncerProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let AnnouncerProps { timeline, variables, latest_return } = props;
    let words = latest_return.and_then(|id| timeline.call(id)).map(|record| {
        let line = python_of(variables, record);
        match &record.outcome {
            Some(Err(failure)) => format!("{line}: {} {failure}", texts.raised),
            _ => {
                let result = python_result(record, variables).unwrap_or_default();
                format!("{line}: {} {result}", texts.returned)
            }
        }
    });
    html! {
        <div class="unseen" role="status" aria-live="polite" data-testid="announcer">{ words }</div>
    }
}
