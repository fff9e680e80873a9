//! A hosted room over a scripted kernel: the conformance suite of all hosts, and the tests of the
//! page's own additions.

mod kernel;

use lab_shared::call::{CallName, Failure, Op, Value};
use lab_shared::chat::conformance::{Step, fill_in, scenarios};
use lab_shared::chat::{Form, Leave, Mode, RoomConfig, RoomEvent, SlowPeer};
use lab_shared::errno::Errno;
use lab_shared::framing::Framing;
use lab_shared::wire::{RoomCommand, RoomUpdate};

use crate::boundaries::state::pace::Pace;
use crate::boundaries::state::remedy::{Between, PAUSE};
use kernel::Kernel;

fn compact() -> RoomConfig {
    RoomConfig { form: Form::Compact, ..RoomConfig::of(Mode::Group) }
}

#[test]
fn the_whole_suite_passes_whatever_the_kernel_takes_at_a_time() {
    for scenario in scenarios() {
        for takes in [1, 7, usize::MAX] {
            let mut kernel = Kernel::opened(scenario.config.clone());
            kernel.takes = takes;
            for step in &scenario.steps {
                play(&mut kernel, step);
            }
        }
    }
}

fn play(kernel: &mut Kernel, step: &Step) {
    match step {
        Step::Join(name) => {
            kernel.connect(*name);
            assert!(kernel.is_inside(*name), "{name} was accepted");
        }
        Step::Queue(name) => {
            kernel.connect(*name);
            assert!(!kernel.is_inside(*name), "{name} waits in the accept queue");
        }
        Step::Send(name, bytes) => kernel.client_sends(*name, bytes),
        Step::Expect(name, expected) => {
            let expected = fill_in(expected, Some("2024/02/29 07:59:59"), &kernel.addresses());
            let heard = kernel.client_takes(*name, expected.len());
            assert_eq!(String::from_utf8_lossy(&heard), String::from_utf8_lossy(&expected));
        }
        Step::Finish(name) => kernel.client_sends(*name, b""),
        Step::Reset(name) => kernel.client_resets(*name),
        Step::ExpectEnd(name) => {
            assert!(kernel.client_takes(*name, 1).is_empty());
            assert!(kernel.is_closed(*name), "{name}'s connection is closed");
        }
        Step::Answer(name, text) => {
            let peer = kernel.peer(*name);
            kernel.ask(RoomCommand::Answer { peer, text: (*text).into() });
        }
        Step::Reframe(framing) => kernel.ask(RoomCommand::Framing { framing: framing.clone() }),
        Step::Stop => kernel.ask(RoomCommand::Stop),
    }
}

#[test]
fn opening_makes_the_calls_a_server_makes() {
    let kernel = Kernel::opened(compact());
    let made: Vec<CallName> = kernel.made.iter().map(|op| op.name()).collect();
    use CallName::{Accept, Bind, Getsockname, Listen, Setsockopt, Socket};
    assert_eq!(made, [Socket, Setsockopt, Bind, Listen, Getsockname, Accept]);
}

#[test]
fn an_address_in_use_is_refused_and_the_socket_given_back() {
    let mut kernel = Kernel::new(compact());
    kernel.refuse = Some((CallName::Bind, Failure::os(Errno::Eaddrinuse)));
    kernel.run();
    assert_eq!(kernel.made.last(), Some(&Op::Close));
    assert_eq!(kernel.news, [RoomUpdate::Refused(Failure::os(Errno::Eaddrinuse))]);
}

#[test]
fn stopping_while_it_opens_leaves_nothing_open() {
    let mut kernel = Kernel::new(compact());
    kernel.ask(RoomCommand::Stop);
    kernel.run();
    assert_eq!(kernel.made.last(), Some(&Op::Close));
    assert_eq!(kernel.news.last(), Some(&RoomUpdate::Stopped));
}

