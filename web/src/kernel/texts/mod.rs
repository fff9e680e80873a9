//! The texts of the kernel's panes, in both languages.

mod en;
pub(crate) mod plot;
pub(crate) mod sequence;
pub(crate) mod untold;
mod zh;

use lab_shared::kernel::{TcpState, WatchEnd};

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Kernel {
    /// The pane's name.
    pub title: &'static str,
    /// There is no socket yet.
    pub empty: &'static str,
    /// The choice of the socket.
    pub sockets: &'static str,
    /// Before the first kernel report.
    pub asking: &'static str,
    /// The socket's own end.
    pub own: &'static str,
    /// The other end.
    pub peer: &'static str,
    /// The program has closed the socket; the kernel still has it.
    pub followed: &'static str,
    /// Why the watch has ended.
    pub over: fn(WatchEnd) -> &'static str,
    /// The accept queue.
    pub queue: Queue,
    pub buffers: Buffers,
    /// The bytes' title.
    pub bytes: &'static str,
    /// The state machine.
    pub machine: Machine,
    /// The measures' title.
    pub figures: &'static str,
    /// The options' title.
    pub options: &'static str,
}

impl Texts for Kernel {
    const EN: &'static Self = &en::EN;
    const ZH: &'static Self = &zh::ZH;
}

/// The accept queue.
#[derive(Debug)]
pub(crate) struct Queue {
    /// Its name.
    pub title: &'static str,
    /// The length of the queue, and how many connections fit.
    pub length: fn(u32, u32) -> String,
    /// What `listen(backlog)` means: the backlog asked for, the one in force, how many fit.
    pub claim: fn(Option<i32>, u32, u32) -> String,
    pub full: &'static str,
    /// Connections that found no room.
    pub turned_away: fn(u32) -> String,
    /// A place that is taken.
    pub taken: &'static str,
    /// A free place.
    pub free: &'static str,
}

#[derive(Debug)]
pub(crate) struct Buffers {
    /// Their name.
    pub title: &'static str,
    /// From here to the peer.
    pub outward: &'static str,
    /// From the peer to here.
    pub inward: &'static str,
    /// The buffer's name, and whether it is our own end's.
    pub send: fn(bool) -> &'static str,
    /// The same of the other one.
    pub receive: fn(bool) -> &'static str,
    /// Bytes of data in it.
    pub waiting: fn(&str) -> String,
    /// Memory in use, of how much.
    pub memory: fn(&str, &str) -> String,
    /// How much fits, where the memory in use is not told.
    pub size: fn(&str) -> String,
    pub window: fn(&str) -> String,
    /// The buffer is full.
    pub full: &'static str,
    /// It belongs to another machine, to nobody, or to a socket that was closed.
    pub unknown: &'static str,
    /// Both are full.
    pub presses_back: &'static str,
}

/// The state machine.
#[derive(Debug)]
pub(crate) struct Machine {
    /// Its name.
    pub title: &'static str,
    /// The drawing's description for screen readers: the states of both ends.
    pub described: fn(Option<TcpState>, Option<TcpState>) -> String,
    /// What a state means.
    pub state: fn(TcpState) -> &'static str,
    /// The path of an end.
    pub way: &'static str,
    /// The state was between two looks.
    pub unseen: &'static str,
    /// The other end is not on this machine.
    pub no_peer: &'static str,
    /// The process that has an end: its program, where that is known, and its number.
    pub owner: fn(Option<&str>, u32) -> String,
}
