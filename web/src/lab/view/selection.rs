//! The call and the socket under the pointer: one context for all panes of a place.
//!
//! A pane of many rows reads the context itself and passes each row whether it is hovered, so that
//! only the rows for which that changes are drawn again.

use lab_shared::call::{CallId, SocketId};
use yew::prelude::*;

/// What the person points at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hovered {
    /// The socket, or that of the call.
    pub socket: Option<SocketId>,
    pub call: Option<CallId>,
}

/// What is hovered in a place, and how that changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Selection {
    /// What the person points at.
    pub hovered: Hovered,
    /// The person points at something else. The callback is the same for the life of the place.
    pub on_hover: Callback<Hovered>,
}

/// A place's own selection, passed to its panes as a context.
#[hook]
pub fn use_own_selection() -> Selection {
    let hovered = use_state_eq(Hovered::default);
    let on_hover = use_callback(hovered.setter(), |now: Hovered, set| set.set(now));
    Selection { hovered: *hovered, on_hover }
}

/// The selection of the place that the component is in.
#[hook]
pub fn use_selection() -> Selection {
    use_context().unwrap_or_default()
}
