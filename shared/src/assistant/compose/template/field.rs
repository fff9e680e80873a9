//! What a field computes.

use std::fmt;

use super::arguments::{Arguments, Word};
use crate::assistant::compose::checksum::Checksum;
use crate::assistant::compose::number::NumberForm;
use crate::assistant::problem::{Problem, Wording};
use crate::framing::ByteOrder;

/// A field of a template.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Field {
    /// How many times the message was sent, scaled.
    Counter { start: u64, step: i64, until: Option<u64>, form: NumberForm },
    /// The time of the send.
    Time(TimeForm),
    /// Random bytes, as they are or as digits.
    Random { bytes: usize, digits: Option<NumberForm> },
    /// A group of the rule's pattern; group 0 is the whole match.
    Match(Group),
    /// The message that the rule answers.
    Message,
    /// The address of its sender.
    Peer,
    /// A place that ranges can name; no bytes.
    Mark(String),
    /// How many bytes a range has, plus a constant.
    Length { range: FieldRange, plus: i64, form: NumberForm },
    /// The checksum of a range.
    Check { checksum: Checksum, range: FieldRange, form: NumberForm },
}

/// A group of a pattern.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Group {
    Number(usize),
    Name(String),
}

/// How a time is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TimeForm {
    /// Local time by the conversions of strftime(3).
    Format(String),
    /// Time since 1970-01-01T00:00:00Z.
    Unix { milliseconds: bool, form: NumberForm },
}

/// A part of the message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldRange {
    pub(crate) from: Bound,
    pub(crate) to: Bound,
}

/// An end of a range.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Bound {
    /// Bytes from the message's start; a negative number counts from its end.
    Offset(i64),
    /// The message's end.
    End,
    /// A mark.
    Mark(String),
    /// In front of the field itself.
    Before,
    /// Behind the field itself.
    Behind,
}

/// The fields, as the page's help and the errors list them.
const FIELDS: &str = "counter, time, random, match, message, peer, mark, length, check";

impl Field {
    /// Parses the inside of `${…}`.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let mut arguments = Arguments::split(text);
        let (field, known) = match arguments.name {
            "counter" => (counter(&mut arguments)?, "start=, step=, until=, as=, width="),
            "time" => (time(&mut arguments)?, "unix, unix-ms, date, clock, format=, as=, width="),
            "random" => (random(&mut arguments)?, "a number of bytes, as=hex, as=HEX"),
            "match" => (Self::Match(group(&mut arguments)), "a group's number or name"),
            "message" => (Self::Message, "nothing more"),
            "peer" => (Self::Peer, "nothing more"),
            "mark" => (mark(&mut arguments)?, "one name"),
            "length" => {
                let form = form(&mut arguments, NumberForm::Decimal { width: 0 })?;
                let plus = arguments.number("plus", 0)?;
                let range = range(&mut arguments, Bound::Behind, Bound::End)?;
                (Self::Length { range, plus, form }, "as=, width=, plus=, from=, to=")
            }
            "check" => (check(&mut arguments)?, "an algorithm, order=, as=, from=, to="),
            unknown => return Err(unknown_field(unknown, text.len())),
        };
        arguments.finish(known)?;
        Ok(field)
    }

    /// Whether every send gives the same bytes.
    pub(super) fn is_constant(&self) -> bool {
        matches!(self, Self::Mark(_) | Self::Length { .. } | Self::Check { .. })
    }

    /// The part of the message that it is computed from.
    pub(super) fn range(&self) -> Option<&FieldRange> {
        match self {
            Self::Length { range, .. } | Self::Check { range, .. } => Some(range),
            _ => None,
        }
    }

    /// The marks that its range names.
    pub(super) fn marks_used(&self) -> impl Iterator<Item = &str> {
        self.range().into_iter().flat_map(|range| [&range.from, &range.to]).filter_map(|bound| {
            match bound {
                Bound::Mark(name) => Some(name.as_str()),
                _ => None,
            }
        })
    }
}

/// What is computed, in a word.
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Counter { .. } => "counter",
            Self::Time(_) => "time",
            Self::Random { .. } => "random",
            Self::Match(_) => "match",
            Self::Message => "message",
            Self::Peer => "peer",
            Self::Mark(_) => "mark",
            Self::Length { .. } => "length",
            Self::Check { checksum, .. } => checksum.name(),
        })
    }
}

fn counter(arguments: &mut Arguments<'_>) -> Result<Field, Problem> {
    let until = match arguments.named("until") {
        None => None,
        Some(word) => Some(word.text.parse().map_err(|_| word.not("a number", "数"))?),
    };
    Ok(Field::Counter {
        start: arguments.number("start", 0)?,
        step: arguments.number("step", 1)?,
        until,
        form: form(arguments, NumberForm::Decimal { width: 0 })?,
    })
}

fn time(arguments: &mut Arguments<'_>) -> Result<Field, Problem> {
    if let Some(format) = arguments.named("format") {
        check_format(&format)?;
        return Ok(Field::Time(TimeForm::Format(format.text.to_owned())));
    }
    let format = |format: &str| Ok(Field::Time(TimeForm::Format(format.to_owned())));
    let Some(word) = arguments.next_plain() else { return format("%Y-%m-%dT%H:%M:%S.%3f") };
    let milliseconds = match word.text {
        "date" => return format("%Y-%m-%d"),
        "clock" => return format("%H:%M:%S"),
        "unix" => false,
        "unix-ms" => true,
        _ => {
            return Err(word.not(
                "unix, unix-ms, date, clock or format=\"…\"",
                " unix、unix-ms、date、clock 或 format=\"…\"",
            ));
        }
    };
    let form = form(arguments, NumberForm::Decimal { width: 0 })?;
    Ok(Field::Time(TimeForm::Unix { milliseconds, form }))
}

