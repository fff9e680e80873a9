//! The form that makes a field: a checksum, a length, a counter, the time or random bytes.

use std::ops::Range;

use lab_shared::assistant::compose::{Checksum, Draft, Form};

use super::offsets::boundary;

/// The checksums that most protocols have.
const COMMON: [&str; 11] = [
    "CRC-16/MODBUS",
    "SUM-8",
    "XOR",
    "LRC",
    "CRC-8/SMBUS",
    "CRC-8/MAXIM-DOW",
    "CRC-16/XMODEM",
    "CRC-16/IBM-3740",
    "CRC-16/KERMIT",
    "CRC-32/ISO-HDLC",
    "SUM-16",
];

/// The checksums that most protocols have.
pub(crate) fn common_checksums() -> impl Iterator<Item = Checksum> {
    COMMON.into_iter().filter_map(Checksum::named)
}

/// What a field computes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// A checksum.
    #[default]
    Checksum,
    /// A length.
    Length,
    /// A number that counts sends.
    Counter,
    /// The time of the send.
    Time,
    /// Random bytes.
    Random,
}

impl FieldKind {
    /// Every kind, in the order of the menu.
    pub(crate) const ALL: [Self; 5] =
        [Self::Checksum, Self::Length, Self::Counter, Self::Time, Self::Random];

    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Checksum => "check",
            Self::Length => "length",
            Self::Counter => "counter",
            Self::Time => "time",
            Self::Random => "random",
        }
    }

    /// How its value can be written; the first is what is meant without a word.
    #[must_use]
    pub(crate) fn ways(self) -> &'static [&'static str] {
        match self {
            Self::Checksum => &["bytes", "hex", "HEX"],
            Self::Length | Self::Counter => {
                &["dec", "u8", "u16be", "u16le", "u32be", "u32le", "hex", "HEX"]
            }
            Self::Time => {
                &["date-time", "date", "clock", "unix", "unix-ms", "unix as=u32be", "unix as=u32le"]
            }
            Self::Random => &["bytes", "hex", "HEX"],
        }
    }
}

/// Something typed in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsertField {
    /// The search in the catalogue.
    Search,
    /// Where the range begins.
    From,
    /// Where it ends.
    To,
    /// The counter's first value.
    Start,
    /// What is added at each send.
    Step,
    /// The least number of digits.
    Width,
    /// What is added to a length.
    Plus,
    /// How many random bytes.
    Bytes,
}

/// What a person does in the form.
#[derive(Debug, Clone, PartialEq)]
pub enum InsertEdit {
    /// Opens or closes it.
    Toggle,
    /// Chooses what is computed.
    Kind(FieldKind),
    /// Chooses a checksum.
    Checksum(Checksum),
    /// Chooses the byte order of a checksum; nothing is its usual one.
    Order(Option<&'static str>),
    /// Chooses how the value is written, by its place among the ways.
    Way(usize),
    /// Chooses whether the range is what is selected.
    Selected(bool),
    /// Chooses whether the field goes to the end of the message instead of the caret.
    AtEnd(bool),
    /// Types.
    Type(InsertField, String),
}

/// The form's state.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InsertForm {
    /// Whether it is open.
    pub(crate) is_open: bool,
    pub(crate) kind: FieldKind,
    pub(crate) checksum: Checksum,
    pub(crate) order: Option<&'static str>,
    /// How the value is written, by its place among the ways.
    pub(crate) way: usize,
    /// Whether the range is what is selected.
    pub(crate) selected: bool,
    /// Whether the field goes to the end of the message.
    pub(crate) at_end: bool,
    typed: [String; 8],
}

impl Default for InsertForm {
    fn default() -> Self {
        Self {
            is_open: false,
            kind: FieldKind::Checksum,
            checksum: Checksum::named(COMMON[0]).expect("the catalogue has it"),
            order: None,
            way: 0,
            selected: false,
            at_end: false,
            typed: Default::default(),
        }
    }
}

impl InsertForm {
    pub(super) fn apply(&mut self, edit: InsertEdit) {
        match edit {
            InsertEdit::Toggle => self.is_open = !self.is_open,
            InsertEdit::Kind(kind) => (self.kind, self.way) = (kind, 0),
            InsertEdit::Checksum(checksum) => self.checksum = checksum,
            InsertEdit::Order(order) => self.order = order,
            InsertEdit::Way(way) => self.way = way.min(self.kind.ways().len() - 1),
            InsertEdit::Selected(selected) => self.selected = selected,
            InsertEdit::AtEnd(at_end) => self.at_end = at_end,
            InsertEdit::Type(field, text) => self.typed[field as usize] = text,
        }
    }

