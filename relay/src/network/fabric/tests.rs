//! Cables between ports that stand for hosts: pairs of sockets in place of devices.

use std::time::Duration;

use etherparse::PacketBuilder;
use lab_shared::call::Micros;
use lab_shared::network::{
    CableEnd, DropReason, Fate, Loss, PacketContent, PacketReport, Share, address,
};
use tokio::time::timeout;

use super::*;
use crate::socket::PacketPort;

const LIMITS: FabricLimits = FabricLimits { packets: 1_000_000, bytes: 10 << 30, held: 1 << 20 };
const PATIENCE: Duration = Duration::from_secs(20);

/// A network, and the hosts' sides of its devices.
struct Network {
    fabric: Fabric,
    hosts: Vec<PacketPort>,
    reader: PacketReader,
}

fn name(number: usize) -> HostName {
    HostName::new(format!("host-{number}")).unwrap()
}

fn host(number: usize) -> (HostPort, PacketPort) {
    let (port, host) = PacketPort::pair().unwrap();
    (HostPort { name: name(number), number: u8::try_from(number).unwrap(), port }, host)
}

impl Network {
    fn new(hosts: usize, planned: &[PlannedCable], limits: FabricLimits) -> Self {
        let (ports, hosts) = (1..=hosts).map(host).unzip();
        let fabric = Fabric::start(ports, planned, limits, PacketMemory::new(1 << 20)).unwrap();
        let reader = fabric.reader();
        Self { fabric, hosts, reader }
    }

    /// The next packet that a host receives.
    fn receive(&self, host: usize) -> Vec<u8> {
        let set = PortSet::new().unwrap();
        set.add(0, &self.hosts[host]).unwrap();
        let (mut ready, mut buffer) = (Vec::new(), [0; 4096]);
        set.wait(Some(PATIENCE), &mut ready).unwrap();
        let length = self.hosts[host].read(&mut buffer).unwrap().expect("a packet in time");
        buffer[..length].to_vec()
    }

    fn receives_nothing(&self, host: usize) {
        assert_eq!(self.hosts[host].read(&mut [0; 4096]).unwrap(), None);
    }

    /// The next reports, at least so many.
    async fn reports(&mut self, count: usize) -> Vec<PacketReport> {
        let mut all = Vec::new();
        while all.len() < count {
            timeout(PATIENCE, self.reader.ready()).await.expect("a report in time");
            let (packets, missed) = self.reader.take(self.fabric.shared.epoch);
            assert_eq!(missed, 0);
            all.extend(packets);
        }
        all
    }
}

fn datagram(from: u8, to: [u8; 4], text: &[u8]) -> Vec<u8> {
    let builder = PacketBuilder::ipv4(address::v4(from).octets(), to, 64).udp(1000, 2000);
    let mut packet = Vec::new();
    builder.write(&mut packet, text).unwrap();
    packet
}

fn syn(from: u8, to: u8) -> Vec<u8> {
    let ends = [from, to].map(|number| address::v6(number).octets());
    let builder = PacketBuilder::ipv6(ends[0], ends[1], 64).tcp(40_000, 80, 7, 512).syn();
    let mut packet = Vec::new();
    builder.write(&mut packet, &[]).unwrap();
    packet
}

fn both(impairment: Impairment) -> [PlannedCable; 1] {
    [PlannedCable::both(impairment)]
}

fn delay(milliseconds: u64) -> Impairment {
    Impairment { delay: Micros(milliseconds * 1000), ..Impairment::default() }
}

#[tokio::test]
async fn two_hosts_share_a_cable_that_passes_everything_unchanged() {
    let mut network = Network::new(2, &[], LIMITS);
    let view = network.fabric.cables();
    assert_eq!(view.len(), 1);
    let ends = [&view[0].a, &view[0].b].map(Clone::clone);
    assert_eq!(ends, [1, 2].map(|number| CableEnd::Host(name(number))));
    // Also what is for neither of them.
    let there = datagram(1, [192, 0, 2, 1], b"hello");
    network.hosts[0].write(&there).unwrap();
    assert_eq!(network.receive(1), there);
    let back = syn(2, 1);
    network.hosts[1].write(&back).unwrap();
    assert_eq!(network.receive(0), back);
    let reports = network.reports(2).await;
    assert_eq!(reports[0].way, Way::Forth);
    assert_eq!(reports[0].head.content, PacketContent::Udp { length: 5, fragmented: false });
    assert_eq!(data_encoding::BASE64.decode(reports[0].bytes.as_bytes()).unwrap(), there);
    assert_eq!((reports[1].way, reports[1].length), (Way::Back, 60));
    assert_eq!(reports[1].segment().unwrap().at, reports[1].sent);
    assert!(reports[0].serial < reports[1].serial && !reports[1].is_lost());
}

