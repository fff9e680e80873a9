//! What an assistant is doing now, and what is new in it since a page was told.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::proxies::{ProxiesStatus, ProxyChanges};
use crate::assistant::plan::RunState;
use crate::assistant::session::{Counters, EndId, EndState, PeerId, Report};
use crate::call::Address;

/// What an assistant is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Each end.
    pub ends: BTreeMap<EndId, EndStatus>,
    /// Each peer.
    pub peers: BTreeMap<(EndId, PeerId), PeerStatus>,
    /// Each plan that was started, by its place in the setup.
    pub plans: BTreeMap<u32, PlanStatus>,
    /// How often each rule has fired, by its place.
    pub fired: Vec<u64>,
    /// How exactly timed messages were sent, once there were some.
    pub pacing: Option<Pacing>,
    /// The proxies.
    pub proxies: ProxiesStatus,
}

/// An end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndStatus {
    /// What it is doing.
    pub state: EndState,
    /// The address of its listener or datagram socket, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<Address>,
    /// Whether the relay's rules keep that socket to loopback, whatever its address is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub loopback_only: bool,
    /// Its figures, also those of peers that are gone.
    pub counters: Counters,
}

/// A peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerStatus {
    /// Its address.
    pub address: Address,
    /// The host's number for its connection. A client's peer keeps its id when it connects again, so
    /// this tells the one from the other; 0 for datagrams.
    #[serde(default)]
    pub connection: u64,
    /// Its figures.
    pub counters: Counters,
}

/// A plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanStatus {
    /// What it does.
    pub state: RunState,
    /// Its round, from 1.
    pub round: u32,
    /// Its step, from 0.
    pub step: usize,
    /// Messages that it has sent.
    pub sent: u64,
}

/// The errors of the newest timed sends, at most a thousand: from the time that was set to the return of
/// send(2), in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pacing {
    /// Timed sends since the begin.
    pub sends: u64,
    /// Half of the errors are not above it.
    pub p50: u32,
    /// 99 of 100 errors are not above it.
    pub p99: u32,
    /// The largest.
    pub most: u32,
}

/// What one status has that another has not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Changes {
    /// Ends that are otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<(EndId, EndStatus)>,
    /// Peers that are new or otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub peers: Vec<(EndId, PeerId, PeerStatus)>,
    /// Peers that have gone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<(EndId, PeerId)>,
    /// Plans that are otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<(u32, PlanStatus)>,
    /// The counts of all rules, where one is otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fired: Option<Vec<u64>>,
    /// The newest figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pacing: Option<Pacing>,
    /// What is otherwise with the proxies.
    #[serde(skip_serializing_if = "ProxyChanges::is_empty")]
    pub proxies: Box<ProxyChanges>,
}

impl Changes {
    /// Whether nothing is otherwise.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Status {
    /// What is otherwise than in `told`.
    #[must_use]
    pub fn changes_since(&self, told: &Self) -> Changes {
        let peers = self.peers.iter().filter(|(id, peer)| told.peers.get(id) != Some(peer));
        let left = told.peers.keys().filter(|id| !self.peers.contains_key(id));
        Changes {
            ends: differing(&self.ends, &told.ends),
            peers: peers.map(|((end, peer), status)| (*end, *peer, status.clone())).collect(),
            left: left.copied().collect(),
            plans: differing(&self.plans, &told.plans),
            fired: (self.fired != told.fired).then(|| self.fired.clone()),
            pacing: self.pacing.filter(|pacing| told.pacing != Some(*pacing)),
            proxies: self.proxies.changes_since(&told.proxies).into(),
        }
    }

    /// Takes changes that were read at this time, and returns them as the session's own reports.
    pub fn apply(&mut self, now: Duration, changes: Changes) -> Vec<Report> {
        let mut reports = Vec::new();
        for (end, peer) in changes.left {
            if self.peers.remove(&(end, peer)).is_some() {
                reports.push(Report::Left(end, peer));
            }
        }
        for (id, newer) in changes.ends {
            let end = self.ends.entry(id).or_default();
            if end.state != newer.state {
                reports.push(Report::End(id, newer.state));
            }
            let mut counters = std::mem::take(&mut end.counters);
            counters.follow(now, &newer.counters);
            *end = EndStatus { counters, ..newer };
        }
        for (end, id, newer) in changes.peers {
            let known = self.peers.get(&(end, id));
            if known.is_some_and(|known| known.connection != newer.connection) {
                self.peers.remove(&(end, id));
                reports.push(Report::Left(end, id));
            }
            let peer = self.peers.entry((end, id)).or_insert_with(|| {
                reports.push(Report::Joined(end, id, newer.address.clone()));
                PeerStatus { counters: Counters::default(), ..newer.clone() }
            });
            peer.counters.follow(now, &newer.counters);
        }
        for (plan, status) in changes.plans {
            let PlanStatus { state, round, step, sent } = status;
            self.plans.insert(plan, status);
            reports.push(Report::Plan { plan: plan as usize, state, round, step, sent });
        }
        if let Some(fired) = changes.fired {
            let before = std::mem::replace(&mut self.fired, fired);
            let before = before.into_iter().chain(std::iter::repeat(0));
            let changed = self.fired.iter().zip(before).enumerate();
            let changed = changed.filter(|(_, (now, before))| *now > before);
            reports.extend(changed.map(|(rule, _)| Report::Fired { rule }));
        }
        self.pacing = changes.pacing.or(self.pacing);
        self.proxies.apply(*changes.proxies);
        reports
    }
}

fn differing<K: Copy + Ord, V: Clone + PartialEq>(
    newer: &BTreeMap<K, V>,
    told: &BTreeMap<K, V>,
) -> Vec<(K, V)> {
    let changed = newer.iter().filter(|(key, value)| told.get(key) != Some(value));
    changed.map(|(key, value)| (*key, value.clone())).collect()
}