#[test]
fn one_recv_is_pending_for_each_client_and_one_accept_for_the_room() {
    let mut kernel = Kernel::opened(compact());
    for name in ['a', 'b'] {
        kernel.connect(name);
        kernel.client_sends(name, b"hello\n");
    }
    assert_eq!(kernel.pending(CallName::Recv), 2);
    assert_eq!(kernel.pending(CallName::Accept), 1);
}

#[test]
fn a_blocking_room_holds_what_recv_brought_and_asks_for_no_more() {
    let blocking = RoomConfig { slow_peer: SlowPeer::Block, queue_bytes: 40, ..compact() };
    let mut kernel = Kernel::opened(blocking);
    kernel.connect('a');
    kernel.connect('b');
    kernel.stall('b');
    for _ in 0..3 {
        kernel.client_sends('a', b"one\n");
    }
    kernel.client_sends('a', b"held\n");
    kernel.client_sends('a', b"in the kernel\n");
    assert_eq!(kernel.received_from('a'), 4, "recv is not asked for while the room is paused");
    kernel.unstall('b');
    let heard = kernel.client_takes('b', usize::MAX);
    assert!(String::from_utf8_lossy(&heard).ends_with("in the kernel\n"));
    assert_eq!(kernel.pending(CallName::Recv), 2);
}

#[test]
fn what_a_pending_send_holds_is_not_dropped_for_a_slow_client() {
    let dropping = RoomConfig { queue_bytes: 60, ..compact() };
    let mut kernel = Kernel::opened(dropping);
    kernel.connect('a');
    kernel.connect('b');
    kernel.stall('b');
    for number in 0..9 {
        kernel.client_sends('a', format!("number {number}\n").as_bytes());
    }
    kernel.unstall('b');
    let heard = String::from_utf8(kernel.client_takes('b', usize::MAX)).expect("it is ASCII");
    let numbers: Vec<&str> = heard.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(numbers.first(), Some(&"0"), "it was in the send: {heard}");
    assert_eq!(numbers.last(), Some(&"8"), "{heard}");
    assert!(numbers.len() < 9, "{heard}");
    assert!(kernel.events().any(|event| matches!(event, RoomEvent::Lagged { .. })));
}

#[test]
fn a_connection_that_cannot_be_accepted_is_told_and_tried_again_when_a_client_leaves() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    kernel.refuse = Some((CallName::Accept, Failure::os(Errno::Emfile)));
    kernel.connect('b');
    assert_eq!(kernel.news.last(), Some(&RoomUpdate::Refused(Failure::os(Errno::Emfile))));
    assert_eq!(kernel.pending(CallName::Accept), 0);
    kernel.client_sends('a', b"quit\n");
    assert!(kernel.is_inside('b'));
}

#[test]
fn who_connects_while_the_room_stops_is_closed_at_once() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    kernel.stall('a');
    kernel.client_sends('a', b"keeps the room busy\n");
    kernel.accept_races_with_close = true;
    kernel.ask(RoomCommand::Stop);
    kernel.connect('b');
    assert!(kernel.is_closed('b'));
    kernel.unstall('a');
    assert_eq!(kernel.news.last(), Some(&RoomUpdate::Stopped));
    let reasons: Vec<_> = kernel
        .events()
        .filter_map(|event| match event {
            RoomEvent::Left { reason, .. } => Some(reason.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(reasons, [Leave::Stopped, Leave::Stopped]);
}

#[test]
fn an_operator_changes_an_encoding_and_removes_a_client() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    let peer = kernel.peer('a');
    kernel.ask(RoomCommand::Encoding { peer, encoding: lab_shared::text::Encoding::Gbk });
    kernel.client_sends('a', &[0xb9, 0xcf, b'\n']);
    assert!(
        kernel.events().any(|event| matches!(event, RoomEvent::Said { text, .. } if text == "瓜"))
    );
    kernel.ask(RoomCommand::Remove { peer });
    assert!(kernel.is_closed('a'));
}

#[test]
fn a_value_that_is_none_of_recvs_is_passed_over() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    kernel.answer_recv('a', Ok(Value::None));
    assert!(kernel.is_inside('a'));
}

