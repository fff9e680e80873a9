//! The conformance suite against the core alone, and what only the core can show: queues, policies,
//! deadlines.

mod limits;

use std::collections::BTreeMap;
use std::time::Duration;

use super::conformance::{Scenario, Step, scenarios};
use super::*;
use crate::call::Address;
use crate::framing::Framing;

/// The host's time in every scenario.
const LOCAL_TIME: LocalTime =
    LocalTime { year: 2023, month: 11, day: 15, hour: 6, minute: 13, second: 20 };

/// A host without sockets: clients are byte strings.
struct Sim {
    room: Room,
    now: Duration,
    clients: BTreeMap<char, Client>,
    /// Connections the room has not accepted yet.
    backlog: Vec<char>,
    accepting: bool,
    paused: bool,
    events: Vec<RoomEvent>,
    published: Vec<GroupMessage>,
    stopped: bool,
}

#[derive(Default)]
struct Client {
    received: Vec<u8>,
    /// Bytes sent before the room accepted it.
    unread: Vec<u8>,
    accepted: bool,
    closed: bool,
    /// Whether it reads what the room sends.
    reads: bool,
}

fn id(client: char) -> PeerId {
    PeerId(u32::from(client))
}

fn address(client: char) -> Address {
    Address::inet("10.0.0.1", client as u16)
}

impl Sim {
    fn open(config: RoomConfig) -> Self {
        Self::of(Room::new(config))
    }

    fn of(room: Room) -> Self {
        let mut sim = Self {
            room,
            now: Duration::ZERO,
            clients: BTreeMap::new(),
            backlog: Vec::new(),
            accepting: false,
            paused: false,
            events: Vec::new(),
            published: Vec::new(),
            stopped: false,
        };
        sim.settle();
        sim
    }

    fn now(&self) -> Now {
        Now { since_start: self.now, local_time: LOCAL_TIME }
    }

    fn handle(&mut self, input: Input<'_>) {
        self.room.handle(self.now(), input);
        self.settle();
    }

    /// Carries out the room's outputs until there are none.
    fn settle(&mut self) {
        loop {
            while let Some(output) = self.room.poll_output() {
                self.obey(output);
            }
            if !self.accepting || self.backlog.is_empty() {
                return;
            }
            self.accepting = false;
            let client = self.backlog.remove(0);
            self.accept(client);
        }
    }

    fn accept(&mut self, name: char) {
        let joined = Input::Joined { peer: id(name), address: address(name) };
        self.room.handle(self.now(), joined);
        let client = self.clients.get_mut(&name).unwrap();
        client.accepted = true;
        let unread = std::mem::take(&mut client.unread);
        if !unread.is_empty() {
            self.room.handle(self.now(), Input::Received { peer: id(name), bytes: &unread });
        }
    }

    fn obey(&mut self, output: Output) {
        match output {
            Output::Accept => self.accepting = true,
            Output::Write(peer) => self.write(peer),
            Output::Close(peer) => self.client(peer).closed = true,
            Output::PauseReading => self.paused = true,
            Output::ResumeReading => self.paused = false,
            Output::Publish(messages) => self.published.extend(messages),
            Output::Event(event) => self.events.push(event),
            Output::Stopped => self.stopped = true,
        }
    }

    fn write(&mut self, peer: PeerId) {
        let bytes: Vec<u8> = self.room.queued(peer).flatten().copied().collect();
        let client = self.client(peer);
        if client.reads && !client.closed {
            client.received.extend(&bytes);
            self.room.handle(self.now(), Input::Wrote { peer, bytes: bytes.len() });
        }
    }

    fn client(&mut self, peer: PeerId) -> &mut Client {
        let name = char::from_u32(peer.0).unwrap();
        self.clients.get_mut(&name).unwrap()
    }

    fn connect(&mut self, name: char) {
        self.clients.insert(name, Client { reads: true, ..Client::default() });
        self.backlog.push(name);
        self.settle();
    }

