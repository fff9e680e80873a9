//! What was sent, the newest first.

use std::collections::VecDeque;

use lab_shared::assistant::compose::{Draft, hex_view};

/// Most drafts that are remembered.
const MAX_DRAFTS: usize = 200;

/// Most bytes of text that are remembered.
const MAX_BYTES: usize = 2 << 20;

/// Most bytes of a draft that are searched.
const SEARCHED: usize = 4096;

/// The drafts that were sent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct History {
    drafts: VecDeque<Draft>,
    /// The words that are searched.
    pub(crate) search: String,
    /// While a person walks through it: the draft in view, and what was written before.
    walk: Option<(usize, Draft)>,
}

impl History {
    /// Remembers a draft once, as the newest.
    pub(super) fn push(&mut self, draft: &Draft) {
        self.walk = None;
        self.drafts.retain(|other| other != draft);
        self.drafts.push_front(draft.clone());
        let mut bytes = 0;
        let room = self.drafts.iter().take(MAX_DRAFTS).take_while(|draft| {
            bytes += draft.text.len();
            bytes <= MAX_BYTES
        });
        let kept = room.count().max(1);
        self.drafts.truncate(kept);
    }

    /// The draft before the one in view.
    pub(super) fn older(&mut self, written: &Draft) -> Option<Draft> {
        let next = match &self.walk {
            Some((at, _)) => at + 1,
            // What was just sent is what the person sees.
            None if self.drafts.front() == Some(written) => 1,
            None => 0,
        };
        let draft = self.drafts.get(next)?.clone();
        let begun = self.walk.take().map_or_else(|| written.clone(), |(_, begun)| begun);
        self.walk = Some((next, begun));
        Some(draft)
    }

    /// The draft after the one in view; behind the newest, what was written before.
    pub(super) fn newer(&mut self, _: &Draft) -> Option<Draft> {
        let (at, begun) = self.walk.take()?;
        let Some(next) = at.checked_sub(1) else { return Some(begun) };
        let draft = self.drafts.get(next)?.clone();
        self.walk = (draft != begun).then_some((next, begun));
        Some(draft)
    }

    /// The draft of an age; the newest is 0.
    #[must_use]
    pub(super) fn get(&self, age: usize) -> Option<&Draft> {
        self.drafts.get(age)
    }

    /// The drafts with the words that are searched, with their ages. Hex is found however it is spaced.
    pub(crate) fn found(&self) -> impl Iterator<Item = (usize, &Draft)> {
        let words = self.search.trim().to_lowercase();
        let digits: String = words.chars().filter(|letter| !letter.is_whitespace()).collect();
        self.drafts.iter().enumerate().filter(move |(_, draft)| {
            let text: String = draft.text.chars().take(SEARCHED).collect();
            let text = text.to_lowercase();
            text.contains(&words)
                || text.split_whitespace().collect::<String>().contains(&digits)
                || hex_view(text.as_bytes()).replace(' ', "").contains(&digits)
        })
    }

    /// How many there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.drafts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(texts: &[&str]) -> History {
        let mut history = History::default();
        texts.iter().for_each(|text| history.push(&Draft::text(*text)));
        history
    }

    #[test]
    fn up_goes_back_and_down_returns_to_what_was_written() {
        let mut history = history(&["one", "two"]);
        let typed = Draft::text("typed");
        let mut text = |older: bool| {
            let draft = if older { history.older(&typed) } else { history.newer(&typed) };
            draft.map(|draft| draft.text)
        };
        let walked = [true, true, true, false, false, false].map(&mut text);
        assert_eq!(
            walked.each_ref().map(Option::as_deref),
            [Some("two"), Some("one"), None, Some("two"), Some("typed"), None]
        );
    }

    #[test]
    fn after_a_send_up_goes_to_the_one_before() {
        let mut history = history(&["one", "two"]);
        assert_eq!(history.older(&Draft::text("two")), Some(Draft::text("one")));
    }

    #[test]
    fn a_draft_is_remembered_once_and_only_so_many() {
        let mut history = history(&["one", "two", "one"]);
        let texts: Vec<&str> = history.found().map(|(_, draft)| draft.text.as_str()).collect();
        assert_eq!(texts, ["one", "two"]);
        (0..300).for_each(|number| history.push(&Draft::text(number.to_string())));
        assert_eq!(history.len(), MAX_DRAFTS);
        let large = "x".repeat(MAX_BYTES - 10);
        history.push(&Draft::text(large));
        assert_eq!(history.len(), 4);
    }

    #[test]
    fn text_and_hex_are_found() {
        let mut history = history(&["Hello", "ask"]);
        history.push(&Draft::hex("01 03 00 0a"));
        for (words, expected) in [("hel", "Hello"), ("0103", "01 03 00 0a"), ("61 73 6b", "ask")] {
            history.search = words.into();
            let found: Vec<&str> = history.found().map(|(_, draft)| draft.text.as_str()).collect();
            assert_eq!(found, [expected], "{words}");
        }
    }
}
