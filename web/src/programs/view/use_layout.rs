//! The window's layout: where its borders are, and which pane fills it.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::work_tabs::WorkPane;
use crate::programs::browser::layout::{keep_layout, load_layout};
use crate::programs::state::layout::{Border, Layout};

/// The key that lets a pane fill the window, and go back.
const FILL: &str = "F8";

/// The layout, for the separators that change it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LayoutContext {
    pub(crate) layout: Layout,
    pub(crate) on_move: Callback<(Border, f64)>,
}

/// The layout of a place, which this browser keeps.
#[hook]
pub(crate) fn use_layout(place: &'static str) -> LayoutContext {
    let layout = use_state_eq(|| load_layout(place));
    let on_move = {
        let layout = layout.clone();
        Callback::from(move |(border, to): (Border, f64)| {
            let moved = layout.with(border, to);
            keep_layout(place, moved);
            layout.set(moved);
        })
    };
    LayoutContext { layout: *layout, on_move }
}

/// The pane that fills the window, if one does, and what lets one fill it or go back.
#[hook]
pub(crate) fn use_full_pane() -> (Option<WorkPane>, Callback<WorkPane>) {
    let full = use_state_eq(|| None::<WorkPane>);
    let on_fill = {
        let full = full.clone();
        Callback::from(move |pane: WorkPane| full.set((*full != Some(pane)).then_some(pane)))
    };
    {
        let on_fill = on_fill.clone();
        use_effect_with(*full, move |full| {
            let full = *full;
            // Before the editor and the terminal, which have keys of their own.
            let options = EventListenerOptions {
                phase: gloo_events::EventListenerPhase::Capture,
                passive: false,
            };
            let window = gloo_utils::window();
            let keys = EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
                if event.key() != FILL {
                    return;
                }
                if let Some(pane) = full.or_else(attended) {
                    event.prevent_default();
                    event.stop_propagation();
                    on_fill.emit(pane);
                }
            });
            move || drop(keys)
        });
    }
    (*full, on_fill)
}

/// The pane with the focus, else the one under the pointer.
fn attended() -> Option<WorkPane> {
    let document = gloo_utils::document();
    let focused = document.active_element().and_then(|element| pane_of(&element));
    focused.or_else(|| {
        document.query_selector(".work > .pane:hover").ok()?.and_then(|it| pane_of(&it))
    })
}

fn pane_of(element: &Element) -> Option<WorkPane> {
    let name = element.closest(".work > .pane").ok()??.get_attribute("data-name")?;
    WorkPane::ALL.into_iter().find(|pane| pane.name() == name)
}
