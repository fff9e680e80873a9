//! Kernel reports, and what the page makes of them.

use std::rc::Rc;

use lab_shared::call::{Address, CallName, Micros, Op, OptionValue, SocketId, Value};
use lab_shared::kernel::{
    AcceptQueue, Buffer, EndFacts, Figure, KernelFacts, OptionFact, PathFacts, Segment, TcpFlags,
    TcpState, WatchEnd,
};

use super::*;
use crate::lab::state::machine::{Arrow, EDGES, Lit, Machine};
use crate::lab::state::path::{Path, Step};
use crate::lab::state::record::Kernel;
use crate::lab::state::ruler::Cut;
use crate::lab::state::{Lab, LabCommand, LabEvent};
use crate::link::state::{News, Output};
use crate::testing::test_lab::TestLab;
use crate::testing::test_segment;

use TcpState as S;

const SOCKET: SocketId = SocketId(3);

fn end(state: TcpState) -> EndFacts {
    EndFacts { state: Some(state), ..EndFacts::default() }
}

fn facts(own: TcpState, peer: Option<TcpState>) -> Rc<KernelFacts> {
    let option = OptionFact { level: 6, option: 1, value: OptionValue::Int(0) };
    Rc::new(KernelFacts { own: end(own), peer: peer.map(end), options: vec![option] })
}

/// The record after looks that found these states, 1 ms apart.
fn told(states: &[(TcpState, Option<TcpState>)]) -> Kernel {
    let mut kernel = Kernel::default();
    for (at, (own, peer)) in states.iter().enumerate() {
        let at = Micros(at as u64 * 1000);
        kernel.told(News::Facts { socket: SOCKET, at, facts: facts(*own, *peer) });
    }
    kernel
}

fn states(steps: &[Step]) -> Vec<(TcpState, bool)> {
    steps.iter().map(|step| (step.state, step.at.is_some())).collect()
}

#[test]
fn each_end_has_the_states_it_was_found_in_and_their_first_moments() {
    let kernel = told(&[
        (S::Closed, None),
        (S::SynSent, None),
        (S::SynSent, None),
        (S::Established, Some(S::Established)),
        (S::CloseWait, Some(S::FinWait2)),
    ]);
    let watched = kernel.of(SOCKET).expect("it was told of");
    let seen: Vec<(TcpState, u64)> =
        watched.own.seen().iter().map(|passed| (passed.state, passed.at.0 / 1000)).collect();
    assert_eq!(seen, [(S::Closed, 0), (S::SynSent, 1), (S::Established, 3), (S::CloseWait, 4)]);
    assert_eq!(watched.peer.now(), Some(S::FinWait2));
    assert!(watched.live && !watched.is_followed());
}

#[test]
fn an_end_that_the_kernel_no_longer_has_is_closed() {
    let kernel = told(&[(S::FinWait2, Some(S::CloseWait)), (S::TimeWait, None)]);
    assert_eq!(kernel.of(SOCKET).and_then(|watched| watched.peer.now()), Some(S::Closed));
    let kernel = told(&[(S::LastAck, Some(S::FinWait2)), (S::Closed, None)]);
    assert_eq!(
        kernel.of(SOCKET).and_then(|watched| watched.peer.now()),
        Some(S::FinWait2),
        "of a socket that is gone the kernel does not know a peer; it may be in TIME-WAIT"
    );
}

#[test]
fn states_that_were_too_quick_to_be_seen_are_filled_in_and_said_to_be_so() {
    let kernel = told(&[
        (S::Established, Some(S::Established)),
        (S::TimeWait, Some(S::Established)),
        (S::Closed, Some(S::Established)),
    ]);
    let watched = kernel.of(SOCKET).expect("it was told of");
    let machine = Machine::of(&watched.own, &watched.peer, true);
    assert_eq!(
        states(&machine.own),
        [
            (S::Listen, false),
            (S::SynReceived, false),
            (S::Established, true),
            (S::FinWait1, false),
            (S::FinWait2, false),
            (S::TimeWait, true),
            (S::Closed, true),
        ]
    );
    assert_eq!(
        states(&machine.peer),
        [(S::Closed, false), (S::SynSent, false), (S::Established, true)]
    );
}

