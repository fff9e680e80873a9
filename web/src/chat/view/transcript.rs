//! The transcript: a list that follows its newest line.

use lab_shared::call::Micros;
use std::rc::Rc;
use yew::prelude::*;

use super::line_view::{LineView, Spoken};
use crate::chat::texts as chat;
use crate::kit::state::log::Log;
use crate::kit::view::follow_tail::use_follow_tail;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, PartialEq, Properties)]
pub(crate) struct TranscriptProps<T: PartialEq> {
    pub transcript: Rc<Log<T>>,
    /// Whether a narrow screen shows this pane.
    pub shown: bool,
}

#[component]
pub(crate) fn Transcript<T: Spoken>(props: &TranscriptProps<T>) -> Html {
    let texts = use_texts_of::<chat::Chat>();
    let transcript = &props.transcript;
    let (list, onscroll) = use_follow_tail((transcript.total(), props.shown));
    let start = transcript.entries().next().map_or(Micros::default(), |entry| entry.at);
    let lines = transcript.entries().map(|entry| {
        html! { <LineView<T> key={entry.number} entry={Rc::clone(entry)} {start} /> }
    });
    html! {
        <div
            class="pane-body lines"
            ref={list}
            {onscroll}
            tabindex="0"
            role="log"
            aria-label={texts.room.transcript}
            data-testid={T::LIST}
        >
            if transcript.total() == 0 {
                <p class="empty">{ T::empty(texts) }</p>
            }
            if transcript.dropped() > 0 {
                <p class="line-note" data-testid="chat-dropped">
                    { (texts.room.dropped)(transcript.dropped()) }
                </p>
            }
            <ol>{ for lines }</ol>
        </div>
    }
}
