//! One line of a room's transcript.

use lab_shared::call::Micros;
use std::rc::Rc;
use yew::prelude::*;

use crate::components::use_texts;
use crate::i18n::chat::Room;
use crate::state::log::Entry;
use crate::state::moments::moment;
use crate::state::room_board::Line;

/// What a line needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LineViewProps {
    /// The line.
    pub(crate) entry: Rc<Entry<Line>>,
    /// When the transcript began.
    pub(crate) start: Micros,
}

#[component]
pub(crate) fn LineView(props: &LineViewProps) -> Html {
    let texts = &use_texts().chat.room;
    let Entry { at, what, .. } = &*props.entry;
    let Words { kind, who, words, speech } = words(what, texts);
    html! {
        <li class={classes!("line", format!("is-{kind}"))} data-testid="chat-line" data-kind={kind}>
            <time class="moment">{ moment(*at, props.start) }</time>
            <div class="line-body">
                if let Some(who) = who { <b class="line-who">{ who }</b> }
                if speech { <q>{ words }</q> } else { <span>{ words }</span> }
            </div>
        </li>
    }
}

struct Words {
    kind: &'static str,
    who: Option<String>,
    words: String,
    /// Whether the words are somebody's own.
    speech: bool,
}

fn words(line: &Line, texts: &Room) -> Words {
    let of = |kind, who: Option<&String>, words: String, speech| Words {
        kind,
        who: who.cloned(),
        words,
        speech,
    };
    match line {
        Line::Opened(address) => of("opened", None, format!("{} {address}", texts.opened), false),
        Line::Joined(who) => of("joined", Some(who), texts.joined.into(), false),
        Line::Said(who, text) | Line::SaidElsewhere(who, text) => {
            of("said", Some(who), text.clone(), true)
        }
        Line::Answered(who, text) => {
            let who = format!("{} → {who}", texts.server);
            of("answered", Some(&who), text.clone(), true)
        }
        Line::Faulted(who, fault) => {
            let elsewhere = texts.elsewhere.to_owned();
            let who = who.as_ref().unwrap_or(&elsewhere);
            of("faulted", Some(who), fault.reason().to_owned(), false)
        }
        Line::Lagged(who, missed) => of("lagged", Some(who), (texts.lagged)(*missed), false),
        Line::Left(who, reason) => of("left", Some(who), (texts.left)(reason), false),
        Line::Missed(count) => of("missed", None, (texts.missed)(*count), false),
        Line::Stopped => of("stopped", None, texts.stopped.into(), false),
        Line::RelayLost => of("lost", None, texts.relay_lost.into(), false),
    }
}
