//! The layout of each place, in the browser's storage.

use super::state::layout::Layout;

/// The layout that this browser keeps of a place.
#[must_use]
pub(crate) fn load_layout(place: &str) -> Layout {
    let kept = storage().and_then(|storage| storage.get_item(&key(place)).ok().flatten());
    kept.map(|json| Layout::from_json(&json)).unwrap_or_default()
}

/// Keeps it. A full or forbidden storage costs only the memory of it.
pub(crate) fn keep_layout(place: &str, layout: Layout) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(place), &layout.to_json());
    }
}

fn key(place: &str) -> String {
    format!("socket-lab.layout.{place}")
}

fn storage() -> Option<web_sys::Storage> {
    gloo_utils::window().local_storage().ok().flatten()
}
