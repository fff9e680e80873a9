//! What a script is yet to deal with: bounded, so that a script that is slow holds up no reading.

use std::collections::VecDeque;

use lab_shared::assistant::session::{EndId, PeerId};

/// Most messages, with peers that come and go, that wait for the script.
pub(crate) const MOST_MESSAGES: usize = 256;

/// Most bytes of them. One message alone may be longer.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waiting {
    /// Whose message it is, while that peer is there; none where a peer comes or goes.
    pub(super) sender: Option<(EndId, PeerId)>,
    pub(super) is_message: bool,
    pub(super) bytes: usize,
}

impl Waiting {
    /// A peer that has come or gone.
    pub(super) const PEER: Self = Self { sender: None, is_message: false, bytes: 0 };

    pub(super) fn message(end: EndId, peer: PeerId, bytes: usize) -> Self {
        Self { sender: Some((end, peer)), is_message: true, bytes }
    }
}

/// What the script was given and has not dealt with, in order.
#[derive(Debug, Default)]
pub(super) struct Feed {
    waiting: VecDeque<Waiting>,
    bytes: usize,
}

impl Feed {
    /// Adds one; whether it fits.
    pub(super) fn offer(&mut self, one: Waiting) -> bool {
        let fits = self.waiting.is_empty()
            || (self.waiting.len() < MOST_MESSAGES && self.bytes + one.bytes <= MOST_BYTES);
        if fits {
            self.bytes += one.bytes;
            self.waiting.push_back(one);
        }
        fits
    }

    /// The script has dealt with the first.
    pub(super) fn handled(&mut self) -> Option<Waiting> {
        let first = self.waiting.pop_front()?;
        self.bytes -= first.bytes;
        Some(first)
    }

    /// A peer has gone: nobody waits for the answers to its messages.
    pub(super) fn forget(&mut self, end: EndId, peer: PeerId) {
        for one in &mut self.waiting {
            one.sender = one.sender.filter(|sender| *sender != (end, peer));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }
}
