//! The bounded buffer of reports between a room's thread and the session of its page.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use lab_shared::chat::{PeerStatus, RoomEvent};
use lab_shared::wire::MAX_CONTROL_BYTES;
use tokio::sync::Notify;

use crate::chat_host::RoomObserver;
use crate::resources::account::{Account, Hold};

/// Bytes of JSON that one report may take; its envelope comes on top.
const REPORT_BYTES: usize = MAX_CONTROL_BYTES - 4096;

/// Bytes of one event's text that a page is shown. The room itself passes on all of it.
const TEXT_BYTES: usize = 4096;

/// What an event takes besides its texts.
const EVENT_BYTES: usize = size_of::<(RoomEvent, usize)>();

/// The room's thread writes to it, the page's session empties it.
#[derive(Debug, Clone)]
pub(super) struct ReportBuffer {
    state: Arc<Mutex<State>>,
    /// Notified when there is something to report; shared by all rooms of a page.
    notify: Arc<Notify>,
}

#[derive(Debug)]
struct State {
    /// With the bytes of JSON that each takes.
    events: VecDeque<(RoomEvent, usize)>,
    /// Bytes of JSON in the events.
    bytes: usize,
    missed: u64,
    peers: PeerList,
    stopped: bool,
    /// The events, in the room's account.
    hold: Hold,
}

/// The list of clients is collected once for each report, not at every turn of the room.
#[derive(Debug)]
struct PeerList {
    /// A list is to be collected at the next turn.
    wanted: bool,
    noted: Option<Vec<PeerStatus>>,
    /// A turn has passed since the list was collected.
    stale: bool,
}

impl Default for PeerList {
    fn default() -> Self {
        Self { wanted: true, noted: None, stale: false }
    }
}

/// What one report of a room is made of.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) events: Vec<RoomEvent>,
    pub(super) missed: u64,
    pub(super) peers: Option<Vec<PeerStatus>>,
    pub(super) stopped: bool,
}

impl ReportBuffer {
    /// An empty buffer; its events count for the account.
    pub(super) fn new(notify: Arc<Notify>, account: &Arc<Account>) -> Self {
        let state = State {
            events: VecDeque::new(),
            bytes: 0,
            missed: 0,
            peers: PeerList::default(),
            stopped: false,
            hold: account.open(),
        };
        Self { state: Arc::new(Mutex::new(state)), notify }
    }

    /// Whether there is something to report.
    pub(super) fn has_news(&self) -> bool {
        self.with(|state| {
            !state.events.is_empty()
                || state.missed > 0
                || state.stopped
                || state.peers.noted.is_some()
        })
    }

    /// Takes what there is to report.
    pub(super) fn take(&self) -> Report {
        self.with(|state| {
            state.bytes = 0;
            state.hold.shrink(usize::MAX);
            Report {
                events: mem::take(&mut state.events).into_iter().map(|(event, _)| event).collect(),
                missed: mem::take(&mut state.missed),
                peers: state.peers.noted.take(),
                stopped: state.stopped,
            }
        })
    }

    /// Requests a list of clients for the next report. Returns whether the room has to take a turn
    /// for that.
    pub(super) fn want_peers(&self) -> bool {
        self.with(|state| {
            state.peers.wanted |= state.peers.noted.is_none();
            mem::take(&mut state.peers.stale)
        })
    }

    /// The room's thread has ended.
    pub(super) fn stopped(&self) {
        self.with(|state| state.stopped = true);
        self.notify.notify_one();
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // What is written is whole after each step, so a thread that panicked does no harm.
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    /// Adds an event, in place of the oldest ones if there is no room for all.
    fn add(&mut self, event: RoomEvent, bytes: usize) {
        while self.bytes + bytes > REPORT_BYTES && self.drop_oldest() {}
        while self.hold.grow(bytes + EVENT_BYTES).is_err() {
            if !self.drop_oldest() {
                self.missed += 1;
                return;
            }
        }
        self.bytes += bytes;
        self.events.push_back((event, bytes));
    }

    fn drop_oldest(&mut self) -> bool {
        let Some((_, bytes)) = self.events.pop_front() else { return false };
        self.bytes -= bytes;
        self.hold.shrink(bytes + EVENT_BYTES);
        self.missed += 1;
        true
    }
}

impl RoomObserver for ReportBuffer {
    fn event(&mut self, mut event: RoomEvent) {
        shorten(&mut event);
        // Texts are short by now; the exact length is worth its small price, since a report that is
        // too long would end the session.
        let bytes = serde_json::to_vec(&event).map_or(REPORT_BYTES, |json| json.len() + 1);
        self.with(|state| state.add(event, bytes));
    }

