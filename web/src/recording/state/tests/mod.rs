//! Recordings made, written, read and played.

mod hostile;
mod long;
mod mutated;
mod network;
mod python;

use std::rc::Rc;
use std::time::Duration;

use lab_shared::call::{
    Address, CallName, Failure, Micros, MsgFlags, Op, OptionValue, PythonNames, SocketId, Value,
};
use lab_shared::errno::{Errno, System};
use lab_shared::kernel::{
    EndFacts, KernelFacts, OptionFact, Segment, SegmentOptions, TcpFlags, TcpState,
};
use lab_shared::trace::{MAX_CALLS, MAX_OVER, Role, SocketState};
use lab_shared::wire::Welcome;

use super::*;
use crate::kernel::state::Panel;
use crate::lab::state::{Lab, LabEvent};
use crate::link::state::{News, Output, Phase};
use crate::testing::test_lab::{STREAM, TestLab, welcome};

const RECV: Op = Op::Recv { bufsize: 1024, flags: MsgFlags::NONE };
const SENDALL: Op = Op::Sendall { flags: MsgFlags::NONE };
const EPOCH: u64 = 1_700_000_000_000_000;

fn tell(test: &mut TestLab, news: impl FnOnce(Micros) -> News) {
    let at = test.tick();
    test.told(LabEvent::Relay(Output::Kernel(news(at)), at));
}

fn finds(test: &mut TestLab, socket: SocketId, state: TcpState) {
    let own = EndFacts { state: Some(state), ..EndFacts::default() };
    let option = OptionFact { level: 6, option: 1, value: OptionValue::Int(0) };
    let facts = Rc::new(KernelFacts { own, peer: None, options: vec![option] });
    tell(test, |at| News::Facts { socket, at, facts });
}

fn segment(at: u64, length: u32) -> Segment {
    Segment {
        at: Micros(at),
        source: Address::inet("127.0.0.1", 9999),
        destination: Address::inet("127.0.0.1", 50_000),
        flags: TcpFlags::ACK,
        sequence: 77,
        acknowledgment: 1,
        relative_sequence: 1,
        relative_acknowledgment: 1,
        window: 512,
        window_bytes: None,
        length,
        options: SegmentOptions { timestamps: Some([1, 2]), ..SegmentOptions::default() },
    }
}

/// A conversation with every kind of event that a recording can hold.
fn conversation() -> TestLab {
    let (mut test, _, conn) = TestLab::server_with_client();
    test.local(conn, Address::inet("127.0.0.1", 9999));
    finds(&mut test, conn, TcpState::Established);
    let recv = test.issue_on(conn, RECV, b"");
    test.blocks(recv);
    test.returns(recv, Ok(Value::Bytes("你好\n".into())));
    let send = test.issue_on(conn, SENDALL, b"\x00\xff");
    test.returns(send, Ok(Value::None));
    tell(&mut test, |at| News::Segments { segments: vec![segment(at.0, 2)], missed: 0 });
    let driven = test.driven(Role::Client, STREAM);
    let (socket, fileno) = (SocketId(40), 40);
    test.returns(driven, Ok(Value::Socket { socket, fileno }));
    let again = test.issue_on(conn, SENDALL, b"x");
    test.returns(again, Err(Failure::os(Errno::Epipe)));
    let pending = test.issue_on(conn, RECV, b"");
    test.blocks(pending);
    test.lose_relay(vec![pending]);
    test.made();
    test
}

/// What the page shows of a lab.
fn seen(lab: &Lab) -> impl PartialEq + std::fmt::Debug {
    let calls: Vec<_> = lab
        .timeline
        .calls()
        .map(|call| (call.id, call.phase(), call.socket, call.sent.clone(), call.outcome.clone()))
        .collect();
    let sockets: Vec<_> = lab.timeline.sockets().cloned().collect();
    let names: Vec<_> = sockets.iter().map(|view| lab.variables.variable(view.id)).collect();
    let kernel: Vec<_> = sockets
        .iter()
        .map(|view| {
            lab.kernel.of(view.id).map(|watched| (watched.own.clone(), watched.facts.clone()))
        })
        .collect();
    let segments: Vec<_> = lab.kernel.segments().cloned().collect();
    let losses = lab.losses.len();
    (calls, sockets, names, kernel, segments, losses)
}

#[test]
fn a_recording_written_read_and_played_shows_what_was_seen() {
    let test = conversation();
    let recording = Recording::of(&test.lab, EPOCH);
    let read = Recording::from_json(&recording.to_json()).expect("it can be read");
    assert_eq!(read, recording);
    let mut player = Player::new(read);
    player.seek(usize::MAX);
    assert_eq!(seen(player.lab()), seen(&test.lab));
    assert_eq!(Recording::of(player.lab(), EPOCH), recording, "a recording of a recording");
}

