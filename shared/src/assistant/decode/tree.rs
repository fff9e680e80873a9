//! Reads a message from front to back, and makes a field of each part.

use std::ops::Range;

use super::{Fault, Field};
use crate::assistant::problem::Wording;

/// Most fields of one message. The rest of it is a fault.
const MAX_FIELDS: usize = 20_000;

/// A reader of a message, and the fields it has read.
pub(super) struct Tree<'a> {
    pub(super) message: &'a [u8],
    /// The next byte.
    pub(super) at: usize,
    /// The end of the part that is being read.
    pub(super) end: usize,
    pub(super) fields: Vec<Field>,
    count: usize,
}

pub(super) type Read<T> = Result<T, Fault>;

/// A fault at a place.
pub(super) fn fault(at: usize, en: impl Into<String>, zh: impl Into<String>) -> Fault {
    Fault { at, cause: Wording::new(en, zh) }
}

impl<'a> Tree<'a> {
    pub(super) fn new(message: &'a [u8]) -> Self {
        Self { message, at: 0, end: message.len(), fields: Vec::new(), count: 0 }
    }

    /// Bytes that have not been read.
    pub(super) fn left(&self) -> usize {
        self.end - self.at
    }

    /// The unread bytes.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.message[self.at..self.end]
    }

    /// Reads bytes without making a field of them.
    pub(super) fn take(&mut self, length: usize, name: &str) -> Read<&'a [u8]> {
        if self.left() < length {
            let missing = length - self.left();
            return Err(fault(
                self.end,
                format!("{name} ends here, {missing} bytes too early"),
                format!("{name} 在此结束，还缺 {missing} 字节"),
            ));
        }
        let taken = &self.message[self.at..self.at + length];
        self.at += length;
        Ok(taken)
    }

    /// Adds a field.
    pub(super) fn push(
        &mut self,
        name: &str,
        value: impl Into<String>,
        bytes: Range<usize>,
    ) -> Read<()> {
        self.count += 1;
        if self.count > MAX_FIELDS {
            return Err(fault(
                bytes.start,
                "there are too many fields to show",
                "字段太多，无法全部显示",
            ));
        }
        self.fields.push(Field {
            name: name.to_owned(),
            value: value.into(),
            bytes,
            fields: Vec::new(),
        });
        Ok(())
    }

    /// A big-endian number.
    pub(super) fn number(&mut self, name: &str, width: usize) -> Read<u64> {
        self.number_as(name, width, |number| number.to_string())
    }

    /// A big-endian number, shown in words.
    pub(super) fn number_as(
        &mut self,
        name: &str,
        width: usize,
        show: impl FnOnce(u64) -> String,
    ) -> Read<u64> {
        let start = self.at;
        let bytes = self.take(width, name)?;
        let number = bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        self.push(name, show(number), start..self.at)?;
        Ok(number)
    }

    /// A length or another number of two bytes.
    pub(super) fn length(&mut self, name: &str, width: usize) -> Read<usize> {
        self.number(name, width).map(|number| usize::try_from(number).unwrap_or(usize::MAX))
    }

    /// Bytes, shown as text where they are text and as hex otherwise.
    pub(super) fn bytes(&mut self, name: &str, length: usize) -> Read<&'a [u8]> {
        let start = self.at;
        let bytes = self.take(length, name)?;
        self.push(name, shown(bytes), start..self.at)?;
        Ok(bytes)
    }

    /// Fields that belong together. The group is there even if a fault is in it.
    pub(super) fn group<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        let start = self.at;
        let place = self.fields.len();
        let outer = std::mem::take(&mut self.fields);
        let result = read(self);
        let inner = std::mem::replace(&mut self.fields, outer);
        debug_assert_eq!(place, self.fields.len());
        let bytes = start..self.at.max(start);
        self.count += 1;
        self.fields.push(Field {
            name: name.to_owned(),
            value: String::new(),
            bytes,
            fields: inner,
        });
        result
    }

    /// Reads a part of a known length; what it leaves is shown as bytes.
    pub(super) fn within<T>(
        &mut self,
        name: &str,
        length: usize,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        let (outer, wanted) = (self.end, self.at.saturating_add(length));
        self.end = wanted.min(outer);
        let result = read(self);
        if result.is_ok() && self.left() > 0 && wanted <= outer {
            self.bytes("more", self.left())?;
        }
        let short = wanted > outer;
        self.end = outer;
        let value = result?;
        if short {
            let missing = wanted - outer;
            return Err(fault(
                outer,
                format!("{name} ends here, {missing} bytes too early"),
                format!("{name} 在此结束，还缺 {missing} 字节"),
            ));
        }
        Ok(value)
    }

    /// Sets the value of the newest field.
    pub(super) fn describe(&mut self, value: impl Into<String>) {
        if let Some(field) = self.fields.last_mut() {
            field.value = value.into();
        }
    }
}

/// Most bytes of a field that are shown.
const MAX_SHOWN: usize = 256;

/// Bytes as text where they are text, its ends of lines and tabs with a backslash, and as hex otherwise.
pub(super) fn shown(bytes: &[u8]) -> String {
    let (part, more) = match bytes.get(..MAX_SHOWN) {
        Some(part) if part.len() < bytes.len() => (part, " …"),
        _ => (bytes, ""),
    };
    let text = std::str::from_utf8(part).ok().filter(|text| is_readable(text));
    match text {
        Some(text) => {
            let text = text.replace('\r', r"\r").replace('\n', r"\n").replace('\t', r"\t");
            format!("{text}{more}")
        }
        None => format!("{}{more}", crate::text::to_hex(part)),
    }
}

/// Whether characters are what a person would write as text.
fn is_readable(text: &str) -> bool {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\r' | '\n' | '\t');
    text.chars().any(|c| !c.is_control()) && !text.chars().any(is_odd)
}