#[test]
fn nothing_is_filled_in_where_the_figure_has_an_arrow_or_where_time_wait_would_be_missed() {
    let steps = |from, to| states(&Machine::of(&path(&[from, to]), &Path::default(), false).own);
    assert_eq!(steps(S::SynSent, S::Established), [(S::SynSent, true), (S::Established, true)]);
    assert_eq!(steps(S::FinWait2, S::Closed), [(S::FinWait2, true), (S::Closed, true)]);
    assert_eq!(
        steps(S::CloseWait, S::Closed),
        [(S::CloseWait, true), (S::LastAck, false), (S::Closed, true)]
    );
}

fn path(states: &[TcpState]) -> Path {
    let mut path = Path::default();
    states.iter().for_each(|state| path.found(*state, Micros(0)));
    path
}

#[test]
fn the_machine_lights_where_each_end_is_and_marks_the_way_it_took() {
    let own = path(&[S::Closed, S::SynSent, S::Established]);
    let machine = Machine::of(&own, &path(&[S::Established]), false);
    let place = |state| {
        let place = machine.places.iter().find(|place| place.state == state);
        place.map(|place| (place.own, place.peer)).expect("every state has a place")
    };
    assert_eq!(place(S::Established), (Lit::Now, Lit::Now));
    assert_eq!(place(S::SynSent), (Lit::Passed, Lit::Dark));
    assert_eq!(place(S::Listen), (Lit::Dark, Lit::Passed));
    assert_eq!(place(S::TimeWait), (Lit::Dark, Lit::Dark));
    let taken = |own: bool| {
        let took = |arrow: &&Arrow| if own { arrow.own } else { arrow.peer };
        let ends = |arrow: &Arrow| (arrow.edge.from, arrow.edge.to);
        machine.arrows.iter().filter(took).map(ends).collect::<Vec<_>>()
    };
    assert_eq!(taken(true), [(S::Closed, S::SynSent), (S::SynSent, S::Established)]);
    assert_eq!(taken(false), [(S::Listen, S::SynReceived), (S::SynReceived, S::Established)]);
}

#[test]
fn every_state_of_the_figure_can_be_reached_and_left() {
    for state in TcpState::ALL {
        assert!(EDGES.iter().any(|edge| edge.to == *state), "{}", state.as_str());
        assert!(EDGES.iter().any(|edge| edge.from == *state), "{}", state.as_str());
    }
}

#[test]
fn listen_5_holds_6_and_is_full_then() {
    let queue = |length, drops| {
        let accept_queue = Some(AcceptQueue { length, limit: 5 });
        let drops = Some(drops);
        QueueView::of(&EndFacts { accept_queue, drops, ..EndFacts::default() }).expect("it listens")
    };
    let waiting = queue(2, 0);
    assert_eq!((waiting.room, waiting.full), (6, false));
    assert_eq!(waiting.slots.iter().filter(|slot| **slot == Slot::Taken).count(), 2);
    let full = queue(6, 3);
    assert_eq!((full.slots.len(), full.full, full.turned_away), (6, true, 3));
    assert_eq!(QueueView::of(&EndFacts::default()), None);
    let large = EndFacts {
        accept_queue: Some(AcceptQueue { length: 1, limit: 4096 }),
        ..EndFacts::default()
    };
    assert_eq!(QueueView::of(&large).map(|queue| queue.slots.len()), Some(0));
}

fn segment(source: u16, destination: u16) -> Segment {
    let ends = (Address::inet("127.0.0.1", source), Address::inet("127.0.0.1", destination));
    test_segment::segment(Micros(0), ends, TcpFlags::SYN, 0, 0)
}

#[test]
fn the_newest_segments_are_kept_and_what_was_missed_is_counted() {
    let mut kernel = Kernel::default();
    kernel.told(News::Segments { segments: vec![segment(1, 2)], missed: 4 });
    for at in 0..300 {
        kernel.told(News::Segments { segments: vec![segment(at, 2); 10], missed: 0 });
    }
    assert_eq!((kernel.segments().count(), kernel.missed()), (2000, 4));
    assert_eq!(kernel.segments().next().and_then(|first| first.source.port()), Some(100));
}

