//! One fault at work.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::{Bytes, BytesMut};

use super::chance::Chance;
use super::fault::Fault;

/// Most items that wait in a stage before the one in front of it stops.
const STAGE_ITEMS: usize = 1024;

/// How long a limited line sends one piece.
const LINE_PIECE: Duration = Duration::from_millis(100);

/// What goes through a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// Bytes of a stream, or one datagram.
    Bytes(Bytes),
    /// The end of the stream.
    End,
    /// The connection closes behind what was in front of this.
    Close,
    /// The connection is reset.
    Reset,
}

impl Item {
    pub(super) fn length(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::End | Self::Close | Self::Reset => 0,
        }
    }
}

/// A fault, and what waits in it.
#[derive(Debug)]
pub(super) struct Stage {
    fault: Fault,
    /// Whether items are datagrams, which are not cut.
    datagrams: bool,
    /// Each with the moment from which it may go on.
    waiting: VecDeque<(Duration, Item)>,
    /// Bytes of all that waits.
    bytes: usize,
    /// When the line is free again, or the next piece may go; when the last delayed item is due.
    free_at: Duration,
    /// Bytes that may still pass a limit.
    left: u64,
    /// When the connection closes or is reset.
    deadline: Option<Duration>,
    /// A datagram that waits for the next one to pass it, and for how long.
    overtaken: Option<(Duration, Item)>,
    /// Nothing goes on behind a close.
    closed: bool,
}

impl Stage {
    pub(super) fn new(fault: Fault, datagrams: bool, now: Duration) -> Self {
        let mut stage = Self {
            fault,
            datagrams,
            waiting: VecDeque::new(),
            bytes: 0,
            free_at: now,
            left: u64::MAX,
            deadline: None,
            overtaken: None,
            closed: false,
        };
        match fault {
            Fault::LimitData { bytes } => {
                stage.left = bytes;
                stage.deadline = (bytes == 0).then_some(now);
            }
            Fault::Timeout { timeout: timeout @ 1.. } => {
                stage.deadline = Some(now + milliseconds(timeout));
            }
            _ => {}
        }
        stage
    }

    pub(super) fn fault(&self) -> Fault {
        self.fault
    }

