//! A list whose order a person changes: each item has a grip, which is dragged, or moved with the arrow keys.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::assistant::state::reorder::Move;
use crate::assistant::texts::conditions::Conditions;
use crate::kit::view::icon::Icon;
use crate::kit::view::own_id::use_own_id;
use crate::kit::view::texts::use_texts_of;

/// What a list is made of.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ReorderListProps {
    pub(crate) label: AttrValue,
    /// Its name for tests.
    pub(crate) testid: &'static str,
    /// Each item: its classes and what is in it beside the grip.
    pub(crate) items: Vec<(Classes, Html)>,
    pub(crate) on_move: Callback<Move>,
}

/// The list.
#[component]
pub(crate) fn ReorderList(props: &ReorderListProps) -> Html {
    let texts = use_texts_of::<Conditions>();
    let id = use_own_id();
    let list = use_node_ref();
    let dragged = use_state_eq(|| None::<usize>);
    let over = use_state_eq(|| None::<usize>);
    let moved = use_state_eq(|| None::<Move>);
    let all = props.items.len();
    let on_move = {
        let (on_move, moved) = (props.on_move.clone(), moved.clone());
        Callback::from(move |change: Move| {
            if change.from != change.to && change.to < all {
                on_move.emit(change);
                moved.set(Some(change));
            }
        })
    };
    let items = props.items.iter().enumerate().map(|(place, (classes, content))| {
        let ondragover = {
            let (dragged, over) = (dragged.clone(), over.clone());
            Callback::from(move |event: DragEvent| {
                if dragged.is_some() {
                    event.prevent_default();
                    over.set(Some(place));
                }
            })
        };
        let ondrop = {
            let (dragged, on_move) = (dragged.clone(), on_move.clone());
            Callback::from(move |event: DragEvent| {
                if let Some(from) = *dragged {
                    event.prevent_default();
                    on_move.emit(Move { from, to: place });
                }
            })
        };
        let ondragstart = {
            let dragged = dragged.clone();
            Callback::from(move |event: DragEvent| {
                // Firefox drags only what has data.
                if let Some(data) = event.data_transfer() {
                    let _ = data.set_data("text/plain", &place.to_string());
                }
                dragged.set(Some(place));
            })
        };
        let ondragend = {
            let (dragged, over) = (dragged.clone(), over.clone());
            Callback::from(move |_: DragEvent| {
                dragged.set(None);
                over.set(None);
            })
        };
        let onkeydown = {
            let (on_move, list) = (on_move.clone(), list.clone());
            Callback::from(move |event: KeyboardEvent| {
                let to = match event.key().as_str() {
                    "ArrowUp" => place.checked_sub(1),
                    "ArrowDown" => Some(place + 1).filter(|to| *to < all),
                    _ => return,
                };
                event.prevent_default();
                if let Some(to) = to {
                    on_move.emit(Move { from: place, to });
                    focus_grip(&list, to);
                }
            })
        };
        let is_over = *over == Some(place) && dragged.is_some_and(|dragged| dragged != place);
        let below = dragged.is_some_and(|dragged| dragged < place);
        let classes = classes!(
            classes.clone(),
            "reorder-item",
            (*dragged == Some(place)).then_some("is-dragged"),
            is_over.then_some(if below { "is-over-below" } else { "is-over-above" }),
        );
        html! {
            <li key={place} class={classes} {ondragover} {ondrop}>
                <span
                    class="grip"
                    role="button"
                    tabindex="0"
                    draggable="true"
                    title={texts.move_hint}
                    aria-label={(texts.move_item)(place + 1)}
                    aria-describedby={id.clone()}
                    data-testid={format!("{}-grip", props.testid)}
                    data-grip={place.to_string()}
                    {ondragstart}
                    {ondragend}
                    {onkeydown}
                >
                    { Icon::Grip.html() }
                </span>
                { content.clone() }
            </li>
        }
    });
    html! {
        <>
            <ol class="reorder" aria-label={props.label.clone()} data-testid={props.testid} ref={list.clone()}>
                { for items }
            </ol>
            <p class="unseen" {id}>{ texts.move_hint }</p>
            <p class="unseen" role="status">
                if let Some(change) = *moved { { (texts.moved)(change.to + 1, all) } }
            </p>
        </>
    }
}

/// Focuses the grip at a place of the list; it is drawn already, for items are known by their places.
fn focus_grip(list: &NodeRef, place: usize) {
    let list = list.cast::<HtmlElement>();
    let grip = list.and_then(|list| list.query_selector(&format!("[data-grip='{place}']")).ok()?);
    if let Some(grip) = grip.and_then(|grip| grip.dyn_into::<HtmlElement>().ok()) {
        // Focus fails only for what is not in the document.
        let _ = grip.focus();
    }
}
