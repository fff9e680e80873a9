//! The proxies of an assistant on the relay: what a page wants of them, and what they are doing.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::assistant::problem::Wording;
use crate::assistant::proxy::{Command, Difference, Direction, ProxyEndpoint, Side, Traffic};
use crate::assistant::session::EndState;
use crate::call::Address;

/// What a page wants of the proxies. Which ones there are, and their faults, is in the setup:
/// [`crate::assistant::session::Command::SetProxies`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProxyRequest {
    /// Listen, and serve clients.
    Start {
        /// Its name.
        proxy: String,
    },
    /// Listen no more, and close its connections.
    Stop {
        /// Its name.
        proxy: String,
    },
    /// A command for connections.
    Order(ProxyOrder),
    /// Play one side of a recorded conversation; one that plays already ends.
    Replay(ReplayRequest),
    /// Play no more.
    StopReplay,
}

/// A command, and whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyOrder {
    /// Only the clients of this proxy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Only this connection. What changes a proxy is otherwise also for clients to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<u32>,
    /// What to do.
    #[serde(flatten)]
    pub command: Command,
}

/// A recorded conversation to play, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayRequest {
    /// As [`crate::assistant::proxy::Conversation::parse`] reads it.
    pub recording: String,
    /// Which side to play: the client connects, the server listens for one client.
    pub role: Side,
    /// Where.
    pub address: ProxyEndpoint,
    /// Whether the recorded pauses are kept.
    pub with_timing: bool,
    /// How many milliseconds the other side may be silent before its bytes are missing.
    pub patience: u32,
}

/// What the proxies are doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProxiesStatus {
    /// Each proxy that was started, by its name.
    pub proxies: BTreeMap<String, ProxyStatus>,
    /// Each connection, by its number.
    pub links: BTreeMap<u32, LinkStatus>,
    /// What is held.
    pub held: BTreeMap<HeldId, Held>,
    /// The replay that was begun last.
    pub replay: Option<ReplayStatus>,
}

/// A proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyStatus {
    /// What it is doing.
    pub state: EndState,
    /// Where clients connect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<Address>,
    /// Whether the relay's rules keep that address to loopback.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub loopback_only: bool,
    /// Whether receives are held, by [`Direction`].
    #[serde(default)]
    pub holds: [bool; 2],
}

/// A connection through a proxy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkStatus {
    /// The proxy's name.
    pub proxy: String,
    /// The client's address.
    pub client: Address,
    /// What has gone each way, by [`Direction`].
    pub traffic: [Traffic; 2],
    /// Bytes that wait each way.
    pub waiting: [usize; 2],
}

/// What is held, by the numbers of [`crate::assistant::proxy::Report::Held`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldId {
    /// Of which connection.
    pub connection: u32,
    /// Of which direction.
    pub direction: Direction,
    /// Its number there.
    pub number: u64,
}

/// A receive that is held.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Its bytes, which are beside the JSON.
    #[serde(skip)]
    pub bytes: Bytes,
}

/// A replay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayStatus {
    /// Which one, from 1; it tells a replay from one before it that ended alike.
    pub number: u32,
    /// How far it is.
    pub state: ReplayState,
    /// Where it waits for a client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<Address>,
    /// Where the other side differed; at most [`super::MAX_DIFFERENCES`].
    pub differences: Vec<Difference>,
    /// How often it did.
    pub count: u64,
}

/// How far a replay is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplayState {
    /// It connects, or waits for a client.
    #[default]
    Opening,
    /// It plays.
    Playing,
    /// All was played.
    Done,
    /// It has no connection; why.
    Failed(Wording),
    /// It was ended.
    Stopped,
}

/// What one state of the proxies has that another has not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProxyChanges {
    /// Proxies.
    #[serde(skip_serializing_if = "Delta::is_empty")]
    pub proxies: Delta<String, ProxyStatus>,
    /// Connections.
    #[serde(skip_serializing_if = "Delta::is_empty")]
    pub links: Delta<u32, LinkStatus>,
    /// What is held.
    #[serde(skip_serializing_if = "Delta::is_empty")]
    pub held: Delta<HeldId, Held>,
    /// The replay, where it is otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replay: Option<ReplayStatus>,
}

/// The difference of two maps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    default,
    deny_unknown_fields,
    bound = "K: Serialize + for<'a> Deserialize<'a>, V: Serialize + for<'a> Deserialize<'a>"
)]
pub struct Delta<K, V> {
    /// What is new or otherwise.
    pub set: Vec<(K, V)>,
    /// What has gone.
    pub gone: Vec<K>,
}

impl<K, V> Default for Delta<K, V> {
    fn default() -> Self {
        Self { set: Vec::new(), gone: Vec::new() }
    }
}

impl<K: Clone + Ord, V: Clone + PartialEq> Delta<K, V> {
    fn between(newer: &BTreeMap<K, V>, told: &BTreeMap<K, V>) -> Self {
        let changed = newer.iter().filter(|(key, value)| told.get(key) != Some(value));
        Self {
            set: changed.map(|(key, value)| (key.clone(), value.clone())).collect(),
            gone: told.keys().filter(|key| !newer.contains_key(key)).cloned().collect(),
        }
    }

    fn apply(self, map: &mut BTreeMap<K, V>) {
        self.gone.iter().for_each(|key| drop(map.remove(key)));
        map.extend(self.set);
    }
}

impl<K, V> Delta<K, V> {
    fn is_empty(&self) -> bool {
        self.set.is_empty() && self.gone.is_empty()
    }
}

impl ProxyChanges {
    /// Whether nothing is otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl ProxiesStatus {
    /// What is otherwise than in `told`.
    #[must_use]
    pub fn changes_since(&self, told: &Self) -> ProxyChanges {
        ProxyChanges {
            proxies: Delta::between(&self.proxies, &told.proxies),
            links: Delta::between(&self.links, &told.links),
            held: Delta::between(&self.held, &told.held),
            replay: self.replay.clone().filter(|replay| told.replay.as_ref() != Some(replay)),
        }
    }

    /// Takes changes.
    pub fn apply(&mut self, changes: ProxyChanges) {
        changes.proxies.apply(&mut self.proxies);
        changes.links.apply(&mut self.links);
        changes.held.apply(&mut self.held);
        self.replay = changes.replay.or(self.replay.take());
    }
}
