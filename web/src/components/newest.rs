//! Keeps the newest entry of a list in view while the person reads at its end.

use web_sys::HtmlElement;
use yew::prelude::*;

/// How near the end, in pixels, still counts as reading the newest entry.
const NEAR_END: i32 = 40;

/// Scrolls to the end whenever `seen` changes, unless the person has scrolled away from it to read.
#[hook]
pub(crate) fn use_newest_in_view<T: PartialEq + 'static>(seen: T) -> (NodeRef, Callback<Event>) {
    let list = use_node_ref();
    let at_end = use_mut_ref(|| true);
    let onscroll = {
        let (list, at_end) = (list.clone(), at_end.clone());
        use_callback((), move |_: Event, ()| {
            if let Some(element) = list.cast::<HtmlElement>() {
                let end = element.scroll_top() + element.client_height();
                *at_end.borrow_mut() = end + NEAR_END >= element.scroll_height();
            }
        })
    };
    let node = list.clone();
    use_effect_with(seen, move |_| {
        if let Some(element) = node.cast::<HtmlElement>().filter(|_| *at_end.borrow()) {
            element.set_scroll_top(element.scroll_height());
        }
    });
    (list, onscroll)
}

/// The same for a line that grows at its end: scrolls there, unless the person has scrolled away.
#[hook]
pub(crate) fn use_end_of_line_in_view<T: PartialEq + 'static>(
    seen: T,
) -> (NodeRef, Callback<Event>) {
    let line = use_node_ref();
    let at_end = use_mut_ref(|| true);
    let onscroll = {
        let (line, at_end) = (line.clone(), at_end.clone());
        use_callback((), move |_: Event, ()| {
            if let Some(element) = line.cast::<HtmlElement>() {
                let end = element.scroll_left() + element.client_width();
                *at_end.borrow_mut() = end + NEAR_END >= element.scroll_width();
            }
        })
    };
    let node = line.clone();
    use_effect_with(seen, move |_| {
        if let Some(element) = node.cast::<HtmlElement>().filter(|_| *at_end.borrow()) {
            element.set_scroll_left(element.scroll_width());
        }
    });
    (line, onscroll)
}