#[test]
fn a_recording_of_another_system_shows_what_that_system_told() {
    let (mut test, _, conn) = TestLab::server_with_client();
    let welcome = Welcome { system: System::Windows, ..welcome() };
    test.told(LabEvent::Phase(Phase::Ready(Rc::new(welcome))));
    finds(&mut test, conn, TcpState::Established);
    let refused = Failure::on(System::Windows, 10054, "An existing connection was closed");
    let recv = test.issue_on(conn, RECV, b"");
    test.returns(recv, Err(refused));
    let recording = Recording::of(&test.lab, EPOCH);
    let json = recording.to_json();
    assert!(
        json.lines().next().is_some_and(|head| head.contains(r#""system":"windows""#)),
        "{json}"
    );
    let read = Recording::from_json(&json).expect("it can be read");
    assert_eq!(read, recording);
    let mut player = Player::new(read);
    player.seek(usize::MAX);
    assert_eq!(player.lab().system, System::Windows);
    let panel = Panel::of(player.lab(), conn).expect("the kernel told of it");
    assert!(!panel.untold.is_empty(), "it is not zero, and says why");
    // The number is Windows', and so is the row that explains it.
    let failure = player.lab().timeline.calls().last().and_then(|call| call.outcome.clone());
    let code = failure.and_then(|outcome| outcome.err()).and_then(|failure| failure.code);
    assert_eq!(code.and_then(Errno::from_number), Some(Errno::Econnreset));
}

#[test]
fn a_recording_of_linux_is_written_as_ever_and_one_without_a_system_is_linuxs() {
    let json = Recording::of(&conversation().lab, EPOCH).to_json();
    assert!(!json.contains(r#""system""#));
    let before = include_str!("before_networks.json");
    assert_eq!(Recording::from_json(before).map(|read| read.system), Ok(System::Linux));
}

#[test]
fn a_player_shows_each_moment_as_it_was_forwards_and_backwards() {
    let (mut test, _, conn) = TestLab::server_with_client();
    for _ in 0..700 {
        let send = test.issue_on(conn, SENDALL, b"x");
        test.returns(send, Ok(Value::None));
    }
    let mut player = Player::new(Recording::of(&test.lab, EPOCH));
    let sent =
        |player: &Player| player.lab().timeline.socket(conn).map_or(0, |view| view.bytes_out);
    let all = player.len();
    for (position, bytes) in
        [(all, 700), (all - 2, 699), (all - 400, 500), (all - 1399, 0), (all, 700)]
    {
        player.seek(position);
        assert_eq!((player.position(), sent(&player)), (position, bytes));
    }
    player.seek(0);
    assert_eq!(player.lab().timeline.calls().len(), 0);
    let last = player.time(all);
    assert_eq!((player.until(last), player.until(Micros(0))), (all, 0));
}

#[test]
fn sockets_older_than_the_calls_that_are_kept_are_in_a_recording_too() {
    let (mut test, _, conn) = TestLab::server_with_client();
    for _ in 0..MAX_CALLS {
        let send = test.issue_on(conn, SENDALL, b"x");
        test.returns(send, Ok(Value::None));
    }
    let close = test.issue_on(conn, Op::Close, b"");
    test.returns(close, Ok(Value::None));
    assert!(test.lab.timeline.dropped() > 0);
    let mut player = Player::new(Recording::of(&test.lab, EPOCH));
    player.seek(2);
    let view = player.lab().timeline.socket(conn).expect("it is known from the beginning");
    assert_eq!(view.state, SocketState::Connected);
    assert_eq!(player.lab().variables.variable(conn).as_str(), "conn");
    player.seek(usize::MAX);
    let view = player.lab().timeline.socket(conn).expect("it is known to the end");
    assert_eq!((view.state, view.bytes_out), (SocketState::Closed, MAX_CALLS as u64));
}

#[test]
fn what_is_no_recording_is_refused_with_a_reason() {
    let json = Recording::of(&conversation().lab, EPOCH).to_json();
    assert_eq!(Recording::from_json("hello"), Err(Unreadable::Foreign));
    assert_eq!(Recording::from_json(r#"{"format":"x","version":1}"#), Err(Unreadable::Foreign));
    let newer = json.replace("\"version\":1", "\"version\":2");
    assert_eq!(Recording::from_json(&newer), Err(Unreadable::Version(2)));
    let broken = json.replace("\"issued\"", "\"wished\"");
    assert!(matches!(Recording::from_json(&broken), Err(Unreadable::Broken(_))));
    let twice = json.replace("\"id\":2,", "\"id\":1,");
    assert!(matches!(Recording::from_json(&twice), Err(Unreadable::Broken(_))));
    let cut = &json[..json.len() - 9];
    assert!(Recording::from_json(cut).is_err());
}

#[test]
fn a_replay_keeps_its_pace_and_shortens_silence() {
    let head = Playhead { at: Micros(1_000_000), speed: Speed::Four };
    let on = |next| head.after(Duration::from_millis(50), next).at.0;
    assert_eq!(on(None), 1_200_000);
    assert_eq!(on(Some(Micros(1_500_000))), 1_200_000);
    assert_eq!(on(Some(Micros(60_000_000))), 58_000_000);
}

#[test]
fn a_capture_file_says_how_long_each_packet_was_and_holds_its_headers() {
    let segments = [segment(1_500_000, 6), segment(2_000_000, 100_000)];
    let mut lab = Lab::default();
    let news = News::Segments { segments: segments.to_vec(), missed: 0 };
    lab.apply(LabEvent::Relay(Output::Kernel(news), Micros(0)));
    let file = capture_file(&lab, EPOCH);
    let field = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((field(0), field(20)), (0xa1b2_c3d4, 101));
    // Seconds, microseconds, bytes kept, bytes there were: 20 of IP, 20 of TCP, 12 of options.
    assert_eq!([24, 28, 32, 36].map(field), [1_700_000_001, 500_000, 52, 58]);
    let packet = &file[40..92];
    assert_eq!((packet[0], packet[9], packet[20..22].to_vec()), (0x45, 6, vec![0x27, 0x0f]));
    assert_eq!(u16::from_be_bytes([packet[2], packet[3]]), 58);
    let words = packet[..20].chunks(2).map(|two| u32::from(u16::from_be_bytes([two[0], two[1]])));
    let sum: u32 = words.sum();
    assert_eq!((sum & 0xffff) + (sum >> 16), 0xffff, "the header's own checksum holds");
    assert_eq!(file.len(), 24 + 2 * (16 + 52));
}

#[test]
fn the_program_makes_the_same_calls_and_waits_in_threads_where_the_recording_did() {
    let mut test = TestLab::begun(None);
    let server = test.made();
    let bind = Op::Bind { address: Address::inet("127.0.0.1", 0) };
    for op in [bind, Op::Listen { backlog: Some(5) }] {
        let call = test.issue_on(server, op, b"");
        test.returns(call, Ok(Value::None));
    }
    test.local(server, Address::inet("127.0.0.1", 41_233));
    let accept = test.press(CallName::Accept);
    test.blocks(accept);
    let client = test.made();
    let connect = Op::Connect { address: Address::inet("127.0.0.1", 41_233) };
    let connect = test.issue_on(client, connect, b"");
    test.returns(connect, Ok(Value::None));
    let (conn, value) = test.accepted();
    test.returns(accept, Ok(value));
    let send = test.issue_on(conn, SENDALL, b"hi\n");
    test.returns(send, Ok(Value::None));
    let waits = test.issue_on(conn, RECV, b"");
    test.blocks(waits);
    let again = test.issue_on(client, Op::Listen { backlog: None }, b"");
    test.returns(again, Err(Failure::os(Errno::Einval)));
    let program = program(&test.lab);
    let lines: Vec<&str> =
        program.lines().skip_while(|line| !line.contains("socket.socket")).collect();
    assert_eq!(
        lines,
        [
            "s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
            "s.bind((\"127.0.0.1\", 41233))",
            "s.listen(5)",
            "call_4 = meanwhile[\"1 in\"].submit(lambda: s.accept())",
            "s2 = socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
            "s2.connect((\"127.0.0.1\", 41233))",
            "conn, address = call_4.result()",
            "conn.sendall(b'hi\\n')",
            "# no return was seen: conn.recv(1024)",
            "try:",
            "    s2.listen()",
            "except Exception as error:",
            "    print(repr(error))",
        ]
    );
    assert!(program.contains("import socket\n") && program.contains("ThreadPoolExecutor"));
}

#[test]
fn a_replay_runs_from_the_beginning_to_the_end_and_stands_where_it_is_brought() {
    let test = conversation();
    let mut replay = Replay::new(Recording::of(&test.lab, EPOCH), None);
    let all = replay.status().events;
    assert_eq!((replay.status().position, replay.status().at), (all, replay.status().length));
    replay.handle(Move::Back);
    assert_eq!(replay.status().position, all - 1);
    replay.handle(Move::On);
    replay.handle(Move::Play(true));
    assert_eq!((replay.status().position, replay.status().playing), (0, true));
    // A millisecond for each event.
    replay.tick(Duration::from_millis(3));
    assert_eq!(replay.status().position, 4);
    replay.handle(Move::Speed(Speed::Twenty));
    replay.tick(Duration::from_secs(1));
    assert_eq!((replay.status().position, replay.status().playing), (all, false));
    replay.handle(Move::Permille(500));
    assert_eq!(replay.status().position, all / 2);
    assert!(replay.lab().timeline.calls().len() > 0);
}

#[test]
fn the_example_in_the_formats_description_can_be_read() {
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/recording.md"));
    let (_, example) = text.split_once("```json\n").expect("there is an example");
    let (example, _) = example.split_once("```").expect("it ends");
    let mut player = Player::new(Recording::from_json(example).expect("it is a recording"));
    player.seek(usize::MAX);
    assert_eq!(player.lab().variables.variable(SocketId(1)).as_str(), "server");
}