fn check_format(format: &Word<'_>) -> Result<(), Problem> {
    let mut rest = format.text;
    while let Some(at) = rest.find('%') {
        let conversion = &rest[at + 1..];
        let length = match conversion.as_bytes() {
            [b'Y' | b'm' | b'd' | b'H' | b'M' | b'S' | b'y' | b'%', ..] => 1,
            [b'3', b'f', ..] => 2,
            _ => {
                return Err(format.not(
                    "made of %Y %y %m %d %H %M %S %3f %%",
                    "由 %Y %y %m %d %H %M %S %3f %% 组成的格式",
                ));
            }
        };
        rest = &conversion[length..];
    }
    Ok(())
}

fn random(arguments: &mut Arguments<'_>) -> Result<Field, Problem> {
    let bytes = match arguments.next_plain() {
        None => 1,
        Some(word) => match word.text.parse() {
            Ok(bytes @ 1..=4096) => bytes,
            _ => return Err(word.not("a number of bytes from 1 to 4096", " 1 到 4096 的字节数")),
        },
    };
    let digits = match arguments.named("as") {
        None => None,
        Some(word) => Some(match word.text {
            "hex" => NumberForm::Hex { width: 2, upper: false },
            "HEX" => NumberForm::Hex { width: 2, upper: true },
            _ => return Err(word.not("hex or HEX", " hex 或 HEX")),
        }),
    };
    Ok(Field::Random { bytes, digits })
}

fn group(arguments: &mut Arguments<'_>) -> Group {
    let Some(word) = arguments.next_plain() else { return Group::Number(0) };
    match word.text.parse() {
        Ok(number) => Group::Number(number),
        Err(_) => Group::Name(word.text.to_owned()),
    }
}

fn mark(arguments: &mut Arguments<'_>) -> Result<Field, Problem> {
    let name = arguments.next_plain().filter(|word| is_mark(word.text));
    let name = name.ok_or_else(|| {
        Problem::new(
            arguments.all.clone(),
            Wording::new(
                "a mark needs a name that begins with a letter",
                "标记需要以字母开头的名字",
            ),
            Wording::new("write for example ${mark body}", "例如写 ${mark body}"),
        )
    })?;
    Ok(Field::Mark(name.text.to_owned()))
}

fn is_mark(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic()) && !matches!(name, "end" | "here")
}

fn check(arguments: &mut Arguments<'_>) -> Result<Field, Problem> {
    let word = arguments.next_plain().ok_or_else(|| {
        Problem::new(
            arguments.all.clone(),
            Wording::new("check needs an algorithm", "check 需要一种算法"),
            Wording::new(
                "write for example ${check CRC-16/MODBUS}",
                "例如写 ${check CRC-16/MODBUS}",
            ),
        )
    })?;
    let checksum = Checksum::named(word.text).ok_or_else(|| {
        word.not(
            "SUM-8, SUM-16, XOR, LRC or a CRC of the catalogue",
            " SUM-8、SUM-16、XOR、LRC 或目录中的 CRC",
        )
    })?;
    let order = match arguments.named("order") {
        // The byte order that Modbus uses for its CRC, unlike for everything else.
        None if checksum.name() == "CRC-16/MODBUS" => ByteOrder::Little,
        None => ByteOrder::Big,
        Some(word) => match word.text {
            "big" => ByteOrder::Big,
            "little" => ByteOrder::Little,
            _ => return Err(word.not("big or little", " big 或 little")),
        },
    };
    let bytes = checksum.bytes();
    let form = form(arguments, NumberForm::Integer { bytes, order })?;
    let form = match form {
        NumberForm::Hex { width: 0, upper } => NumberForm::Hex { width: 2 * bytes, upper },
        form => form,
    };
    Ok(Field::Check { checksum, form, range: range(arguments, Bound::Offset(0), Bound::Before)? })
}

fn form(arguments: &mut Arguments<'_>, default: NumberForm) -> Result<NumberForm, Problem> {
    let form = match arguments.named("as") {
        None => default,
        Some(word) => NumberForm::named(word.text).ok_or_else(|| {
            word.not(
                "dec, hex, HEX, u8, u16be, u16le … u64le",
                " dec、hex、HEX、u8、u16be、u16le……u64le",
            )
        })?,
    };
    let Some(word) = arguments.named("width") else { return Ok(form) };
    match word.text.parse() {
        Ok(width @ 0..=64) => Ok(form.padded(width)),
        _ => Err(word.not("a number of digits from 0 to 64", " 0 到 64 的位数")),
    }
}

fn range(arguments: &mut Arguments<'_>, from: Bound, to: Bound) -> Result<FieldRange, Problem> {
    Ok(FieldRange { from: bound(arguments, "from", from)?, to: bound(arguments, "to", to)? })
}

fn bound(arguments: &mut Arguments<'_>, key: &str, default: Bound) -> Result<Bound, Problem> {
    let Some(word) = arguments.named(key) else { return Ok(default) };
    match word.text {
        "end" => Ok(Bound::End),
        "here" => Ok(Bound::Before),
        name if is_mark(name) => Ok(Bound::Mark(name.to_owned())),
        number => number.parse().map(Bound::Offset).map_err(|_| {
            word.not("a number of bytes, a mark's name, here or end", "字节数、标记名、here 或 end")
        }),
    }
}

fn unknown_field(name: &str, length: usize) -> Problem {
    Problem::new(
        0..length,
        Wording::new(format!("there is no field {name:?}"), format!("没有字段 {name:?}")),
        Wording::new(
            format!("use one of {FIELDS}, or \\${{ for the characters themselves"),
            format!("使用 {FIELDS} 之一；若要原样的字符，写 \\${{"),
        ),
    )
}
