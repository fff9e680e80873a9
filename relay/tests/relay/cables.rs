//! Cables between hosts, on the real kernel: what is lost there is sent again, what is late arrives late, and pages are
//! told of all of it.

use std::process::Stdio;
use std::time::Duration;

use lab_shared::call::{Address, Family, How, Micros, MsgFlags, Op, SocketId, SocketType, Value};
use lab_shared::network::pcap::pcap;
use lab_shared::network::{
    ArmedDrop, CableId, DropReason, Fate, HostName, Impairment, Loss, LossPattern, NetworkCommand,
    NetworkNotice, NetworkPlan, NetworkState, NetworkView, PacketContent, PacketKind, PacketReport,
    PlannedCable, Way,
};
use lab_shared::wire::ToRelay;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

use crate::common::page::{bytes, recv};
use crate::common::{Page, TestRelay, within};

const CABLE: CableId = CableId(0);

/// A page whose network is a server and a client on one cable, which is set like this; `None` where the machine
/// denies networks.
async fn network(relay: &TestRelay, cable: PlannedCable) -> Option<(Page, NetworkView)> {
    let mut page = relay.page().await;
    if let Some(NetworkState::Denied(denial)) = page.welcome.as_ref().map(|it| it.networks) {
        eprintln!("NOT RUN: this machine denies networks of one's own: {denial:?}");
        return None;
    }
    let plan = NetworkPlan { cables: vec![cable], ..NetworkPlan::pair() };
    match page.ask_network(NetworkCommand::Open(plan)).await {
        NetworkNotice::Changed(view) => Some((page, *view)),
        other => panic!("no network but {other:?}"),
    }
}

fn server() -> Address {
    Address::inet("10.0.0.1", 9999)
}

async fn socket(page: &mut Page, host: HostName, kind: SocketType) -> SocketId {
    page.host = Some(host);
    page.open_socket(Family::Inet, kind).await
}

/// A listener on the server, and a socket of the client that is not connected yet.
async fn listener_and_client(page: &mut Page) -> (SocketId, SocketId) {
    let listener = socket(page, HostName::server(), SocketType::Stream).await;
    page.call(listener, Op::Bind { address: server() }).await.unwrap();
    page.call(listener, Op::Listen { backlog: Some(5) }).await.unwrap();
    (listener, socket(page, HostName::client(), SocketType::Stream).await)
}

/// The packets that pass until one is as wanted, which is the last of them.
async fn packets_until(
    page: &mut Page,
    wanted: impl Fn(&PacketReport) -> bool,
) -> Vec<PacketReport> {
    let mut all = Vec::new();
    loop {
        if let NetworkNotice::Packets { packets, .. } = page.network_report().await.news {
            for packet in packets {
                let found = wanted(&packet);
                all.push(packet);
                if found {
                    return all;
                }
            }
        }
    }
}

fn lost_by(packet: &PacketReport, reason: DropReason) -> bool {
    matches!(packet.fate, Fate::Lost { why, .. } if why == reason)
}

fn is(packet: &PacketReport, kind: PacketKind) -> bool {
    kind.matches(&packet.head.content)
}

