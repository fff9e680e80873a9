//! The diagram's parts: calls as bars, segments as arrows.

use lab_shared::call::CallId;

/// One of the two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// The socket's own.
    Own,
    Peer,
}

/// A call of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    pub call: CallId,
    /// Whose.
    pub side: Side,
    /// The call and its outcome.
    pub words: String,
    /// The row it begins in.
    pub from: usize,
    /// The row it ends in; the last one while it has not.
    pub to: usize,
    /// How many calls of its side are pending when it begins.
    pub depth: usize,
    /// Whether it blocked.
    pub blocked: bool,
    /// Whether it has not returned.
    pub pending: bool,
    /// Whether it raised.
    pub raised: bool,
}

/// A segment on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrow {
    /// Its sender.
    pub from: Side,
    /// Its control bits.
    pub flags: String,
    /// The bytes it carries: the first and last one's number, and how many.
    pub bytes: Option<(u64, u64)>,
    /// The client's port, where several clients' segments are shown.
    pub port: Option<i64>,
    /// Whether it is a retransmission.
    pub again: bool,
    /// Whether its sender advertises a window of 0.
    pub shut: bool,
    /// Whether it was captured; otherwise it is derived from calls and states.
    pub seen: bool,
    pub row: usize,
}

/// A thing to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// A call.
    Bar(Bar),
    /// A segment.
    Arrow(Arrow),
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Moment {
    /// A call begins.
    Begins(Bar),
    /// It returns.
    Ends(Bar),
    /// A segment travels.
    Travels(Arrow),
}
