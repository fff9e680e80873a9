//! Plays a recording back: the lab as it was after any of its events.

use bytes::Bytes;
use std::rc::Rc;

use lab_shared::call::Micros;
use lab_shared::network::{NetworkNotice, NetworkReport};
use lab_shared::wire::{Call, Return};

use super::{Event, Recording, What};
use crate::lab::state::{Lab, LabEvent};
use crate::link::state::{News, Output};

/// A copy of the lab is kept every `MARK` events, or less often in a long recording. Seeking
/// backwards restores the nearest earlier copy and replays from there.
const MARK: usize = 500;

/// Most copies kept. Each may be as large as the whole lab, so their number does not grow with the
/// recording.
const MAX_MARKS: usize = 64;

/// Plays a recording, and seeks to any of its events.
#[derive(Debug)]
pub(crate) struct Player {
    recording: Rc<Recording>,
    /// When each event happened, in ascending order.
    clock: Vec<Micros>,
    /// The lab after every `spacing` events, as far as it was played.
    marks: Vec<Lab>,
    spacing: usize,
    lab: Lab,
    position: usize,
}

impl Player {
    /// A player at the recording's beginning.
    #[must_use]
    pub(crate) fn new(recording: Recording) -> Self {
        let mut latest = Micros::default();
        let mut later = |event: &Event| {
            latest = latest.max(event.at);
            latest
        };
        let clock = recording.events.iter().map(&mut later).collect();
        let spacing = MARK.max(recording.events.len().div_ceil(MAX_MARKS));
        let mut lab = Lab::default();
        lab.capture = recording.capture;
        lab.system = recording.system;
        let marks = vec![lab.clone()];
        Self { clock, marks, spacing, lab, position: 0, recording: Rc::new(recording) }
    }

    /// How many copies are kept.
    #[cfg(test)]
    pub(super) fn marks(&self) -> usize {
        self.marks.len()
    }

    /// How many events there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.clock.len()
    }

    /// The number of events played.
    #[must_use]
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// The lab at that position.
    #[must_use]
    pub(crate) fn lab(&self) -> &Lab {
        &self.lab
    }

    #[must_use]
    pub(crate) fn recording(&self) -> &Rc<Recording> {
        &self.recording
    }

    /// When the first event happened.
    #[must_use]
    pub(crate) fn begin(&self) -> Micros {
        self.clock.first().copied().unwrap_or_default()
    }

    /// When the last of the first `position` events happened.
    #[must_use]
    pub(crate) fn time(&self, position: usize) -> Micros {
        let last = position.min(self.len()).checked_sub(1);
        last.map_or(self.begin(), |at| self.clock[at])
    }

    /// How many events had happened by a moment.
    #[must_use]
    pub(crate) fn until(&self, at: Micros) -> usize {
        self.clock.partition_point(|time| *time <= at)
    }

    /// Seeks to the position after `position` events.
    pub(crate) fn seek(&mut self, position: usize) {
        let position = position.min(self.len());
        let mark = (position / self.spacing).min(self.marks.len() - 1);
        // Continue from the current position, unless a mark is nearer.
        if self.position > position || self.position < mark * self.spacing {
            self.lab = self.marks[mark].clone();
            self.position = mark * self.spacing;
        }
        while self.position < position {
            happen(&mut self.lab, &self.recording.events[self.position]);
            self.position += 1;
            if self.position == self.marks.len() * self.spacing {
                self.marks.push(self.lab.clone());
            }
        }
    }
}

/// Applies one event.
fn happen(lab: &mut Lab, event: &Event) {
    let at = event.at;
    match event.what.clone() {
        What::Earlier { view, variable, host } => {
            lab.apply(LabEvent::Earlier { view, variable, host });
        }
        What::Issued { call, bytes, text, variable, origin } => lab.apply(LabEvent::Replayed {
            call: Call { bytes, ..call },
            text: text.map(|typed| (typed.text, typed.encoding)),
            at,
            targets: variable,
            origin,
        }),
        What::Blocked { id } => told(lab, at, Output::Blocked(id, at)),
        What::Returned { returned, bytes } => {
            told(lab, at, Output::Returned(with(returned, bytes)))
        }
        What::Addresses { socket, local, peer, loopback_only } => {
            told(lab, at, Output::Addresses { socket, local, peer, loopback_only });
        }
        What::Kernel { socket, facts } => {
            told(lab, at, Output::Kernel(News::Facts { socket, at, facts }));
        }
        What::Unwatched { socket, why } => {
            told(lab, at, Output::Kernel(News::Unwatched { socket, at, why }));
        }
        What::Segment(segment) => {
            let segments = vec![(*segment).clone()];
            told(lab, at, Output::Kernel(News::Segments { segments, missed: 0 }));
        }
        What::Network(network) => {
            networked(lab, at, NetworkNotice::Changed(Box::new(network.view())));
        }
        What::NetworkClosed {} => networked(lab, at, NetworkNotice::Closed),
        What::Packet(packet) => {
            let packets = vec![(*packet).clone()];
            networked(lab, at, NetworkNotice::Packets { packets, missed: 0 });
        }
        What::Missed { packets } => {
            let missed = NetworkNotice::Packets { packets: Vec::new(), missed: packets };
            networked(lab, at, missed);
        }
        What::RelayLost {} => {
            let pending = lab.timeline.all_pending().map(|call| call.id).collect();
            told(lab, at, Output::Lost(pending));
        }
    }
}

fn told(lab: &mut Lab, at: Micros, output: Output) {
    lab.apply(LabEvent::Relay(output, at));
}

fn networked(lab: &mut Lab, at: Micros, news: NetworkNotice) {
    told(lab, at, Output::Network(NetworkReport { at, news }));
}

/// In a recording the bytes are beside the return, as on the wire.
fn with(mut returned: Return, bytes: Bytes) -> Return {
    if let Ok(value) = &mut returned.outcome
        && let Some(room) = value.bytes_mut()
    {
        *room = bytes;
    }
    returned
}
