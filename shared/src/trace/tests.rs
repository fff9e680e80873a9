//! Conversations recorded on a timeline, and what is derived from them.

mod kept;

use bytes::Bytes;

use super::*;
use crate::call::*;
use crate::errno::Errno;
use crate::wire::{Call, Return};

/// Records a story call by call; time advances by 10 µs a record.
#[derive(Default)]
struct Story {
    timeline: Timeline,
    next: u32,
    now: u64,
}

const SERVER: SocketId = SocketId(1);
const CONN: SocketId = SocketId(2);

impl Story {
    fn tick(&mut self) -> Micros {
        self.now += 10;
        Micros(self.now)
    }

    fn issue(&mut self, socket: Option<SocketId>, op: Op, bytes: &'static [u8]) -> CallId {
        self.next += 1;
        let id = CallId(self.next);
        let call = Call { id, socket, host: None, op, bytes: Bytes::from_static(bytes) };
        let at = self.tick();
        self.timeline.apply(Record::Issued { call, text: None, at, origin: None });
        id
    }

    fn block(&mut self, id: CallId) {
        let at = self.tick();
        self.timeline.apply(Record::Blocked { id, at });
    }

    fn finish(&mut self, id: CallId, outcome: Outcome) {
        let entered = self.tick();
        let at = self.tick();
        self.timeline.apply(Record::Returned(Return { id, entered, at, outcome }));
    }

    fn call(&mut self, socket: SocketId, op: Op, bytes: &'static [u8], outcome: Outcome) -> CallId {
        let id = self.issue(Some(socket), op, bytes);
        self.finish(id, outcome);
        id
    }

    fn socket(&mut self, kind: SocketType, id: SocketId) {
        let made = self.issue(None, Op::Socket { family: Family::Inet, kind, proto: 0 }, b"");
        self.finish(made, Ok(Value::Socket { socket: id, fileno: 7 }));
    }

    fn listening() -> Self {
        let mut story = Self::default();
        story.socket(SocketType::Stream, SERVER);
        let address = Address::inet("127.0.0.1", 9999);
        story.call(SERVER, Op::Bind { address: address.clone() }, b"", Ok(Value::None));
        story.timeline.apply(Record::Addresses {
            socket: SERVER,
            local: Some(address),
            peer: None,
            loopback_only: false,
        });
        story.call(SERVER, Op::Listen { backlog: Some(5) }, b"", Ok(Value::None));
        story
    }

    fn accepted() -> Self {
        let mut story = Self::listening();
        story.call(
            SERVER,
            Op::Accept,
            b"",
            Ok(Value::Accepted {
                socket: CONN,
                fileno: 8,
                address: Address::inet("127.0.0.1", 40000),
            }),
        );
        story
    }

    fn view(&self, id: SocketId) -> &SocketView {
        self.timeline.socket(id).expect("the story made it")
    }

    fn open_steps(&self, role: Role) -> Vec<Step> {
        steps(&self.timeline, role, SERVER)
            .into_iter()
            .filter(|(_, state)| *state == StepState::Open)
            .map(|(step, _)| step)
            .collect()
    }
}

const RECV: Op = Op::Recv { bufsize: 1024, flags: MsgFlags::NONE };
const SEND: Op = Op::Send { flags: MsgFlags::NONE };

fn bytes(bytes: &'static [u8]) -> Outcome {
    Ok(Value::Bytes(Bytes::from_static(bytes)))
}

#[test]
fn a_server_goes_from_created_to_bound_to_listening() {
    let mut story = Story::default();
    story.socket(SocketType::Stream, SERVER);
    assert_eq!(story.view(SERVER).state, SocketState::Created);
    let story = Story::listening();
    let server = story.view(SERVER);
    assert_eq!((server.state, server.backlog), (SocketState::Listening, Some(Some(5))));
    assert_eq!(server.local, Some(Address::inet("127.0.0.1", 9999)));
}

#[test]
fn an_accepted_socket_knows_its_listener_and_peer() {
    let story = Story::accepted();
    let conn = story.view(CONN);
    assert_eq!((conn.listener, conn.state), (Some(SERVER), SocketState::Connected));
    assert_eq!(conn.peer, Some(Address::inet("127.0.0.1", 40000)));
    assert_eq!((conn.family, conn.kind), (Family::Inet, SocketType::Stream));
}

