//! The place in the address bar.

use gloo_events::EventListener;
use lab_shared::language::Language;
use wasm_bindgen::JsValue;

use crate::shell::state::route::Route;

/// The place the page was opened at.
#[must_use]
pub(crate) fn load_route() -> Route {
    Route::from_path(&gloo_utils::window().location().pathname().unwrap_or_default())
}

/// Puts a place into the address bar, so that Back leads back.
pub(crate) fn go_to(route: Route, language: Language) {
    if let Ok(history) = gloo_utils::window().history() {
        // Fails only where the browser forbids it, which only leaves the address unchanged.
        let link = route.link(language);
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&link));
    }
}

/// Notifies when the person goes back or forward.
pub(crate) fn on_route_change(told: impl Fn(Route) + 'static) -> EventListener {
    EventListener::new(&gloo_utils::window(), "popstate", move |_| told(load_route()))
}
