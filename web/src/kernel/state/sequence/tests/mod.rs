//! Sequence diagrams of given calls and segments.

mod packets;

use std::rc::Rc;

use lab_shared::call::{Address, Failure, Micros, MsgFlags, Op, SocketId, Value};
use lab_shared::errno::Errno;
use lab_shared::kernel::{CaptureState, EndFacts, KernelFacts, Segment, TcpFlags, TcpState};
use lab_shared::trace::Role;
use lab_shared::wire::Welcome;

use super::*;
use crate::lab::state::LabEvent;
use crate::link::state::{News, Output, Phase};
use crate::testing::test_lab::{TestLab, welcome};
use crate::testing::test_segment;

const RECV: Op = Op::Recv { bufsize: 1024, flags: MsgFlags::NONE };
const SENDALL: Op = Op::Sendall { flags: MsgFlags::NONE };

fn bars(sequence: &Sequence) -> Vec<(&str, usize, usize)> {
    let bars = sequence.items.iter().filter_map(|item| match item {
        Item::Bar(bar) => Some((bar.words.as_str(), bar.from, bar.to)),
        Item::Arrow(_) => None,
    });
    bars.collect()
}

/// Each segment in words: `>` from this end, `<` from the peer.
fn arrows(sequence: &Sequence) -> Vec<String> {
    let arrow = |item: &Item| match item {
        Item::Arrow(arrow) => {
            let way = if arrow.from == Side::Own { '>' } else { '<' };
            let bytes = arrow.bytes.map_or(String::new(), |(a, b)| format!(" {a}-{b}"));
            let again = if arrow.again { " again" } else { "" };
            let port = arrow.port.map_or(String::new(), |port| format!(" :{port}"));
            Some(format!("{way}{}{bytes}{again}{port}", arrow.flags))
        }
        Item::Bar(_) => None,
    };
    sequence.items.iter().filter_map(arrow).collect()
}

fn tell(test: &mut TestLab, news: impl FnOnce(Micros) -> News) {
    let at = test.tick();
    test.told(LabEvent::Relay(Output::Kernel(news(at)), at));
}

fn finds(test: &mut TestLab, socket: SocketId, state: TcpState) {
    let own = EndFacts { state: Some(state), ..EndFacts::default() };
    let facts = Rc::new(KernelFacts { own, ..KernelFacts::default() });
    tell(test, |at| News::Facts { socket, at, facts });
}

fn segment(at: Micros, ports: (u16, u16), flags: u8, sequence: u32, length: u32) -> Segment {
    let ends = (Address::inet("127.0.0.1", ports.0), Address::inet("127.0.0.1", ports.1));
    test_segment::segment(at, ends, TcpFlags(flags), sequence, length)
}

fn passes(test: &mut TestLab, ports: (u16, u16), flags: u8, sequence: u32, length: u32) {
    tell(test, |at| News::Segments {
        segments: vec![segment(at, ports, flags, sequence, length)],
        missed: 0,
    });
}

/// Makes the relay one that captures segments.
fn can_see(test: &mut TestLab) {
    let ready = Welcome { capture: CaptureState::Available, ..welcome() };
    test.told(LabEvent::Phase(Phase::Ready(Rc::new(ready))));
}

#[test]
fn a_call_that_returns_at_once_has_one_row_and_one_that_waits_reaches_to_what_ends_it() {
    let (mut test, _, conn) = TestLab::server_with_client();
    let recv = test.issue_on(conn, RECV, b"");
    test.blocks(recv);
    let send = test.issue_on(conn, SENDALL, b"hi");
    test.returns(send, Ok(Value::None));
    let sequence = Sequence::of(&test.lab, conn);
    let last = sequence.rows.len() - 1;
    let bars = bars(&sequence);
    assert_eq!(bars[0].0, "accept");
    let recv = bars.iter().find(|bar| bar.0 == "recv").expect("recv is drawn");
    assert_eq!(recv.2, last, "it is pending");
    let send = bars.iter().find(|bar| bar.0 == "sendall 2 B").expect("sendall is drawn");
    assert!(recv.1 < send.1 && send.1 <= send.2 && send.2 <= last);
}

#[test]
fn without_capture_segments_follow_from_calls_and_states_and_say_so() {
    let (mut test, _, conn) = TestLab::server_with_client();
    finds(&mut test, conn, TcpState::Established);
    let recv = test.issue_on(conn, RECV, b"");
    test.returns(recv, Ok(Value::Bytes("hello".into())));
    let send = test.issue_on(conn, SENDALL, b"HELLO!");
    test.returns(send, Ok(Value::None));
    finds(&mut test, conn, TcpState::CloseWait);
    let close = test.issue_on(conn, Op::Close, b"");
    test.returns(close, Ok(Value::None));
    finds(&mut test, conn, TcpState::Closed);
    let sequence = Sequence::of(&test.lab, conn);
    assert!(sequence.derived && !sequence.peer_known);
    assert_eq!(
        arrows(&sequence),
        ["<SYN", ">SYN ACK", "<ACK", "<ACK 1-5", ">ACK 1-6", "<FIN ACK", ">FIN ACK"]
    );
    assert!(sequence.items.iter().all(|item| !matches!(item, Item::Arrow(it) if it.seen)));
}

#[test]
fn where_nobody_watched_the_calls_alone_tell_of_the_close() {
    let (mut test, _, conn) = TestLab::server_with_client();
    let recv = test.issue_on(conn, RECV, b"");
    test.returns(recv, Ok(Value::Bytes("".into())));
    let close = test.issue_on(conn, Op::Close, b"");
    test.returns(close, Ok(Value::None));
    let sequence = Sequence::of(&test.lab, conn);
    assert_eq!(arrows(&sequence)[3..], ["<FIN ACK", ">FIN ACK"]);
}