#[test]
fn a_pair_is_two_sockets_of_one_call_that_are_each_others_peers() {
    let mut story = Story::default();
    let op = Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 };
    let made = story.issue(None, op, b"");
    let sockets = [SERVER, CONN];
    story.finish(made, Ok(Value::Pair { sockets, filenos: [7, 8] }));
    assert_eq!(story.timeline.call(made).unwrap().made(), sockets);
    for (socket, fileno) in [(SERVER, 7), (CONN, 8)] {
        let view = story.view(socket);
        assert_eq!((view.fileno, view.made_by, view.listener), (fileno, made, None));
        assert_eq!((view.state, &view.peer), (SocketState::Connected, &Some(Address::unix(""))));
        assert_eq!(unmet_precondition(view, CallName::Send), None);
    }
    story.call(SERVER, Op::Close, b"", Ok(Value::None));
    story.call(CONN, RECV, b"", bytes(b""));
    assert_eq!(story.view(SERVER).state, SocketState::Closed);
    assert_eq!(story.view(CONN).state, SocketState::PeerClosed);
}

#[test]
fn bytes_are_counted_when_the_kernel_took_or_gave_them() {
    let mut story = Story::accepted();
    story.call(CONN, RECV, b"", bytes(b"hello"));
    let peek = Op::Recv { bufsize: 9, flags: MsgFlags::PEEK };
    story.call(CONN, peek, b"", bytes(b"not taken"));
    story.call(CONN, SEND, b"HELLO", Ok(Value::Sent(3)));
    story.call(CONN, Op::Sendall { flags: MsgFlags::NONE }, b"LO", Ok(Value::None));
    let conn = story.view(CONN);
    assert_eq!((conn.bytes_in, conn.bytes_out), (5, 5));
}

#[test]
fn a_blocked_call_tells_since_when() {
    let mut story = Story::listening();
    let accept = story.issue(Some(SERVER), Op::Accept, b"");
    assert_eq!(story.timeline.call(accept).unwrap().phase(), Phase::Issued);
    story.block(accept);
    let call = story.timeline.call(accept).unwrap();
    assert_eq!(call.phase(), Phase::Blocked);
    let since = call.blocked.unwrap();
    assert_eq!(call.blocked_for(Micros(since.0 + 500)), Some(500));
    assert_eq!(story.timeline.pending(SERVER).count(), 1);
    story.finish(accept, Err(Failure::cancelled()));
    assert_eq!(story.timeline.call(accept).unwrap().blocked_for(Micros(1_000_000)), Some(20));
    assert_eq!(story.timeline.pending(SERVER).count(), 0);
}

#[test]
fn empty_bytes_mean_that_the_peer_has_closed_unless_none_were_asked_for() {
    let mut story = Story::accepted();
    story.call(CONN, Op::Recv { bufsize: 0, flags: MsgFlags::NONE }, b"", bytes(b""));
    assert_eq!(story.view(CONN).state, SocketState::Connected);
    story.call(CONN, RECV, b"", bytes(b""));
    assert_eq!(story.view(CONN).state, SocketState::PeerClosed);
}

#[test]
fn an_empty_datagram_is_no_end() {
    let mut story = Story::default();
    story.socket(SocketType::Dgram, SERVER);
    let address = Some(Address::inet("127.0.0.1", 5));
    let outcome = Ok(Value::BytesFrom { address, bytes: Bytes::new() });
    story.call(SERVER, Op::Recvfrom { bufsize: 10, flags: MsgFlags::NONE }, b"", outcome);
    assert_eq!(story.view(SERVER).state, SocketState::Created);
}

#[test]
fn a_refused_connect_leaves_the_socket_as_it_was() {
    let mut story = Story::default();
    story.socket(SocketType::Stream, SERVER);
    let address = Address::inet("127.0.0.1", 9);
    let connect = story.issue(Some(SERVER), Op::Connect { address }, b"");
    assert_eq!(story.view(SERVER).state, SocketState::Connecting);
    story.finish(connect, Err(Failure::os(Errno::Econnrefused)));
    assert_eq!(story.view(SERVER).state, SocketState::Created);
}

#[test]
fn a_reset_shows_and_close_ends_all() {
    let mut story = Story::accepted();
    story.call(CONN, RECV, b"", Err(Failure::os(Errno::Econnreset)));
    assert_eq!(story.view(CONN).state, SocketState::Reset);
    story.call(CONN, Op::Close, b"", Ok(Value::None));
    assert_eq!(story.view(CONN).state, SocketState::Closed);
    story.call(CONN, RECV, b"", Err(Failure::os(Errno::Ebadf)));
    assert_eq!(story.view(CONN).state, SocketState::Closed);
}

