//! From a template to bytes, with what was computed marked.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::field::{Bound, Field, FieldRange, Group, TimeForm};
use super::{Form, MAX_MESSAGE_BYTES, Part, Template};
use crate::assistant::clock::Now;
use crate::assistant::compose::charset::Charset;
use crate::assistant::compose::number::{NumberForm, Written};
use crate::assistant::problem::{Problem, Wording};
use crate::assistant::random::SplitMix64;

/// What fields are computed from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The time of the send.
    pub now: Now,
    /// How many times the message was sent before.
    pub sent: u64,
    /// From the host's source of randomness; the same seed gives the same random bytes.
    pub seed: u64,
    /// What a rule's pattern matched.
    pub captures: Option<&'a Captures>,
}

/// What a rule's pattern matched in a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Captures {
    /// The message.
    pub message: Vec<u8>,
    /// Each group's name, where it has one, and bytes; the first is the whole match. A group that
    /// took no part is empty.
    pub groups: Vec<(Option<String>, Vec<u8>)>,
    /// The sender's address.
    pub peer: String,
}

/// The bytes of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composed {
    /// All of them.
    pub bytes: Vec<u8>,
    /// Which of them were computed, in order.
    pub computed: Vec<ComputedSpan>,
    /// How the message was written.
    pub form: Form,
}

/// Bytes that a field computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComputedSpan {
    /// Their place in the message.
    pub bytes: Range<usize>,
    /// The field's place in the template.
    pub source: Range<usize>,
    /// What was computed, such as `counter` or `CRC-16/MODBUS`.
    pub what: String,
    /// The part of the message that a checksum or a length is of.
    pub covers: Option<Range<usize>>,
}

/// How often lengths in digits are computed again until none changes another.
const ROUNDS: usize = 8;

impl Template {
    /// Computes the message.
    ///
    /// # Errors
    /// [`Problem`] if a field needs a match where there is none, names a group that the pattern
    /// lacks, or has a range outside the message.
    pub fn compose(&self, context: &Context<'_>) -> Result<Composed, Problem> {
        let mut parts = Vec::with_capacity(self.pieces.len());
        for (index, piece) in self.pieces.iter().enumerate() {
            parts.push(match &piece.part {
                Part::Literal(bytes) => bytes.clone(),
                Part::Field(field) => self
                    .first_bytes(field, context, index as u64)
                    .map_err(|(cause, remedy)| Problem::new(piece.source.clone(), cause, remedy))?,
            });
        }
        self.compute_lengths(&mut parts)?;
        self.compute_checks(&mut parts)?;
        let total: usize = parts.iter().map(Vec::len).sum();
        if total > MAX_MESSAGE_BYTES {
            return Err(Problem::new(
                0..0,
                Wording::new("the message would be longer than 1 MiB", "消息将超过 1 MiB"),
                Wording::new("shorten what the reply copies", "缩短回复中复制的内容"),
            ));
        }
        let mut composed =
            Composed { bytes: Vec::with_capacity(total), computed: Vec::new(), form: self.form };
        for (index, piece) in self.pieces.iter().enumerate() {
            let start = composed.bytes.len();
            composed.bytes.extend(&parts[index]);
            if let (Part::Field(field), true) = (&piece.part, composed.bytes.len() > start) {
                let covers = field.range().map(|range| self.resolve(range, &parts, index));
                composed.computed.push(ComputedSpan {
                    bytes: start..composed.bytes.len(),
                    source: piece.source.clone(),
                    what: field.to_string(),
                    covers: covers.transpose()?,
                });
            }
        }
        Ok(composed)
    }

    /// The bytes of a field that looks at no other part; lengths and checksums as zeros.
    fn first_bytes(
        &self,
        field: &Field,
        context: &Context<'_>,
        index: u64,
    ) -> Result<Vec<u8>, (Wording, Wording)> {
        let captured = || context.captures.ok_or_else(no_match);
        Ok(match field {
            Field::Counter { start, step, until, form } => {
                self.number(counted(*start, *step, *until, context.sent), *form)
            }
            Field::Time(TimeForm::Format(format)) => self.text(&formatted(format, &context.now)),
            Field::Time(TimeForm::Unix { milliseconds: true, form }) => {
                self.number(context.now.unix.as_millis(), *form)
            }
            Field::Time(TimeForm::Unix { milliseconds: false, form }) => {
                self.number(context.now.unix.as_secs().into(), *form)
            }
            Field::Random { bytes, digits } => {
                let random = random(context.seed ^ index.wrapping_mul(SplitMix64::STEP), *bytes);
                match digits {
                    None => random,
                    Some(form) => random
                        .into_iter()
                        .flat_map(|byte| self.number(byte.into(), *form))
                        .collect(),
                }
            }
            Field::Match(group) => {
                captured()?.group(group).ok_or_else(|| no_group(group))?.to_vec()
            }
            Field::Message => captured()?.message.clone(),
            Field::Peer => self.text(&captured()?.peer),
            Field::Mark(_) => Vec::new(),
            Field::Length { form, .. } | Field::Check { form, .. } => self.number(0, *form),
        })
    }

