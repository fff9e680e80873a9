//! The log as the place keeps and shows it: its entries, which of them are shown, and how.

pub(crate) mod book;
pub(crate) mod chunks;
pub(crate) mod filter_form;
pub(crate) mod guess;
pub(crate) mod save;

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::Wording;
use lab_shared::assistant::compose::{Charset, CharsetDecoder, Form};
use lab_shared::assistant::log::{Entry, EntryKind, Filter, LogSettings};

use crate::kit::state::choice::Choice;
use book::{Book, Row};
use chunks::Chunks;
use filter_form::{FilterEdit, FilterForm};
use guess::DecoderChoice;

/// How bytes are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Bytewise {
    /// Each message as it was written: text as text, hex as hex.
    #[default]
    Auto,
    Text,
    Hex,
    /// Text, and hex below.
    Both,
}

impl Choice for Bytewise {
    fn all() -> Vec<Self> {
        vec![Self::Auto, Self::Text, Self::Hex, Self::Both]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Text => "text",
            Self::Hex => "hex",
            Self::Both => "both",
        }
    }
}

/// How times are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Times {
    /// The time of day.
    #[default]
    Clock,
    /// Since the first entry.
    Relative,
    /// Since the entry above.
    Delta,
}

impl Choice for Times {
    fn all() -> Vec<Self> {
        vec![Self::Clock, Self::Relative, Self::Delta]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Relative => "relative",
            Self::Delta => "delta",
        }
    }
}

/// Why the view is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeldBy {
    /// The person has scrolled up to read; scrolling to the end lets it go on.
    Scroll,
    /// The person holds it.
    Key,
}

/// A view that is held: its entries stay, also when the log drops them.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) by: HeldBy,
    rows: Chunks<Rc<Row>>,
    /// Entries since.
    pub(crate) new: u64,
}

/// What a person does with the log.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LogCommand {
    Bytewise(Bytewise),
    Times(Times),
    Filter(FilterEdit),
    /// Shows all entries again.
    ClearFilter,
    /// Holds the view, or lets it go on.
    Hold(Option<HeldBy>),
    /// Empties the log.
    Clear,
    /// Shows an entry in detail, or none.
    Pick(Option<u32>),
    /// Decodes the entry in detail in this way.
    Decode(DecoderChoice),
    /// The format of one's own, in the notation of Python's `struct`.
    Format(String),
}

/// The log. Cloning it is cheap.
#[derive(Debug, Clone, Default)]
pub(crate) struct LogModel {
    pub(crate) book: Book,
    pub(crate) bytewise: Bytewise,
    /// How the last message was written. What is received then is shown likewise.
    form: Form,
    pub(crate) times: Times,
    pub(crate) filter_form: Rc<FilterForm>,
    filter: Option<Rc<Filter>>,
    /// What is wrong with the filter.
    pub(crate) wrong: Option<Wording>,
    /// The entries that the filter shows, while there is one.
    matches: Chunks<Rc<Row>>,
    pub(crate) held: Option<Held>,
    /// The entry shown in detail.
    pub(crate) picked: Option<Rc<Row>>,
    pub(crate) decoder: DecoderChoice,
    /// The format of one's own.
    pub(crate) format: Rc<str>,
    /// When the first entry was added.
    pub(crate) begin: Option<Duration>,
    /// How far each stream is decoded, by the names of end and peer.
    decoders: Rc<HashMap<(String, String), CharsetDecoder>>,
}

/// Most streams whose cut characters are followed.
const MAX_DECODERS: usize = 4096;

impl LogModel {
    pub(crate) fn new(settings: &LogSettings) -> Self {
        let times = if settings.relative_time { Times::Relative } else { Times::Clock };
        Self { book: Book::new(settings.clone()), times, format: "<hhf".into(), ..Self::default() }
    }

    /// Adds an entry. `cut` is the encoding in which receives may cut characters.
    pub(crate) fn push(&mut self, entry: Entry, cut: Option<Charset>) {
        if let EntryKind::Sent { form: Some(form), .. } = entry.kind {
            self.form = form;
        }
        let carried = self.carry(&entry, cut);
        self.begin.get_or_insert(entry.now.since_start);
        let row = self.book.push(entry, carried, self.form);
        match &mut self.held {
            Some(held) => {
                held.new +=
                    u64::from(self.filter.as_ref().is_none_or(|filter| filter.shows(&row.entry)))
            }
            None => self.show(row),
        }
    }