#[test]
fn a_busy_room_makes_no_recv_until_it_is_free_again_and_small_recvs_are_small() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    kernel.set_pace(Pace { busy: true, ..Pace::default() });
    kernel.client_sends('a', b"the recv that waited\n");
    assert_eq!(kernel.pending(CallName::Recv), 0);
    kernel.connect('b');
    assert_eq!(kernel.pending(CallName::Recv), 0, "nor for who comes meanwhile");
    kernel.set_pace(Pace { bufsize: Some(4), ..Pace::default() });
    assert_eq!(kernel.pending(CallName::Recv), 2);
    let small = |op: &&Op| matches!(op, Op::Recv { bufsize: 4, .. });
    assert_eq!(kernel.made.iter().filter(small).count(), 2);
}

#[test]
fn a_pause_keeps_two_sends_to_a_client_apart_and_to_others_too() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    kernel.set_pace(Pace { between: Between::Pause, ..Pace::default() });
    for line in [&b"one\n"[..], b"two\n", b"three\n"] {
        kernel.client_sends('a', line);
    }
    let took = |kernel: &mut Kernel| {
        String::from_utf8(kernel.client_takes('a', usize::MAX)).expect("it is ASCII")
    };
    assert!(took(&mut kernel).ends_with(" one\n"));
    kernel.wait();
    assert_eq!(kernel.now, PAUSE);
    assert!(took(&mut kernel).ends_with(" two\n"));
    kernel.set_pace(Pace::default());
    assert!(took(&mut kernel).ends_with(" three\n"), "without the pause it goes at once");
}

#[test]
fn a_room_that_waits_for_answers_sends_once_for_each_and_stops_all_the_same() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    kernel.connect('b');
    kernel.set_pace(Pace { between: Between::Acknowledge, ..Pace::default() });
    for line in [&b"one\n"[..], b"two\n", b"three\n"] {
        kernel.client_sends('a', line);
    }
    let took = |kernel: &mut Kernel| {
        String::from_utf8(kernel.client_takes('b', usize::MAX)).expect("it is ASCII")
    };
    assert!(took(&mut kernel).ends_with(" one\n"));
    assert!(took(&mut kernel).is_empty());
    kernel.client_sends('b', b"o");
    assert!(took(&mut kernel).ends_with(" two\n"), "half a line is an answer too");
    kernel.ask(RoomCommand::Stop);
    assert!(took(&mut kernel).ends_with(" three\n"));
    assert_eq!(kernel.news.last(), Some(&RoomUpdate::Stopped));
}

#[test]
fn each_clients_socket_is_told_how_its_messages_are_told_apart() {
    let mut kernel = Kernel::opened(compact());
    kernel.connect('a');
    kernel.ask(RoomCommand::Framing { framing: Framing::Raw });
    kernel.connect('b');
    let framings: Vec<_> =
        kernel.framed.iter().map(|(socket, hint)| (socket.0, &hint.framing)).collect();
    assert_eq!(framings, [(2, &Framing::Lines), (2, &Framing::Raw), (3, &Framing::Raw)]);
}

#[test]
fn what_one_recv_brings_costs_bounded_lines_and_a_long_answer_is_refused() {
    let mut kernel = Kernel::opened(RoomConfig::of(Mode::LineAnswer));
    kernel.connect('a');
    let peer = kernel.peer('a');
    kernel.client_sends('a', &b"\n".repeat(4096));
    let news = std::mem::take(&mut kernel.news);
    let most = news.iter().map(|news| match news {
        RoomUpdate::Transcript { events, missed } => (events.len(), *missed),
        _ => (0, 0),
    });
    assert_eq!(most.max(), Some((512, 2 * 4096 - 512)));

    kernel.ask(RoomCommand::Answer { peer, text: "x".repeat(5000) });
    assert!(matches!(kernel.news.last(), Some(RoomUpdate::Refused(_))));
}
