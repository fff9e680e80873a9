//! The keys that send named messages, wherever the focus is.

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::assistant::state::compose::command::MessageCommand;
use crate::assistant::state::compose::message_key::MessageKey;
use crate::assistant::state::compose::{ComposeCommand, ComposeModel};
use crate::kit::state::snapshot::Snapshot;

/// Listens for the keys as long as the composer is in view.
#[hook]
pub(super) fn use_message_keys(model: &Snapshot<ComposeModel>, on: Callback<ComposeCommand>) {
    let newest = use_mut_ref(|| model.clone());
    newest.replace(model.clone());
    use_effect_with(on, move |on| {
        let on = on.clone();
        let options = EventListenerOptions { phase: EventListenerPhase::Bubble, passive: false };
        let window = gloo_utils::window();
        let keys = EventListener::new_with_options(&window, "keydown", options, move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            if event.alt_key() || event.meta_key() || event.repeat() {
                return;
            }
            let key = MessageKey::pressed(&event.key(), event.ctrl_key(), event.shift_key());
            if let Some(place) = key.and_then(|key| newest.borrow().messages.of_key(key)) {
                event.prevent_default();
                on.emit(ComposeCommand::Messages(MessageCommand::Send(place)));
            }
        });
        move || drop(keys)
    });
}
