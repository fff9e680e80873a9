//! A call's outcome: blocked with its time running, a value, an exception, or lost.

use lab_shared::call::Micros;
use lab_shared::trace::{CallRecord, Phase};
use std::rc::Rc;
use yew::prelude::*;

use super::failure_view::FailureView;
use super::running_time::RunningTime;
use crate::kit::state::format::duration;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::LabCommand;
use crate::timeline::state::rows::CallRow;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct OutcomeViewProps {
    pub(crate) row: Rc<CallRow>,
}

#[component]
pub(crate) fn OutcomeView(props: &OutcomeViewProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let row = &props.row;
    match (&row.record.outcome, row.record.phase()) {
        (Some(Err(failure)), _) => html! {
            <>
                <FailureView failure={failure.clone()} call={row.record.op.name()} />
                { meaning(row.meaning.map(texts.meaning)) }
            </>
        },
        (_, Phase::Lost) => html! {
            <p class="result is-lost">{ Icon::Unplugged.html() }{ texts.lost }</p>
        },
        _ => html! {
            <>
                if let Some(result) = &row.result {
                    <p class="result" data-testid="result">
                        <i aria-hidden="true">{ "⇒" }</i>
                        if let Some(made) = &row.made { <b>{ made }</b> }
                        <code>{ result }</code>
                    </p>
                }
                { meaning(row.meaning.map(texts.meaning)) }
                { meaning(row.file.as_deref().map(texts.unix_file)) }
            </>
        },
    }
}

fn meaning(words: Option<String>) -> Html {
    html! {
        if let Some(words) = words {
            <p class="meaning" data-testid="meaning">{ Icon::Note.html() }<span>{ words }</span></p>
        }
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CallTimesProps {
    pub(crate) record: CallRecord,
    pub(crate) on_lab: Callback<LabCommand>,
}

/// How long a call blocks or blocked, and a way to end it.
#[component]
pub(crate) fn CallTimes(props: &CallTimesProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let record = &props.record;
    let id = record.id;
    let cancel = use_callback(props.on_lab.clone(), move |event: MouseEvent, on_lab| {
        event.stop_propagation();
        on_lab.emit(LabCommand::Cancel(id));
    });
    let queued = record.blocked.is_none().then_some("is-queued");
    let (how, why) = if record.waits_on_closed() {
        (texts.waits_on_closed, Some(texts.waits_on_closed_why))
    } else if record.blocked.is_some() {
        (texts.blocked, None)
    } else {
        (texts.issued, None)
    };
    match record.phase() {
        Phase::Issued | Phase::Blocked => html! {
            <span class={classes!("times", "is-blocked", queued)} title={why} data-testid="blocked">
                { Icon::Blocked.html() }
                { how }
                <RunningTime since={record.blocked.unwrap_or(record.issued)} />
                <button
                    type="button"
                    class="cancel"
                    data-testid="cancel"
                    disabled={record.cancelling}
                    onclick={cancel}
                >
                    { if record.cancelling { texts.cancelling } else { texts.cancel } }
                </button>
            </span>
        },
        _ => match record.blocked_for(Micros::default()) {
            Some(blocked) => html! {
                <span class="times was-blocked" data-testid="was-blocked">
                    { Icon::Blocked.html() }{ texts.was_blocked }{ " " }{ duration(blocked) }
                </span>
            },
            None => html! {
                <span class="times" title={texts.took}>{ system_call(record).map(duration) }</span>
            },
        },
    }
}

fn system_call(record: &CallRecord) -> Option<u64> {
    Some(record.returned?.since(record.entered?))
}
