//! The diagram's rows: one for each thing that happened.

use lab_shared::call::{Micros, SocketId};
use lab_shared::kernel::CaptureState;

use super::calls::moments_of;
use super::derived::derived;
use super::model::{Arrow, Bar, Item, Moment, Side};
use super::packets::on_cable;
use super::segments::captured;
use crate::boundaries::state::other_end;
use crate::lab::state::Lab;

/// Most rows drawn: the newest.
const MAX_ROWS: usize = 240;

/// A packet that is there sooner, in microseconds, has one row: a slope would be no measure of it.
const AT_ONCE: u64 = 1000;

/// The diagram.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sequence {
    /// What to draw.
    pub items: Vec<Item>,
    /// When each row happened.
    pub rows: Vec<Micros>,
    /// Whether the other program's calls are known: it is of this page.
    pub peer_known: bool,
    /// Whether segments are derived, because none can be captured.
    pub derived: bool,
    /// Whether segments are those that the cables of the network saw.
    pub on_cable: bool,
    /// Rows that are too old to be drawn.
    pub earlier: usize,
    /// Segments that were lost on the way to the page.
    pub missed: u64,
}

impl Sequence {
    /// The diagram of a socket.
    #[must_use]
    pub(crate) fn of(lab: &Lab, socket: SocketId) -> Self {
        let other = other_end(&lab.timeline, socket);
        let mut moments = moments_of(lab, socket, Side::Own);
        if let Some(other) = other {
            moments.extend(moments_of(lab, other, Side::Peer));
        }
        let travelled = on_cable(lab, socket);
        let on_cable = travelled.is_some();
        let seen = travelled.unwrap_or_else(|| captured(lab, socket));
        let can_see = on_cable || lab.capture == CaptureState::Available;
        // Segments from before the watch are derived even where the relay can capture.
        let is_derived = seen.is_empty() && !can_see;
        match is_derived {
            true => moments.extend(derived(lab, socket, other)),
            false => moments.extend(seen),
        }
        moments.sort_by_key(|(at, _)| *at);
        let mut sequence = Self::laid_out(&moments);
        sequence.peer_known = other.is_some();
        sequence.derived = is_derived;
        sequence.on_cable = on_cable;
        sequence.missed = if on_cable { lab.network.missed() } else { lab.kernel.missed() };
        sequence
    }

    /// Gives each moment a row; a call that returns before anything else happens has one row.
    fn laid_out(moments: &[(Micros, Moment)]) -> Self {
        let mut sequence = Self::default();
        let mut newest = None;
        // The sides of the pending calls.
        let mut open: Vec<Side> = Vec::new();
        for (at, moment) in moments {
            if let Moment::Ends(bar) = moment {
                if let Some(ended) = open.iter().rposition(|side| *side == bar.side) {
                    open.remove(ended);
                }
                let row = match newest == Some(bar.call) {
                    true => sequence.rows.len() - 1,
                    false => sequence.row(*at),
                };
                sequence.end(bar, row);
                continue;
            }
            if let Moment::Lands(serial) = moment {
                sequence.land(*serial, *at);
                newest = None;
                continue;
            }
            let row = sequence.row(*at);
            newest = None;
            match moment {
                Moment::Begins(bar) => {
                    newest = Some(bar.call);
                    let depth = open.iter().filter(|side| **side == bar.side).count();
                    let bar = Bar { from: row, to: row, depth, ..bar.clone() };
                    open.push(bar.side);
                    sequence.items.push(Item::Bar(bar));
                }
                Moment::Travels(arrow) => {
                    let mut arrow = Arrow { row, ..arrow.clone() };
                    if let Some(travel) = &mut arrow.travel {
                        travel.row = row;
                    }
                    sequence.items.push(Item::Arrow(arrow));
                }
                Moment::Ends(_) | Moment::Lands(_) => {}
            }
        }
        let last = sequence.rows.len().saturating_sub(1);
        for item in &mut sequence.items {
            if let Item::Bar(bar) = item
                && bar.pending
            {
                bar.to = last;
            }
        }
        sequence.cut();
        sequence
    }

    fn row(&mut self, at: Micros) -> usize {
        self.rows.push(at);
        self.rows.len() - 1
    }

    fn end(&mut self, ended: &Bar, row: usize) {
        let same = |item: &&mut Item| matches!(item, Item::Bar(bar) if bar.call == ended.call);
        if let Some(Item::Bar(bar)) = self.items.iter_mut().rev().find(same) {
            bar.to = row;
        }
    }

    /// A packet arrives or is lost: in the row in which it was sent, where that was just now.
    fn land(&mut self, serial: u64, at: Micros) {
        let last = self.rows.len().saturating_sub(1);
        let found = self.items.iter().rposition(|item| match item {
            Item::Arrow(arrow) => arrow.travel.as_ref().is_some_and(|it| it.serial == serial),
            Item::Bar(_) => false,
        });
        let Some(Item::Arrow(arrow)) = found.and_then(|found| self.items.get_mut(found)) else {
            return;
        };
        let sent = arrow.row;
        let Some(travel) = &mut arrow.travel else { return };
        travel.row = if sent == last && travel.time.0 < AT_ONCE { sent } else { last + 1 };
        if travel.row > last {
            self.rows.push(at);
        }
    }

    /// Leaves out the oldest rows.
    fn cut(&mut self) {
        let over = self.rows.len().saturating_sub(MAX_ROWS);
        self.earlier = over;
        self.rows.drain(..over);
        self.items.retain_mut(|item| match item {
            Item::Bar(bar) => {
                let keep = bar.to >= over;
                (bar.from, bar.to) = (bar.from.saturating_sub(over), bar.to.saturating_sub(over));
                keep
            }
            Item::Arrow(arrow) => {
                let keep = arrow.last_row() >= over;
                arrow.row = arrow.row.saturating_sub(over);
                if let Some(travel) = &mut arrow.travel {
                    travel.row = travel.row.saturating_sub(over);
                }
                keep
            }
        });
    }
}