    fn send(&mut self, name: char, bytes: &[u8]) {
        let client = self.clients.get_mut(&name).unwrap();
        if client.accepted {
            self.handle(Input::Received { peer: id(name), bytes });
        } else {
            client.unread.extend(bytes);
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Join(name) => {
                self.connect(*name);
                assert!(self.clients[name].accepted, "{name} was not accepted");
            }
            Step::Queue(name) => {
                self.connect(*name);
                assert!(!self.clients[name].accepted, "{name} was accepted too early");
            }
            Step::Send(name, bytes) => self.send(*name, bytes),
            Step::Expect(name, expected) => {
                let expected = self.fill_in(expected);
                let received = &mut self.clients.get_mut(name).unwrap().received;
                let length = expected.len().min(received.len());
                let got: Vec<u8> = received.drain(..length).collect();
                assert_eq!(
                    String::from_utf8_lossy(&got),
                    String::from_utf8_lossy(&expected),
                    "received by {name}"
                );
            }
            Step::Finish(name) => self.handle(Input::Ended { peer: id(*name) }),
            Step::Reset(name) => {
                let failure = "ConnectionResetError: [Errno 104]".to_owned();
                self.handle(Input::Failed { peer: id(*name), failure });
            }
            Step::ExpectEnd(name) => {
                let client = &self.clients[name];
                assert!(client.closed, "{name} is not closed");
                assert_eq!(String::from_utf8_lossy(&client.received), "", "unread by {name}");
            }
            Step::Answer(name, text) => {
                self.handle(Input::Answer { peer: id(*name), text: (*text).into() });
            }
            Step::Reframe(framing) => {
                self.handle(Input::Framing { framing: framing.clone() });
            }
            Step::Stop => self.handle(Input::Stop),
        }
    }

    fn fill_in(&self, expected: &[u8]) -> Vec<u8> {
        let addresses: Vec<(char, String)> =
            self.clients.keys().map(|name| (*name, address(*name).to_string())).collect();
        conformance::fill_in(expected, Some("2023/11/15 06:13:20"), &addresses)
    }
}

#[test]
fn the_core_conforms() {
    for Scenario { name, config, steps } in scenarios() {
        println!("{name}");
        let mut sim = Sim::open(config);
        for step in &steps {
            sim.step(step);
        }
    }
}

fn group(slow_peer: SlowPeer, queue_bytes: usize) -> Sim {
    let config =
        RoomConfig { slow_peer, queue_bytes, form: Form::Compact, ..RoomConfig::of(Mode::Group) };
    let mut sim = Sim::open(config);
    sim.connect('a');
    sim.connect('b');
    sim.clients.get_mut(&'b').unwrap().reads = false;
    sim
}

fn status(sim: &Sim, name: char) -> PeerStatus {
    sim.room.peers().find(|status| status.peer == id(name)).unwrap()
}

#[test]
fn a_peer_that_never_reads_misses_the_oldest_and_slows_nobody() {
    let mut sim = group(SlowPeer::DropOldest, 100);
    for _ in 0..1000 {
        sim.send('a', b"0123456789\n");
    }
    let b = status(&sim, 'b');
    assert!(b.queued_bytes <= 100, "{} bytes wait", b.queued_bytes);
    let line = "10.0.0.1:97 0123456789\n".len();
    assert_eq!(b.missed as usize, 1000 - 100 / line);
    assert_eq!(sim.clients[&'a'].received.len(), 1000 * line);
    let lagged =
        sim.events.iter().filter(|event| matches!(event, RoomEvent::Lagged { .. })).count();
    assert_eq!(lagged, 1, "told once, not for every message");
}

#[test]
fn a_peer_that_never_reads_can_be_let_go() {
    let mut sim = group(SlowPeer::Disconnect, 100);
    for _ in 0..10 {
        sim.send('a', b"0123456789\n");
    }
    assert!(sim.clients[&'b'].closed);
    assert!(sim.events.contains(&RoomEvent::Left { peer: id('b'), reason: Leave::Slow }));
}

#[test]
fn a_peer_that_never_reads_can_stall_everyone_as_in_the_tutorial() {
    let mut sim = group(SlowPeer::Block, 100);
    while !sim.paused {
        sim.send('a', b"0123456789\n");
    }
    let waiting = status(&sim, 'b').queued_bytes;
    assert!(waiting < 100 + 30, "{waiting} bytes wait");
    sim.clients.get_mut(&'b').unwrap().reads = true;
    sim.write(id('b'));
    sim.settle();
    assert!(!sim.paused);
    assert_eq!(status(&sim, 'b').missed, 0);
}

