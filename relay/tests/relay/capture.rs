//! Segments as the page sees them, compared with tcpdump's view of the same traffic.
//!
//! Capturing needs CAP_NET_RAW. Without it these tests report that they were not run; with it the
//! relay must capture.

use std::collections::BTreeSet;

use lab_relay::AddressRule;
use lab_shared::call::{Address, Family, How, Op, SocketId, SocketType};
use lab_shared::kernel::{CaptureState, Segment, TcpFlags};
use lab_shared::wire::{Event, MAX_SEGMENTS, ToRelay};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::common::page::Connected;
use crate::common::process::{may_see_packets, tcpdump};
use crate::common::{Page, TestRelay, nc, within};

/// A relay that captures and its page; `None` where capturing is impossible.
async fn captured() -> Option<(TestRelay, Page)> {
    let relay = TestRelay::with(|config| config.capture = true).await;
    let page = relay.page().await;
    let state = page.welcome.as_ref().unwrap().capture;
    if may_see_packets() {
        assert_eq!(state, CaptureState::Available, "CAP_NET_RAW is there");
        return Some((relay, page));
    }
    assert_eq!(state, CaptureState::Denied);
    eprintln!("NOT RUN: to see packets takes CAP_NET_RAW, which this process lacks");
    None
}

async fn watch(page: &mut Page, socket: SocketId) {
    page.say(&ToRelay::Watch { socket, on: true }).await;
}

/// Waits for segments up to the last one.
async fn segments_until(page: &mut Page, mut last: impl FnMut(&Segment) -> bool) -> Vec<Segment> {
    let mut all = Vec::new();
    loop {
        if let Event::Segments { segments, missed } = page.event().await {
            assert_eq!(missed, 0);
            for segment in segments {
                let ends = last(&segment);
                all.push(segment);
                if ends {
                    return all;
                }
            }
        }
    }
}

/// The end of a four-way close: the ACK of the second FIN.
fn last_of_close() -> impl FnMut(&Segment) -> bool {
    let mut fins = 0;
    move |segment| {
        let fin = segment.flags.contains(TcpFlags::FIN);
        fins += u32::from(fin);
        fins == 2 && !fin
    }
}

fn ports(segment: &Segment) -> (i64, i64) {
    (segment.source.port().unwrap(), segment.destination.port().unwrap())
}

fn flags(segment: &Segment) -> String {
    segment.flags.names().collect::<Vec<_>>().join(" ")
}

/// The segment as `tcpdump -nn -S` writes it, up to its options.
fn as_tcpdump(segment: &Segment) -> String {
    let signs = [("FIN", 'F'), ("SYN", 'S'), ("RST", 'R'), ("PSH", 'P'), ("ACK", '.')];
    let names: Vec<_> = segment.flags.names().collect();
    let signs: String =
        signs.iter().filter(|(name, _)| names.contains(name)).map(|(_, sign)| sign).collect();
    let (source, destination) = ports(segment);
    let mut line = format!("127.0.0.1.{source} > 127.0.0.1.{destination}: Flags [{signs}], ");
    let (start, length) = (segment.sequence, segment.length);
    if length > 0 {
        line += &format!("seq {start}:{}, ", start.wrapping_add(length));
    } else if signs.contains(['F', 'S', 'R']) {
        line += &format!("seq {start}, ");
    }
    if signs.contains('.') {
        line += &format!("ack {}, ", segment.acknowledgment);
    }
    line + &format!("win {}, ", segment.window)
}

