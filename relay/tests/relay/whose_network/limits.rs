//! How much a network of a page's own has and carries, and all of them together.

use lab_relay::Config;
use lab_shared::call::{Address, Failure, Micros, Op, Rule, SocketId, SocketType};
use lab_shared::network::{
    CableId, DropReason, Fate, HostName, Impairment, NetworkCommand, NetworkNotice, NetworkPlan,
    PacketReport, PlannedCable,
};

use super::{changed, page_in_a_pair, refused, relay_with, socket_on};
use crate::common::{Page, TestRelay, get, within};

/// Bytes of a test's datagrams.
const DATAGRAM: [u8; 1000] = [b'.'; 1000];

/// What a packet that waits takes beside its bytes.
const PACKET_BYTES: u64 = 192;

fn is_over(packet: &PacketReport) -> bool {
    matches!(packet.fate, Fate::Lost { why: DropReason::Limit, .. })
}

/// A UDP socket of the client that is connected to one of the server.
async fn datagrams(page: &mut Page) -> SocketId {
    let server = socket_on(page, HostName::server(), SocketType::Dgram).await;
    page.call(server, Op::Bind { address: Address::inet("", 5000) }).await.unwrap();
    let client = socket_on(page, HostName::client(), SocketType::Dgram).await;
    page.connect(client, &Address::inet("10.0.0.1", 5000)).await.unwrap();
    client
}

/// Datagrams under way before the page has been told of the first. A page is told of so many packets a second only:
/// with more, a fast machine would outrun that, and the page would miss the packet that a test waits for.
const WINDOW: usize = 8;

/// Sends datagrams until a packet is as wanted, and returns the packets up to it.
async fn send_until(
    page: &mut Page,
    client: SocketId,
    mut wanted: impl FnMut(&PacketReport) -> bool,
) -> Vec<PacketReport> {
    let sending = async {
        let mut all = Vec::new();
        for sent in 1.. {
            page.send(client, &DATAGRAM).await.unwrap();
            while all.len() + WINDOW <= sent {
                let NetworkNotice::Packets { packets, missed } = page.network_report().await.news
                else {
                    continue;
                };
                assert_eq!(missed, 0, "too few for that");
                for packet in packets {
                    let found = wanted(&packet);
                    all.push(packet);
                    if found {
                        return all;
                    }
                }
            }
        }
        unreachable!("it sends until then")
    };
    within("a packet as wanted", sending).await
}

/// Sends more than a network may carry, and checks that it carries what it may, of which a quarter of a second's may
/// come at once, and no more. `size` is what a packet counts for. Returns the page, whose network goes with it.
async fn carries_at_most(limit: u64, relay: &TestRelay, size: fn(&PacketReport) -> u64) -> Page {
    let (mut page, _) = page_in_a_pair(relay).await;
    let client = datagrams(&mut page).await;
    let mut lost = 0;
    let packets = send_until(&mut page, client, |packet| {
        lost += u32::from(is_over(packet));
        lost > 0 && !packet.is_lost()
    })
    .await;
    let began = packets[0].sent;
    let (burst, mut carried) = (limit / 4, 0);
    for packet in &packets {
        if packet.is_lost() {
            assert!(carried + size(packet) >= burst, "lost after {carried} of {burst}");
            continue;
        }
        carried += size(packet);
        let passed = packet.sent.0 - began.0;
        let may = burst + limit * passed / 1_000_000 + size(packet);
        assert!(carried <= may, "{carried} in {passed} µs, where {may} may be");
    }
    page
}

#[tokio::test]
async fn a_network_carries_no_more_packets_a_second_than_it_may() {
    let limited = |config: &mut Config| {
        config.limits.network_packets = 40;
        config.metrics = Some("127.0.0.1:0".parse().unwrap());
    };
    let Some(relay) = relay_with(limited).await else { return };
    let _page = carries_at_most(40, &relay, |_| 1).await;
    let metrics = relay.metrics.unwrap();
    let numbers = get(metrics, "/metrics", &metrics.to_string()).await;
    assert!(numbers.contains("socket_lab_networks 1\n"), "{numbers}");
    assert!(numbers.contains("socket_lab_network_hosts 2\n"), "{numbers}");
    let count = |name: &str| -> u64 {
        let value = numbers.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        value.trim().parse().unwrap()
    };
    let (entered, lost) =
        (count("socket_lab_network_packets_total"), count("socket_lab_network_packets_lost_total"));
    assert!(lost > 0 && entered > lost, "{entered} {lost}");
}

#[tokio::test]
async fn a_network_carries_no_more_bytes_a_second_than_it_may() {
    let limited = |config: &mut Config| config.limits.network_bytes = 40_000;
    let Some(relay) = relay_with(limited).await else { return };
    carries_at_most(40_000, &relay, |packet| packet.length.into()).await;
}

