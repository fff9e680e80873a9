//! The frame of a place: where its borders are, and which pane fills the window.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::workbench::browser::{keep_layout, load_layout};
use crate::workbench::state::layout::{Border, BorderMove, Layout};

/// The key that lets a pane fill the window, and go back.
const FILL: &str = "F8";

/// The frame, for the panes and the separators in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    pub(crate) layout: Layout,
    /// Where its borders are in the beginning, and go back to.
    pub(crate) initial: Layout,
    /// The name of the pane that fills the window, if one does.
    pub(crate) full: Option<AttrValue>,
    /// The identity of the place's element.
    pub(crate) place: &'static str,
    pub(crate) on_move: Callback<(Border, BorderMove)>,
    /// Lets a pane fill the window, or go back.
    pub(crate) on_fill: Callback<AttrValue>,
}

/// The frame of the place whose element has the identity `place`. The browser keeps its layout under `name`;
/// its key is watched for while the place is in view.
#[hook]
pub(crate) fn use_frame(name: &'static str, place: &'static str, in_view: bool) -> Frame {
    let (layout, on_move) = use_layout(name);
    let full = use_state_eq(|| None::<AttrValue>);
    let on_fill = use_callback(((*full).clone(), full.setter()), |pane: AttrValue, (full, set)| {
        set.set((full.as_ref() != Some(&pane)).then_some(pane));
    });
    {
        let on_fill = on_fill.clone();
        use_effect_with(((*full).clone(), in_view), move |(full, in_view)| {
            let keys = in_view.then(|| watch_for_key(place, full.clone(), on_fill));
            move || drop(keys)
        });
    }
    let initial = Layout::initial(name);
    Frame { layout, initial, full: (*full).clone(), place, on_move, on_fill }
}

#[hook]
fn use_layout(name: &'static str) -> (Layout, Callback<(Border, BorderMove)>) {
    let newest = use_mut_ref(|| load_layout(name));
    let drawn = use_state_eq(|| *newest.borrow());
    // Keys may come faster than the page is drawn: each moves on from the one before it.
    let on_move = use_callback(drawn.setter(), move |(border, how): (Border, BorderMove), set| {
        let moved = newest.borrow().moved(border, how);
        *newest.borrow_mut() = moved;
        keep_layout(name, moved);
        set.set(moved);
    });
    (*drawn, on_move)
}

fn watch_for_key(
    place: &'static str,
    full: Option<AttrValue>,
    on_fill: Callback<AttrValue>,
) -> EventListener {
    // Before the editor and the terminal, which have keys of their own.
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    let window = gloo_utils::window();
    EventListener::new_with_options(&window, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.key() != FILL {
            return;
        }
        if let Some(pane) = full.clone().or_else(|| attended(place)) {
            event.prevent_default();
            event.stop_propagation();
            on_fill.emit(pane);
        }
    })
}

/// The pane with the focus, else the one under the pointer.
fn attended(place: &str) -> Option<AttrValue> {
    let document = gloo_utils::document();
    let panes = format!("#{place} > .pane");
    let name = |element: Element| element.closest(&panes).ok()??.get_attribute("data-name");
    let hovered = || document.query_selector(&format!("{panes}:hover")).ok().flatten();
    let attended = document.active_element().and_then(name).or_else(|| hovered().and_then(name));
    attended.map(AttrValue::from)
}
