//! The ruler in words.

use std::rc::Rc;
use yew::prelude::*;

use super::ruler_view::cut_name;
use crate::components::use_texts;
use crate::state::ruler::{Found, Ruler};
use crate::state::stream_board::Remedy;

/// What the words need.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RulerWordsProps {
    /// What travelled.
    pub ruler: Rc<Ruler>,
    /// The remedy it was sent with.
    pub remedy: Remedy,
    /// Whether everything has arrived.
    pub done: bool,
}

/// The words.
#[component]
pub fn RulerWords(props: &RulerWordsProps) -> Html {
    let texts = use_texts().stream;
    let ruler = &props.ruler;
    let found: Vec<Found> = ruler.found(&props.remedy.framing());
    let recvs = ruler.recvs.iter().enumerate().map(|(at, recv)| {
        let sends = ruler.sends_in(recv);
        let cut = ruler.cut(recv);
        html! {
            <li key={at} class={format!("is-{}", cut_name(cut))} data-testid="stream-recv">
                <span>{ (texts.recv)(at + 1, recv.len(), sends.start + 1, sends.end.max(1)) }</span>
                <b>{ (texts.cut)(cut) }</b>
            </li>
        }
    });
    html! {
        <div class="ruler-words" aria-live="polite">
            if !ruler.sends.is_empty() {
                <p data-testid="stream-sent">
                    { (texts.sent)(ruler.sends.len(), ruler.bytes.len()) }
                </p>
            }
            <ol>{ for recvs }</ol>
            if props.done {
                <p
                    class={classes!("verdict", (found.len() == ruler.sends.len()).then_some("is-right"))}
                    data-testid="stream-verdict"
                >
                    { (texts.verdict)(found.len(), ruler.sends.len()) }
                </p>
            }
        </div>
    }
}
