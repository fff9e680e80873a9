//! The timeline's pane: the calls in order, the newest in view.

use lab_shared::call::{CallId, Micros, SocketId};
use lab_shared::text::Encoding;
use yew::prelude::*;

use super::call_row::TimelineRow;
use super::icon::Icon;
use super::newest::use_newest_in_view;
use super::select_field::SelectField;
use super::socket_fields::position;
use super::use_texts;
use crate::state::lab::Lab;
use crate::state::moments::moment;
use crate::state::rows::{ROWS_AT_FIRST, Row, rows};
use crate::state::snapshot::Snapshot;

/// What the pane needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TimelinePaneProps {
    /// What is known.
    pub lab: Snapshot<Lab>,
    /// The encoding that bytes are read in.
    pub encoding: Encoding,
    /// Takes another.
    pub on_encoding: Callback<Encoding>,
    /// Ends a blocked call.
    pub on_cancel: Callback<CallId>,
    /// Whether a narrow screen shows this pane.
    pub shown: bool,
    /// The socket the person points at.
    pub marked: Option<SocketId>,
    /// The person points at a socket, or at none.
    pub on_mark: Callback<Option<SocketId>>,
}

/// The timeline's pane.
#[component]
pub fn TimelinePane(props: &TimelinePaneProps) -> Html {
    let texts = &use_texts().timeline;
    let limit = use_state_eq(|| ROWS_AT_FIRST);
    let drawn = use_memo((props.lab.clone(), props.encoding, *limit), |(lab, encoding, limit)| {
        rows(lab, *encoding, *limit)
    });
    let (rows, earlier) = &*drawn;
    let (list, onscroll) = use_newest_in_view((rows.len(), props.lab.latest_return, props.shown));
    let show_earlier = {
        let limit = limit.clone();
        use_callback((), move |_: MouseEvent, ()| limit.set(*limit + ROWS_AT_FIRST))
    };
    let start = props.lab.timeline.calls().next().map_or(Micros::default(), |call| call.issued);
    let choose = props.on_encoding.reform(|at: usize| Encoding::ALL[at]);
    let empty = rows.is_empty();
    let lanes = format!("--lanes: {}", widest(rows));
    let rows = rows.iter().map(|row| match row {
        Row::Call(row) => html! {
            <TimelineRow
                key={row.record.id.0}
                row={row.clone()}
                {start}
                marked={row.stands_on(props.marked)}
                on_mark={props.on_mark.clone()}
                on_cancel={props.on_cancel.clone()}
            />
        },
        Row::Loss(at) => html! {
            <li key={format!("loss-{}", at.0)} class="loss" data-testid="timeline-loss">
                <time class="moment">{ moment(*at, start) }</time>
                { Icon::Unplugged.html() }
                <span>{ texts.relay_lost }</span>
            </li>
        },
    });
    html! {
        <>
            <div class="pane-head timeline-head">
                <h2 id="timeline-title">{ texts.title }</h2>
                <SelectField
                    group="timeline"
                    testid="read-as"
                    label={texts.read_as}
                    width={classes!("inline")}
                    choices={Encoding::ALL.map(|one| (one.python_name().into(), one.python_name().into())).to_vec()}
                    chosen={position(&Encoding::ALL, props.encoding)}
                    on_choose={choose}
                />
            </div>
            <div
                class="pane-body rows"
                ref={list}
                {onscroll}
                tabindex="0"
                role="group"
                aria-labelledby="timeline-title"
                data-testid="timeline"
            >
                if empty {
                    <p class="empty">{ texts.empty }</p>
                }
                if *earlier > 0 {
                    <button type="button" class="plain earlier" data-testid="earlier" onclick={show_earlier}>
                        { (texts.earlier)(*earlier) }
                    </button>
                }
                <ol style={lanes}>{ for rows }</ol>
            </div>
        </>
    }
}

/// How many lanes stand side by side, so that every row gives them the same room.
fn widest(rows: &[Row]) -> usize {
    let width = |row: &Row| match row {
        Row::Call(row) => row.lanes.len(),
        Row::Loss(_) => 0,
    };
    rows.iter().map(width).max().unwrap_or_default()
}
