//! The lines of a room's transcript.

use super::line_view::{Spoken, Words};
use crate::chat::state::room_model::Line;
use crate::chat::texts::Chat;

impl Spoken for Line {
    const LIST: &'static str = "chat-transcript";
    const LINE: &'static str = "chat-line";

    fn empty(texts: &Chat) -> &'static str {
        texts.room.no_transcript
    }

    fn words(&self, texts: &Chat) -> Words {
        let of = |kind, who: Option<&String>, words: String, speech| Words {
            kind,
            who: who.cloned(),
            words,
            speech,
        };
        let texts = &texts.room;
        match self {
            Line::Opened { address, loopback_only } => {
                let why = if *loopback_only { texts.loopback_only } else { "" };
                of("opened", None, format!("{} {address}{why}", texts.opened), false)
            }
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
            Line::Reframed(framing) => {
                let name = (texts.framing_name)(framing);
                of("reframed", None, (texts.reframed)(name), false)
            }
            Line::Lagged(who, missed) => of("lagged", Some(who), (texts.lagged)(*missed), false),
            Line::Left(who, reason) => of("left", Some(who), (texts.left)(reason), false),
            Line::Missed(count) => of("missed", None, (texts.missed)(*count), false),
            Line::Stopped => of("stopped", None, texts.stopped.into(), false),
            Line::RelayLost => of("lost", None, texts.relay_lost.into(), false),
        }
    }
}