    /// Whether the stage in front of it may hand over one more item.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.len() < STAGE_ITEMS
    }

    /// Bytes and items that wait here.
    pub(super) fn load(&self) -> (usize, usize) {
        (self.bytes, self.waiting.len())
    }

    /// Accepts an item, and returns how many bytes the fault took away.
    pub(super) fn push(&mut self, now: Duration, item: Item, chance: &mut Chance) -> usize {
        match (self.fault, &item) {
            _ if self.closed => return item.length(),
            (Fault::Latency { latency, jitter }, _) => {
                let least = latency.saturating_sub(jitter);
                let spread = u64::from(latency - least) + u64::from(jitter);
                let delay = u64::from(least) + chance.up_to(spread);
                self.free_at = self.free_at.max(now + Duration::from_millis(delay));
                self.wait(self.free_at, item);
            }
            (Fault::SlowClose { delay }, Item::End) => self.wait(now + milliseconds(delay), item),
            (Fault::Timeout { .. }, Item::Bytes(_)) => return item.length(),
            (Fault::ResetPeer { timeout }, Item::Bytes(_) | Item::End) => {
                self.deadline = self.deadline.or(Some(now + milliseconds(timeout)));
                return item.length();
            }
            (Fault::Loss { percent }, Item::Bytes(_)) if chance.happens(percent) => {
                return item.length();
            }
            (Fault::Duplicate { percent }, Item::Bytes(_)) => {
                if chance.happens(percent) {
                    self.wait(now, item.clone());
                }
                self.wait(now, item);
            }
            (Fault::Reorder { percent, wait }, Item::Bytes(_)) => match self.overtaken.take() {
                Some((_, overtaken)) => {
                    self.bytes -= overtaken.length();
                    self.wait(now, item);
                    self.wait(now, overtaken);
                }
                None if chance.happens(percent) => {
                    self.bytes += item.length();
                    self.overtaken = Some((now + Duration::from_millis(wait.get()), item));
                }
                None => self.wait(now, item),
            },
            _ => self.wait(now, item),
        }
        0
    }

    /// When [`Stage::take`] returns something, if no further item comes.
    pub(super) fn due(&self) -> Option<Duration> {
        let overtaken = self.overtaken.as_ref().map(|(due, _)| *due);
        let head = self.waiting.front().map(|(due, item)| match (self.fault, item) {
            (Fault::Bandwidth { rate }, Item::Bytes(_)) => {
                let piece = self.line_piece();
                (*due).max(self.free_at) + transmission(piece, rate.get())
            }
            (Fault::Bandwidth { .. } | Fault::Slicer { .. }, _) => (*due).max(self.free_at),
            _ => *due,
        });
        overtaken.into_iter().chain(head).chain(self.deadline).min()
    }

    /// What goes on now, if anything is due.
    pub(super) fn take(&mut self, now: Duration, chance: &mut Chance) -> Option<Item> {
        let due = self.due().filter(|due| *due <= now)?;
        if self.deadline.is_some_and(|deadline| deadline <= now) {
            self.deadline = None;
            self.close();
            let is_reset = matches!(self.fault, Fault::ResetPeer { .. });
            return Some(if is_reset { Item::Reset } else { Item::Close });
        }
        if let Some((_, overtaken)) = self.overtaken.take_if(|(due, _)| *due <= now) {
            self.bytes -= overtaken.length();
            return Some(overtaken);
        }
        let line_piece = self.line_piece();
        let (entered, item) = self.waiting.pop_front()?;
        let Item::Bytes(mut bytes) = item else { return Some(item) };
        if matches!(self.fault, Fault::Bandwidth { .. }) && bytes.len() < line_piece {
            bytes = self.joined(bytes, line_piece);
        }
        let length = match self.fault {
            Fault::Slicer { average_size, size_variation, .. } => {
                let (average, variation) = (average_size.get(), size_variation);
                let least = average.saturating_sub(variation).max(1);
                let most = average.saturating_add(variation);
                let size = u64::from(least) + chance.up_to(u64::from(most - least));
                bytes.len().min(usize::try_from(size).unwrap_or(usize::MAX))
            }
            Fault::Bandwidth { .. } => line_piece,
            Fault::LimitData { .. } => {
                bytes.len().min(usize::try_from(self.left).unwrap_or(usize::MAX))
            }
            _ => bytes.len(),
        };
        let piece = bytes.split_to(length);
        self.bytes -= length;
        match self.fault {
            Fault::Slicer { delay, .. } => {
                self.free_at = now + Duration::from_micros(delay.into());
            }
            // A host that wakes late must not slow the line down; a peer that does not read does.
            Fault::Bandwidth { .. } => self.free_at = due.max(now.saturating_sub(LINE_PIECE)),
            Fault::LimitData { .. } => {
                self.left -= length as u64;
                if self.left == 0 {
                    self.bytes -= bytes.len();
                    self.close();
                    self.deadline = Some(now);
                    return Some(Item::Bytes(piece));
                }
            }
            _ => {}
        }
        if !bytes.is_empty() {
            self.waiting.push_front((entered, Item::Bytes(bytes)));
        }
        Some(Item::Bytes(piece))
    }

    /// Everything that waits, in order, without its delay.
    pub(super) fn into_waiting(mut self) -> impl Iterator<Item = Item> {
        let overtaken = self.overtaken.take();
        self.waiting.into_iter().chain(overtaken).map(|(_, item)| item)
    }

    fn wait(&mut self, due: Duration, item: Item) {
        self.bytes += item.length();
        self.waiting.push_back((due, item));
    }

    fn close(&mut self) {
        self.closed = true;
        self.waiting.clear();
        self.bytes = 0;
    }

    /// Bytes of the next piece on a limited line. As on a real one, short messages that wait for it are sent
    /// together.
    fn line_piece(&self) -> usize {
        let bytes_of = |(_, item): &(Duration, Item)| match item {
            Item::Bytes(bytes) => Some(bytes.len()),
            _ => None,
        };
        let mut waiting = self.waiting.iter().map_while(bytes_of);
        match self.fault {
            Fault::Bandwidth { rate } if !self.datagrams => {
                let most = u128::from(rate.get()) * LINE_PIECE.as_millis();
                let most = usize::try_from(most).unwrap_or(usize::MAX);
                let mut piece = 0;
                while piece < most
                    && let Some(bytes) = waiting.next()
                {
                    piece += bytes;
                }
                piece.min(most)
            }
            _ => waiting.next().unwrap_or_default(),
        }
    }

    /// These bytes, and as many of those behind them as there must be.
    fn joined(&mut self, first: Bytes, length: usize) -> Bytes {
        let mut joined = BytesMut::from(first);
        while joined.len() < length
            && let Some((_, Item::Bytes(next))) =
                self.waiting.pop_front_if(|(_, item)| matches!(item, Item::Bytes(_)))
        {
            joined.extend_from_slice(&next);
        }
        joined.freeze()
    }
}

fn milliseconds(count: u32) -> Duration {
    Duration::from_millis(count.into())
}

/// How long a line of this rate, in bytes a millisecond, is busy.
fn transmission(bytes: usize, rate: u32) -> Duration {
    Duration::from_micros(bytes as u64 * 1000 / u64::from(rate))
}