#[tokio::test]
async fn a_syn_that_is_lost_on_request_is_sent_again_a_second_later() {
    let relay = TestRelay::start().await;
    let Some((mut page, _)) = network(&relay, PlannedCable::default()).await else { return };
    let (listener, client) = listener_and_client(&mut page).await;
    let drop =
        NetworkCommand::Drop { cable: CABLE, way: Way::Back, kind: PacketKind::Syn, count: 1 };
    let NetworkNotice::Changed(view) = page.ask_network(drop).await else { panic!("it is armed") };
    let armed = ArmedDrop { kind: PacketKind::Syn, left: 1 };
    assert_eq!(view.cables[0].back.armed, Some(armed));
    page.connect(client, &server()).await.unwrap();
    page.accept(listener).await;
    let mut told = false;
    let mut syns = Vec::new();
    while syns.len() < 2 || !told {
        match page.network_report().await.news {
            NetworkNotice::Changed(view) => told = view.cables[0].back.armed.is_none(),
            NetworkNotice::Packets { packets, missed: 0 } => {
                syns.extend(packets.into_iter().filter(|packet| is(packet, PacketKind::Syn)));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(lost_by(&syns[0], DropReason::Armed) && !syns[1].is_lost());
    let numbers = [&syns[0], &syns[1]].map(|syn| syn.segment().unwrap().sequence);
    assert_eq!(numbers[0], numbers[1], "it is the same segment");
    // RFC 6298: the first timeout is a second. The kernel's timer counts in steps of some milliseconds.
    let pause = Duration::from_micros(syns[1].sent.0 - syns[0].sent.0);
    assert!(pause >= Duration::from_millis(950), "{pause:?}");
}

#[tokio::test]
async fn with_every_tenth_packet_lost_everything_arrives_whole_and_some_of_it_again() {
    let relay = TestRelay::start().await;
    let loss = Loss::Pattern(LossPattern::new(".........x").unwrap());
    let back = Impairment { loss, ..Impairment::default() };
    let cable = PlannedCable { back, ..PlannedCable::default() };
    let Some((mut page, _)) = network(&relay, cable).await else { return };
    let (listener, client) = listener_and_client(&mut page).await;
    page.connect(client, &server()).await.unwrap();
    let server = page.accept(listener).await;
    let sent: Vec<u8> = (0..200_000u32).map(|at| (at / 7) as u8).collect();
    let all = Op::Sendall { flags: MsgFlags::NONE };
    let sending = page.start(Some(client), all, &sent).await;
    let mut received = Vec::new();
    while received.len() < sent.len() {
        let outcome = within("the next bytes", page.call(server, recv(65_536))).await;
        received.extend(bytes(outcome).unwrap());
    }
    assert!(received == sent, "the bytes are others");
    page.wait(sending).await.outcome.unwrap();
    // tcpi_total_retrans of linux/tcp.h.
    let info = Op::Getsockopt { level: 6, option: 11, buflen: Some(104) };
    let info = match page.call(client, info).await.unwrap() {
        Value::OptionBytes(info) => info,
        other => panic!("no structure but {other:?}"),
    };
    let again = u32::from_ne_bytes(info[100..104].try_into().unwrap());
    assert!(again >= 1, "lost segments are sent again");
    page.shutdown(client, How::Write).await.unwrap();
    let packets = packets_until(&mut page, |packet| is(packet, PacketKind::Fin)).await;
    let data: Vec<_> = packets.iter().filter(|packet| is(packet, PacketKind::Data)).collect();
    let lost = data.iter().find(|packet| lost_by(packet, DropReason::Loss));
    let lost = lost.expect("a segment that the pattern lost").segment().unwrap();
    let again = data.iter().filter(|packet| {
        !packet.is_lost() && packet.segment().unwrap().payload().contains(&lost.payload().start)
    });
    assert!(again.count() >= 1, "it is seen again");
}

#[tokio::test]
async fn a_cut_cable_is_silent_and_neither_side_is_told() {
    let relay = TestRelay::start().await;
    let delay = Impairment { delay: Micros(50_000_000), ..Impairment::default() };
    let cable = PlannedCable { back: delay, ..PlannedCable::default() };
    let Some((mut page, _)) = network(&relay, cable).await else { return };
    let inbox = socket(&mut page, HostName::server(), SocketType::Dgram).await;
    page.call(inbox, Op::Bind { address: server() }).await.unwrap();
    let outbox = socket(&mut page, HostName::client(), SocketType::Dgram).await;
    let send = || Op::Sendto { flags: MsgFlags::NONE, address: server() };
    page.call_with(outbox, send(), b"under way").await.unwrap();
    let udp = |packet: &PacketReport| is(packet, PacketKind::Udp);
    let before = packets_until(&mut page, udp).await.pop().unwrap();
    assert_eq!(before.fate, Fate::Arrives { at: Micros(before.sent.0 + 50_000_000) });
    page.say(&ToRelay::Network(NetworkCommand::Cut { cable: CABLE, cut: true })).await;
    let after = packets_until(&mut page, udp).await.pop().unwrap();
    assert_eq!(after.serial, before.serial);
    assert!(lost_by(&after, DropReason::Cut));
    page.call_with(outbox, send(), b"into nothing").await.unwrap();
    assert!(lost_by(&packets_until(&mut page, udp).await[0], DropReason::Cut));
    page.ask_network(NetworkCommand::Cut { cable: CABLE, cut: false }).await;
    let perfect = Impairment::default();
    page.ask_network(NetworkCommand::SetLine { cable: CABLE, way: Way::Back, impairment: perfect })
        .await;
    page.call_with(outbox, send(), b"mended").await.unwrap();
    assert_eq!(page.recv(inbox).await.unwrap(), b"mended");
}

/// Runs a command on a host as a terminal does: `socket-lab enter`.
fn enter(view: &NetworkView, host: &HostName, command: &[&str]) -> Command {
    let line = &view.host(host).unwrap().enter;
    let mut words = line.split(' ');
    assert_eq!(words.next(), Some("socket-lab"));
    let mut enter = Command::new(env!("CARGO_BIN_EXE_socket-lab"));
    enter.args(words).arg("--").args(command);
    enter
}

#[tokio::test]
async fn ping_of_debian_waits_as_long_as_the_cable_lets_it() {
    let relay = TestRelay::start().await;
    let delay = Impairment { delay: Micros(20_000), ..Impairment::default() };
    let Some((mut page, view)) = network(&relay, PlannedCable::both(delay)).await else { return };
    let ping = ["ping", "-n", "-c", "3", "-i", "0.2", "server"];
    let output = within("ping", enter(&view, &HostName::client(), &ping).output()).await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let times = text.split_whitespace().filter_map(|word| word.strip_prefix("time="));
    let times: Vec<f64> = times.map(|time| time.parse().unwrap()).collect();
    assert!(times.len() == 3 && times.iter().all(|time| *time >= 40.0), "{text}");
    let replies = |packet: &PacketReport| {
        // Of ICMP or of ICMPv6, whichever the name `server` means first.
        matches!(packet.head.content, PacketContent::Icmp { kind: 0 | 129, .. })
    };
    let packets = packets_until(&mut page, replies).await;
    let reply = packets.last().unwrap();
    assert_eq!((reply.way, reply.ended().0 - reply.sent.0), (Way::Forth, 20_000));
}

#[tokio::test]
async fn iperf3_of_debian_counts_what_the_cable_loses() {
    let relay = TestRelay::start().await;
    let loss = Loss::Pattern(LossPattern::new("...x").unwrap());
    let back = Impairment { loss, ..Impairment::default() };
    let cable = PlannedCable { back, ..PlannedCable::default() };
    let Some((page, view)) = network(&relay, cable).await else { return };
    let mut server = enter(&view, &HostName::server(), &["iperf3", "-s", "-1", "--forceflush"]);
    let mut server = server.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("listening") {
        line.clear();
        let read = lines.read_line(&mut line);
        assert!(within("iperf3 to listen", read).await.unwrap() > 0, "it has ended");
    }
    let client = ["iperf3", "-J", "-u", "-l", "500", "-b", "1M", "-n", "100K", "-c", "10.0.0.1"];
    let output = enter(&view, &HostName::client(), &client).output();
    let output = within("iperf3", output).await.unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let number = |name: &str| {
        let found = report.pointer(&format!("/end/sum/{name}"));
        found.and_then(serde_json::Value::as_u64).unwrap_or_else(|| panic!("{name} of {report}"))
    };
    let (sent, lost) = (number("packets"), number("lost_packets"));
    // The other packets of the measurement are among those that the pattern counts.
    assert!(sent > 100 && lost.abs_diff(sent / 4) <= sent / 10, "{lost} of {sent}");
    drop(page);
}

#[tokio::test]
async fn tcpdump_reads_the_packets_that_a_page_was_told_of() {
    let relay = TestRelay::start().await;
    let Some((mut page, _)) = network(&relay, PlannedCable::default()).await else { return };
    let (listener, client) = listener_and_client(&mut page).await;
    page.connect(client, &server()).await.unwrap();
    page.accept(listener).await;
    page.send(client, &[b'.'; 1000]).await.unwrap();
    let packets = packets_until(&mut page, |packet| is(packet, PacketKind::Data)).await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pcap(&packets, Duration::from_secs(1_700_000_000))).unwrap();
    let mut tcpdump = Command::new("tcpdump");
    tcpdump.args(["-n", "-v", "-tt", "-r"]).arg(file.path());
    let output = within("tcpdump", tcpdump.output()).await.expect("tcpdump is installed");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.lines().next().unwrap().starts_with("17000000"), "{text}");
    assert_eq!(text.matches("10.0.0.1.9999: Flags [S], ").count(), 1, "{text}");
    assert!(text.contains("10.0.0.1.9999 > 10.0.0.2.") && text.contains("Flags [S.], "), "{text}");
    // The whole length, of which the file has the first bytes.
    assert!(text.contains("length 1000"), "{text}");
}
