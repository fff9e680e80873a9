//! The most that a room holds and sends, whatever its clients do.

use super::*;

/// A room for many clients that holds at most `most` bytes.
fn capped(config: RoomConfig, most: usize) -> Sim {
    let config = RoomConfig { concurrency: Concurrency::All, ..config };
    Sim::of(Room::within(config, Box::new(Cap::new(most))))
}

fn silent(sim: &mut Sim, names: &str) {
    for name in names.chars() {
        sim.connect(name);
        sim.clients.get_mut(&name).unwrap().reads = false;
    }
}

#[test]
fn outputs_never_exceed_what_one_message_causes() {
    let replies = vec!["x".repeat(4096)];
    let config = RoomConfig {
        max_message: 1,
        queue_bytes: 1024,
        ..RoomConfig::of(Mode::FixedReplies { replies, one_exchange: false })
    };
    let mut room = Room::new(config);
    let now = Now::default();
    room.handle(now, Input::Joined { peer: PeerId(1), address: address('a') });
    room.handle(now, Input::Received { peer: PeerId(1), bytes: &[b'x'; 64 * 1024] });
    let mut said = 0;
    while let Some(output) = room.poll_output() {
        assert!(room.outputs.len() < 4, "{} outputs wait", room.outputs.len());
        assert!(room.held() < 2 * 4096, "{} bytes are held", room.held());
        said += usize::from(matches!(output, Output::Event(RoomEvent::Said { .. })));
    }
    assert_eq!(said, 64 * 1024);
}

#[test]
fn a_full_room_treats_those_above_their_share_as_slow_and_serves_the_others() {
    const MOST: usize = 40_000;
    let config = RoomConfig { queue_bytes: 1_000_000, ..RoomConfig::of(Mode::Echo) };
    let mut sim = capped(config, MOST);
    silent(&mut sim, "abc");
    sim.connect('d');
    for _ in 0..200 {
        for name in ['a', 'b', 'c', 'd'] {
            sim.send(name, &[b'x'; 500]);
            assert!(sim.room.held() <= MOST);
            assert_eq!(sim.room.held(), sim.room.recount());
        }
    }
    assert_eq!(sim.clients[&'d'].received.len(), 200 * 500, "it reads, so it misses nothing");
    for name in ['a', 'b', 'c'] {
        assert!(status(&sim, name).missed > 0);
        let lagged = |event: &RoomEvent| matches!(event, RoomEvent::Lagged { peer, .. } if *peer == id(name));
        assert_eq!(sim.events.iter().filter(|event| lagged(event)).count(), 1);
        sim.handle(Input::Failed { peer: id(name), failure: "gone".into() });
    }
    assert_eq!((sim.room.held(), sim.room.recount()), (0, 0));
}

#[test]
fn what_several_wait_for_counts_once() {
    let config = RoomConfig { form: Form::Compact, ..RoomConfig::of(Mode::Group) };
    let mut sim = capped(config, 200_000);
    silent(&mut sim, "abcdefgh");
    sim.connect('s');
    for _ in 0..80 {
        sim.send('s', &[[b'x'; 999].as_slice(), b"\n"].concat());
    }
    let queued: usize = sim.room.peers().map(|peer| peer.queued_bytes).sum();
    assert!(queued > 8 * 80_000, "{queued} bytes wait in all");
    assert!(sim.room.held() < 2 * 80_000 && sim.room.held() == sim.room.recount());
}

#[test]
fn a_message_that_has_no_room_is_skipped_to_its_end() {
    let config = RoomConfig { max_message: 10_000, ..RoomConfig::of(Mode::LineAnswer) };
    let mut sim = capped(config, 6_000);
    silent(&mut sim, "ab");
    sim.send('a', &[b'x'; 5_000]);
    sim.send('b', &[b'y'; 5_000]);
    let faulted = |event: &RoomEvent| matches!(event, RoomEvent::Faulted { .. });
    assert_eq!(sim.events.iter().filter(|event| faulted(event)).count(), 1, "{:?}", sim.events);
    assert!(sim.room.held() <= 6_000);
    sim.events.clear();
    for name in ['a', 'b'] {
        sim.send(name, b"rest\nnext\n");
    }
    let said = |event: &RoomEvent| matches!(event, RoomEvent::Said { text, .. } if text == "next");
    assert_eq!(sim.events.iter().filter(|event| said(event)).count(), 2);
}

#[test]
fn a_blocked_room_reads_nothing_more_of_what_it_was_given() {
    let config = RoomConfig {
        slow_peer: SlowPeer::Block,
        queue_bytes: 100,
        ..RoomConfig::of(Mode::LineAnswer)
    };
    let mut sim = capped(config, 100_000);
    silent(&mut sim, "a");
    sim.send('a', &b"0123456789\n".repeat(1000));
    assert!(sim.paused);
    let answer = "Return your msg: 0123456789".len();
    let waiting = status(&sim, 'a').queued_bytes;
    assert!(waiting <= 100 + answer + 1, "{waiting} bytes wait");
    sim.clients.get_mut(&'a').unwrap().reads = true;
    while sim.paused {
        sim.write(id('a'));
        sim.settle();
    }
    assert_eq!(sim.clients[&'a'].received.len(), 1000 * (answer + 1));
}

#[test]
fn many_short_messages_of_one_recv_take_no_more_of_a_queue_than_it_has() {
    for slow_peer in [SlowPeer::Block, SlowPeer::DropOldest, SlowPeer::Disconnect] {
        let mut sim = group(slow_peer, 1000);
        let line = "10.0.0.1:97 x\n".len();
        sim.send('a', &b"x\n".repeat(10_000));
        let waiting = sim.room.peers().map(|peer| peer.queued_bytes).max().unwrap();
        assert!(waiting <= 1000 + line, "{waiting} bytes wait");
    }
}