#[test]
fn a_peer_let_go_may_read_what_waits_but_not_for_ever() {
    let mut sim = group(SlowPeer::DropOldest, 100);
    sim.send('a', b"for b\n");
    sim.send('b', b"quit\n");
    assert!(!sim.clients[&'b'].closed, "its queue is not written yet");
    let deadline = sim.room.poll_timeout().expect("it is given a deadline");
    sim.now = deadline;
    sim.handle(Input::Timeout);
    assert!(sim.clients[&'b'].closed);
    assert_eq!(sim.room.poll_timeout(), None);
}

#[test]
fn a_stopped_room_writes_what_is_queued_first() {
    let mut sim = group(SlowPeer::DropOldest, 100);
    sim.send('a', b"last\n");
    sim.handle(Input::Stop);
    assert!(sim.clients[&'a'].closed && !sim.stopped);
    sim.clients.get_mut(&'b').unwrap().reads = true;
    sim.write(id('b'));
    sim.settle();
    assert_eq!(sim.clients[&'b'].received, b"10.0.0.1:97 last\n");
    assert!(sim.clients[&'b'].closed && sim.stopped);
}

#[test]
fn each_peer_is_written_to_in_its_own_encoding() {
    let mut sim = group(SlowPeer::DropOldest, 1000);
    sim.clients.get_mut(&'b').unwrap().reads = true;
    sim.handle(Input::Encoding { peer: id('b'), encoding: crate::text::Encoding::Gbk });
    sim.send('a', "瓜子€\n".as_bytes());
    assert_eq!(sim.clients[&'b'].received, b"10.0.0.1:97 \xb9\xcf\xd7\xd3?\n");
    assert_eq!(sim.clients[&'a'].received, "10.0.0.1:97 瓜子€\n".as_bytes());
}

#[test]
fn a_shared_room_passes_its_messages_on_and_tells_those_of_others() {
    let mut here = group(SlowPeer::DropOldest, 1000);
    here.send('a', b"private\n");
    assert_eq!(here.published, [], "nothing leaves a room that is not shared");
    here.room.share();
    here.send('a', b"one\ntwo\n");
    let texts: Vec<&str> = here.published.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["one", "two"]);

    let mut there = Sim::open(RoomConfig::of(Mode::Group));
    there.connect('x');
    there.handle(Input::FromElsewhere { messages: here.published.clone() });
    let received = String::from_utf8_lossy(&there.clients[&'x'].received).into_owned();
    let stamp = "2023/11/15 06:13:20";
    assert_eq!(received, format!("{stamp} 10.0.0.1:97\none\n{stamp} 10.0.0.1:97\ntwo\n"));
    assert_eq!(there.published, [], "what came from elsewhere does not go back");
}

#[test]
fn a_new_framing_is_written_down_once_and_the_same_again_is_none() {
    let mut sim = group(SlowPeer::DropOldest, 1000);
    let count = |sim: &Sim| {
        sim.events.iter().filter(|event| matches!(event, RoomEvent::Reframed { .. })).count()
    };
    sim.handle(Input::Framing { framing: Framing::Lines });
    assert_eq!(count(&sim), 0);
    sim.handle(Input::Framing { framing: Framing::CrLfLines });
    assert_eq!(count(&sim), 1);
    assert_eq!(sim.room.config().framing, Framing::CrLfLines);
}

#[test]
fn what_is_queued_stays_as_it_was_framed() {
    let mut sim = group(SlowPeer::DropOldest, 1000);
    sim.send('a', b"old\n");
    sim.handle(Input::Framing { framing: Framing::CrLfLines });
    sim.send('a', b"new\r\n");
    sim.clients.get_mut(&'b').unwrap().reads = true;
    sim.write(id('b'));
    assert_eq!(sim.clients[&'b'].received, b"10.0.0.1:97 old\n10.0.0.1:97 new\r\n");
}

#[test]
fn a_client_that_the_new_framing_lets_go_does_not_stop_the_others() {
    let mut sim = group(SlowPeer::DropOldest, 1000);
    sim.send('a', b"quit");
    sim.send('b', b"still here");
    sim.handle(Input::Framing { framing: Framing::Raw });
    assert!(sim.clients[&'a'].closed);
    assert!(sim.events.contains(&RoomEvent::Said { peer: id('b'), text: "still here".into() }));
}
