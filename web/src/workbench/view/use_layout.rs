//! The layout of a place: where its borders are.

use yew::prelude::*;

use crate::workbench::browser::{keep_layout, load_layout};
use crate::workbench::state::layout::{Border, Layout};

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
