//! The clients in the room, by the names the transcript shows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use lab_shared::chat::PeerId;

/// Shared by the room's thread, which keeps it, and the console, which looks people up.
#[derive(Debug, Clone, Default)]
pub(super) struct Roster {
    entries: Arc<Mutex<Entries>>,
}

#[derive(Debug, Default)]
struct Entries {
    names: HashMap<PeerId, String>,
    last_speaker: Option<PeerId>,
}

impl Roster {
    pub(super) fn joined(&self, peer: PeerId, name: String) {
        self.with(|entries| entries.names.insert(peer, name));
    }

    pub(super) fn spoke(&self, peer: PeerId) {
        self.with(|entries| entries.last_speaker = Some(peer));
    }

    pub(super) fn left(&self, peer: PeerId) {
        self.with(|entries| {
            entries.names.remove(&peer);
            entries.last_speaker = entries.last_speaker.filter(|&last| last != peer);
        });
    }

    /// What a client is called.
    pub(super) fn with_name<T>(&self, peer: PeerId, use_name: impl FnOnce(&str) -> T) -> T {
        self.with(|entries| use_name(entries.names.get(&peer).map_or("?", String::as_str)))
    }

    /// The client of this name.
    pub(super) fn find(&self, name: &str) -> Option<PeerId> {
        self.with(|entries| {
            entries.names.iter().find(|(_, found)| *found == name).map(|(peer, _)| *peer)
        })
    }

    /// The client that spoke last, unless it has left.
    pub(super) fn last_speaker(&self) -> Option<PeerId> {
        self.with(|entries| entries.last_speaker)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Entries) -> T) -> T {
        // Every change is a single step, so a thread that panicked left nothing half done.
        act(&mut self.entries.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