#[test]
fn a_refused_connect_and_a_reset_are_answered_by_rst() {
    let mut test = TestLab::begun(Some(Role::Client));
    let socket = test.made();
    let address = Address::inet("127.0.0.1", 1);
    let connect = test.issue_on(socket, Op::Connect { address }, b"");
    test.returns(connect, Err(Failure::os(Errno::Econnrefused)));
    assert_eq!(arrows(&Sequence::of(&test.lab, socket)), [">SYN", "<RST ACK"]);
    let recv = test.issue_on(socket, RECV, b"");
    test.returns(recv, Err(Failure::os(Errno::Econnreset)));
    let sequence = Sequence::of(&test.lab, socket);
    assert_eq!(arrows(&sequence).last().map(String::as_str), Some("<RST"));
    assert_eq!(bars(&sequence).last().map(|bar| bar.0), Some("recv ✗ ECONNRESET"));
}

#[test]
fn a_close_that_goes_from_established_to_closed_at_once_sent_an_rst() {
    let (mut test, _, conn) = TestLab::server_with_client();
    finds(&mut test, conn, TcpState::Established);
    let close = test.issue_on(conn, Op::Close, b"");
    test.returns(close, Ok(Value::None));
    finds(&mut test, conn, TcpState::Closed);
    assert_eq!(arrows(&Sequence::of(&test.lab, conn))[3..], [">RST ACK"]);
}

#[test]
fn a_part_of_what_was_sent_is_again_and_a_window_of_nothing_is_told() {
    let (mut test, _, conn) = TestLab::server_with_client();
    can_see(&mut test);
    test.local(conn, Address::inet("127.0.0.1", 9999));
    passes(&mut test, (9999, 50_000), 0x10, 1, 100);
    passes(&mut test, (9999, 50_000), 0x10, 61, 40);
    passes(&mut test, (9999, 50_000), 0x10, 91, 20);
    tell(&mut test, |at| News::Segments {
        segments: vec![Segment { window: 0, ..segment(at, (50_000, 9999), 0x10, 1, 0) }],
        missed: 0,
    });
    let sequence = Sequence::of(&test.lab, conn);
    assert_eq!(arrows(&sequence), [">ACK 1-100", ">ACK 61-100 again", ">ACK 91-110", "<ACK"]);
    let shut = |item: &Item| matches!(item, Item::Arrow(arrow) if arrow.shut);
    assert_eq!(sequence.items.iter().filter(|item| shut(item)).count(), 1);
}

#[test]
fn segments_that_were_seen_are_drawn_as_they_were_and_repeats_are_told() {
    let (mut test, _, conn) = TestLab::server_with_client();
    can_see(&mut test);
    test.local(conn, Address::inet("127.0.0.1", 9999));
    passes(&mut test, (50_000, 9999), 0x18, 1, 5);
    passes(&mut test, (9999, 50_000), 0x10, 1, 0);
    passes(&mut test, (50_000, 9999), 0x18, 1, 5);
    passes(&mut test, (50_001, 9999), 0x18, 1, 5);
    let sequence = Sequence::of(&test.lab, conn);
    assert!(!sequence.derived);
    assert_eq!(arrows(&sequence), ["<PSH ACK 1-5", ">ACK", "<PSH ACK 1-5 again"]);
}

#[test]
fn a_listening_socket_shows_the_handshakes_of_all_its_clients() {
    let (mut test, server, _) = TestLab::server_with_client();
    can_see(&mut test);
    let listen = test.issue_on(server, Op::Listen { backlog: Some(5) }, b"");
    test.returns(listen, Ok(Value::None));
    passes(&mut test, (50_007, 9999), 0x02, 77, 0);
    passes(&mut test, (50_007, 9999), 0x02, 77, 0);
    passes(&mut test, (50_000, 9999), 0x18, 1, 5);
    assert_eq!(arrows(&Sequence::of(&test.lab, server)), ["<SYN :50007", "<SYN again :50007"]);
}

#[test]
fn a_connect_that_hangs_shows_its_syn_again_and_again_though_its_own_port_is_unknown() {
    let (mut test, ..) = TestLab::server_with_client();
    can_see(&mut test);
    let client = test.made();
    let aim = Address::inet("127.0.0.1", 9999);
    let connect = test.issue_on(client, Op::Connect { address: aim }, b"");
    test.blocks(connect);
    passes(&mut test, (50_000, 9999), 0x10, 9, 0);
    passes(&mut test, (50_009, 9999), 0x02, 1, 0);
    passes(&mut test, (50_009, 9999), 0x02, 1, 0);
    let sequence = Sequence::of(&test.lab, client);
    assert_eq!(arrows(&sequence), [">SYN", ">SYN again"]);
}

#[test]
fn a_long_conversation_keeps_its_newest_rows() {
    let (mut test, _, conn) = TestLab::server_with_client();
    for _ in 0..400 {
        let send = test.issue_on(conn, SENDALL, b"x");
        test.returns(send, Ok(Value::None));
    }
    let sequence = Sequence::of(&test.lab, conn);
    assert_eq!(sequence.rows.len(), 240);
    assert!(sequence.earlier > 500);
    let inside = |item: &Item| match item {
        Item::Bar(bar) => bar.from <= bar.to && bar.to < 240,
        Item::Arrow(arrow) => arrow.row < 240,
    };
    assert!(sequence.items.iter().all(inside));
    assert_eq!(arrows(&sequence).last().map(String::as_str), Some(">ACK 400-400"));
}
