//! The rows of the log in view. All rows have one height, so a hundred thousand of them cost what is drawn.

use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::row::{LogRow, Shown};
use crate::assistant::state::AssistantModel;
use crate::assistant::state::end_model::EndModel;
use crate::assistant::state::log::{Bytewise, HeldBy, LogCommand, Times};
use crate::assistant::texts;
use crate::kit::state::choice::Choice as _;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::follow_tail::FollowTail;
use crate::kit::view::texts::use_texts_of;

/// The height of a row in pixels; the same in the style sheet.
fn row_height(bytewise: Bytewise) -> usize {
    match bytewise {
        Bytewise::Auto | Bytewise::Text | Bytewise::Hex => 26,
        Bytewise::Both => 44,
    }
}

/// Rows drawn beyond the view, so that scrolling shows no gap.
const MARGIN: usize = 12;

/// The height of a view that was never on the screen.
const UNSEEN: i32 = 900;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct LogRowsProps {
    pub(super) model: Snapshot<AssistantModel>,
    pub(super) shown: bool,
    pub(super) on_log: Callback<LogCommand>,
}

#[component]
pub(super) fn LogRows(props: &LogRowsProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().log;
    let LogRowsProps { model, on_log, .. } = props;
    let log = &model.log;
    let rows = log.shown();
    let height = row_height(log.bytewise);
    let list = use_node_ref();
    let top = use_state_eq(|| 0_usize);
    let tail = use_mut_ref(FollowTail::default);
    let held = log.held.as_ref().map(|held| held.by);

    let seen = list.cast::<HtmlElement>().map_or(0, |element| element.client_height());
    let seen = usize::try_from(if seen > 0 { seen } else { UNSEEN }).unwrap_or_default();
    let in_view = seen.div_ceil(height) + MARGIN;
    let first = match held {
        None => rows.len().saturating_sub(in_view),
        Some(_) => (*top / height).min(rows.len()).saturating_sub(MARGIN),
    };
    let last = (first + in_view + MARGIN).min(rows.len());

    let onscroll = {
        let (list, top, tail, on_log) =
            (list.clone(), top.setter(), Rc::clone(&tail), on_log.clone());
        Callback::from(move |_: Event| {
            let Some(element) = list.cast::<HtmlElement>() else { return };
            let at_end = tail.borrow_mut().scrolled(&element);
            let place = usize::try_from(element.scroll_top()).unwrap_or_default();
            // Less than the margin draws nothing new.
            top.set(place / height / 4 * 4 * height);
            match held {
                None if !at_end => on_log.emit(LogCommand::Hold(Some(HeldBy::Scroll))),
                Some(HeldBy::Scroll) if at_end => on_log.emit(LogCommand::Hold(None)),
                _ => {}
            }
        })
    };
    {
        let (list, tail) = (list.clone(), Rc::clone(&tail));
        use_effect(move || {
            if let Some(element) = list.cast::<HtmlElement>().filter(|_| held.is_none()) {
                tail.borrow_mut().show_end(&element);
            }
        });
    }
    let picked = log.picked.as_ref().map(|row| row.number);
    let onkeydown = use_keys(model, on_log, &list, height);
    let laned = model.shows_side_by_side();
    let of_ends = model.count() > 1 && !laned;
    let drawn = (first..last).filter_map(|at| {
        let row = rows.get(at)?;
        let since = match log.times {
            Times::Clock => None,
            Times::Relative => log.begin,
            Times::Delta => {
                let before = at.checked_sub(1).and_then(|before| rows.get(before));
                Some(before.map_or(row.entry.now.since_start, |row| row.entry.now.since_start))
            }
        };
        let charset = model.end_of(&row.entry.end).map(|end| end.setup.charset);
        let shown = Shown {
            bytewise: log.bytewise,
            times: log.times,
            since,
            charset: charset.unwrap_or_default(),
        };
        Some(html! {
            <LogRow
                key={row.number}
                row={Snapshot::from(row)}
                {shown}
                {of_ends}
                lane={laned.then(|| model.lane_of(&row.entry.end)).flatten()}
                picked={picked == Some(row.number)}
                place={(at + 1, rows.len())}
                on_log={on_log.clone()}
            />
        })
    });
    let style = format!(
        "padding-top: {}px; padding-bottom: {}px",
        first * height,
        (rows.len() - last) * height
    );
    let active = picked.map(|number| format!("assistant-row-{number}"));
    html! {
        <div class="pane-body log-body" ref={list} {onscroll}>
            if rows.is_empty() {
                <p class="empty">{ if log.is_filtered() { texts.none_shown } else { texts.empty } }</p>
            }
            if laned {
                { lanes(model) }
            }
            <ol
                class="log-rows"
                data-bytes={log.bytewise.name()}
                role={(!rows.is_empty()).then_some("listbox")}
                tabindex={(!rows.is_empty()).then_some("0")}
                aria-label={(!rows.is_empty()).then_some(texts.title)}
                aria-activedescendant={active}
                data-testid="assistant-log"
                {style}
                {onkeydown}
            >
                { for drawn }
            </ol>
        </div>
    }
}

/// The names of the ends, each above its column.
fn lanes(model: &AssistantModel) -> Html {
    let name = |end: &Rc<EndModel>| {
        let chosen = (end.id == model.chosen).then_some("is-chosen");
        html! { <span key={end.id.0} class={chosen} data-testid="assistant-lane">{ &end.setup.name }</span> }
    };
    html! { <div class="log-lanes" aria-hidden="true">{ for model.ends.iter().map(name) }</div> }
}

/// Arrow keys pick the entry above or below, and bring it into view.
#[hook]
fn use_keys(
    model: &Snapshot<AssistantModel>,
    on_log: &Callback<LogCommand>,
    list: &NodeRef,
    height: usize,
) -> Callback<KeyboardEvent> {
    let (model, on_log, list) = (model.clone(), on_log.clone(), list.clone());
    Callback::from(move |event: KeyboardEvent| {
        let rows = model.log.shown();
        let Some(last) = rows.len().checked_sub(1) else { return };
        let at = model.log.place_of_picked();
        let next = match event.key().as_str() {
            "ArrowDown" => at.map_or(last, |at| (at + 1).min(last)),
            "ArrowUp" => at.map_or(last, |at| at.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        on_log.emit(LogCommand::Pick(rows.get(next).map(|row| row.number)));
        let Some(element) = list.cast::<HtmlElement>() else { return };
        let (place, height) = ((next * height) as i32, height as i32);
        if place < element.scroll_top() {
            element.set_scroll_top(place);
        } else if place + height > element.scroll_top() + element.client_height() {
            element.set_scroll_top(place + height - element.client_height());
        }
    })
}
