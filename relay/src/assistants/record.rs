//! What an assistant has to show: the end of its log, its status, and commands it could not carry out.
//! Its thread writes it, and the sessions of the pages that watch read it, each from its own position.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use lab_shared::assistant::Problem;
use lab_shared::assistant::log::{Entry, EntryKind, LogSettings};
use lab_shared::assistant::remote::{
    Ending, MAX_LOG_BYTES, MAX_LOG_ENTRIES, MAX_LOGGED_BYTES, MAX_NEWS_BYTES, MAX_NEWS_ENTRIES,
    News, Numbered, SetupNow, Status,
};
use lab_shared::language::Language;
use tokio::sync::Notify;

use crate::resources::account::{Account, Full, Hold};

/// What an assistant holds beside its log and what waits in it: its thread, the events of its sockets.
const BASE_BYTES: usize = 2 * 1024 * 1024;

/// What an entry holds beside its message.
const ENTRY_BYTES: usize = 256;

/// Refused commands that are kept for pages to read.
const MAX_REFUSED: usize = 32;

/// See the module.
#[derive(Debug)]
pub(crate) struct Record {
    state: Mutex<State>,
    /// Notified when the last page that watched has left.
    left: Notify,
}

#[derive(Debug)]
struct State {
    log: VecDeque<Numbered>,
    /// The number of the next entry.
    next: u64,
    /// Bytes of the log.
    bytes: usize,
    /// Most entries.
    most: usize,
    /// Most bytes.
    most_bytes: usize,
    status: Arc<Status>,
    /// When the status was read.
    at: Duration,
    refused: VecDeque<Problem>,
    /// The number of the next refused command.
    next_refused: u64,
    setup: Arc<SetupNow>,
    ending: Option<Ending>,
    watchers: BTreeMap<u64, Watcher>,
    last_watcher: u64,
    /// Since when no page watches; whoever starts it watches it first.
    unwatched: Option<Instant>,
    account: Arc<Account>,
    hold: Hold,
}

/// A session that reads.
#[derive(Debug)]
struct Watcher {
    notify: Arc<Notify>,
    /// Whether it has read all that there was.
    waits: bool,
}

/// How far a session has read. Dropping it ends the watch.
#[derive(Debug)]
pub(crate) struct Position {
    record: Arc<Record>,
    watcher: u64,
    next: u64,
    next_refused: u64,
    told: Arc<Status>,
    setup: Arc<SetupNow>,
    begun: bool,
}

impl Record {
    /// An empty record, whose bytes count for the account.
    ///
    /// # Errors
    /// The account has no room for one more assistant.
    pub(super) fn new(
        setup: SetupNow,
        settings: &LogSettings,
        account: &Arc<Account>,
    ) -> Result<Self, Full> {
        let state = Mutex::new(State {
            log: VecDeque::new(),
            next: 0,
            bytes: 0,
            most: settings.entries.clamp(1, MAX_LOG_ENTRIES),
            most_bytes: settings.bytes.min(MAX_LOG_BYTES),
            status: Arc::default(),
            at: Duration::ZERO,
            refused: VecDeque::new(),
            next_refused: 0,
            setup: Arc::new(setup),
            ending: None,
            watchers: BTreeMap::new(),
            last_watcher: 0,
            unwatched: None,
            hold: account.hold(BASE_BYTES)?,
            account: Arc::clone(account),
        });
        Ok(Self { state, left: Notify::new() })
    }

    /// Begins to watch from this entry on; `notify` is notified when there is something to read.
    pub(crate) fn watch(self: &Arc<Self>, from: u64, notify: Arc<Notify>) -> Position {
        let mut state = self.state();
        state.last_watcher += 1;
        let watcher = state.last_watcher;
        state.watchers.insert(watcher, Watcher { notify, waits: false });
        state.unwatched = None;
        Position {
            record: Arc::clone(self),
            watcher,
            next: from.min(state.next),
            next_refused: state.next_refused,
            told: Arc::default(),
            setup: Arc::clone(&state.setup),
            begun: false,
        }
    }

    /// How many sessions watch.
    pub(crate) fn watchers(&self) -> usize {
        self.state().watchers.len()
    }

    /// The setup as it is now.
    pub(crate) fn setup(&self) -> SetupNow {
        (*self.state().setup).clone()
    }

    /// Since when nobody watches.
    pub(super) fn unwatched(&self) -> Option<Instant> {
        self.state().unwatched
    }

    /// Waits until the last page that watches has left.
    pub(super) async fn left(&self) {
        self.left.notified().await;
    }

    pub(super) fn log(&self, mut entry: Entry) {
        let mut left_out = 0;
        if let EntryKind::Sent { bytes, .. } | EntryKind::Received { bytes, .. } = &mut entry.kind {
            let length = bytes.len().min(MAX_LOGGED_BYTES);
            left_out = (bytes.len() - length) as u64;
            // A copy, because a message may be a small part of much that was received together.
            *bytes = Bytes::copy_from_slice(&bytes[..length]);
        }
        let mut state = self.state();
        state.bytes += entry_bytes(&entry);
        let number = state.next;
        state.next += 1;
        state.log.push_back(Numbered { number, left_out, entry });
        while state.log.len() > state.most || state.bytes > state.most_bytes {
            state.drop_oldest();
        }
    }

