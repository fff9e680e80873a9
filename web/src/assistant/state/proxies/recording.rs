//! A recorded conversation, as the log of the place has it.

use std::collections::BTreeSet;

use bytes::Bytes;
use lab_shared::assistant::log::{Entry, EntryKind};
use lab_shared::assistant::proxy::Turn;

use crate::assistant::state::log::LogModel;

/// What a proxy's clients and their servers said.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Recording {
    turns: Vec<Turn>,
    /// The connections in it.
    pub(crate) connections: BTreeSet<u32>,
    /// Whether something passed that the log does not have.
    pub(crate) has_gaps: bool,
}

impl Recording {
    /// What the log has of a proxy.
    #[must_use]
    pub(crate) fn of(log: &LogModel, proxy: &str) -> Self {
        let mut recording = Self { has_gaps: log.book.dropped() > 0, ..Self::default() };
        let mut ended = BTreeSet::new();
        for row in log.book.rows().iter().filter(|row| row.entry.end == proxy) {
            let Entry { now, peer, direction: Some(direction), kind, .. } = &row.entry else {
                continue;
            };
            let number = peer.split(' ').next().and_then(|number| number.parse().ok());
            let Some(connection) = number else { continue };
            let bytes = match kind {
                EntryKind::Received { bytes, .. } => bytes.clone(),
                // The end is received, and then sent.
                EntryKind::Closed(_) if ended.insert((connection, *direction)) => Bytes::new(),
                EntryKind::Fault(_) => {
                    recording.has_gaps = true;
                    continue;
                }
                _ => continue,
            };
            let at = u64::try_from(now.since_start.as_millis()).unwrap_or(u64::MAX);
            recording.connections.insert(connection);
            recording.turns.push(Turn { connection, at, direction: *direction, bytes });
        }
        recording
    }

    /// All of it as a file, or one connection.
    #[must_use]
    pub(crate) fn to_lines(&self, connection: Option<u32>) -> String {
        let wanted = |turn: &&Turn| connection.is_none_or(|only| only == turn.connection);
        self.turns.iter().filter(wanted).map(|turn| turn.to_line() + "\n").collect()
    }
}
