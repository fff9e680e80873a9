//! Plays one side of a recorded conversation, and compares the other side with it.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::conversation::{Conversation, Turn};
use super::hex;
use super::message::{Direction, Side};

/// Most bytes that one difference shows of each side.
const SHOWN_BYTES: usize = 64;

/// When the replay sends, and how long it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplayPace {
    /// Whether the recorded pauses are kept; otherwise everything is sent as soon as the other side
    /// has sent what came before.
    pub with_timing: bool,
    /// How long the other side may be silent, beside the recorded pause, before its bytes are missing.
    pub patience: Duration,
}

/// Where the other side was not as recorded. Offsets count its bytes from the begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Other bytes came; at most 64 are shown.
    Changed {
        /// From where.
        offset: u64,
        /// As recorded.
        #[serde(with = "hex")]
        recorded: Bytes,
        /// As received.
        #[serde(with = "hex")]
        received: Bytes,
    },
    /// Bytes did not come.
    Missing {
        /// From where.
        offset: u64,
        /// How many.
        bytes: u64,
    },
    /// More bytes came than were recorded.
    Extra {
        /// From where.
        offset: u64,
        /// The first of them.
        #[serde(with = "hex")]
        received: Bytes,
    },
    /// The end of the stream did not come.
    NotEnded,
    /// The connection failed; why, in Python's words.
    Failed(String),
}

/// What happened to the socket of a replay.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplayInput {
    /// recv returned bytes.
    Received(Bytes),
    /// The other side sends nothing more.
    Ended,
    /// The bytes of the last [`ReplayOutput::Send`] were written.
    Sent,
    /// A call has failed; why.
    Lost(String),
    /// The moment of [`Replay::poll_timeout`] has come.
    Timeout,
}

/// What the host does, or shows.
#[derive(Debug, Clone, PartialEq)]
pub enum ReplayOutput {
    /// Send all these bytes, and hand in [`ReplayInput::Sent`].
    Send(Bytes),
    /// Send the end of the stream.
    Finish,
    /// Show this.
    Difference(Difference),
    /// All was played; close the connection. How often the other side differed.
    Done(u64),
}

/// One side of a conversation, played on one connection.
#[derive(Debug)]
pub struct Replay {
    turns: Vec<Turn>,
    /// The direction of what is sent.
    own: Direction,
    pace: ReplayPace,
    /// The turn that is under way.
    next: usize,
    /// When the turn before was over, or when the other side sent last.
    since: Duration,
    is_sending: bool,
    /// The recorded bytes of the other side.
    recorded: Vec<u8>,
    /// How many of them are of turns that are over.
    over: usize,
    /// How many of them have come or are given up.
    heard: usize,
    has_ended: bool,
    /// Differing bytes that are not yet reported, and where they begin.
    changed: (u64, Vec<u8>, Vec<u8>),
    /// Bytes behind all that was recorded have come.
    has_extra: bool,
    differences: u64,
    is_done: bool,
    outputs: VecDeque<ReplayOutput>,
}

impl Replay {
    /// A replay on a connection that is open.
    #[must_use]
    pub fn new(conversation: Conversation, role: Side, pace: ReplayPace, now: Duration) -> Self {
        let own = match role {
            Side::Client => Direction::ToServer,
            Side::Server => Direction::ToClient,
        };
        let others = conversation.turns.iter().filter(|turn| turn.direction != own);
        let recorded = others.flat_map(|turn| turn.bytes.iter().copied()).collect();
        let mut replay = Self {
            turns: conversation.turns,
            own,
            pace,
            next: 0,
            since: now,
            is_sending: false,
            recorded,
            over: 0,
            heard: 0,
            has_ended: false,
            changed: (0, Vec::new(), Vec::new()),
            has_extra: false,
            differences: 0,
            is_done: false,
            outputs: VecDeque::new(),
        };
        replay.go_on(now);
        replay
    }

    /// Handles an input. Then call [`Replay::poll_output`] until it returns `None`.
    pub fn handle(&mut self, now: Duration, input: ReplayInput) {
        if self.is_done {
            return;
        }
        match input {
            ReplayInput::Received(bytes) => {
                if self.waits() {
                    self.since = now;
                }
                self.compare(&bytes);
            }
            ReplayInput::Ended => self.has_ended = true,
            ReplayInput::Sent => {
                self.is_sending = false;
                self.turn_over(now);
            }
            ReplayInput::Lost(reason) => {
                self.differ(Difference::Failed(reason));
                self.finish();
                return;
            }
            ReplayInput::Timeout => self.give_up(now),
        }
        self.go_on(now);
    }