#[test]
fn a_lost_relay_takes_the_sockets_and_the_pending_calls_with_it() {
    let mut story = Story::accepted();
    let recv = story.issue(Some(CONN), RECV, b"");
    story.block(recv);
    story.timeline.apply(Record::RelayLost { at: Micros(10_000) });
    assert_eq!(story.timeline.call(recv).unwrap().phase(), Phase::Lost);
    assert!(story.timeline.sockets().all(|view| view.state == SocketState::Gone));
}

#[test]
fn the_twelve_steps_tick_off_for_a_server_whose_client_is_elsewhere() {
    let mut story = Story::accepted();
    assert_eq!(
        story.open_steps(Role::Server),
        [Step::Send, Step::Recv, Step::Reply, Step::ClientClose, Step::ServerClose]
    );
    let recv = story.call(CONN, RECV, b"", bytes(b"hi"));
    let states = steps(&story.timeline, Role::Server, SERVER);
    assert_eq!(states[7], (Step::Send, StepState::Seen(recv)));
    assert_eq!(states[8], (Step::Recv, StepState::Done(recv)));
    story.call(CONN, SEND, b"HI", Ok(Value::Sent(2)));
    story.call(CONN, RECV, b"", bytes(b""));
    story.call(CONN, Op::Close, b"", Ok(Value::None));
    assert_eq!(story.open_steps(Role::Server), []);
}

#[test]
fn the_twelve_steps_tick_off_for_a_client_whose_server_is_elsewhere() {
    let mut story = Story::default();
    story.socket(SocketType::Stream, SERVER);
    let address = Address::inet("127.0.0.1", 9999);
    story.call(SERVER, Op::Connect { address }, b"", Ok(Value::None));
    assert_eq!(
        story.open_steps(Role::Client),
        [Step::Accept, Step::Send, Step::Recv, Step::Reply, Step::ClientClose, Step::ServerClose]
    );
    story.call(SERVER, SEND, b"hi", Ok(Value::Sent(2)));
    story.call(SERVER, RECV, b"", bytes(b"HI"));
    story.call(SERVER, Op::Shutdown { how: How::Write }, b"", Ok(Value::None));
    story.call(SERVER, RECV, b"", bytes(b""));
    assert_eq!(story.open_steps(Role::Client), []);
}

#[test]
fn senseless_calls_are_marked_by_the_sockets_state() {
    let story = Story::accepted();
    let (server, conn) = (story.view(SERVER), story.view(CONN));
    for call in [CallName::Recv, CallName::Send, CallName::Connect, CallName::Bind] {
        assert!(unmet_precondition(server, call).is_some(), "{call:?} on a listening socket");
    }
    for call in [CallName::Accept, CallName::Close, CallName::Getsockname] {
        assert_eq!(unmet_precondition(server, call), None, "{call:?} on a listening socket");
    }
    for call in [CallName::Accept, CallName::Listen, CallName::Connect] {
        assert!(unmet_precondition(conn, call).is_some(), "{call:?} on a connected socket");
    }
    for call in [CallName::Recv, CallName::Send, CallName::Shutdown] {
        assert_eq!(unmet_precondition(conn, call), None, "{call:?} on a connected socket");
    }
}

#[test]
fn the_bytes_of_a_socket_are_counted_to_the_end_of_the_number_and_no_further() {
    let mut story = Story::accepted();
    let view =
        SocketView { bytes_in: u64::MAX, bytes_out: u64::MAX - 1, ..story.view(CONN).clone() };
    story.timeline.know(view);
    story.call(CONN, RECV, b"", bytes(b"abc"));
    story.call(CONN, SEND, b"abc", Ok(Value::Sent(3)));
    assert_eq!((story.view(CONN).bytes_in, story.view(CONN).bytes_out), (u64::MAX, u64::MAX));
}

#[test]
fn the_call_that_ended_first_is_dropped_first() {
    let mut story = Story::default();
    let [first, second] = [(); 2].map(|()| story.issue(None, Op::Close, b""));
    story.finish(second, Ok(Value::None));
    story.finish(first, Ok(Value::None));
    for _ in 2..=MAX_CALLS {
        story.issue(None, Op::Close, b"");
    }
    assert_eq!((story.timeline.calls().len(), story.timeline.dropped()), (MAX_CALLS, 1));
    assert!(story.timeline.call(first).is_some() && story.timeline.call(second).is_none());
}