#[tokio::test]
async fn a_delay_is_kept_and_reported_before_it_is_over() {
    let mut network = Network::new(2, &both(delay(30)), LIMITS);
    let begun = Instant::now();
    network.hosts[0].write(&syn(1, 2)).unwrap();
    network.receive(1);
    assert!(begun.elapsed() >= Duration::from_millis(30));
    let report = network.reports(1).await.remove(0);
    assert_eq!(report.fate, Fate::Arrives { at: Micros(report.sent.0 + 30_000) });
}

#[tokio::test]
async fn what_is_under_way_on_a_cable_that_is_cut_is_reported_anew_as_lost() {
    let mut network = Network::new(2, &both(delay(60_000)), LIMITS);
    network.hosts[0].write(&syn(1, 2)).unwrap();
    let before = network.reports(1).await.remove(0);
    assert!(!before.is_lost());
    assert!(network.fabric.shared.cables().meter_held() > 0);
    network.fabric.cut(CableId(0), true).unwrap();
    let after = network.reports(1).await.remove(0);
    assert_eq!((after.serial, after.sent, &after.head), (before.serial, before.sent, &before.head));
    assert!(matches!(after.fate, Fate::Lost { why: DropReason::Cut, .. }));
    assert_eq!(network.fabric.shared.cables().meter_held(), 0);
    network.hosts[0].write(&syn(1, 2)).unwrap();
    assert!(matches!(network.reports(1).await[0].fate, Fate::Lost { why: DropReason::Cut, .. }));
    assert!(network.fabric.cables()[0].cut);
    network.fabric.cut(CableId(0), false).unwrap();
    network.fabric.set_line(CableId(0), Way::Forth, Impairment::default()).unwrap();
    network.hosts[0].write(&syn(1, 2)).unwrap();
    assert_eq!(network.receive(1), syn(1, 2));
}

#[tokio::test]
async fn an_armed_drop_loses_one_of_its_kind_and_says_that_it_is_done() {
    let mut network = Network::new(2, &[], LIMITS);
    let mut changes = network.fabric.changes();
    network.fabric.arm(CableId(0), Way::Forth, PacketKind::Syn, 1).unwrap();
    assert_eq!(network.fabric.cables()[0].forth.armed.as_ref().unwrap().left, 1);
    let other = datagram(1, [10, 0, 0, 2], b"passes");
    for packet in [&other, &syn(1, 2), &syn(1, 2)] {
        network.hosts[0].write(packet).unwrap();
    }
    assert_eq!([network.receive(1), network.receive(1)], [other, syn(1, 2)]);
    let reports = network.reports(3).await;
    let lost: Vec<_> = reports.iter().map(PacketReport::is_lost).collect();
    assert_eq!(lost, [false, true, false]);
    assert!(matches!(reports[1].fate, Fate::Lost { why: DropReason::Armed, .. }));
    timeout(PATIENCE, changes.changed()).await.unwrap().unwrap();
    assert_eq!(network.fabric.cables()[0].forth.armed, None);
    let none = network.fabric.arm(CableId(1), Way::Forth, PacketKind::Syn, 1);
    assert_eq!(none, Err(NoSuchCable));
}

#[tokio::test]
async fn a_switch_passes_packets_to_their_host_and_those_for_all_to_the_others() {
    let mut network = Network::new(3, &[], LIMITS);
    let view = network.fabric.cables();
    assert_eq!(view.len(), 3);
    assert_eq!((&view[2].a, &view[2].b), (&CableEnd::Host(name(3)), &CableEnd::Switch));
    network.hosts[0].write(&syn(1, 3)).unwrap();
    assert_eq!(network.receive(2), syn(1, 3));
    let ways: Vec<_> = network.reports(2).await.iter().map(|it| (it.cable, it.way)).collect();
    assert_eq!(ways, [(CableId(0), Way::Forth), (CableId(2), Way::Back)]);
    let all = datagram(2, [10, 0, 0, 255], b"everyone");
    network.hosts[1].write(&all).unwrap();
    assert_eq!([network.receive(0), network.receive(2)], [all.clone(), all]);
    assert_eq!(network.reports(3).await.len(), 3);
    network.hosts[1].write(&datagram(2, [10, 0, 0, 9], b"nobody")).unwrap();
    let report = network.reports(1).await.remove(0);
    assert!(matches!(report.fate, Fate::Lost { why: DropReason::NoHost, .. }));
    (0..3).for_each(|host| network.receives_nothing(host));
}

