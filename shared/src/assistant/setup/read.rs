//! Reads the document, and names every mistake in it.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{SETUP_VERSION, Setup};
use crate::assistant::problem::{Problem, Wording};

/// A mistake in a setup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupProblem {
    /// Which part: `end[0] "device"`, or `version`.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there; its place counts in the document.
    pub problem: Problem,
}

impl fmt::Display for SetupProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.problem.in_words(crate::language::Language::En);
        write!(f, "line {}, {}: {words}", self.line, self.path)
    }
}

/// The tables of the document.
pub(super) const TABLES: &str = "version, end, message, rule, script, plan, proxy, log";

impl Setup {
    /// Reads a document.
    ///
    /// # Errors
    /// Every mistake in it, in the order of the document. The text is left as it is, for the person to
    /// repair.
    pub fn parse(text: &str) -> Result<Self, Vec<SetupProblem>> {
        let mut reader = Reader { text, problems: Vec::new(), places: Places::default() };
        let setup = reader.read();
        reader.check_together(&setup);
        reader.problems.sort_by_key(|problem| problem.problem.at.start);
        if reader.problems.is_empty() { Ok(setup) } else { Err(reader.problems) }
    }

    /// Checks what must hold between the parts of a setup that was not read from a document.
    ///
    /// # Errors
    /// Every mistake, on line 0.
    pub fn check(&self) -> Result<(), Vec<SetupProblem>> {
        let found = super::check::problems(self).into_iter().map(|found| SetupProblem {
            path: found.path(found.index),
            line: 0,
            problem: Problem::new(0..0, found.cause, found.remedy),
        });
        let problems: Vec<SetupProblem> = found.collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

/// An item of a list: the index it was written at, and its place in the document.
type Item = (usize, Range<usize>);

/// The items of each list that could be read. A table that is there once is a list of one.
#[derive(Default)]
struct Places {
    lists: Vec<(&'static str, Vec<Item>)>,
}

struct Reader<'a> {
    text: &'a str,
    problems: Vec<SetupProblem>,
    places: Places,
}

impl Reader<'_> {
    fn read(&mut self) -> Setup {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            self.complain("document".into(), error.span().unwrap_or(0..0), syntax(error.message()));
        }
        let mut table = document.into_inner();
        self.read_version(&mut table);
        let setup = Setup {
            ends: self.list(&mut table, "end"),
            messages: self.list(&mut table, "message"),
            rules: self.list(&mut table, "rule"),
            script: self.table(&mut table, "script"),
            plans: self.list(&mut table, "plan"),
            proxies: self.list(&mut table, "proxy"),
            log: self.table(&mut table, "log").unwrap_or_default(),
        };
        for (key, value) in table {
            let cause =
                Wording::new(format!("there is no table {key:?}"), format!("没有表 {key:?}"));
            let remedy =
                Wording::new(format!("a setup has {TABLES}"), format!("设置文档有 {TABLES}"));
            self.complain(key.get_ref().to_string(), value.span(), (cause, remedy));
        }
        setup
    }

    fn read_version(&mut self, table: &mut DeTable<'_>) {
        let version = table.remove("version");
        let at = version.as_ref().map_or(0..0, Spanned::span);
        let number: Option<u32> = version.and_then(|value| {
            let integer = value.get_ref().as_integer()?;
            u32::from_str_radix(integer.as_str(), integer.radix()).ok()
        });
        if number == Some(SETUP_VERSION) {
            return;
        }
        let cause = match number {
            Some(number) => Wording::new(
                format!("version {number} is not known here"),
                format!("这里不认识版本 {number}"),
            ),
            None => Wording::new("the setup has no version number", "设置文档没有版本号"),
        };
        let remedy = Wording::new(
            format!("write version = {SETUP_VERSION}, or use a newer Socket Lab"),
            format!("写 version = {SETUP_VERSION}，或使用更新的 Socket Lab"),
        );
        self.complain("version".into(), at, (cause, remedy));
    }