#[test]
fn a_watch_that_has_ended_keeps_what_was_seen_and_says_why() {
    let mut kernel = told(&[(S::Established, None)]);
    kernel.told(News::Unwatched { socket: SOCKET, at: Micros(9), why: WatchEnd::Gone });
    let watched = kernel.of(SOCKET).expect("it was told of");
    assert_eq!((watched.live, watched.over), (false, Some(WatchEnd::Gone)));
    assert_eq!(watched.own.now(), Some(S::Established));
    let mut kernel = told(&[(S::Established, None)]);
    kernel.told(News::Resting);
    assert_eq!(kernel.of(SOCKET).map(|watched| (watched.live, watched.over)), Some((false, None)));
}

fn with_buffers(receive: Buffer, send: Buffer, window: Option<u32>) -> EndFacts {
    let path = PathFacts { receive_window: window, ..PathFacts::default() };
    EndFacts { receive: Some(receive), send: Some(send), path: Some(path), ..end(S::Established) }
}

#[test]
fn a_receiver_without_room_and_a_full_send_buffer_press_back() {
    let buffer =
        |waiting, memory| Buffer { waiting: Some(waiting), memory: Some(memory), size: Some(1000) };
    let (empty, half, over) = (buffer(0, 0), buffer(300, 500), buffer(900, 1200));
    let sender = with_buffers(empty, over, None);
    let flow = |window| {
        let receiver = with_buffers(half, empty, Some(window));
        Flow::between(Some(&sender), Some(&receiver)).expect("both are known")
    };
    let open = flow(700);
    assert_eq!(open.send.map(|buffer| (buffer.percent, buffer.full)), Some((Some(100), true)));
    assert_eq!(open.receive.map(|buffer| (buffer.percent, buffer.full)), Some((Some(50), false)));
    assert!(!open.presses_back(), "what the receiver takes makes room soon");
    assert!(flow(0).presses_back());
    let elsewhere = Flow::between(Some(&sender), None).expect("the send buffer is known");
    assert_eq!((elsewhere.receive, elsewhere.window), (None, None));
    assert_eq!(Flow::between(None, Some(&end(S::Listen))), None);
}

#[test]
fn measures_are_said_with_their_units_and_left_out_where_there_are_none() {
    let path = PathFacts {
        rtt: Some(1_250),
        rttvar: Some(600),
        rto: Some(204_000),
        cwnd: Some(10),
        retransmits: Some(2),
        retransmitted: Some(5),
        send_mss: Some(1448),
        receive_mss: Some(536),
        ..PathFacts::default()
    };
    let value = |figure: Figure| row_value(figure, &path);
    assert_eq!(value(Figure::RoundTrip).as_deref(), Some("1.2 ms ± 600 µs"));
    assert_eq!(value(Figure::Timeout).as_deref(), Some("204.0 ms"));
    assert_eq!(value(Figure::Retransmissions).as_deref(), Some("2 / 5"));
    assert_eq!(value(Figure::SegmentSize).as_deref(), Some("1\u{202f}448 / 536 B"));
    assert_eq!(value(Figure::Threshold), None);
    let before = PathFacts { rtt: Some(0), rttvar: Some(0), ..PathFacts::default() };
    assert_eq!(row_value(Figure::RoundTrip, &before), None, "nothing was measured yet");
}

#[test]
fn options_have_pythons_names_and_structures_are_said_in_words() {
    let linger: Vec<u8> = [1_i32, 0].into_iter().flat_map(i32::to_ne_bytes).collect();
    let fact = |level, option, value| OptionFact { level, option, value };
    let told = [
        fact(1, 2, OptionValue::Int(1)),
        fact(6, 1, OptionValue::Int(0)),
        fact(1, 13, OptionValue::Bytes(linger)),
        fact(1, 9999, OptionValue::Int(1)),
        fact(1, 25, OptionValue::Bytes(Vec::new())),
        fact(6, 13, OptionValue::Bytes(b"cubic\0\0\0\0\0\0\0\0\0\0\0".to_vec())),
        fact(0, 32, OptionValue::Bytes(vec![127, 0, 0, 1])),
    ];
    let said: Vec<(&str, String, bool)> =
        options(&told).into_iter().map(|one| (one.name, one.value, one.set)).collect();
    assert_eq!(
        said,
        [
            ("SO_REUSEADDR", "1".into(), true),
            ("TCP_NODELAY", "0".into(), false),
            ("SO_LINGER", "1, 0 s".into(), true),
            ("SO_BINDTODEVICE", String::new(), false),
            ("TCP_CONGESTION", "cubic".into(), true),
            ("IP_MULTICAST_IF", "127.0.0.1".into(), true),
        ]
    );
}