#[tokio::test]
async fn a_third_host_brings_a_switch_and_the_cable_keeps_its_ways() {
    let planned = [PlannedCable { forth: delay(5), back: delay(7), cut: false }];
    let mut network = Network::new(2, &planned, LIMITS);
    let (port, device) = host(3);
    network.fabric.plug(port).unwrap();
    network.hosts.push(device);
    let view = network.fabric.cables();
    assert_eq!((view.len(), &view[0].b), (3, &CableEnd::Switch));
    assert_eq!((&view[0].forth.impairment, &view[0].back.impairment), (&delay(5), &delay(7)));
    network.hosts[2].write(&syn(3, 1)).unwrap();
    assert_eq!(network.receive(0), syn(3, 1));
}

#[tokio::test]
async fn a_host_that_is_gone_receives_nothing_until_it_is_plugged_in_again() {
    let mut network = Network::new(2, &[], LIMITS);
    network.fabric.unplug(&name(2));
    assert!(network.hosts[1].read(&mut [0; 9]).is_err(), "its device is closed");
    network.hosts[0].write(&syn(1, 2)).unwrap();
    let report = network.reports(1).await.remove(0);
    assert!(matches!(report.fate, Fate::Lost { why: DropReason::NoHost, .. }));
    let (port, device) = host(2);
    network.fabric.plug(port).unwrap();
    network.hosts[1] = device;
    network.hosts[0].write(&syn(1, 2)).unwrap();
    assert_eq!(network.receive(1), syn(1, 2));
    // A host whose process has died closes its end by itself, and what comes for it is lost.
    network.reports(1).await;
    network.hosts.pop();
    network.hosts[0].write(&syn(1, 2)).unwrap();
    assert!(network.reports(1).await[0].is_lost());
}

#[tokio::test]
async fn copies_are_packets_of_their_own() {
    let twice = Impairment { duplicate: Share::ALL, ..Impairment::default() };
    let mut network = Network::new(2, &both(twice), LIMITS);
    network.hosts[0].write(&syn(1, 2)).unwrap();
    assert_eq!([network.receive(1), network.receive(1)], [syn(1, 2), syn(1, 2)]);
    let reports = network.reports(2).await;
    assert_eq!(reports.iter().map(|it| it.duplicate).collect::<Vec<_>>(), [false, true]);
    assert_ne!(reports[0].serial, reports[1].serial);
}

#[tokio::test]
async fn a_network_carries_no_more_than_its_limits() {
    let few = FabricLimits { packets: 2, ..LIMITS };
    let mut network = Network::new(2, &[], few);
    for _ in 0..20 {
        network.hosts[0].write(&syn(1, 2)).unwrap();
    }
    let reports = network.reports(20).await;
    let over =
        reports.iter().filter(|it| matches!(it.fate, Fate::Lost { why: DropReason::Limit, .. }));
    assert!(over.count() >= 1, "twenty packets came in less than ten seconds");
    let little = FabricLimits { held: 1000, ..LIMITS };
    let mut network = Network::new(2, &both(delay(60_000)), little);
    for _ in 0..9 {
        network.hosts[0].write(&syn(1, 2)).unwrap();
    }
    let reports = network.reports(9).await;
    let kept = reports.iter().filter(|it| !it.is_lost()).count();
    assert_eq!(kept, 3, "of 60 bytes, and what each counts for beside them");
}

#[tokio::test]
async fn loss_loses_and_everything_else_arrives() {
    let half = Share::millionths(500_000).unwrap();
    let lossy = Impairment { loss: Loss::Random(half), ..Impairment::default() };
    let mut network = Network::new(2, &both(lossy), LIMITS);
    for _ in 0..100 {
        network.hosts[0].write(&syn(1, 2)).unwrap();
    }
    let reports = network.reports(100).await;
    let passed = reports.iter().filter(|report| !report.is_lost()).count();
    assert!((1..100).contains(&passed));
    (0..passed).for_each(|_| drop(network.receive(1)));
    network.receives_nothing(1);
}