    /// The next output, until there is none.
    pub fn poll_output(&mut self) -> Option<ReplayOutput> {
        self.outputs.pop_front()
    }

    /// When to hand in [`ReplayInput::Timeout`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        if self.is_done || self.is_sending {
            return None;
        }
        let turn = self.turns.get(self.next)?;
        Some(match turn.direction == self.own {
            true => self.since + self.pause(),
            false => self.since + self.pause() + self.pace.patience,
        })
    }

    /// The recorded pause before the turn that is under way.
    fn pause(&self) -> Duration {
        if !self.pace.with_timing {
            return Duration::ZERO;
        }
        let at = |place: usize| self.turns.get(place).map_or(Duration::ZERO, Turn::at);
        let before = self.next.checked_sub(1).map_or(at(self.next), at);
        at(self.next).saturating_sub(before)
    }

    /// Sends and steps over turns as far as it can.
    fn go_on(&mut self, now: Duration) {
        while !self.is_sending && !self.is_done {
            let Some(turn) = self.turns.get(self.next) else {
                self.finish();
                return;
            };
            let bytes = turn.bytes.clone();
            if turn.direction == self.own {
                if self.since + self.pause() > now {
                    return;
                }
                if bytes.is_empty() {
                    self.outputs.push_back(ReplayOutput::Finish);
                    self.turn_over(now);
                } else {
                    self.is_sending = true;
                    self.outputs.push_back(ReplayOutput::Send(bytes));
                }
            } else if self.is_heard() {
                self.turn_over(now);
            } else if self.has_ended {
                self.miss();
                self.turn_over(now);
            } else {
                return;
            }
        }
    }

    /// Whether the turn under way is the other side's.
    fn waits(&self) -> bool {
        self.turns.get(self.next).is_some_and(|turn| turn.direction != self.own)
    }

    fn turn_over(&mut self, now: Duration) {
        if self.waits() {
            self.over = self.turn_end();
        }
        self.next += 1;
        self.since = now;
    }

    /// Where the bytes of the turn under way end among the other side's.
    fn turn_end(&self) -> usize {
        self.over + self.turns[self.next].bytes.len()
    }

    /// Whether the other side's turn under way has come.
    fn is_heard(&self) -> bool {
        let is_end = self.turns[self.next].bytes.is_empty();
        if is_end { self.has_ended } else { self.heard >= self.turn_end() }
    }

    /// The time for what is waited for is over.
    fn give_up(&mut self, now: Duration) {
        let is_due = self.poll_timeout().is_some_and(|due| due <= now);
        if is_due && self.waits() {
            self.miss();
            self.turn_over(now);
        }
    }

    /// Reports what has not come of the turn under way, which is then compared no more.
    fn miss(&mut self) {
        self.flush();
        let end = self.turn_end();
        if self.turns[self.next].bytes.is_empty() {
            if !self.has_ended {
                self.differ(Difference::NotEnded);
            }
        } else if self.heard < end {
            let (offset, bytes) = (self.heard as u64, (end - self.heard) as u64);
            self.heard = end;
            self.differ(Difference::Missing { offset, bytes });
        }
    }

    fn compare(&mut self, received: &[u8]) {
        for (at, byte) in received.iter().enumerate() {
            let Some(recorded) = self.recorded.get(self.heard).copied() else {
                self.flush();
                if !std::mem::replace(&mut self.has_extra, true) {
                    let shown = &received[at..received.len().min(at + SHOWN_BYTES)];
                    let received = Bytes::copy_from_slice(shown);
                    self.differ(Difference::Extra { offset: self.heard as u64, received });
                }
                return;
            };
            if recorded == *byte {
                self.flush();
            } else {
                if self.changed.1.is_empty() {
                    self.changed.0 = self.heard as u64;
                }
                self.changed.1.push(recorded);
                self.changed.2.push(*byte);
                if self.changed.1.len() == SHOWN_BYTES {
                    self.flush();
                }
            }
            self.heard += 1;
        }
    }

    /// Reports differing bytes that belong together.
    fn flush(&mut self) {
        if self.changed.1.is_empty() {
            return;
        }
        let (offset, recorded, received) = std::mem::take(&mut self.changed);
        self.differ(Difference::Changed {
            offset,
            recorded: recorded.into(),
            received: received.into(),
        });
    }

    fn differ(&mut self, difference: Difference) {
        self.differences += 1;
        self.outputs.push_back(ReplayOutput::Difference(difference));
    }

    fn finish(&mut self) {
        self.flush();
        self.is_done = true;
        self.outputs.push_back(ReplayOutput::Done(self.differences));
    }
}
