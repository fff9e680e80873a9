//! Numbers in messages, to be plotted over time.

use regex::bytes::Regex;
use serde::{Deserialize, Serialize};

use super::export::csv_field;
use crate::assistant::decode::StructFormat;
use crate::assistant::problem::Problem;
use crate::assistant::rules::regex;

/// Where the numbers of a message are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum NumbersFrom {
    /// Each group of a regular expression's matches that is a number; without groups, each match.
    Regex(String),
    /// The numbers of a format in Python's `struct` notation, from the message's start.
    Struct(String),
}

/// Finds numbers in messages.
#[derive(Debug, Clone)]
pub struct Numbers(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Regex(Regex),
    Struct(StructFormat),
}

/// Most numbers of one message.
const MAX_NUMBERS: usize = 64;

impl Numbers {
    /// Reads an expression or a format.
    ///
    /// # Errors
    /// [`Problem`] if it cannot be read.
    pub fn prepare(from: &NumbersFrom) -> Result<Self, Problem> {
        Ok(Self(match from {
            NumbersFrom::Regex(expression) => Kind::Regex(regex(expression)?),
            NumbersFrom::Struct(format) => Kind::Struct(StructFormat::parse(format)?),
        }))
    }

    /// The numbers of a message, in order.
    #[must_use]
    pub fn of(&self, message: &[u8]) -> Vec<f64> {
        let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.trim().parse::<f64>().ok();
        match &self.0 {
            Kind::Struct(format) => format.numbers(message).into_iter().take(MAX_NUMBERS).collect(),
            Kind::Regex(regex) => {
                let groups = regex.captures_len();
                let found = regex.captures_iter(message).flat_map(|captures| {
                    let first = usize::from(groups > 1);
                    let groups =
                        (first..groups).filter_map(|group| number(captures.get(group)?.as_bytes()));
                    groups.collect::<Vec<_>>()
                });
                found.filter(|number| number.is_finite()).take(MAX_NUMBERS).collect()
            }
        }
    }
}

/// Numbers over time as a table: seconds, then a column a number.
#[must_use]
pub fn numbers_to_csv(rows: &[(std::time::Duration, Vec<f64>)]) -> String {
    let columns = rows.iter().map(|(_, numbers)| numbers.len()).max().unwrap_or_default();
    let mut out = String::from("seconds");
    for column in 1..=columns {
        out += &format!(",value {column}");
    }
    out += "\r\n";
    for (at, numbers) in rows {
        out += &format!("{:.3}", at.as_secs_f64());
        for column in 0..columns {
            out.push(',');
            out +=
                &numbers.get(column).map_or(String::new(), |number| csv_field(&number.to_string()));
        }
        out += "\r\n";
    }
    out
}
