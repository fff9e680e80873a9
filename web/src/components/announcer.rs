//! Reads the result of each call out to people who do not see the timeline.

use yew::prelude::*;

use super::use_texts_of;
use crate::i18n::timeline;
use crate::state::lab::Lab;
use crate::state::outcome::python_result;
use crate::state::rows::python_of;
use crate::state::snapshot::Snapshot;

/// What it needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AnnouncerProps {
    /// What is known.
    pub lab: Snapshot<Lab>,
}

/// The announcer.
#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let lab = &props.lab;
    let words = lab.latest_return.and_then(|id| lab.timeline.call(id)).map(|record| {
        let line = python_of(lab, record);
        match &record.outcome {
            Some(Err(failure)) => format!("{line}: {} {failure}", texts.raised),
            _ => {
                let result = python_result(record, &lab.names).unwrap_or_default();
                format!("{line}: {} {result}", texts.returned)
            }
        }
    });
    html! {
        <div class="unseen" role="status" aria-live="polite" data-testid="announcer">{ words }</div>
    }
}