    /// The bytes of a character that the receive before has begun.
    fn carry(&mut self, entry: &Entry, cut: Option<Charset>) -> Bytes {
        let key = || (entry.end.clone(), entry.peer.clone());
        let EntryKind::Received { bytes, .. } = &entry.kind else {
            if matches!(entry.kind, EntryKind::Opened | EntryKind::Closed(_))
                && self.decoders.contains_key(&key())
            {
                Rc::make_mut(&mut self.decoders).remove(&key());
            }
            return Bytes::new();
        };
        let Some(charset) = cut else { return Bytes::new() };
        let decoders = Rc::make_mut(&mut self.decoders);
        if decoders.len() >= MAX_DECODERS {
            decoders.clear();
        }
        let decoder = decoders.entry(key()).or_insert_with(|| charset.decoder());
        let carried = Bytes::copy_from_slice(decoder.pending());
        // Only the end of a receive can cut a character, but where it begins depends on what is before.
        decoder.decode(bytes);
        carried
    }

    /// Adds a row to those that the filter shows.
    fn show(&mut self, row: Rc<Row>) {
        let Some(filter) = &self.filter else { return };
        if filter.shows(&row.entry) {
            self.matches.push(row);
        }
        let first = self.book.rows().first().map_or(u32::MAX, |row| row.number);
        while self.matches.first().is_some_and(|row| row.number < first) {
            self.matches.pop_front();
        }
    }

    /// The entries in view, the oldest first.
    #[must_use]
    pub(crate) fn shown(&self) -> &Chunks<Rc<Row>> {
        match (&self.filter, &self.held) {
            (Some(_), _) => &self.matches,
            (None, Some(held)) => &held.rows,
            (None, None) => self.book.rows(),
        }
    }

    /// The place of the entry in detail among those in view.
    #[must_use]
    pub(crate) fn place_of_picked(&self) -> Option<usize> {
        let number = self.picked.as_ref()?.number;
        let rows = self.shown();
        let (mut from, mut upto) = (0, rows.len());
        while from < upto {
            let middle = from.midpoint(upto);
            if rows.get(middle)?.number < number { from = middle + 1 } else { upto = middle }
        }
        rows.get(from).is_some_and(|row| row.number == number).then_some(from)
    }

    /// Whether a filter leaves entries out.
    #[must_use]
    pub(crate) fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    pub(crate) fn handle(&mut self, command: LogCommand) {
        match command {
            LogCommand::Bytewise(bytewise) => self.bytewise = bytewise,
            LogCommand::Times(times) => self.times = times,
            LogCommand::Filter(edit) => {
                self.filter_form = Rc::new((*self.filter_form).clone().after(edit));
                self.refilter();
            }
            LogCommand::ClearFilter => {
                self.filter_form = Rc::default();
                self.refilter();
            }
            LogCommand::Hold(by) => self.hold(by),
            LogCommand::Clear => {
                self.book.clear();
                (self.held, self.begin) = (None, None);
                self.refilter();
            }
            LogCommand::Pick(number) => {
                let row = |number| {
                    let held = self.held.as_ref().map(|held| &held.rows);
                    held.and_then(|rows| find(rows, number))
                        .or_else(|| find(self.book.rows(), number))
                };
                self.picked = number.and_then(row).cloned();
            }
            LogCommand::Decode(decoder) => self.decoder = decoder,
            LogCommand::Format(format) => {
                self.format = format.into();
                self.decoder = DecoderChoice::Struct;
            }
        }
    }

    /// A message in this form goes through a proxy, whose entries do not tell it from others.
    pub(crate) fn follow(&mut self, form: Form) {
        self.form = form;
    }

    fn hold(&mut self, by: Option<HeldBy>) {
        match (by, &mut self.held) {
            (None, _) => {
                self.held = None;
                self.refilter();
            }
            (Some(by), Some(held)) => held.by = by,
            (Some(by), None) => {
                self.held = Some(Held { by, rows: self.book.rows().clone(), new: 0 });
            }
        }
    }

    /// Applies the filter to all entries; one with a mistake leaves none out.
    fn refilter(&mut self) {
        self.matches = Chunks::default();
        let read = self.filter_form.read();
        self.wrong = read.as_ref().err().cloned();
        self.filter = read.ok().flatten().map(Rc::new);
        let Some(filter) = &self.filter else { return };
        let rows = self.held.as_ref().map_or(self.book.rows(), |held| &held.rows);
        let shown = rows.iter().filter(|row| filter.shows(&row.entry)).cloned();
        let mut matches = Chunks::default();
        shown.for_each(|row| matches.push(row));
        self.matches = matches;
    }
}

/// The row of a number.
pub(crate) fn find(rows: &Chunks<Rc<Row>>, number: u32) -> Option<&Rc<Row>> {
    let first = rows.first()?.number;
    rows.get(number.checked_sub(first)? as usize)
}

#[cfg(test)]
mod tests;
