//! What the client and the other side say.

use lab_shared::call::Micros;
use std::rc::Rc;
use yew::prelude::*;

use crate::components::newest::use_newest_in_view;
use crate::components::use_texts;
use crate::i18n::chat::Client;
use crate::state::joining::JoinNews;
use crate::state::log::{Entry, Log};
use crate::state::moments::moment;

/// What the transcript needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct JoinTranscriptProps {
    /// What happened.
    pub transcript: Rc<Log<JoinNews>>,
    /// Whether a narrow screen shows this pane.
    pub shown: bool,
}

/// The transcript.
#[component]
pub fn JoinTranscript(props: &JoinTranscriptProps) -> Html {
    let texts = use_texts().chat;
    let transcript = &props.transcript;
    let (list, onscroll) = use_newest_in_view((transcript.total(), props.shown));
    let start = transcript.entries().next().map_or(Micros::default(), |entry| entry.at);
    let lines = transcript.entries().map(|entry| {
        html! { <JoinLine key={entry.number} entry={Rc::clone(entry)} {start} /> }
    });
    html! {
        <>
            <div class="pane-head"><h2 id="join-title">{ texts.room.transcript }</h2></div>
            <div
                class="pane-body lines"
                ref={list}
                {onscroll}
                tabindex="0"
                role="log"
                aria-labelledby="join-title"
                data-testid="chat-join-transcript"
            >
                if transcript.total() == 0 {
                    <p class="empty">{ texts.client.empty }</p>
                }
                if transcript.dropped() > 0 {
                    <p class="line-note">{ (texts.room.dropped)(transcript.dropped()) }</p>
                }
                <ol>{ for lines }</ol>
            </div>
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct JoinLineProps {
    entry: Rc<Entry<JoinNews>>,
    start: Micros,
}

#[component]
fn JoinLine(props: &JoinLineProps) -> Html {
    let texts = &use_texts().chat.client;
    let relay_lost = use_texts().chat.room.relay_lost;
    let Entry { at, what, .. } = &*props.entry;
    let (kind, who, words, speech) = words(what, texts, relay_lost);
    html! {
        <li class={classes!("line", format!("is-{kind}"))} data-testid="chat-join-line" data-kind={kind}>
            <time class="moment">{ moment(*at, props.start) }</time>
            <div class="line-body">
                if let Some(who) = who { <b class="line-who">{ who }</b> }
                if speech { <q>{ words }</q> } else { <span>{ words }</span> }
            </div>
        </li>
    }
}

fn words(
    news: &JoinNews,
    texts: &Client,
    relay_lost: &'static str,
) -> (&'static str, Option<&'static str>, String, bool) {
    match news {
        JoinNews::Connected(address) => {
            ("joined", None, format!("{} {address}", texts.connected), false)
        }
        JoinNews::Said(text, _) => ("answered", Some(texts.you), text.clone(), true),
        JoinNews::Heard(text) => ("said", Some(texts.they), text.clone(), true),
        JoinNews::Received(bytes) => ("recv", None, (texts.one_recv)(bytes.len()), false),
        JoinNews::Faulted(reason) => ("faulted", None, reason.clone(), false),
        JoinNews::Ended => ("left", None, texts.ended.into(), false),
        JoinNews::Failed(failure) => ("faulted", None, failure.to_string(), false),
        JoinNews::Closed => ("stopped", None, texts.closed.into(), false),
        JoinNews::RelayLost => ("lost", None, relay_lost.into(), false),
    }
}