    pub(super) fn refuse(&self, problem: Problem) {
        let mut state = self.state();
        state.next_refused += 1;
        state.refused.push_back(problem);
        if state.refused.len() > MAX_REFUSED {
            state.refused.pop_front();
        }
    }

    pub(super) fn set_setup(&self, setup: SetupNow) {
        self.state().setup = Arc::new(setup);
    }

    /// Takes the status as it is now.
    pub(super) fn publish(&self, status: Status, at: Duration) {
        let mut state = self.state();
        (state.status, state.at) = (Arc::new(status), at);
    }

    pub(super) fn end(&self, ending: Ending) {
        let mut state = self.state();
        state.ending.get_or_insert(ending);
        drop(state);
        self.notify();
    }

    /// Wakes the sessions that have read all there was. The thread calls it when it has written
    /// something.
    pub(super) fn notify(&self) {
        for watcher in self.state().watchers.values_mut() {
            if std::mem::take(&mut watcher.waits) {
                watcher.notify.notify_one();
            }
        }
    }

    /// Counts the log and `waiting` bytes of the session. Where the account is full, the older half of
    /// the log makes room. Returns how many bytes the session may have waiting from now on.
    pub(super) fn settle(&self, waiting: usize) -> usize {
        let mut state = self.state();
        let held = |state: &State| BASE_BYTES + waiting + state.bytes;
        let bytes = held(&state);
        state.hold.settle(bytes);
        if state.account.room() == 0 {
            let half = state.log.len() / 2;
            (0..half).for_each(|_| state.drop_oldest());
            let bytes = held(&state);
            state.hold.settle(bytes);
        }
        waiting + state.account.room() / 2
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nobody panics while holding it, and each change is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn drop_oldest(&mut self) {
        if let Some(oldest) = self.log.pop_front() {
            self.bytes -= entry_bytes(&oldest.entry);
        }
    }
}

impl Position {
    /// What is new, and whether the assistant has ended; `None` if there is nothing. The session is then
    /// notified when there is.
    pub(crate) fn read(&mut self) -> Option<(News, Option<Ending>)> {
        let mut state = self.record.state();
        let first = state.next - state.log.len() as u64;
        let missed = first.saturating_sub(self.next);
        self.next += missed;
        let skip = usize::try_from(self.next - first).unwrap_or(usize::MAX);
        let mut entries = Vec::new();
        let mut bytes = 0;
        for entry in state.log.iter().skip(skip).take(MAX_NEWS_ENTRIES) {
            entries.push(entry.clone());
            bytes += entry_bytes(&entry.entry);
            if bytes >= MAX_NEWS_BYTES {
                break;
            }
        }
        self.next += entries.len() as u64;
        let behind = usize::try_from(state.next_refused - self.next_refused).unwrap_or(usize::MAX);
        let refused: Vec<Problem> = state
            .refused
            .iter()
            .skip(state.refused.len().saturating_sub(behind))
            .cloned()
            .collect();
        self.next_refused = state.next_refused;
        let ending = state.ending.filter(|_| self.next == state.next);
        let (status, at) = (Arc::clone(&state.status), state.at);
        let setup = Arc::clone(&state.setup);
        let other_setup = !Arc::ptr_eq(&setup, &self.setup);
        let nothing = entries.is_empty() && refused.is_empty() && missed == 0 && ending.is_none();
        let nothing = nothing && !other_setup;
        if nothing && self.begun && Arc::ptr_eq(&status, &self.told) {
            if let Some(watcher) = state.watchers.get_mut(&self.watcher) {
                watcher.waits = true;
            }
            return None;
        }
        drop(state);
        let changes = status.changes_since(&self.told);
        (self.told, self.begun) = (status, true);
        self.setup = setup;
        let setup = other_setup.then(|| (*self.setup).clone());
        Some((News { at, changes, setup, refused, missed, entries }, ending))
    }
}

impl Drop for Position {
    fn drop(&mut self) {
        let mut state = self.record.state();
        state.watchers.remove(&self.watcher);
        if state.watchers.is_empty() {
            state.unwatched = Some(Instant::now());
            self.record.left.notify_one();
        }
    }
}

fn entry_bytes(entry: &Entry) -> usize {
    let computed = match &entry.kind {
        EntryKind::Sent { computed, .. } => computed.len() * ENTRY_BYTES,
        _ => 0,
    };
    let reason: usize =
        [Language::En, Language::Zh].map(|language| entry.kind.reason(language).len()).iter().sum();
    let text = entry.end.len() + entry.peer.len() + reason;
    ENTRY_BYTES + computed + text + entry.kind.bytes().len()
}

#[cfg(test)]
mod tests;
