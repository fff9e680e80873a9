//! The layout of each place, in the browser's storage.

use super::state::layout::Layout;
use crate::kit::browser::storage;

/// The layout that this browser keeps of a place, or the one it begins with.
#[must_use]
pub(crate) fn load_layout(place: &str) -> Layout {
    let kept = storage::kept(&key(place)).map(|json| Layout::from_json(&json));
    kept.unwrap_or_else(|| Layout::initial(place))
}

/// Keeps it. A full or forbidden storage costs only the memory of it.
pub(crate) fn keep_layout(place: &str, layout: Layout) {
    let _ = storage::keep(&key(place), &layout.to_json());
}

fn key(place: &str) -> String {
    format!("socket-lab.layout.{place}")
}
