//! Messages of a room on the bus: JSON, with the room they come from.

use std::borrow::Cow;

use bytes::Bytes;
use lab_shared::chat::{GroupMessage, for_terminals};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BusMessage<'a> {
    origin: Cow<'a, str>,
    messages: Cow<'a, [GroupMessage]>,
}

/// The messages in `payload`; `None` where it comes from `own` room.
///
/// # Errors
/// It is no message of a room.
pub(super) fn open(
    payload: &[u8],
    own: &str,
) -> Result<Option<Vec<GroupMessage>>, serde_json::Error> {
    let BusMessage { origin, messages } = serde_json::from_slice(payload)?;
    if origin == own {
        return Ok(None);
    }
    let mut messages = messages.into_owned();
    for message in &mut messages {
        // The room escapes the text. The name and the stamp come from the bus, whose other senders
        // may be no relays.
        message.name = in_one_line(&message.name);
        message.stamp = in_one_line(&message.stamp);
    }
    Ok(Some(messages))
}

/// Bus messages of at most `limit` bytes, in order; an error for each message that is too long by
/// itself.
pub(super) fn pack(
    origin: &str,
    messages: &[GroupMessage],
    limit: usize,
) -> Vec<Result<Bytes, String>> {
    let bus_message = BusMessage { origin: origin.into(), messages: messages.into() };
    let packed = serde_json::to_vec(&bus_message).expect("texts and lists of texts are JSON");
    if packed.len() <= limit {
        return vec![Ok(packed.into())];
    }
    if let [message] = messages {
        let bytes = packed.len();
        return vec![Err(format!(
            "a message of {} was not shared: its {bytes} bytes are more than the server takes \
             ({limit})",
            message.name
        ))];
    }
    let (first, rest) = messages.split_at(messages.len() / 2);
    let mut bus_messages = pack(origin, first, limit);
    bus_messages.extend(pack(origin, rest, limit));
    bus_messages
}

fn in_one_line(text: &str) -> String {
    for_terminals(text).replace('\n', "^J")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> GroupMessage {
        GroupMessage { stamp: "now".into(), name: "a:1".into(), text: text.into() }
    }

    #[test]
    fn what_is_packed_is_opened_by_others_alone() {
        let messages = [message("one"), message("二")];
        let packed: Vec<_> =
            pack("here", &messages, 1000).into_iter().map(Result::unwrap).collect();
        assert_eq!(packed.len(), 1);
        assert_eq!(open(&packed[0], "there").unwrap().unwrap(), messages);
        assert_eq!(open(&packed[0], "here").unwrap(), None);
    }

    #[test]
    fn a_large_batch_travels_in_several_parcels_in_order() {
        let messages: Vec<_> = (0..9).map(|number| message(&number.to_string())).collect();
        let mut opened = Vec::new();
        for bus_message in pack("here", &messages, 200) {
            let bus_message = bus_message.unwrap();
            assert!(bus_message.len() <= 200);
            opened.extend(open(&bus_message, "there").unwrap().unwrap());
        }
        assert_eq!(opened, messages);
    }

    #[test]
    fn a_message_that_no_parcel_holds_is_named_and_the_others_go() {
        let messages = [message("a"), message(&"x".repeat(500)), message("b")];
        let bus_messages = pack("here", &messages, 200);
        assert_eq!(bus_messages.iter().filter(|bus_message| bus_message.is_err()).count(), 1);
        assert!(bus_messages.iter().flatten().count() >= 1);
    }

    #[test]
    fn a_foreign_name_cannot_steer_a_terminal() {
        let text = r#"{"origin":"x","messages":[{"stamp":"\n","name":"\u001b[2J","text":"t"}]}"#;
        let opened = open(text.as_bytes(), "here").unwrap().unwrap();
        assert_eq!((opened[0].name.as_str(), opened[0].stamp.as_str()), ("^[[2J", "^J"));
        assert!(open(b"{}", "here").is_err());
    }
}
