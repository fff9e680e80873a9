//! Numbers of all pages, for Prometheus.
//!
//! Sessions do not count. A [`SessionMeter`] at each page's connection learns everything from the
//! messages, and a [`MeteredRoom`] wraps the observer of a chat room. No number names a page, an
//! address or a byte that was sent.

mod room;
mod session_meter;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use lab_shared::wire::Goodbye;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use crate::network::NetworkCounts;
use crate::resources::account::Memory;
pub(crate) use room::MeteredRoom;
pub(crate) use session_meter::SessionMeter;

/// Every label is out of a table, so that no page can make the series grow.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct SocketLabels {
    family: &'static str,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    call: &'static str,
    /// `ok`, or what went wrong: the errno's name or else the exception's.
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DirectionLabel {
    direction: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RuleLabel {
    rule: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct HolderLabel {
    holder: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabel {
    reason: &'static str,
}

/// The numbers of one relay.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    /// Pages that were welcomed: now, and ever.
    sessions: Gauge,
    sessions_begun: Counter,
    /// Interruptions after which a page found its session again.
    sessions_resumed: Counter,
    /// Goodbyes the relay sent.
    goodbyes: Family<ReasonLabel, Counter>,
    sockets: Family<SocketLabels, Gauge>,
    calls: Family<CallLabels, Counter>,
    bytes: Family<DirectionLabel, Counter>,
    refusals: Family<RuleLabel, Counter>,
    held: Family<HolderLabel, Gauge>,
    rooms: Gauge,
    room_clients: Gauge,
    room_messages: Counter,
    room_deliveries: Counter,
    room_missed: Counter,
    room_queued: Gauge,
    room_lines_unshown: Counter,
    assistants: Gauge,
    proxies: Gauge,
    proxy_connections: Gauge,
    networks: Gauge,
    network_hosts: Gauge,
    network_packets: Counter,
    network_packets_lost: Counter,
}

/// An assistant that is counted.
#[derive(Debug)]
pub(crate) struct AssistantCount(Arc<Metrics>);

impl Drop for AssistantCount {
    fn drop(&mut self) {
        self.0.assistants.dec();
    }
}

/// The proxies of an assistant that are counted.
#[derive(Debug)]
pub(crate) struct ProxyCount {
    metrics: Arc<Metrics>,
    proxies: i64,
    connections: i64,
}

impl ProxyCount {
    /// So many listen now, and so many connections go through them.
    pub(crate) fn set(&mut self, proxies: usize, connections: usize) {
        let signed = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let (proxies, connections) = (signed(proxies), signed(connections));
        self.metrics.proxies.inc_by(proxies - self.proxies);
        self.metrics.proxy_connections.inc_by(connections - self.connections);
        (self.proxies, self.connections) = (proxies, connections);
    }
}

impl Drop for ProxyCount {
    fn drop(&mut self) {
        self.set(0, 0);
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("socket_lab"),
            sessions: Gauge::default(),
            sessions_begun: Counter::default(),
            sessions_resumed: Counter::default(),
            goodbyes: Family::default(),
            sockets: Family::default(),
            calls: Family::default(),
            bytes: Family::default(),
            refusals: Family::default(),
            held: Family::default(),
            rooms: Gauge::default(),
            room_clients: Gauge::default(),
            room_messages: Counter::default(),
            room_deliveries: Counter::default(),
            room_missed: Counter::default(),
            room_queued: Gauge::default(),
            room_lines_unshown: Counter::default(),
            assistants: Gauge::default(),
            proxies: Gauge::default(),
            proxy_connections: Gauge::default(),
            networks: Gauge::default(),
            network_hosts: Gauge::default(),
            network_packets: Counter::default(),
            network_packets_lost: Counter::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    /// Names them. Prometheus' own endings (`_total`, `_bytes`) are added where they belong.
    fn register(&mut self) {
        let to = &mut self.registry;
        to.register("sessions", "Pages that are welcome now", self.sessions.clone());
        let help = "Pages that were welcomed";
        to.register("sessions_begun", help, self.sessions_begun.clone());
        let help = "Times a page found its session again after its WebSocket broke";
        to.register("sessions_resumed", help, self.sessions_resumed.clone());
        to.register("goodbyes", "Sessions the relay ended", self.goodbyes.clone());
        to.register("sockets", "Open sockets of all pages", self.sockets.clone());
        to.register("calls", "Calls that were answered", self.calls.clone());
        let help = "Bytes that lab sockets received (in) and sent (out)";
        to.register_with_unit("socket", help, Unit::Bytes, self.bytes.clone());
        to.register("refusals", "What the relay's own rules refused", self.refusals.clone());
        let help = "Bytes that the relay holds for pages, rooms, assistants and visitors";
        to.register_with_unit("held", help, Unit::Bytes, self.held.clone());
        to.register("rooms", "Chat rooms that pages have the relay host", self.rooms.clone());
        to.register("room_clients", "Clients of those rooms", self.room_clients.clone());
        to.register("room_messages", "Messages clients said", self.room_messages.clone());
        let help = "Messages times the clients each was for";
        to.register("room_deliveries", help, self.room_deliveries.clone());
        let help = "Messages that clients missed because they read too slowly";
        to.register("room_missed_messages", help, self.room_missed.clone());
        let help = "Bytes that waited for clients when their page was last told";
        to.register_with_unit("room_queued", help, Unit::Bytes, self.room_queued.clone());
        let help = "Transcript lines that pages were too slow for";
        to.register("room_lines_unshown", help, self.room_lines_unshown.clone());
        let help = "Assistants that the relay runs for pages, watched or not";
        to.register("assistants", help, self.assistants.clone());
        let help = "Proxies of those assistants that listen";
        to.register("proxies", help, self.proxies.clone());
        let help = "Connections and UDP peers that those proxies forward";
        to.register("proxy_connections", help, self.proxy_connections.clone());
        to.register("networks", "Networks of pages' own", self.networks.clone());
        to.register("network_hosts", "Hosts of those networks", self.network_hosts.clone());
        let help = "Packets that entered a cable of those networks";
        to.register("network_packets", help, self.network_packets.clone());
        let help =
            "Packets that cables lost, because they were to or the network's limits were reached";
        to.register("network_packets_lost", help, self.network_packets_lost.clone());
    }

    /// Something was refused by a rule of the relay's.
    pub(crate) fn refused(&self, rule: &'static str) {
        self.refusals.get_or_create(&RuleLabel { rule }).inc();
    }

    /// The relay sent a goodbye.
    pub(crate) fn parted(&self, goodbye: &Goodbye) {
        let reason = goodbye.name();
        self.goodbyes.get_or_create(&ReasonLabel { reason }).inc();
    }

    /// Counts an assistant until this is dropped.
    pub(crate) fn count_assistant(self: &Arc<Self>) -> AssistantCount {
        self.assistants.inc();
        AssistantCount(Arc::clone(self))
    }

    /// Counts an assistant's proxies until this is dropped.
    pub(crate) fn count_proxies(self: &Arc<Self>) -> ProxyCount {
        ProxyCount { metrics: Arc::clone(self), proxies: 0, connections: 0 }
    }

    /// All of them, as OpenMetrics text.
    pub(crate) fn text(&self, memory: &Memory, networks: NetworkCounts) -> String {
        let NetworkCounts { networks, hosts, packets, lost } = networks;
        self.networks.set(i64::try_from(networks).unwrap_or(i64::MAX));
        self.network_hosts.set(i64::try_from(hosts).unwrap_or(i64::MAX));
        for (counter, counted) in
            [(&self.network_packets, packets), (&self.network_packets_lost, lost)]
        {
            // Two scrapes at once may see them in either order; a counter never goes back.
            counter.inner().fetch_max(counted, Ordering::Relaxed);
        }
        let Memory { pages, rooms, assistants, visitors, .. } = memory;
        for (holder, account) in
            [("pages", pages), ("rooms", rooms), ("assistants", assistants), ("visitors", visitors)]
        {
            let held = i64::try_from(account.held()).unwrap_or(i64::MAX);
            self.held.get_or_create(&HolderLabel { holder }).set(held);
        }
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a String does not fail");
        text
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const DASHBOARD: &str = include_str!("../../../deploy/grafana-dashboard.json");

    /// The numbers the dashboard asks for, by the names Prometheus gives them.
    fn asked_for() -> BTreeSet<&'static str> {
        let in_name = |c: char| c.is_ascii_lowercase() || c == '_';
        DASHBOARD.split(|c| !in_name(c)).filter(|word| word.starts_with("socket_lab_")).collect()
    }

    #[test]
    fn the_dashboard_shows_every_number_and_no_other() {
        let metrics = Metrics::default();
        // Numbers with labels show from their first on.
        metrics.refused("host");
        metrics.goodbyes.get_or_create(&ReasonLabel { reason: "token" }).inc();
        metrics.sockets.get_or_create(&SocketLabels { family: "AF_INET", state: "open" }).inc();
        metrics.calls.get_or_create(&CallLabels { call: "recv", result: "ok" }).inc();
        metrics.bytes.get_or_create(&DirectionLabel { direction: "in" }).inc();
        let text = metrics.text(&Memory::new(0), NetworkCounts::default());
        let kinds = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        let names: BTreeSet<String> = kinds
            .map(|kind| match kind.split_once(' ') {
                Some((name, "counter")) => format!("{name}_total"),
                Some((name, _)) => name.to_owned(),
                None => panic!("{kind}"),
            })
            .collect();
        assert_eq!(names.iter().map(String::as_str).collect::<BTreeSet<_>>(), asked_for());
    }
}
