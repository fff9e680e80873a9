//! Links within the page.

use yew::prelude::*;

/// Handles a click on a link within the page. With a modifier key the browser opens the link elsewhere.
pub(crate) fn on_follow(follow: Callback<()>) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            follow.emit(());
        }
    })
}
