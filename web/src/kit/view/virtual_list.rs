//! A long list that draws only its rows in view. It follows its end while scrolled there, as a
//! terminal does.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::follow_tail::FollowTail;
use crate::kit::state::virtual_list::{Heights, Viewport, VisibleRows, WHOLE};

/// Scrolling by less than this draws nothing new: the margin covers it.
const STEP: i32 = 100;

/// The height of a view that was never on the screen.
const UNSEEN: i32 = 900;

/// The attributes of the list's element, and the rows to draw.
pub(crate) struct VirtualList {
    /// The element that scrolls.
    pub(crate) list: NodeRef,
    /// Its scroll event.
    pub(crate) onscroll: Callback<Event>,
    /// The rows to draw. Each carries its key as `data-key`.
    pub(crate) visible: VisibleRows,
}

/// The part of a list in view; `keys` name its rows in order.
#[hook]
pub(crate) fn use_virtual_list<K>(keys: K) -> VirtualList
where
    K: DoubleEndedIterator<Item = u32> + ExactSizeIterator + Clone,
{
    let list = use_node_ref();
    let heights = use_mut_ref(Heights::default);
    let scrolled = use_state_eq(|| None::<i32>);
    let tail = use_mut_ref(FollowTail::default);
    let onscroll = {
        let (list, set, tail) = (list.clone(), scrolled.setter(), tail.clone());
        use_callback((), move |_: Event, ()| {
            if let Some(element) = list.cast::<HtmlElement>() {
                let top = element.scroll_top();
                let at_end = tail.borrow_mut().scrolled(&element);
                set.set((!at_end).then_some(top / STEP * STEP));
            }
        })
    };
    let seen = list.cast::<HtmlElement>().map_or(0, |element| element.client_height());
    let height = f64::from(if seen > 0 { seen } else { UNSEEN });
    let viewport = match *scrolled {
        None => Viewport::End { height },
        Some(top) => Viewport::From { top: f64::from(top), height },
    };
    let long = keys.len() > WHOLE;
    let visible = heights.borrow().visible(keys, viewport);
    let (node, at_end) = (list.clone(), scrolled.is_none());
    use_effect(move || {
        let Some(element) = node.cast::<HtmlElement>() else { return };
        if long {
            measure(&element, &mut heights.borrow_mut());
        }
        if at_end {
            tail.borrow_mut().show_end(&element);
        }
    });
    VirtualList { list, onscroll, visible }
}

fn measure(list: &HtmlElement, heights: &mut Heights) {
    let Ok(rows) = list.query_selector_all("[data-key]") else { return };
    for row in (0..rows.length()).filter_map(|at| rows.get(at)) {
        let Some(row) = row.dyn_ref::<HtmlElement>() else { continue };
        let key = row.get_attribute("data-key").and_then(|key| key.parse().ok());
        let Some(key) = key.filter(|key| !heights.knows(*key)) else { continue };
        let height = row.offset_height();
        if height > 0 {
            heights.measure(key, f64::from(height));
        }
    }
}