    pub(super) fn close(&mut self) {
        self.is_open = false;
    }

    /// What is typed in a field of the form.
    #[must_use]
    pub(crate) fn typed(&self, field: InsertField) -> &str {
        self.typed[field as usize].trim()
    }

    /// The checksums with the words that are searched: without words, the common ones.
    #[must_use]
    pub(crate) fn found(&self) -> Vec<Checksum> {
        let letters = |text: &str| -> String {
            text.chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect::<String>()
                .to_lowercase()
        };
        let words = letters(self.typed(InsertField::Search));
        if words.is_empty() {
            return common_checksums().collect();
        }
        let alias = Checksum::named(&words);
        let named = Checksum::all().filter(|checksum| letters(checksum.name()).contains(&words));
        alias.into_iter().chain(named.filter(|checksum| Some(*checksum) != alias)).collect()
    }

    /// The field, with a range if it has one.
    fn field(&self, range: Option<(&str, &str)>) -> String {
        let way = self.kind.ways()[self.way];
        let mut words = vec![self.kind.name().to_owned()];
        let mut say = |word: String| words.push(word);
        let typed = |field, key: &str| {
            let text = self.typed(field);
            (!text.is_empty()).then(|| format!("{key}={text}"))
        };
        match self.kind {
            FieldKind::Checksum => {
                say(self.checksum.name().to_owned());
                self.order.into_iter().for_each(|order| say(format!("order={order}")));
            }
            FieldKind::Length => typed(InsertField::Plus, "plus").into_iter().for_each(&mut say),
            FieldKind::Counter => {
                for (field, key) in [
                    (InsertField::Start, "start"),
                    (InsertField::Step, "step"),
                    (InsertField::Width, "width"),
                ] {
                    typed(field, key).into_iter().for_each(&mut say);
                }
            }
            FieldKind::Time => {}
            FieldKind::Random => {
                let bytes = self.typed(InsertField::Bytes);
                say(if bytes.is_empty() { "1" } else { bytes }.to_owned());
            }
        }
        match range {
            Some((from, to)) => {
                say(format!("from={from}"));
                say(format!("to={to}"));
            }
            None if self.has_range() => {
                typed(InsertField::From, "from").into_iter().for_each(&mut say);
                typed(InsertField::To, "to").into_iter().for_each(&mut say);
            }
            None => {}
        }
        match (self.kind, self.way) {
            (_, 0) => {}
            (FieldKind::Time, _) => say(way.to_owned()),
            _ => say(format!("as={way}")),
        }
        format!("${{{}}}", words.join(" "))
    }

    /// Whether the field is computed from a part of the message.
    #[must_use]
    pub(crate) fn has_range(&self) -> bool {
        matches!(self.kind, FieldKind::Checksum | FieldKind::Length)
    }

    /// A draft with the field at its place. A selected range is named by marks, so it stays the same when
    /// something in front of it changes.
    pub(super) fn placed(&self, draft: &Draft, selection: Range<usize>) -> Placement {
        let mut draft = draft.clone();
        let start = boundary(&draft.text, selection.start);
        let end = boundary(&draft.text, selection.end);
        let mut caret = end;
        let mut field = self.field(None);
        if self.has_range() && self.selected && start < end {
            let (from, to) = (free_mark(&draft, 'a'), free_mark(&draft, 'b'));
            field = self.field(Some((&from, &to)));
            caret += insert(&mut draft.text, end, &format!("${{mark {to}}}"), draft.form).len();
            caret += insert(&mut draft.text, start, &format!("${{mark {from}}}"), draft.form).len();
        }
        let (mut place, written) = if self.at_end {
            let at = draft.suffix.len();
            let written = insert(&mut draft.suffix, at, &field, draft.form);
            (draft.prefix.len() + draft.text.len() + at, written)
        } else {
            let at = caret;
            let written = insert(&mut draft.text, at, &field, draft.form);
            caret += written.len();
            (draft.prefix.len() + at, written)
        };
        place += written.len() - written.trim_start().len();
        Placement { draft, caret, field: place }
    }
}

/// A draft with a new field in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placement {
    pub(super) draft: Draft,
    /// Where the caret is in its text.
    pub(super) caret: usize,
    /// Where the field begins, counted through prefix, text and suffix.
    pub(super) field: usize,
}

