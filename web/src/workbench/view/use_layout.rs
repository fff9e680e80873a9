//! The layout of a place: where its borders are.

use yew::prelude::*;

use crate::workbench::browser::{keep_layout, load_layout};
use crate::workbench::state::layout::{Border, BorderMove, Layout};

/// The layout, for the separators that change it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LayoutContext {
    pub(crate) layout: Layout,
    pub(crate) on_move: Callback<(Border, BorderMove)>,
}

/// The layout of a place, which this browser keeps.
#[hook]
pub(crate) fn use_layout(place: &'static str) -> LayoutContext {
    let newest = use_mut_ref(|| load_layout(place));
    let drawn = use_state_eq(|| *newest.borrow());
    let on_move = {
        let drawn = drawn.clone();
        // Keys may come faster than the page is drawn: each moves on from the one before it.
        Callback::from(move |(border, how): (Border, BorderMove)| {
            let moved = newest.borrow().moved(border, how);
            *newest.borrow_mut() = moved;
            keep_layout(place, moved);
            drawn.set(moved);
        })
    };
    LayoutContext { layout: *drawn, on_move }
}
