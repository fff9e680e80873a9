//! One call on the timeline.

use lab_shared::call::Micros;
use lab_shared::network::HostName;
use lab_shared::trace::Phase;
use std::rc::Rc;
use yew::prelude::*;

use super::bytes_view::BytesView;
use super::lanes_view::LanesView;
use super::origin_tag::OriginTag;
use super::outcome_view::{CallTimes, OutcomeView};
use super::python_code::PythonCode;
use crate::kit::state::format::moment;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::LabCommand;
use crate::lab::view::host_tag::host_tag;
use crate::lab::view::selection::Hovered;
use crate::timeline::state::rows::CallRow;
use crate::timeline::state::waits::Wait;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TimelineRowProps {
    pub row: Rc<CallRow>,
    /// The host that its socket is on; `None` on the relay's machine.
    #[prop_or_default]
    pub host: Option<HostName>,
    /// The loss of a packet that held it up.
    #[prop_or_default]
    pub wait: Option<Wait>,
    /// When the timeline began.
    pub start: Micros,
    /// Whether the person points at its socket.
    #[prop_or_default]
    pub hovered: bool,
    /// The person points at the call and its socket, or at nothing.
    #[prop_or_default]
    pub on_hover: Callback<Hovered>,
    pub on_lab: Callback<LabCommand>,
}

#[component]
pub(crate) fn TimelineRow(props: &TimelineRowProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let TimelineRowProps { row, start, on_lab, .. } = props;
    let record = &row.record;
    let phase = phase_name(record.phase());
    let socket = row.socket();
    let id = record.id;
    let hover = |to: Hovered| props.on_hover.reform(move |_: MouseEvent| to);
    let onmouseenter = hover(Hovered { socket, call: Some(id) });
    let onmouseleave = hover(Hovered::default());
    html! {
        <li
            class={classes!("row", format!("is-{phase}"), props.hovered.then_some("is-marked"))}
            data-testid="timeline-row"
            data-call={record.op.name().as_str()}
            data-phase={phase}
            data-key={id.0.to_string()}
            {onmouseenter}
            {onmouseleave}
        >
            <time class="moment">{ moment(record.issued, *start) }</time>
            <LanesView lanes={row.lanes.clone()} />
            <div class="row-body">
                <div class="row-line">
                    <PythonCode line={row.python.clone()} />
                    { host_tag(props.host.as_ref()) }
                    if let Some(origin) = &record.origin { <OriginTag origin={origin.clone()} /> }
                    <CallTimes record={record.clone()} on_lab={on_lab.clone()} />
                </div>
                if let Some(wait) = &props.wait {
                    <p class="meaning" data-testid="packet-lost">
                        { Icon::Note.html() }
                        <span>{ (texts.packet_lost)(wait, &moment(wait.at, *start)) }</span>
                    </p>
                }
                <OutcomeView row={row.clone()} />
                if let Some(chunk) = &row.chunk {
                    <BytesView chunk={chunk.clone()} />
                }
            </div>
        </li>
    }
}

fn phase_name(phase: Phase) -> &'static str {
    match phase {
        Phase::Issued => "issued",
        Phase::Blocked => "blocked",
        Phase::Succeeded => "returned",
        Phase::Failed => "raised",
        Phase::Lost => "lost",
    }
}