/// A page whose packets are under way for a minute.
async fn page_on_a_slow_cable(relay: &TestRelay) -> (Page, SocketId) {
    let mut page = relay.page().await;
    let slow = Impairment { delay: Micros(60_000_000), ..Impairment::default() };
    let plan = NetworkPlan { cables: vec![PlannedCable::both(slow)], ..NetworkPlan::pair() };
    changed(&mut page, NetworkCommand::Open(plan)).await;
    let client = datagrams(&mut page).await;
    (page, client)
}

/// What the packets take that wait.
fn held(packets: &[PacketReport]) -> u64 {
    let waiting = packets.iter().filter(|packet| !packet.is_lost());
    waiting.map(|packet| u64::from(packet.length) + PACKET_BYTES).sum()
}

/// Checks that all room is used before a packet is lost.
fn is_full(held: u64, limit: u64) {
    let datagram = DATAGRAM.len() as u64 + 28 + PACKET_BYTES;
    assert!((limit - datagram..=limit).contains(&held), "{held} of {limit}");
}

#[tokio::test]
async fn packets_that_wait_in_one_network_take_no_more_memory_than_they_may() {
    let limited = |config: &mut Config| config.limits.network_held = 20_000;
    let Some(relay) = relay_with(limited).await else { return };
    let (mut page, client) = page_on_a_slow_cable(&relay).await;
    let packets = send_until(&mut page, client, is_over).await;
    is_full(held(&packets), 20_000);
    // What the cable loses when it is cut gives its room back.
    for cut in [true, false] {
        page.ask_network(NetworkCommand::Cut { cable: CableId(0), cut }).await;
    }
    send_until(&mut page, client, |packet| !packet.is_lost()).await;
}

#[tokio::test]
async fn packets_that_wait_in_all_networks_take_no_more_memory_than_they_may() {
    let limited = |config: &mut Config| config.limits.network_held_in_all = 20_000;
    let Some(relay) = relay_with(limited).await else { return };
    let (mut one, client_of_one) = page_on_a_slow_cable(&relay).await;
    let mut some = 0;
    let first = send_until(&mut one, client_of_one, |packet| {
        some += u32::from(!packet.is_lost());
        some == 8
    })
    .await;
    let (mut other, client) = page_on_a_slow_cable(&relay).await;
    let second = send_until(&mut other, client, is_over).await;
    // The first may have sent more than it was told of yet.
    let both = held(&first) + held(&second);
    assert!(both <= 20_000 && held(&second) < 20_000 - 8 * DATAGRAM.len() as u64, "{both}");
    one.ask_network(NetworkCommand::Close).await;
    send_until(&mut other, client, |packet| !packet.is_lost()).await;
}

#[tokio::test]
async fn a_network_has_no_more_hosts_than_it_may_nor_have_all() {
    let limited = |config: &mut Config| {
        config.limits.hosts = 2;
        config.limits.hosts_in_all = 3;
    };
    let Some(relay) = relay_with(limited).await else { return };
    let full = Failure::refused(Rule::MaxHosts);
    let (mut one, _) = page_in_a_pair(&relay).await;
    let third = || NetworkCommand::AddHost { name: HostName::new("third").unwrap() };
    assert_eq!(refused(&mut one, third()).await, full);
    let mut other = relay.page().await;
    assert_eq!(refused(&mut other, NetworkCommand::Open(NetworkPlan::pair())).await, full);
    assert!(matches!(one.ask_network(NetworkCommand::Close).await, NetworkNotice::Closed));
    let opened = async {
        while !matches!(
            other.ask_network(NetworkCommand::Open(NetworkPlan::pair())).await,
            NetworkNotice::Changed(_)
        ) {}
    };
    within("the hosts that ended to make room", opened).await;
}

#[tokio::test]
async fn a_network_has_a_cable_for_each_host_and_no_more() {
    let Some(relay) = relay_with(|config| config.limits.hosts = 3).await else { return };
    let mut page = relay.page().await;
    let cables = |count| vec![PlannedCable::default(); count];
    let too_many = NetworkPlan { cables: cables(2), ..NetworkPlan::pair() };
    refused(&mut page, NetworkCommand::Open(too_many)).await;
    let pair = NetworkPlan { cables: cables(1), ..NetworkPlan::pair() };
    assert_eq!(changed(&mut page, NetworkCommand::Open(pair)).await.cables.len(), 1);
    let third = NetworkCommand::AddHost { name: HostName::new("third").unwrap() };
    assert_eq!(changed(&mut page, third).await.cables.len(), 3);
    let set = NetworkCommand::Cut { cable: CableId(3), cut: true };
    refused(&mut page, set).await;
}