#[test]
fn the_panel_is_of_the_socket_picked_else_of_the_target_else_of_the_newest_open_one() {
    let (mut test, server, conn) = TestLab::server_with_client();
    let names =
        |lab: &Lab| -> Vec<String> { chips(lab).into_iter().map(|chip| chip.variable).collect() };
    assert_eq!(names(&test.lab), ["server", "conn"]);
    test.does(LabCommand::Target(server));
    assert_eq!(chosen(&test.lab, None), Some(server));
    assert_eq!(chosen(&test.lab, Some(conn)), Some(conn));
    assert_eq!(chosen(&test.lab, Some(SocketId(99))), Some(server));
    assert_eq!(Panel::of(&test.lab, conn), None, "the kernel has not told of it");
    let news = |own| News::Facts { socket: conn, at: Micros(1), facts: facts(own, None) };
    test.told(LabEvent::Relay(Output::Kernel(news(S::Established)), Micros(1)));
    let panel = Panel::of(&test.lab, conn).expect("the kernel has told of it");
    assert_eq!((panel.variable.as_str(), panel.followed), ("conn", false));
    assert_eq!(panel.other.as_deref(), Some("(\"127.0.0.1\", 50000)"));
    let own = panel.machine.map(|machine| states(&machine.own));
    assert_eq!(
        own,
        Some(vec![(S::Listen, false), (S::SynReceived, false), (S::Established, true)])
    );
}

#[test]
fn a_closed_socket_can_be_chosen_while_there_is_something_to_see_of_it() {
    let (mut test, _, conn) = TestLab::server_with_client();
    let close = test.issue_on(conn, Op::Close, b"");
    test.returns(close, Ok(Value::None));
    assert_eq!(chips(&test.lab).len(), 1, "the kernel never told of it");
    let mut told = facts(S::TimeWait, None);
    Rc::make_mut(&mut told).options.clear();
    let news = News::Facts { socket: conn, at: Micros(1), facts: told };
    test.told(LabEvent::Relay(Output::Kernel(news), Micros(1)));
    let chip = chips(&test.lab).pop().expect("it is there");
    assert_eq!((chip.socket, chip.state, chip.closed), (conn, Some(S::TimeWait), true));
    assert!(Panel::of(&test.lab, conn).is_some_and(|panel| panel.followed));
}

#[test]
fn a_send_buffer_whose_sender_blocks_is_full_though_it_has_grown() {
    let buffer =
        |memory| Buffer { waiting: Some(memory), memory: Some(memory), size: Some(4_194_304) };
    let full = |memory, blocks: bool| {
        let own = with_buffers(Buffer::default(), buffer(memory), None);
        let flow = Flow::between(Some(&own), None).expect("its buffers are known");
        let flow = if blocks { flow.held_up() } else { flow };
        flow.send.is_some_and(|buffer| buffer.full)
    };
    assert!(!full(3_956_992, false) && full(3_956_992, true));
    assert!(!full(2_000_000, true), "it will be called in a moment");
}

#[test]
fn two_lines_in_one_recv_are_two_messages_that_stick_together() {
    let (mut test, _, conn) = TestLab::server_with_client();
    let news = News::Facts { socket: conn, at: Micros(1), facts: facts(S::Established, None) };
    test.told(LabEvent::Relay(Output::Kernel(news), Micros(1)));
    assert_eq!(Panel::of(&test.lab, conn).expect("it is told of").bytes, None);
    test.done(CallName::Recv, Value::Bytes("one\ntwo\n".into()));
    let bytes = Panel::of(&test.lab, conn).and_then(|panel| panel.bytes).expect("bytes came");
    assert_eq!((bytes.inward.messages.len(), bytes.inward.recvs.len()), (2, 1));
    assert_eq!(bytes.inward.cut(&bytes.inward.recvs[0]), Cut::Sticky);
}