#[tokio::test]
async fn a_connection_is_segment_for_segment_what_tcpdump_sees() {
    let Some((_relay, mut page)) = captured().await else { return };
    let (listener, address) = page.listener(5).await;
    watch(&mut page, listener).await;
    let port = address.port().unwrap();
    let mut tcpdump = tcpdump(&format!("tcp port {port}")).await;
    let client = page.tcp().await;
    page.connect(client, &address).await.unwrap();
    let server = page.accept(listener).await;
    watch(&mut page, client).await;
    watch(&mut page, server).await;
    page.send(client, b"hello").await.unwrap();
    page.recv(server).await.unwrap();
    page.send(server, &[7; 3000]).await.unwrap();
    page.recv(client).await.unwrap();
    page.shutdown(client, How::Write).await.unwrap();
    page.recv(server).await.unwrap();
    page.close(server).await.unwrap();
    page.close(client).await.unwrap();
    let segments = segments_until(&mut page, last_of_close()).await;
    let mut payload = [Vec::new(), Vec::new()];
    for segment in &segments {
        let line = tcpdump.line().await;
        let line = line.split_once(" IP ").map_or(line.as_str(), |(_, rest)| rest);
        assert!(line.starts_with(&as_tcpdump(segment)), "{line}\n{segment:?}");
        assert!(line.ends_with(&format!("length {}", segment.length)), "{line}");
        let options = &segment.options;
        let [value, echo] = options.timestamps.unwrap();
        assert!(line.contains(&format!("TS val {value} ecr {echo}")), "{line}\n{segment:?}");
        let syn = segment.flags.contains(TcpFlags::SYN);
        assert_eq!(options.sack_permitted, syn);
        if syn {
            let (mss, scale) = (options.mss.unwrap(), options.window_scale.unwrap());
            assert!(line.contains(&format!("mss {mss}")) && line.contains("sackOK"), "{line}");
            assert!(line.contains(&format!("wscale {scale}")), "{line}");
        } else {
            assert!(segment.window_bytes.unwrap() > u32::from(segment.window));
        }
        if segment.length > 0 {
            payload[usize::from(ports(segment).0 == port)].push(segment.payload());
        }
    }
    let [from_client, from_server] = payload;
    assert_eq!(from_client.as_slice(), std::slice::from_ref(&(1..6)));
    assert_eq!(from_server.first().map(|range| range.start), Some(1));
    assert_eq!(from_server.last().map(|range| range.end), Some(3001));
    let opening: Vec<_> = segments.iter().take(3).map(flags).collect();
    assert_eq!(opening, ["SYN", "SYN ACK", "ACK"], "and each of them once");
    let in_order = segments.windows(2).all(|pair| pair[0].at <= pair[1].at);
    assert!(in_order, "each has its time");
}

#[tokio::test]
async fn other_ports_never_show() {
    let Some((_relay, mut page)) = captured().await else { return };
    let shown = page.connected().await;
    let hidden = page.connected().await;
    watch(&mut page, shown.client).await;
    // An unwatched connection to the same port as the watched one.
    let Address::Inet { port, .. } = shown.address else { panic!("no port") };
    let stranger = TcpStream::connect(("127.0.0.1", port as u16)).await.unwrap();
    let pair: BTreeSet<i64> =
        [port, page.local(shown.client).await.port().unwrap()].into_iter().collect();
    for _ in 0..5 {
        for Connected { client, server, .. } in [&hidden, &shown] {
            page.send(*client, b"x").await.unwrap();
            page.recv(*server).await.unwrap();
        }
        stranger.writable().await.unwrap();
        stranger.try_write(b"x").unwrap();
    }
    page.close(hidden.client).await.unwrap();
    page.close(shown.client).await.unwrap();
    page.close(shown.server).await.unwrap();
    let segments = segments_until(&mut page, last_of_close()).await;
    assert!(segments.len() > 10);
    for segment in &segments {
        let (source, destination) = ports(segment);
        assert_eq!(BTreeSet::from([source, destination]), pair, "{segment:?}");
    }
    drop(stranger);
}

#[tokio::test]
async fn the_handshake_with_another_program_is_seen_from_its_first_segment() {
    let Some((_relay, mut page)) = captured().await else { return };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let client = page.tcp().await;
    watch(&mut page, client).await;
    page.connect(client, &Address::inet("127.0.0.1", port)).await.unwrap();
    let segments =
        segments_until(&mut page, |segment| !segment.flags.contains(TcpFlags::SYN)).await;
    let numbers = |segment: &Segment| (segment.relative_sequence, segment.relative_acknowledgment);
    assert_eq!(segments.iter().map(flags).collect::<Vec<_>>(), ["SYN", "SYN ACK", "ACK"]);
    assert_eq!(segments.iter().map(numbers).collect::<Vec<_>>(), [(0, 0), (0, 1), (1, 1)]);
}

