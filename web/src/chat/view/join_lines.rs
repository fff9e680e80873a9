//! The lines of a client's transcript.

use super::line_view::{Spoken, Words};
use crate::chat::state::chat_client::JoinNews;
use crate::chat::texts::Chat;

impl Spoken for JoinNews {
    const LIST: &'static str = "chat-join-transcript";
    const LINE: &'static str = "chat-join-line";

    fn empty(texts: &Chat) -> &'static str {
        texts.client.empty
    }

    fn words(&self, texts: &Chat) -> Words {
        let (texts, relay_lost) = (&texts.client, texts.room.relay_lost);
        let speech = |kind, who: &str, words: &str| Words {
            kind,
            who: Some(who.to_owned()),
            words: words.to_owned(),
            speech: true,
        };
        let event = |kind, words: String| Words { kind, who: None, words, speech: false };
        match self {
            Self::Connected(address, _) => {
                event("joined", format!("{} {address}", texts.connected))
            }
            Self::Said(text, _) => speech("answered", texts.you, text),
            Self::Heard(text) => speech("said", texts.they, text),
            Self::Received(bytes) => event("recv", (texts.one_recv)(bytes.len())),
            Self::Faulted(reason) => event("faulted", reason.clone()),
            Self::Ended => event("left", texts.ended.into()),
            Self::Failed(failure) => event("faulted", failure.to_string()),
            Self::Closed => event("stopped", texts.closed.into()),
            Self::RelayLost => event("lost", relay_lost.into()),
        }
    }
}
