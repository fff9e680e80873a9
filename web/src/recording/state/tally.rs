//! What a recording holds at once. A relay bounds a page's sockets and pending calls; a recording
//! with more was not made by a page and cannot be drawn.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{CallId, Op, SocketId};

use super::network::check_packet;
use super::{Event, What};

/// Most calls pending at once: eight times a relay's default limit.
pub(crate) const MAX_PENDING: usize = 8 * lab_shared::wire::DEFAULT_MAX_PENDING;

/// Most sockets open at once: sixteen times that.
pub(crate) const MAX_OPEN: usize = 16 * lab_shared::wire::DEFAULT_MAX_SOCKETS;

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Crowd {
    /// Calls that have not returned.
    Pending,
    /// Sockets.
    Open,
}

/// Why no page can show an event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Odd {
    /// More at once than the page can show.
    TooMany(Crowd),
    /// It is impossible at that position.
    Broken(String),
}

/// The calls pending and the sockets open after the events so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    last: u32,
    /// Each pending call with the socket it closes, if it is a close.
    pending: BTreeMap<CallId, Option<SocketId>>,
    open: BTreeSet<SocketId>,
}

impl Tally {
    /// Counts the next event.
    ///
    /// # Errors
    /// Why it cannot be shown.
    pub(super) fn take(&mut self, event: &Event) -> Result<(), Odd> {
        match &event.what {
            What::Earlier { view, .. } if view.state.is_open() => {
                self.open.insert(view.id);
            }
            What::Issued { call, .. } => {
                let (id, last) = (call.id.0, self.last);
                if id <= last {
                    return Err(Odd::Broken(format!("call {id} is issued after call {last}")));
                }
                self.last = id;
                let closes = call.socket.filter(|_| call.op == Op::Close);
                self.pending.insert(call.id, closes);
            }
            What::Returned { returned, .. } => {
                let Some(closes) = self.pending.remove(&returned.id) else {
                    let id = returned.id.0;
                    return Err(Odd::Broken(format!("call {id} returns and is not pending")));
                };
                if let Ok(value) = &returned.outcome {
                    self.open.extend(value.made());
                    closes.map(|socket| self.open.remove(&socket));
                }
            }
            What::Network(network) => network.check().map_err(Odd::Broken)?,
            What::Packet(packet) => check_packet(packet).map_err(Odd::Broken)?,
            What::RelayLost {} => {
                self.pending.clear();
                self.open.clear();
            }
            _ => {}
        }
        if self.pending.len() > MAX_PENDING {
            return Err(Odd::TooMany(Crowd::Pending));
        }
        if self.open.len() > MAX_OPEN {
            return Err(Odd::TooMany(Crowd::Open));
        }
        Ok(())
    }
}
