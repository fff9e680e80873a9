//! The ruler in words.

use std::rc::Rc;
use yew::prelude::*;

use super::ruler_view::cut_name;
use crate::boundaries::texts as boundaries;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::ruler::{Cut, Known, Ruler};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RulerWordsProps {
    /// What travelled.
    pub ruler: Rc<Ruler>,
    /// Whether everything has arrived.
    pub done: bool,
    /// How many of the newest recvs are described; all by default.
    #[prop_or(usize::MAX)]
    pub newest: usize,
}

#[component]
pub(crate) fn RulerWords(props: &RulerWordsProps) -> Html {
    let texts = use_texts_of::<boundaries::Boundaries>();
    let ruler = &props.ruler;
    let found = ruler.messages.len();
    let older = ruler.recvs.len().saturating_sub(props.newest);
    let recvs =
        ruler.recvs.iter().zip(ruler.recvs_before + 1..).skip(older).map(|(recv, number)| {
            let cut = ruler.cut(recv);
            let words = match ruler.known {
                Known::Recvs => (texts.recv)(number, recv.len(), ruler.messages_in(recv)),
                Known::Both | Known::Sends => {
                    let sends = ruler.sends_in(recv);
                    let (before, last) = (ruler.sends_before, sends.end.max(1));
                    (texts.recv_of_sends)(
                        number,
                        recv.len(),
                        before + sends.start + 1,
                        before + last,
                    )
                }
            };
            // Unknown sends are left out.
            let cut_words = match (ruler.known, cut) {
                (Known::Recvs, Cut::Whole) => texts.one_message,
                _ => (texts.cut)(cut),
            };
            html! {
                <li key={number} class={format!("is-{}", cut_name(cut))} data-testid="stream-recv">
                    <span>{ words }</span>
                    <b>{ cut_words }</b>
                </li>
            }
        });
    html! {
        <div class="ruler-words" aria-live="polite">
            if !ruler.sends.is_empty() {
                <p data-testid="stream-sent">
                    { (texts.sent)(ruler.sends_before + ruler.sends.len(), ruler.start + ruler.bytes.len()) }
                </p>
            }
            <ol>{ for recvs }</ol>
            if props.done {
                <p
                    class={classes!("verdict", (found == ruler.sends.len()).then_some("is-right"))}
                    data-testid="stream-verdict"
                >
                    { (texts.verdict)(found, ruler.sends.len()) }
                </p>
            }
        </div>
    }
}