    fn turn_ended(&mut self, peers: &mut dyn ExactSizeIterator<Item = PeerStatus>) {
        let news = self.with(|state| {
            if mem::take(&mut state.peers.wanted) {
                state.peers.noted = Some(peers.collect());
                state.peers.stale = false;
            } else {
                state.peers.stale = true;
            }
            !state.events.is_empty() || state.peers.noted.is_some()
        });
        if news {
            self.notify.notify_one();
        }
    }
}

fn shorten(event: &mut RoomEvent) {
    let text = match event {
        RoomEvent::Said { text, .. } | RoomEvent::Answered { text, .. } => text,
        RoomEvent::SaidElsewhere { message } => &mut message.text,
        RoomEvent::Joined { .. }
        | RoomEvent::FaultedElsewhere { .. }
        | RoomEvent::Faulted { .. }
        | RoomEvent::Lagged { .. }
        | RoomEvent::Reframed { .. }
        | RoomEvent::Left { .. } => return,
    };
    if text.len() > TEXT_BYTES {
        text.truncate(text.floor_char_boundary(TEXT_BYTES));
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::chat::PeerId;

    fn said(text: &str) -> RoomEvent {
        RoomEvent::Said { peer: PeerId(0), text: text.into() }
    }

    #[test]
    fn a_page_that_does_not_read_misses_the_oldest_lines_and_is_told_how_many() {
        let mut buffer = ReportBuffer::new(Arc::default(), &Account::new(usize::MAX));
        // Quotation marks take two bytes each in JSON.
        let text = "\"".repeat(TEXT_BYTES);
        for number in 0..100 {
            buffer.event(said(&format!("{number}{text}")));
        }
        let gathered = buffer.take();
        assert_eq!(gathered.missed + gathered.events.len() as u64, 100);
        let json = serde_json::to_vec(&gathered.events).unwrap();
        assert!(json.len() <= REPORT_BYTES + 2, "{}", json.len());
        let Some(RoomEvent::Said { text, .. }) = gathered.events.last() else { panic!("no line") };
        assert!(text.starts_with("99\"") && text.ends_with('…'));
    }

    #[test]
    fn lines_count_for_the_rooms_account_and_the_oldest_make_room() {
        let account = Account::new(1000);
        let mut buffer = ReportBuffer::new(Arc::default(), &account);
        for number in 0..100 {
            buffer.event(said(&number.to_string()));
            assert!(account.held() > 0);
        }
        let gathered = buffer.take();
        assert_eq!(account.held(), 0);
        assert_eq!(gathered.missed + gathered.events.len() as u64, 100);
        assert_eq!(gathered.events.last(), Some(&said("99")));
        let full = account.hold(1000).unwrap();
        buffer.event(said("lost"));
        assert_eq!((buffer.take().missed, full.bytes()), (1, 1000));
    }

    #[test]
    fn the_clients_are_written_down_once_for_each_time_the_page_is_told() {
        let mut buffer = ReportBuffer::new(Arc::default(), &Account::new(usize::MAX));
        let turn = |buffer: &mut ReportBuffer| buffer.turn_ended(&mut std::iter::empty());
        turn(&mut buffer);
        assert_eq!(buffer.take().peers, Some(Vec::new()));
        turn(&mut buffer);
        assert_eq!(buffer.take().peers, None, "the page was told lately");
        assert!(buffer.want_peers(), "a turn has passed since");
        turn(&mut buffer);
        assert!(buffer.has_news());
        buffer.take();
        assert!(!buffer.want_peers(), "nothing has happened since");
    }
}
