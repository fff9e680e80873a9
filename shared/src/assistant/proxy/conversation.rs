//! A recorded conversation: what each side of one connection sent, and when.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::hex;
use super::message::Direction;
use crate::assistant::compose::is_default;
use crate::assistant::problem::{Problem, Wording};

/// What one recv returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// Which connection of the recording.
    #[serde(default, skip_serializing_if = "is_default")]
    pub connection: u32,
    /// Milliseconds since the recording began.
    pub at: u64,
    /// Which way.
    pub direction: Direction,
    /// The bytes; none at the end of the stream.
    #[serde(with = "hex")]
    pub bytes: Bytes,
}

impl Turn {
    /// The line of a recording.
    #[must_use]
    pub fn to_line(&self) -> String {
        serde_json::to_string(self).expect("a turn has only numbers and strings")
    }

    pub(super) fn at(&self) -> Duration {
        Duration::from_millis(self.at)
    }
}

/// One connection of a recording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    /// In the order of time.
    pub turns: Vec<Turn>,
}

impl Conversation {
    /// Reads a recording, a JSON object a line, and takes one connection out of it: the one of this
    /// number, or the first.
    ///
    /// # Errors
    /// Each line that cannot be read, with its number; or that the connection is not there.
    pub fn parse(text: &str, connection: Option<u32>) -> Result<Self, Vec<(usize, Problem)>> {
        let mut turns: Vec<Turn> = Vec::new();
        let mut problems = Vec::new();
        let mut start = 0;
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let at = start..start + line.len();
            start = at.end;
            match serde_json::from_str(line.trim_end()) {
                _ if line.trim().is_empty() => {}
                Ok(turn) => turns.push(turn),
                Err(error) => {
                    let cause = Wording::new(
                        format!("this is no part of a recording: {error}"),
                        format!("这不是录制内容：{error}"),
                    );
                    problems.push((number, Problem::new(at, cause, as_recorded())));
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let wanted = connection.or_else(|| turns.first().map(|turn| turn.connection));
        turns.retain(|turn| Some(turn.connection) == wanted);
        if turns.is_empty() {
            let cause = match connection {
                Some(number) => Wording::new(
                    format!("the recording has no connection {number}"),
                    format!("录制中没有连接 {number}"),
                ),
                None => Wording::new("the recording is empty", "录制为空"),
            };
            return Err(vec![(1, Problem::new(0..0, cause, as_recorded()))]);
        }
        turns.sort_by_key(|turn| turn.at);
        Ok(Self { turns })
    }
}

fn as_recorded() -> Wording {
    Wording::new(
        "record one with socket-lab assist proxy --record",
        "用 socket-lab assist proxy --record 录制",
    )
}
