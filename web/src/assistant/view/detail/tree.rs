//! The fields of a decoded message as a tree.

use std::ops::Range;

use lab_shared::assistant::decode::{Decoded, Field};
use yew::prelude::*;

/// Most fields drawn.
const MOST: usize = 600;

/// The tree; a field under the pointer or with the focus marks its bytes.
pub(super) fn tree(decoded: &Decoded, on_mark: &Callback<Option<Range<usize>>>) -> Html {
    let mut left = MOST;
    html! { <div class="detail-tree" data-testid="assistant-fields">{ list(&decoded.fields, on_mark, &mut left) }</div> }
}

fn list(fields: &[Field], on_mark: &Callback<Option<Range<usize>>>, left: &mut usize) -> Html {
    let mut items = Vec::new();
    for field in fields {
        if *left == 0 {
            items.push(html! { <li>{ "…" }</li> });
            break;
        }
        *left -= 1;
        items.push(item(field, on_mark, left));
    }
    html! { <ul>{ for items }</ul> }
}

fn item(field: &Field, on_mark: &Callback<Option<Range<usize>>>, left: &mut usize) -> Html {
    let bytes = field.bytes.clone();
    let mark = on_mark.reform(move |()| Some(bytes.clone()));
    let unmark = on_mark.reform(|()| None);
    html! {
        <li>
            <button
                type="button"
                class="detail-field"
                onmouseenter={mark.reform(|_: MouseEvent| ())}
                onmouseleave={unmark.reform(|_: MouseEvent| ())}
                onfocus={mark.reform(|_: FocusEvent| ())}
                onblur={unmark.reform(|_: FocusEvent| ())}
            >
                <span>{ &field.name }</span>
                <code>{ &field.value }</code>
            </button>
            if !field.fields.is_empty() { { list(&field.fields, on_mark, left) } }
        </li>
    }
}
