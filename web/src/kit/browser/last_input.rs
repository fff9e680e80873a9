//! When the person last pressed a key or a button.

use std::cell::Cell;
use std::time::Duration;

use gloo_events::{EventListener, EventListenerOptions};

use super::now;

thread_local! {
    static LAST: Cell<Option<Duration>> = const { Cell::new(None) };
}

/// When the person last pressed a key or a button.
pub(super) fn last_input() -> Option<Duration> {
    LAST.get()
}

/// Records inputs from now on.
pub(crate) fn watch_input() {
    let window = gloo_utils::window();
    for event in ["click", "keydown"] {
        let first = EventListenerOptions::run_in_capture_phase();
        EventListener::new_with_options(&window, event, first, |_| LAST.set(Some(now()))).forget();
    }
}