    /// The items of a list that can be read; each of the others is a complaint.
    fn list<T: DeserializeOwned>(&mut self, table: &mut DeTable<'_>, name: &'static str) -> Vec<T> {
        let Some(list) = table.remove(name) else { return Vec::new() };
        let at = list.span();
        let DeValue::Array(items) = list.into_inner() else {
            let cause = Wording::new(format!("{name} is not a list"), format!("{name} 不是列表"));
            let remedy = Wording::new(format!("write [[{name}]]"), format!("写 [[{name}]]"));
            self.complain(name.into(), at, (cause, remedy));
            return Vec::new();
        };
        let mut read = Vec::new();
        let mut places = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let span = item.span();
            let called = item.get_ref().as_table().and_then(|table| table.get("name"));
            let called = called.and_then(|name| name.get_ref().as_str());
            let path = called.map_or_else(
                || format!("{name}[{index}]"),
                |called| format!("{name}[{index}] {called:?}"),
            );
            if let Some(item) = self.item(path, item) {
                read.push(item);
                places.push((index, span));
            }
        }
        self.places.lists.push((name, places));
        read
    }

    /// A table that is there at most once.
    fn table<T: DeserializeOwned>(
        &mut self,
        table: &mut DeTable<'_>,
        name: &'static str,
    ) -> Option<T> {
        let item = table.remove(name)?;
        self.places.lists.push((name, vec![(0, item.span())]));
        self.item(name.into(), item)
    }

    fn item<T: DeserializeOwned>(&mut self, path: String, item: Spanned<DeValue<'_>>) -> Option<T> {
        match T::deserialize(toml::de::ValueDeserializer::from(item.clone())) {
            Ok(read) => Some(read),
            Err(error) => {
                let at = place_of::<T>(&error, item);
                self.complain(path, at, field(error.message()));
                None
            }
        }
    }

    fn check_together(&mut self, setup: &Setup) {
        for found in super::check::problems(setup) {
            let places = self.places.lists.iter().find(|(name, _)| *name == found.list);
            let place = places.and_then(|(_, places)| places.get(found.index));
            let (index, at) = place.cloned().unwrap_or((found.index, 0..0));
            let path = found.path(index);
            self.complain(path, at, (found.cause, found.remedy));
        }
    }

    fn complain(&mut self, path: String, at: Range<usize>, words: (Wording, Wording)) {
        let before = &self.text.as_bytes()[..at.start.min(self.text.len())];
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        self.problems.push(SetupProblem {
            path,
            line,
            problem: Problem::new(at, words.0, words.1),
        });
    }
}

/// Keys that are tried last: without them the others are not read.
const READ_FIRST: [&str; 2] = ["kind", "name"];

/// The place of a mistake in an item. In tables that serde reads as a whole, those with a `kind` and those of
/// messages, it names only the table; there the mistake is where leaving a value out changes it.
fn place_of<T: DeserializeOwned>(
    error: &toml::de::Error,
    item: Spanned<DeValue<'_>>,
) -> Range<usize> {
    let changes = |item: &Spanned<DeValue<'_>>| {
        let read = T::deserialize(toml::de::ValueDeserializer::from(item.clone()));
        read.err().is_none_or(|other| other.message() != error.message())
    };
    let mut at = error.span().unwrap_or(item.span());
    if error.message().starts_with("missing field") {
        return at;
    }
    let mut path = Vec::new();
    loop {
        let mut inner = item.clone();
        let children: Vec<(Child, Range<usize>)> = match follow(&mut inner, &path).get_ref() {
            DeValue::Table(table) => {
                let is_first = |key: &str| READ_FIRST.contains(&key);
                let (first, others): (Vec<_>, Vec<_>) =
                    table.keys().partition(|key| is_first(key.get_ref()));
                let keys = others.into_iter().chain(first);
                keys.map(|key| (Child::Key(key.get_ref().to_string()), key.span())).collect()
            }
            DeValue::Array(array) => array
                .iter()
                .enumerate()
                .map(|(place, one)| (Child::Item(place), one.span()))
                .collect(),
            _ => return at,
        };
        let found = children.into_iter().find(|(child, _)| {
            let mut without = item.clone();
            match (follow(&mut without, &path).get_mut(), child) {
                (DeValue::Table(table), Child::Key(key)) => drop(table.remove(key.as_str())),
                (DeValue::Array(array), Child::Item(place)) => {
                    let mut others = DeArray::new();
                    let kept = array.iter().enumerate().filter(|(at, _)| at != place);
                    kept.for_each(|(_, one)| others.push(one.clone()));
                    *array = others;
                }
                _ => {}
            }
            changes(&without)
        });
        let Some((child, span)) = found else { return at };
        at = span;
        path.push(child);
    }
}

/// A step into a table or an array.
enum Child {
    Key(String),
    Item(usize),
}

/// The value at the end of a path.
fn follow<'a, 'i>(
    item: &'a mut Spanned<DeValue<'i>>,
    path: &[Child],
) -> &'a mut Spanned<DeValue<'i>> {
    path.iter().fold(item, |value, step| match (value.get_mut(), step) {
        (DeValue::Table(table), Child::Key(key)) => {
            table.get_mut(key.as_str()).expect("the path is of this item")
        }
        (DeValue::Array(array), Child::Item(place)) => {
            array.get_mut(*place).expect("the path is of this item")
        }
        _ => unreachable!("the path is of this item"),
    })
}

fn syntax(message: &str) -> (Wording, Wording) {
    (
        Wording::new(format!("this is not TOML: {message}"), format!("这不是 TOML：{message}")),
        Wording::new(
            "see toml.io for how tables and strings are written",
            "表和字符串的写法见 toml.io",
        ),
    )
}

fn field(message: &str) -> (Wording, Wording) {
    // serde's two ways to say that a choice has no key or several.
    let is_choice =
        ["wanted exactly 1 element", "invalid value: map, expected map with a single key"]
            .iter()
            .any(|words| message.starts_with(words));
    let cause = match is_choice {
        true => Wording::new("there must be exactly one key here", "这里必须恰好有一个键"),
        false => Wording::new(message.to_owned(), format!("这一项无法读取：{message}")),
    };
    (
        cause,
        Wording::new(
            "docs/assistant.md lists the fields and their values",
            "字段及其取值见 docs/assistant.md",
        ),
    )
}
