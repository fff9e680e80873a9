//! The scripts: short sequences of calls. Only those about close need other threads.

mod closing;
mod connecting;
mod datagrams;
mod groups;
mod lookups;
mod names;
mod options;
mod pairs;
mod steps;
mod streams;
mod unix;
mod waiting;

pub(super) use steps::{Step, Thread};

/// A sequence of calls.
pub(super) struct Script {
    pub(super) name: &'static str,
    pub(super) steps: Vec<Step>,
}

impl Script {
    /// Every socket's name with a number; polls name sockets by number.
    pub(super) fn numbers(&self) -> impl Iterator<Item = (&'static str, u32)> {
        steps::NAMES.into_iter().zip(1..)
    }
}

/// Scripts with their names.
type List = Vec<(&'static str, Vec<Step>)>;

/// Every script.
pub(super) fn scripts() -> Vec<Script> {
    let lists = [
        names::names(),
        names::states(),
        streams::streams(),
        waiting::waiting(),
        closing::closing(),
        connecting::connecting(),
        datagrams::datagrams(),
        unix::unix(),
        options::options(),
        groups::groups(),
        pairs::pairs(),
        lookups::lookups(),
    ];
    lists.into_iter().flatten().map(|(name, steps)| Script { name, steps }).collect()
}
