//! Reads the result of each call out to people who do not see the timeline.

use yew::prelude::*;

use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;
use crate::timeline::state::outcome::python_result;
use crate::timeline::state::rows::python_of;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AnnouncerProps {
    /// What is known.
    pub lab: Snapshot<Lab>,
}

#[component]
pub(crate) fn Announcer(props: &AnnouncerProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let lab = &props.lab;
    let words = lab.latest_return.and_then(|id| lab.timeline.call(id)).map(|record| {
        let line = python_of(lab, record);
        match &record.outcome {
            Some(Err(failure)) => format!("{line}: {} {failure}", texts.raised),
            _ => {
                let result = python_result(record, &lab.variables).unwrap_or_default();
                format!("{line}: {} {result}", texts.returned)
            }
        }
    });
    html! {
        <div class="unseen" role="status" aria-live="polite" data-testid="announcer">{ words }</div>
    }
}
