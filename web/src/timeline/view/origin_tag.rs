//! Which program, thread and line made a call.

use std::rc::Rc;

use lab_shared::trace::{Origin, Role};
use yew::prelude::*;

use crate::kit::view::texts::use_texts_of;
use crate::timeline::state::thread_colour::thread_colour;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct OriginTagProps {
    /// The place in the program.
    pub(crate) origin: Rc<Origin>,
}

#[component]
pub(crate) fn OriginTag(props: &OriginTagProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let origin = &props.origin;
    let side = if origin.side == Role::Server { "server" } else { "client" };
    html! {
        <span
            class={classes!("origin", format!("is-{side}"))}
            style={format!("--thread: var(--thread-{})", thread_colour(origin.thread))}
            data-testid="origin"
            data-side={side}
            data-thread={origin.thread.to_string()}
            data-line={origin.line.map(|line| line.to_string())}
        >
            { (texts.origin)(origin) }
        </span>
    }
}
