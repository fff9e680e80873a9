//! Links within the page.

use yew::prelude::*;

/// What a click on a link within the page does. With a modifier the browser opens the link elsewhere, as
/// the person wants.
pub(crate) fn on_follow(follow: Callback<()>) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            follow.emit(());
        }
    })
}
