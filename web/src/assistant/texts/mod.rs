//! The texts of the assistant's place, in both languages.

mod en;
pub(crate) mod hosting;
mod zh;

use lab_shared::assistant::session::EndState;

use super::state::choices::{GroupingKind, TransportKind};
use super::state::end_form::EndField;
use crate::kit::texts::Texts;

/// The texts of the place.
#[derive(Debug)]
pub(crate) struct Assistant {
    /// The place's name.
    pub title: &'static str,
    /// About ends.
    pub ends: Ends,
    /// About peers.
    pub peers: Peers,
    /// About the log.
    pub log: Log,
    /// Takes a notice away.
    pub dismiss: &'static str,
}

impl Texts for Assistant {
    const EN: &'static Self = &en::EN;
    const ZH: &'static Self = &zh::ZH;
}

/// About ends.
#[derive(Debug)]
pub(crate) struct Ends {
    /// The pane's name.
    pub title: &'static str,
    pub add: &'static str,
    pub remove: &'static str,
    pub kind: &'static str,
    pub kind_name: fn(TransportKind) -> &'static str,
    /// The label of a field of an end of this kind.
    pub field: fn(EndField, TransportKind) -> &'static str,
    /// What is wrong with a field.
    pub wrong: fn(EndField) -> &'static str,
    pub charset: &'static str,
    pub grouping: &'static str,
    pub grouping_name: fn(GroupingKind) -> &'static str,
    /// The button that opens an end of this kind.
    pub open: fn(TransportKind) -> &'static str,
    pub close: &'static str,
    pub state: fn(EndState, TransportKind) -> &'static str,
}

/// About peers.
#[derive(Debug)]
pub(crate) struct Peers {
    /// The list's name.
    pub title: &'static str,
    pub empty: &'static str,
    /// Whom a message goes to.
    pub send_to: &'static str,
    pub all: &'static str,
    pub close: &'static str,
    pub reset: &'static str,
    pub sent: &'static str,
    pub received: &'static str,
}

/// About the log.
#[derive(Debug)]
pub(crate) struct Log {
    /// The pane's name.
    pub title: &'static str,
    pub empty: &'static str,
    pub clear: &'static str,
    pub send: &'static str,
    pub say: &'static str,
}
