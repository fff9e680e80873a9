//! Keeps the newest entry of a list in view while the list is scrolled to its end.

use web_sys::HtmlElement;
use yew::prelude::*;

/// How near the end, in pixels, counts as at the end.
const NEAR_END: i32 = 40;

/// Whether a list is followed to its end.
#[derive(Debug)]
pub(crate) struct FollowTail {
    at_end: bool,
    top: i32,
}

impl Default for FollowTail {
    fn default() -> Self {
        Self { at_end: true, top: 0 }
    }
}

impl FollowTail {
    /// Handles a scroll, and returns whether the list is at its end now. A list at its end leaves it
    /// only by scrolling up; entries added since make no difference.
    pub(crate) fn scrolled(&mut self, list: &HtmlElement) -> bool {
        self.at_end = is_near_end(list) || (self.at_end && list.scroll_top() >= self.top);
        self.top = list.scroll_top();
        self.at_end
    }

    /// Scrolls to the end and remembers that position. Scroll events arrive late: if the list is
    /// already above the remembered position, the person has scrolled up, and the list is left
    /// alone.
    pub(crate) fn show_end(&mut self, list: &HtmlElement) {
        if list.scroll_top() < self.top && !is_near_end(list) {
            return;
        }
        list.set_scroll_top(list.scroll_height());
        self.top = list.scroll_top();
    }
}

fn is_near_end(list: &HtmlElement) -> bool {
    list.scroll_top() + list.client_height() + NEAR_END >= list.scroll_height()
}

/// Scrolls to the end whenever `seen` changes, unless the person has scrolled away from it to read.
#[hook]
pub(crate) fn use_follow_tail<T: PartialEq + 'static>(seen: T) -> (NodeRef, Callback<Event>) {
    let list = use_node_ref();
    let tail = use_mut_ref(FollowTail::default);
    let onscroll = {
        let (list, tail) = (list.clone(), tail.clone());
        use_callback((), move |_: Event, ()| {
            if let Some(element) = list.cast::<HtmlElement>() {
                tail.borrow_mut().scrolled(&element);
            }
        })
    };
    let node = list.clone();
    use_effect_with(seen, move |_| {
        let mut tail = tail.borrow_mut();
        if let Some(element) = node.cast::<HtmlElement>().filter(|_| tail.at_end) {
            tail.show_end(&element);
        }
    });
    (list, onscroll)
}

/// The same for a line that grows at its end: scrolls there, unless the person has scrolled away.
#[hook]
pub(crate) fn use_follow_line_end<T: PartialEq + 'static>(seen: T) -> (NodeRef, Callback<Event>) {
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
