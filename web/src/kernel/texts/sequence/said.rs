//! An item of the diagram in words, composed the same way in both languages.

use super::Sequence;
use crate::kernel::state::sequence::{Arrow, Item, Side};
use crate::kit::state::format::duration;

/// The words of a language that are only heard.
pub(super) struct Words {
    /// This end, the other end.
    pub ends: [&'static str; 2],
    /// Calls, sends, bytes.
    pub does: [&'static str; 3],
    /// Blocked, derived.
    pub remarks: [&'static str; 2],
    /// It arrives after this time.
    pub arrives: fn(&str) -> String,
}

pub(super) fn said(item: &Item, texts: &Sequence, words: &Words) -> String {
    let end = |side: Side| words.ends[usize::from(side == Side::Peer)];
    let [calls, ..] = words.does;
    match item {
        Item::Bar(bar) => {
            let blocked =
                if bar.blocked { format!(", {}", words.remarks[0]) } else { String::new() };
            format!("{} {calls} {}{blocked}", end(bar.side), bar.words)
        }
        Item::Arrow(arrow) => arrow_said(arrow, end(arrow.from), texts, words),
    }
}

fn arrow_said(arrow: &Arrow, end: &str, texts: &Sequence, words: &Words) -> String {
    let [_, sends, bytes] = words.does;
    let other = arrow.other.map_or(String::new(), texts.other);
    let mut parts = vec![format!("{end} {sends} {}{other}", arrow.flags)];
    if let Some((first, last)) = arrow.bytes {
        parts.push(format!("{bytes} {first}–{last}"));
    }
    let travel = arrow.travel.as_ref();
    match travel.and_then(|travel| travel.waited) {
        Some(waited) => parts.push((texts.again_after)(waited)),
        None if arrow.again => parts.push(texts.again.to_owned()),
        None => {}
    }
    if !arrow.seen {
        parts.push(words.remarks[1].to_owned());
    }
    if let Some(travel) = travel {
        if travel.copy {
            parts.push(texts.copy.to_owned());
        }
        parts.push(match travel.lost {
            Some(why) => (texts.lost)(why).to_owned(),
            None => (words.arrives)(&duration(travel.time.0)),
        });
    }
    parts.join(", ")
}
