//! The texts of the assistant's place, in both languages.

pub(crate) mod compose;
pub(crate) mod conditions;
mod en;
pub(crate) mod files;
pub(crate) mod hosting;
pub(crate) mod messages;
pub(crate) mod plans;
pub(crate) mod proxies;
pub(crate) mod rules;
pub(crate) mod script;
mod zh;

use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::session::EndState;

use super::state::choices::{GroupingKind, TransportKind};
use super::state::end_form::{EndField, EndFlag};
use super::state::log::filter_form::{Wanted, Ways};
use super::state::log::guess::DecoderChoice;
use super::state::log::save::LogFile;
use super::state::log::{Bytewise, Times};
use super::state::plot::PlotKind;
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
    /// About an entry in detail.
    pub detail: Detail,
    /// About figures.
    pub figures: Figures,
    /// About the pane beside the log.
    pub side: Side,
    /// About the whole setup.
    pub setup: Setup,
    /// The label of what the pane in the middle shows.
    pub middle: &'static str,
    /// The calls on the ends' sockets.
    pub calls: &'static str,
    /// Back to where the assistant was opened.
    pub back_to_lesson: &'static str,
    pub back_to_programs: &'static str,
    /// Takes a notice away.
    pub dismiss: &'static str,
    /// Before the end can send, its key with these words is to be pressed.
    pub open_first: fn(&str) -> String,
    /// A message goes here, or to so many peers of this end.
    pub sends_to: fn(&str) -> String,
    pub sends_to_peers: fn(&str, usize) -> String,
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
    /// Shows all ends at once.
    pub side_by_side: &'static str,
    pub side_by_side_help: &'static str,
    pub kind: &'static str,
    pub kind_name: fn(TransportKind) -> &'static str,
    /// The label of a field of an end of this kind.
    pub field: fn(EndField, TransportKind) -> &'static str,
    /// What is wrong with a field.
    pub wrong: fn(EndField) -> &'static str,
    pub charset: &'static str,
    pub grouping: &'static str,
    pub grouping_name: fn(GroupingKind) -> &'static str,
    /// Unfolds the other settings.
    pub more: &'static str,
    pub flag: fn(EndFlag) -> &'static str,
    /// Adds a multicast group to those that the end joins, and takes one away.
    pub join_group: &'static str,
    pub leave_group: &'static str,
    /// Bytes of a length in front of a message.
    pub width: &'static str,
    pub order: &'static str,
    pub big: &'static str,
    pub little: &'static str,
    /// The checksum of received messages.
    pub check: &'static str,
    pub no_check: &'static str,
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
    /// Shows only its entries in the log.
    pub only: &'static str,
    pub close: &'static str,
    pub reset: &'static str,
    pub sent: &'static str,
    pub received: &'static str,
    /// How many are not drawn.
    pub more: fn(usize) -> String,
}

/// About the log.
#[derive(Debug)]
pub(crate) struct Log {
    /// The pane's name.
    pub title: &'static str,
    pub empty: &'static str,
    /// The filter leaves every entry out.
    pub none_shown: &'static str,
    /// How many entries are in view.
    pub count: fn(usize) -> String,
    /// The label of the bar above it.
    pub bar: &'static str,
    /// The label of how bytes are shown.
    pub bytewise: &'static str,
    pub bytewise_name: fn(Bytewise) -> &'static str,
    pub bytewise_help: fn(Bytewise) -> Option<&'static str>,
    pub times: &'static str,
    pub times_name: fn(Times) -> &'static str,
    pub ways: &'static str,
    pub ways_name: fn(Ways) -> &'static str,
    pub search: &'static str,
    /// How what is searched for is written.
    pub wanted: &'static str,
    pub wanted_name: fn(Wanted) -> &'static str,
    /// Only entries of this peer are shown.
    pub only: fn(&str) -> String,
    pub show_all: &'static str,
    pub hold: &'static str,
    pub hold_help: &'static str,
    /// Lets a held view go on.
    pub resume: fn(u64) -> String,
    pub clear: &'static str,
    pub save: &'static str,
    /// A form of file: its name, and what it is for.
    pub file: fn(LogFile) -> (&'static str, &'static str),
    /// Entries no longer kept.
    pub dropped: fn(u64) -> String,
    /// A sign and a word for what happened.
    pub what: fn(&EntryKind) -> (&'static str, &'static str),
    /// Follows a number of bytes.
    pub bytes: &'static str,
    /// The checksum is right.
    pub right: &'static str,
    pub wrong: &'static str,
}

/// About an entry in detail.
#[derive(Debug)]
pub(crate) struct Detail {
    pub empty: &'static str,
    pub time: &'static str,
    pub what: &'static str,
    pub end: &'static str,
    pub peer: &'static str,
    pub length: &'static str,
    pub check: &'static str,
    pub decoder: &'static str,
    pub decoder_name: fn(DecoderChoice) -> &'static str,
    /// It was decoded as what it looks like.
    pub guessed: fn(&str) -> String,
    /// It looks like nothing known.
    pub unknown: &'static str,
    /// The label of a format of one's own.
    pub format: &'static str,
    /// In front of a fault at this byte.
    pub fault: fn(usize) -> String,
    /// The label of the bytes.
    pub bytes: &'static str,
    /// How many bytes are not drawn.
    pub more: fn(usize) -> String,
}

/// About figures.
#[derive(Debug)]
pub(crate) struct Figures {
    pub received: &'static str,
    pub sent: &'static str,
    pub wrong_checks: &'static str,
    pub faults: &'static str,
    pub refused: &'static str,
    /// Bytes in each of the last 60 seconds.
    pub rates: &'static str,
    /// Each peer's rates of the last minute.
    pub peer_rates: &'static str,
    pub bytes_a_second: &'static str,
    /// Numbers in messages.
    pub values: &'static str,
    pub values_text: &'static str,
    pub values_from: &'static str,
    pub plot_kind: fn(PlotKind) -> &'static str,
    pub expression: &'static str,
    /// The name of a column.
    pub value: fn(usize) -> String,
    pub save_values: &'static str,
}

/// About the pane beside the log.
#[derive(Debug)]
pub(crate) struct Side {
    /// Its name.
    pub title: &'static str,
    pub detail: &'static str,
    pub figures: &'static str,
}

/// About the whole setup.
#[derive(Debug)]
pub(crate) struct Setup {
    /// The menu's name.
    pub title: &'static str,
    /// Saves it: the name, and what for.
    pub save: (&'static str, &'static str),
    /// Takes one from a file.
    pub open: (&'static str, &'static str),
    /// Above the mistakes of a document.
    pub mistakes: &'static str,
    pub line: fn(usize) -> String,
}