#[tokio::test]
async fn on_every_interface_both_families_show_each_segment_once() {
    if !may_see_packets() {
        eprintln!("NOT RUN: to see packets takes CAP_NET_RAW, which this process lacks");
        return;
    }
    let relay = TestRelay::with(|config| {
        config.capture = true;
        config.allow_bind = vec![AddressRule::any()];
    });
    let relay = relay.await;
    let mut page = relay.page().await;
    let listener = page.open_socket(Family::Inet6, SocketType::Stream).await;
    watch(&mut page, listener).await;
    page.call(listener, Op::Bind { address: Address::inet6("::", 0) }).await.unwrap();
    page.call(listener, Op::Listen { backlog: None }).await.unwrap();
    let port = u16::try_from(page.local(listener).await.port().unwrap()).unwrap();
    for to in [Address::inet6("::1", port), Address::inet("127.0.0.1", port)] {
        let family = if matches!(to, Address::Inet { .. }) { Family::Inet } else { Family::Inet6 };
        let client = page.open_socket(family, SocketType::Stream).await;
        page.connect(client, &to).await.unwrap();
        let acknowledged = |segment: &Segment| !segment.flags.contains(TcpFlags::SYN);
        let segments = segments_until(&mut page, acknowledged).await;
        assert_eq!(segments.iter().map(flags).collect::<Vec<_>>(), ["SYN", "SYN ACK", "ACK"]);
        assert_eq!(segments[0].destination, to);
    }
}

#[tokio::test]
async fn a_refused_connect_shows_its_syn_and_the_reset() {
    let Some((_relay, mut page)) = captured().await else { return };
    let (_, address) = page.refusing().await;
    let client = page.tcp().await;
    watch(&mut page, client).await;
    page.connect(client, &address).await.unwrap_err();
    let reset = |segment: &Segment| segment.flags.contains(TcpFlags::RST);
    let segments = segments_until(&mut page, reset).await;
    assert_eq!(segments.iter().map(flags).collect::<Vec<_>>(), ["SYN", "RST ACK"]);
}

#[tokio::test]
async fn a_listeners_close_shows_the_resets_of_who_was_not_accepted() {
    let Some((_relay, mut page)) = captured().await else { return };
    let (listener, address) = page.listener(1).await;
    watch(&mut page, listener).await;
    // A call after the watch: once it has returned, the relay watches.
    page.local(listener).await;
    let mut peer = nc(&["127.0.0.1", &address.port().unwrap().to_string()]);
    segments_until(&mut page, |segment| !segment.flags.contains(TcpFlags::SYN)).await;
    page.close(listener).await.unwrap();
    segments_until(&mut page, |segment| segment.flags.contains(TcpFlags::RST)).await;
    peer.ended().await;
}

#[tokio::test]
async fn more_than_a_page_can_take_is_counted_and_told() {
    let Some((_relay, mut page)) = captured().await else { return };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let client = page.tcp().await;
    watch(&mut page, client).await;
    page.connect(client, &Address::inet("127.0.0.1", port)).await.unwrap();
    let (mut server, _) = listener.accept().await.unwrap();
    server.set_nodelay(true).unwrap();
    let flood = tokio::spawn(async move {
        let (mut reader, mut writer) = server.split();
        let mut chunk = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = reader.read(&mut chunk).await {
            // In segments so small that they are too many on a slow machine too.
            for piece in chunk[..count].chunks(256) {
                if writer.write_all(piece).await.is_err() {
                    return;
                }
            }
        }
    });
    let mut received = 0;
    let mut missed_all = 0;
    let chunk = vec![0; 512 * 1024];
    while missed_all == 0 {
        page.call_with(client, Op::Sendall { flags: Default::default() }, &chunk).await.unwrap();
        let mut back = 0;
        while back < chunk.len() {
            back += page.recv(client).await.unwrap().len();
        }
        while let Some(event) = page.event_now() {
            if let Event::Segments { segments, missed } = event {
                assert!(segments.len() <= MAX_SEGMENTS);
                received += segments.len();
                missed_all += missed;
            }
        }
    }
    assert!(received > 0);
    page.close(client).await.unwrap();
    within("the echo's end", flood).await.unwrap();
}

#[tokio::test]
async fn without_the_flag_a_watched_socket_shows_no_segments() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    assert_eq!(page.welcome.as_ref().unwrap().capture, CaptureState::Off);
    let Connected { client, server, .. } = page.connected().await;
    watch(&mut page, server).await;
    page.send(client, b"x").await.unwrap();
    loop {
        match page.event().await {
            Event::Segments { .. } => panic!("nobody asked for segments"),
            Event::Kernel { facts, .. } if facts.own.receive.unwrap().waiting == Some(1) => break,
            _ => {}
        }
    }
}