/// A name for a mark that the draft does not use: the letter, or with a number.
fn free_mark(draft: &Draft, letter: char) -> String {
    let used = |name: &str| {
        let mark = format!("${{mark {name}}}");
        [&draft.prefix, &draft.text, &draft.suffix].iter().any(|part| part.contains(&mark))
    };
    let mut name = letter.to_string();
    let mut number = 2;
    while used(&name) {
        name = format!("{letter}{number}");
        number += 1;
    }
    name
}

/// Writes a field into a text, in hex apart from the digits around it. Returns what was written.
fn insert(text: &mut String, at: usize, field: &str, form: Form) -> String {
    let apart = |character: Option<char>| {
        form == Form::Hex && character.is_some_and(|character| !character.is_whitespace())
    };
    let before = if apart(text[..at].chars().next_back()) { " " } else { "" };
    let after = if apart(text[at..].chars().next()) { " " } else { "" };
    let written = format!("{before}{field}{after}");
    text.insert_str(at, &written);
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::assistant::compose::Context;

    fn form(edits: Vec<InsertEdit>) -> InsertForm {
        let mut form = InsertForm::default();
        edits.into_iter().for_each(|edit| form.apply(edit));
        form
    }

    fn bytes(draft: &Draft) -> Vec<u8> {
        let prepared = draft.prepare().expect("it can be read");
        prepared.compose(&Context::default()).expect("it can be computed").bytes
    }

    #[test]
    fn a_checksum_goes_to_the_caret_or_the_end() {
        let modbus = Draft::hex("01 03 00 00 00 0A");
        let Placement { draft, caret, field } = form(vec![]).placed(&modbus, 17..17);
        assert_eq!(field, 18);
        assert_eq!(draft.text, "01 03 00 00 00 0A ${check CRC-16/MODBUS}");
        assert_eq!(caret, draft.text.len());
        assert_eq!(bytes(&draft)[6..], [0xc5, 0xcd]);
        let Placement { draft, .. } = form(vec![InsertEdit::AtEnd(true)]).placed(&modbus, 0..0);
        assert_eq!(draft.suffix, "${check CRC-16/MODBUS}");
    }

    #[test]
    fn a_selected_range_is_named_by_marks() {
        let draft = Draft { suffix: "55".into(), ..Draft::hex("AA 10 20 30") };
        let xor = Checksum::named("xor").expect("the catalogue has it");
        let form = form(vec![
            InsertEdit::Checksum(xor),
            InsertEdit::Selected(true),
            InsertEdit::AtEnd(true),
        ]);
        let Placement { draft, caret, .. } = form.placed(&draft, 3..8);
        assert_eq!(draft.text, "AA ${mark a} 10 20 ${mark b} 30");
        assert_eq!(&draft.text[..caret], "AA ${mark a} 10 20 ${mark b}");
        assert_eq!(draft.suffix, "55 ${check XOR from=a to=b}");
        assert_eq!(bytes(&draft), [0xaa, 0x10, 0x20, 0x30, 0x55, 0x30]);
        let Placement { draft: again, .. } = form.placed(&draft, 0..2);
        assert!(again.text.contains("${mark a2}"), "{}", again.text);
    }

    #[test]
    fn every_kind_and_way_makes_a_field_that_is_read() {
        for kind in FieldKind::ALL {
            for way in 0..kind.ways().len() {
                let form = form(vec![
                    InsertEdit::Kind(kind),
                    InsertEdit::Way(way),
                    InsertEdit::Type(InsertField::From, "0".into()),
                    InsertEdit::Type(InsertField::Start, "5".into()),
                    InsertEdit::Type(InsertField::Bytes, " 4 ".into()),
                ]);
                let Placement { draft, .. } = form.placed(&Draft::text("abc"), 3..3);
                assert!(!bytes(&draft)[3..].is_empty(), "{}", draft.text);
            }
        }
    }

    #[test]
    fn the_catalogue_is_searched_and_the_common_ones_come_first() {
        let found = |words: &str| -> Vec<&str> {
            let form = form(vec![InsertEdit::Type(InsertField::Search, words.into())]);
            form.found().into_iter().map(Checksum::name).collect()
        };
        assert_eq!(found("")[0], "CRC-16/MODBUS");
        assert_eq!(found("ccitt-false"), ["CRC-16/IBM-3740"]);
        assert!(found("crc 16").len() > 20);
        assert!(found("nothing").is_empty());
        assert_eq!(common_checksums().count(), COMMON.len());
    }
}