    /// Lengths in digits may change the lengths of others.
    fn compute_lengths(&self, parts: &mut [Vec<u8>]) -> Result<(), Problem> {
        for _ in 0..ROUNDS {
            let mut changed = false;
            for (index, piece) in self.pieces.iter().enumerate() {
                let Part::Field(Field::Length { range, plus, form }) = &piece.part else {
                    continue;
                };
                let range = self.resolve(range, parts, index)?;
                let length = (range.len() as i64).saturating_add(*plus).max(0);
                let bytes = self.number(length.unsigned_abs().into(), *form);
                changed |= parts[index] != bytes;
                parts[index] = bytes;
            }
            if !changed {
                break;
            }
        }
        Ok(())
    }

    /// Each checksum counts its own bytes, and those of checksums behind it, as zeros.
    fn compute_checks(&self, parts: &mut [Vec<u8>]) -> Result<(), Problem> {
        for (index, piece) in self.pieces.iter().enumerate() {
            let Part::Field(Field::Check { checksum, range, form }) = &piece.part else { continue };
            let range = self.resolve(range, parts, index)?;
            let message = parts.concat();
            parts[index] = self.number(checksum.compute(&message[range]), *form);
        }
        Ok(())
    }

    /// A range of the message as it is now.
    fn resolve(
        &self,
        range: &FieldRange,
        parts: &[Vec<u8>],
        index: usize,
    ) -> Result<Range<usize>, Problem> {
        let before = |index: usize| parts[..index].iter().map(Vec::len).sum::<usize>();
        let total = before(parts.len());
        let place = |bound: &Bound| match bound {
            Bound::Offset(offset) => {
                let distance = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
                if *offset < 0 { total.checked_sub(distance) } else { Some(distance) }
            }
            Bound::End => Some(total),
            Bound::Before => Some(before(index)),
            Bound::Behind => Some(before(index + 1)),
            Bound::Mark(name) => self
                .pieces
                .iter()
                .position(
                    |piece| matches!(&piece.part, Part::Field(Field::Mark(mark)) if mark == name),
                )
                .map(before),
        };
        match (place(&range.from), place(&range.to)) {
            (Some(from), Some(to)) if from <= to && to <= total => Ok(from..to),
            _ => Err(Problem::new(
                self.pieces[index].source.clone(),
                Wording::new(
                    format!("this range is not within the message of {total} bytes"),
                    format!("这个范围不在 {total} 字节的消息之内"),
                ),
                Wording::new(
                    "let from= be in front of to=, both inside",
                    "让 from= 在 to= 之前，且都在消息内",
                ),
            )),
        }
    }

    fn number(&self, number: u128, form: NumberForm) -> Vec<u8> {
        match form.write(number) {
            Written::Digits(digits) => self.text(&digits),
            Written::Bytes(bytes) => bytes,
        }
    }

    /// Digits, dates and addresses are ASCII, which every encoding has; a path with other characters
    /// is written in UTF-8 where the encoding lacks one.
    fn text(&self, text: &str) -> Vec<u8> {
        let charset: Charset = self.charset;
        charset.encode(text).unwrap_or_else(|_| text.as_bytes().to_vec())
    }
}

impl Captures {
    fn group(&self, group: &Group) -> Option<&[u8]> {
        let found = match group {
            Group::Number(number) => self.groups.get(*number),
            Group::Name(name) => self.groups.iter().find(|(known, _)| known.as_ref() == Some(name)),
        };
        found.map(|(_, bytes)| bytes.as_slice())
    }
}

/// The counter's value after `sent` sends. Behind `until` it begins again.
fn counted(start: u64, step: i64, until: Option<u64>, sent: u64) -> u128 {
    let turn = until.and_then(|until| {
        let values = until.abs_diff(start).checked_div(step.unsigned_abs())?;
        values.checked_add(1)
    });
    let steps = turn.map_or(sent, |turn| sent % turn);
    let value = start.wrapping_add_signed((steps as i64).wrapping_mul(step));
    value.into()
}

fn formatted(format: &str, now: &Now) -> String {
    let time = now.local_time;
    let mut out = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            out.push(character);
            continue;
        }
        out += &match characters.next() {
            Some('Y') => format!("{:04}", time.year),
            Some('y') => format!("{:02}", time.year.rem_euclid(100)),
            Some('m') => format!("{:02}", time.month),
            Some('d') => format!("{:02}", time.day),
            Some('H') => format!("{:02}", time.hour),
            Some('M') => format!("{:02}", time.minute),
            Some('S') => format!("{:02}", time.second),
            Some('3') => {
                characters.next();
                format!("{:03}", now.milliseconds())
            }
            other => other.map(String::from).unwrap_or_default(),
        };
    }
    out
}

/// Bytes that the seed decides.
fn random(seed: u64, bytes: usize) -> Vec<u8> {
    let mut numbers = SplitMix64::new(seed);
    std::iter::repeat_with(|| numbers.next()).flat_map(u64::to_le_bytes).take(bytes).collect()
}

fn no_match() -> (Wording, Wording) {
    (
        Wording::new("there is no received message here", "这里没有收到的消息"),
        Wording::new("use this field in the reply of a rule", "请在规则的回复中使用这个字段"),
    )
}

fn no_group(group: &Group) -> (Wording, Wording) {
    let name = match group {
        Group::Number(number) => number.to_string(),
        Group::Name(name) => name.clone(),
    };
    (
        Wording::new(format!("the pattern has no group {name}"), format!("模式没有分组 {name}")),
        Wording::new(
            "use a group of the rule's regular expression, or 0 for the whole match",
            "使用规则的正则表达式中的分组，0 表示整个匹配",
        ),
    )
}
