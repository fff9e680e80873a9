//! Ids unique in the document. Two panes may draw the same component, and a label must not name the
//! field of the other pane.

use std::cell::Cell;

use yew::prelude::*;

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// An id for an element of this component, the same for as long as it is on the page.
#[hook]
pub(crate) fn use_own_id() -> AttrValue {
    let number = *use_memo((), |()| NEXT.replace(NEXT.get() + 1));
    format!("own-{number}").into()
}
