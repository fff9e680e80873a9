//! The accept queue as slots, with the claim about the backlog beside the real figures.

use yew::prelude::*;

use crate::kernel::state::{QueueView as Queue, Slot};
use crate::kernel::texts as kernel;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct QueueViewProps {
    pub(super) queue: Queue,
    /// The backlog that the program asked for.
    pub(super) backlog: Option<i32>,
}

#[component]
pub(super) fn QueueView(props: &QueueViewProps) -> Html {
    let texts = &use_texts_of::<kernel::Kernel>().queue;
    let queue = &props.queue;
    let slots = queue.slots.iter().map(|slot| match slot {
        Slot::Taken => html! { <i class="slot is-taken" title={texts.taken}></i> },
        Slot::Free => html! { <i class="slot" title={texts.free}></i> },
    });
    html! {
        <section
            class={classes!("kernel-part", "queue", queue.full.then_some("is-full"))}
            aria-label={texts.title}
            data-testid="accept-queue"
            data-length={queue.length.to_string()}
            data-limit={queue.limit.to_string()}
            data-full={queue.full.to_string()}
            data-drops={queue.turned_away.to_string()}
        >
            <h3>{ texts.title }</h3>
            <p class="queue-figure">
                <b>{ format!("{} / {}", queue.length, queue.limit) }</b>
                <span>{ (texts.length)(queue.length, queue.room) }</span>
            </p>
            if !queue.slots.is_empty() {
                <div class="slots" aria-hidden="true">{ for slots }</div>
            }
            <p class="kernel-note">{ (texts.claim)(props.backlog, queue.limit, queue.room) }</p>
            if queue.full {
                <p class="kernel-alarm" data-testid="queue-full">{ Icon::Blocked.html() }<span>{ texts.full }</span></p>
            }
            if queue.turned_away > 0 {
                <p class="kernel-alarm" data-testid="queue-drops">
                    { Icon::Note.html() }<span>{ (texts.turned_away)(queue.turned_away) }</span>
                </p>
            }
        </section>
    }
}
