//! The width of an element as it is now.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

/// The width of the element in pixels, followed when a border moves or the window changes; 0 before it is known.
#[hook]
pub(crate) fn use_width(node: &NodeRef) -> i32 {
    let width = use_state_eq(|| 0);
    let set = width.setter();
    use_effect_with(node.clone(), move |node| {
        let element = node.cast::<HtmlElement>();
        let observed = element.clone();
        let told = Closure::<dyn FnMut()>::new(move || {
            if let Some(element) = &observed {
                set.set(element.client_width());
            }
        });
        let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok();
        if let (Some(observer), Some(element)) = (&observer, &element) {
            observer.observe(element);
        }
        move || {
            if let Some(observer) = observer {
                observer.disconnect();
            }
            drop(told);
        }
    });
    *width
}
