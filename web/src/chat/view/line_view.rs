//! One line of a transcript.

use lab_shared::call::Micros;
use std::rc::Rc;
use yew::prelude::*;

use crate::chat::texts as chat;
use crate::chat::texts::Chat;
use crate::kit::state::format::moment;
use crate::kit::state::log::Entry;
use crate::kit::view::texts::use_texts_of;

/// An entry of a transcript.
pub(crate) trait Spoken: std::fmt::Debug + PartialEq + 'static {
    /// The list's name for tests.
    const LIST: &'static str;
    /// A line's name for tests.
    const LINE: &'static str;

    /// The text of an empty list.
    fn empty(texts: &Chat) -> &'static str;

    /// The line in words.
    fn words(&self, texts: &Chat) -> Words;
}

/// A line in words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Words {
    /// Its kind in the page's markup.
    pub kind: &'static str,
    /// Who it is about.
    pub who: Option<String>,
    /// What happened, or the message.
    pub words: String,
    /// Whether the words are a message.
    pub speech: bool,
}

#[derive(Debug, PartialEq, Properties)]
pub(crate) struct LineViewProps<T: PartialEq> {
    /// The line.
    pub(crate) entry: Rc<Entry<T>>,
    /// When the transcript began.
    pub(crate) start: Micros,
}

#[component]
pub(crate) fn LineView<T: Spoken>(props: &LineViewProps<T>) -> Html {
    let Entry { at, what, .. } = &*props.entry;
    let Words { kind, who, words, speech } = what.words(use_texts_of::<chat::Chat>());
    html! {
        <li class={classes!("line", format!("is-{kind}"))} data-testid={T::LINE} data-kind={kind}>
            <time class="moment">{ moment(*at, props.start) }</time>
            <div class="line-body">
                if let Some(who) = who { <b class="line-who">{ who }</b> }
                if speech { <q>{ words }</q> } else { <span>{ words }</span> }
            </div>
        </li>
    }
}
