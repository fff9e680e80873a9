//! The network's keys, wherever the focus is.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::network::state::keys::NetworkKey;

/// Listens for the keys as long as there is a network in view.
#[hook]
pub(crate) fn use_network_keys(listens: bool, on: &Callback<NetworkKey>) {
    use_effect_with((listens, on.clone()), |(listens, on)| {
        let keys = listens.then(|| watch_for_keys(on.clone()));
        move || drop(keys)
    });
}

fn watch_for_keys(on: Callback<NetworkKey>) -> EventListener {
    // Before the editor and the terminal, for which Alt with a letter is a key too.
    let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
    let window = gloo_utils::window();
    EventListener::new_with_options(&window, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let alone = event.alt_key() && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
        if !alone || event.repeat() {
            return;
        }
        if let Some(key) = NetworkKey::pressed(&event.key(), &event.code()) {
            event.prevent_default();
            event.stop_propagation();
            on.emit(key);
        }
    })
}
