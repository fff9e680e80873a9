//! Rulers made from the calls of a timeline.

use bytes::Bytes;

use lab_shared::call::{
    Address, CallId, Failure, Family, Micros, MsgFlags, Op, Outcome, SocketId, SocketType, Value,
    VariableName,
};
use lab_shared::errno::Errno;
use lab_shared::framing::Framing;
use lab_shared::wire::{Call, Return};

use super::rulers::{Rulers, accepted};
use crate::lab::state::ruler::{Cut, Known};
use crate::lab::state::traffic::FramingHint;
use crate::lab::state::{Lab, LabEvent};
use crate::link::state::Output;

const LISTENER: SocketId = SocketId(1);
const CLIENT: SocketId = SocketId(2);
const CONN: SocketId = SocketId(3);

fn room() -> Address {
    Address::inet("127.0.0.1", 9999)
}

fn peer() -> Address {
    Address::inet("127.0.0.1", 50_000)
}

/// A lab whose calls return at once, as the test directs.
#[derive(Default)]
struct World {
    lab: Lab,
    calls: u32,
}

impl World {
    /// A listener and a connection that it accepted from a program elsewhere.
    fn with_peer() -> Self {
        let mut world = Self::default();
        world.listener();
        world.accept();
        world
    }

    /// The same, but the peer is a socket of this page.
    fn with_both_ends() -> Self {
        let mut world = Self::default();
        world.listener();
        world.socket(CLIENT);
        world.call(Some(CLIENT), Op::Connect { address: room() }, "", Ok(Value::None));
        world.addresses(CLIENT, peer(), Some(room()));
        world.accept();
        world
    }

    fn listener(&mut self) {
        self.socket(LISTENER);
        self.call(Some(LISTENER), Op::Listen { backlog: None }, "", Ok(Value::None));
        self.addresses(LISTENER, room(), None);
    }

    fn socket(&mut self, socket: SocketId) {
        let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
        self.call(None, op, "", Ok(Value::Socket { socket, fileno: 7 }));
    }

    fn accept(&mut self) {
        let value = Value::Accepted { socket: CONN, fileno: 8, address: peer() };
        self.call(Some(LISTENER), Op::Accept, "", Ok(value));
    }

    fn addresses(&mut self, socket: SocketId, local: Address, peer: Option<Address>) {
        let output = Output::Addresses { socket, local: Some(local), peer, loopback_only: false };
        self.told(LabEvent::Relay(output, Micros(0)));
    }

    fn call(&mut self, socket: Option<SocketId>, op: Op, bytes: &str, outcome: Outcome) {
        self.calls += 1;
        let id = CallId(self.calls);
        let call =
            Call { id, socket, host: None, op, bytes: Bytes::copy_from_slice(bytes.as_bytes()) };
        self.told(LabEvent::Driven {
            call,
            at: Micros(0),
            base: VariableName::constant("s"),
            origin: None,
        });
        let returned = Return { id, entered: Micros(0), at: Micros(0), outcome };
        self.told(LabEvent::Relay(Output::Returned(returned), Micros(0)));
    }

    fn send(&mut self, socket: SocketId, text: &str) {
        let op = Op::Sendall { flags: MsgFlags::NONE };
        self.call(Some(socket), op, text, Ok(Value::None));
    }

    fn recv(&mut self, socket: SocketId, text: &str) {
        let op = Op::Recv { bufsize: 1024, flags: MsgFlags::NONE };
        let bytes = Bytes::copy_from_slice(text.as_bytes());
        self.call(Some(socket), op, "", Ok(Value::Bytes(bytes)));
    }

    fn read_as(&mut self, socket: SocketId, framing: Framing) {
        let hint = FramingHint { framing, max_message: 1024 };
        self.told(LabEvent::Framed { socket, hint });
    }

    fn told(&mut self, event: LabEvent) {
        self.lab.apply(event);
    }

    fn rulers(&self, socket: SocketId) -> Rulers {
        Rulers::of(socket, &self.lab.traffic, &self.lab.timeline)
    }
}

fn texts(ruler: &crate::lab::state::ruler::Ruler) -> Vec<String> {
    let text = |content: &Bytes| String::from_utf8_lossy(content).into_owned();
    ruler.messages.iter().map(|one| one.content.as_ref().map_or_else(Clone::clone, text)).collect()
}

