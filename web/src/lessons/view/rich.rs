//! A sentence with code in it: text between backticks can be copied.

use yew::prelude::*;

pub(super) fn rich(text: &str) -> Html {
    let pieces = text.split('`').enumerate().map(|(at, piece)| {
        if at % 2 == 1 {
            html! { <code>{ piece }</code> }
        } else {
            html! { { piece } }
        }
    });
    html! { <>{ for pieces }</> }
}