#[test]
fn old_calls_are_dropped_and_counted_but_never_a_pending_one() {
    let mut story = Story::listening();
    let before = story.timeline.calls().len();
    for _ in before..=MAX_CALLS {
        story.call(SERVER, Op::Getsockname, b"", Ok(Value::None));
    }
    assert_eq!((story.timeline.calls().len(), story.timeline.dropped()), (MAX_CALLS, 1));
    let mut story = Story::default();
    let pending = story.issue(Some(SERVER), Op::Accept, b"");
    for _ in 0..=MAX_CALLS {
        story.call(SERVER, Op::Getsockname, b"", Ok(Value::None));
    }
    assert!(story.timeline.call(pending).is_some());
    assert_eq!(story.timeline.calls().len(), MAX_CALLS);
}

#[test]
fn the_bytes_of_calls_are_bounded_in_both_directions() {
    const PART: usize = 1 << 20;
    let (sent, received): (&'static [u8], _) = (vec![7; PART].leak(), Bytes::from(vec![8; PART]));
    let mut story = Story::accepted();
    for _ in 0..40 {
        story.call(CONN, Op::Sendall { flags: MsgFlags::NONE }, sent, Ok(Value::None));
        story.call(CONN, RECV, b"", Ok(Value::Bytes(received.clone())));
    }
    let kept: usize = story.timeline.calls().map(CallRecord::bytes).sum();
    assert!(kept <= MAX_CALL_BYTES + 2 * PART, "{kept} bytes are kept");
    assert!(kept > MAX_CALL_BYTES - 2 * PART && story.timeline.dropped() > 0);
}

#[test]
fn a_copy_of_a_timeline_stays_as_it_was() {
    let mut story = Story::listening();
    for _ in 0..300 {
        story.call(SERVER, Op::Getsockname, b"", Ok(Value::None));
    }
    let pending = story.issue(Some(SERVER), Op::Accept, b"");
    let copy = story.timeline.clone();
    story.finish(pending, Ok(Value::None));
    story.call(SERVER, Op::Close, b"", Ok(Value::None));
    assert!(copy.call(pending).is_some_and(CallRecord::is_pending));
    assert!(story.timeline.call(pending).is_some_and(|call| !call.is_pending()));
    assert_eq!(copy.calls().len() + 1, story.timeline.calls().len());
    assert!(copy.socket(SERVER).is_some_and(|view| view.state.is_open()));
}

#[test]
fn calls_are_found_by_position_and_read_from_either_end() {
    let mut story = Story::default();
    for _ in 0..MAX_CALLS + 300 {
        story.call(SERVER, Op::Getsockname, b"", Ok(Value::None));
    }
    let timeline = &story.timeline;
    let ids: Vec<u32> = timeline.calls().map(|call| call.id.0).collect();
    assert_eq!((ids.len(), ids[0]), (MAX_CALLS, 301));
    let mut backwards: Vec<u32> = timeline.calls().rev().map(|call| call.id.0).collect();
    backwards.reverse();
    assert_eq!(ids, backwards);
    for position in [0, 1, 127, 128, 5000, MAX_CALLS - 1] {
        let call = timeline.call_at(position).expect("it is kept");
        assert_eq!(call.id.0, ids[position]);
        assert_eq!(timeline.position(call.id), Some(position));
    }
    let some: Vec<u32> = timeline.range(4990..5010).map(|call| call.id.0).collect();
    assert_eq!(some, ids[4990..5010]);
    for (id, first) in [(0, 0), (300, 0), (301, 1), (700, 400), (MAX_CALLS as u32 + 300, MAX_CALLS)]
    {
        assert_eq!(timeline.first_after(CallId(id)), first);
    }
    assert_eq!(Timeline::default().first_after(CallId(3)), 0);
    assert!(timeline.call_at(MAX_CALLS).is_none());
    assert_eq!(timeline.range(MAX_CALLS - 2..MAX_CALLS + 9).len(), 2);
}

#[test]
fn of_sockets_that_are_over_only_the_last_are_kept() {
    let mut story = Story::listening();
    for number in 0..MAX_OVER as u32 + 5 {
        let socket = SocketId(10 + number);
        story.socket(SocketType::Stream, socket);
        story.call(socket, Op::Close, b"", Ok(Value::None));
    }
    assert_eq!(story.timeline.sockets().len(), MAX_OVER + 1);
    assert!(story.timeline.socket(SERVER).is_some());
    assert!(story.timeline.socket(SocketId(14)).is_none());
    assert!(story.timeline.socket(SocketId(15)).is_some());
}