#[test]
fn of_a_peer_elsewhere_only_our_own_calls_are_known_and_nothing_is_invented() {
    let mut world = World::with_peer();
    world.read_as(CONN, Framing::Lines);
    world.recv(CONN, "one\ntwo\nth");
    world.send(CONN, "answer\n");
    let rulers = world.rulers(CONN);
    assert_eq!(rulers.other_end, None);
    assert_eq!((rulers.inward.known, rulers.outward.known), (Known::Recvs, Known::Sends));
    assert_eq!((rulers.inward.sends.len(), rulers.outward.recvs.len()), (0, 0));
    assert_eq!(texts(&rulers.inward), ["one", "two"]);
    assert_eq!(texts(&rulers.outward), ["answer"]);
}

#[test]
fn where_both_ends_are_here_sends_and_recvs_lie_on_one_ruler() {
    let mut world = World::with_both_ends();
    world.read_as(CONN, Framing::Lines);
    for line in ["one\n", "two\n"] {
        world.send(CLIENT, line);
    }
    world.recv(CONN, "one\ntwo\n");
    let of_room = world.rulers(CONN);
    assert_eq!((of_room.other_end, of_room.inward.known), (Some(CLIENT), Known::Both));
    assert_eq!(of_room.inward.cut(&of_room.inward.recvs[0]), Cut::Sticky);
    assert_eq!(texts(&of_room.inward), ["one", "two"]);
    let of_client = world.rulers(CLIENT);
    assert_eq!(of_client.other_end, Some(CONN));
    assert_eq!(
        of_client.outward, of_room.inward,
        "what one end calls outward is inward to the other"
    );
}

#[test]
fn a_socket_of_another_connection_is_not_the_other_end() {
    let mut world = World::with_both_ends();
    let other = Address::inet("127.0.0.1", 50_001);
    let value = Value::Accepted { socket: SocketId(9), fileno: 9, address: other.clone() };
    world.call(Some(LISTENER), Op::Accept, "", Ok(value));
    assert_eq!(world.rulers(SocketId(9)).other_end, None);
    let timeline = &world.lab.timeline;
    assert_eq!(accepted(timeline, &room(), &other), Some(SocketId(9)));
    assert_eq!(accepted(timeline, &room(), &peer()), Some(CONN));
    assert_eq!(accepted(timeline, &Address::inet("127.0.0.1", 1), &peer()), None);
}

#[test]
fn a_framing_that_changes_reads_on_from_where_it_was() {
    let mut world = World::with_peer();
    world.read_as(CONN, Framing::Lines);
    world.recv(CONN, "one\nhalf");
    world.read_as(CONN, Framing::Raw);
    world.recv(CONN, "two\nthree\n");
    let ruler = world.rulers(CONN).inward;
    assert_eq!(texts(&ruler), ["one", "half", "two\nthree\n"]);
    assert_eq!(ruler.messages[1].range, 4..8);
}

#[test]
fn a_peeked_byte_is_counted_once_and_a_failed_sendall_ends_what_is_known() {
    let mut world = World::with_both_ends();
    let peek = Op::Recv { bufsize: 9, flags: MsgFlags::PEEK };
    world.call(Some(CONN), peek, "", Ok(Value::Bytes("x".into())));
    world.recv(CONN, "x");
    assert_eq!(world.rulers(CONN).inward.bytes, b"x");
    let sendall = Op::Sendall { flags: MsgFlags::NONE };
    world.call(Some(CLIENT), sendall, "lost", Err(Failure::os(Errno::Epipe)));
    assert_eq!(world.rulers(CONN).inward.known, Known::Recvs);
}

#[test]
fn a_long_stream_keeps_its_newest_bytes_and_its_numbers() {
    let mut world = World::with_both_ends();
    world.read_as(CONN, Framing::Lines);
    let line = "0123456789abcde\n";
    for _ in 0..1000 {
        world.send(CLIENT, line);
        world.recv(CONN, line);
    }
    let ruler = world.rulers(CONN).inward;
    assert_eq!((ruler.start, ruler.bytes.len()), (1000 * 16 - 512, 512));
    assert_eq!((ruler.sends_before, ruler.sends.len()), (1000 - 32, 32));
    assert_eq!((ruler.recvs_before, ruler.messages.len()), (1000 - 32, 32));
    assert!(ruler.recvs.iter().all(|recv| ruler.cut(recv) == Cut::Whole));
}
