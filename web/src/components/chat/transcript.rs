//! A room's transcript, the newest line in view.

use lab_shared::call::Micros;
use std::rc::Rc;
use yew::prelude::*;

use super::line_view::LineView;
use crate::components::newest::use_newest_in_view;
use crate::components::use_texts;
use crate::state::log::Log;
use crate::state::room_board::Line;

/// What the transcript needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TranscriptProps {
    /// The lines.
    pub transcript: Rc<Log<Line>>,
    /// Whether a narrow screen shows this pane.
    pub shown: bool,
}

/// The transcript.
#[component]
pub fn Transcript(props: &TranscriptProps) -> Html {
    let texts = &use_texts().chat.room;
    let transcript = &props.transcript;
    let (list, onscroll) = use_newest_in_view((transcript.total(), props.shown));
    let start = transcript.entries().next().map_or(Micros::default(), |entry| entry.at);
    let lines = transcript.entries().map(|entry| {
        html! { <LineView key={entry.number} entry={Rc::clone(entry)} {start} /> }
    });
    html! {
        <>
            <div class="pane-head"><h2 id="transcript-title">{ texts.transcript }</h2></div>
            <div
                class="pane-body lines"
                ref={list}
                {onscroll}
                tabindex="0"
                role="log"
                aria-labelledby="transcript-title"
                data-testid="chat-transcript"
            >
                if transcript.total() == 0 {
                    <p class="empty">{ texts.no_transcript }</p>
                }
                if transcript.dropped() > 0 {
                    <p class="line-note" data-testid="chat-dropped">
                        { (texts.dropped)(transcript.dropped()) }
                    </p>
                }
                <ol>{ for lines }</ol>
            </div>
        </>
    }
}
