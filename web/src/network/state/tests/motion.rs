//! Packets in slow motion, and at an earlier moment.

use lab_shared::call::Micros;
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{DropReason, PacketReport, Way};

use super::{back, lost, segment};
use crate::network::state::motion::{MOST_DRAWN, Motion, Position, Slowness, still, then};

/// The live picture is this much behind.
const LAG: u64 = 150_000;

fn motion(slowness: Slowness, packets: &[PacketReport]) -> Motion {
    let mut motion = Motion::new(slowness, None);
    motion.follow(packets.iter());
    motion
}

/// The packets drawn at this moment of the packets' own time.
fn at(motion: &Motion, moment: u64) -> Vec<Position> {
    motion.at(Micros(moment + LAG)).0
}

fn serials(positions: &[Position]) -> Vec<u64> {
    positions.iter().map(|position| position.serial).collect()
}

#[test]
fn a_packet_over_a_perfect_cable_is_seen_for_a_while() {
    let motion = motion(Slowness::Real, &[segment(1, 1_000_000, 30, TcpFlags::SYN, 0)]);
    assert!(at(&motion, 999_999).is_empty());
    let halfway = at(&motion, 1_225_000);
    assert_eq!((halfway[0].way, halfway[0].along, halfway[0].fallen), (Way::Back, 0.5, None));
    assert!(motion.is_moving(Micros(1_225_000 + LAG)));
    assert!(at(&motion, 1_450_000).is_empty());
    assert!(!motion.is_moving(Micros(1_450_000 + LAG)), "nothing moves any more");
}

#[test]
fn slow_motion_stretches_the_flight_and_not_the_wait() {
    let packets = [
        segment(1, 0, 100_000, TcpFlags::SYN, 0),
        segment(2, 5_000_000, 100_000, TcpFlags::SYN, 0),
    ];
    let motion = motion(Slowness::Tenth, &packets);
    assert_eq!(at(&motion, 500_000)[0].along, 0.5);
    assert_eq!(at(&motion, 5_500_000)[0].along, 0.5, "it starts when it was sent");
}

#[test]
fn an_answer_leaves_when_its_question_has_arrived() {
    let packets = [
        segment(1, 0, 20, TcpFlags::SYN, 0),
        back(segment(2, 25, 20, TcpFlags(0x12), 0)),
        segment(3, 60, 20, TcpFlags::ACK, 0),
    ];
    let motion = motion(Slowness::Real, &packets);
    for (moment, flying) in [(200_000, 1), (700_000, 2), (1_100_000, 3)] {
        assert_eq!(serials(&at(&motion, moment)), [flying], "{moment}");
    }
}

#[test]
fn packets_sent_at_once_fly_together() {
    let packets: Vec<_> = (0..5).map(|at| segment(at, at, 30, TcpFlags::ACK, 1000)).collect();
    let motion = motion(Slowness::Real, &packets);
    assert_eq!(serials(&at(&motion, 300_000)), [0, 1, 2, 3, 4]);
}

#[test]
fn a_lost_packet_falls_off_where_it_is_lost() {
    let armed = lost(segment(1, 0, 0, TcpFlags::SYN, 0), DropReason::Armed);
    let full = lost(segment(2, 5_000_000, 0, TcpFlags::ACK, 9), DropReason::QueueFull);
    let motion = motion(Slowness::Real, &[armed, full]);
    let fallen = at(&motion, 500_000);
    assert_eq!(fallen[0].along, 0.5);
    assert!(fallen[0].fallen.is_some_and(|fallen| (0.2..0.5).contains(&fallen)));
    assert!(at(&motion, 2_000_000).is_empty());
    assert_eq!(at(&motion, 5_100_000)[0].along, 0.12, "at the queue, where it began");
}

#[test]
fn a_packet_under_way_is_lost_when_its_cable_is_cut() {
    let packet = segment(1, 0, 100_000, TcpFlags::SYN, 0);
    let mut motion = motion(Slowness::Tenth, std::slice::from_ref(&packet));
    motion.follow([lost(packet, DropReason::Cut)].iter());
    assert!(at(&motion, 1_100_000)[0].fallen.is_some());
}

#[test]
fn a_flood_is_counted_and_the_picture_is_never_far_behind() {
    let flood: Vec<_> = (0..2000).map(|at| segment(at, at, 30, TcpFlags::ACK, 1000)).collect();
    let motion = motion(Slowness::Thousandth, &flood);
    let (drawn, more) = motion.at(Micros(300_000 + LAG));
    assert!(drawn.len() <= MOST_DRAWN);
    assert!(more > 1500);
    assert!(!motion.is_moving(Micros(30_000_000)));
}

#[test]
fn a_flight_that_is_over_costs_nothing() {
    let mut motion = motion(Slowness::Real, &[segment(1, 0, 30, TcpFlags::SYN, 0)]);
    motion.forget(Micros(10_000_000));
    motion.follow([segment(1, 0, 30, TcpFlags::SYN, 0)].iter());
    assert!(!motion.is_moving(Micros(0)), "it does not fly again");
}

#[test]
fn what_was_there_before_the_pane_opened_does_not_fly() {
    let mut motion = Motion::new(Slowness::Real, Some(1));
    let packets = [segment(1, 0, 30, TcpFlags::SYN, 0), segment(2, 9, 30, TcpFlags::ACK, 0)];
    motion.follow(packets.iter());
    assert_eq!(serials(&at(&motion, 100_000)), [2]);
}

#[test]
fn an_earlier_moment_shows_what_was_under_way_then() {
    let packets = [
        segment(1, 0, 20_000, TcpFlags::SYN, 0),
        lost(segment(2, 50_000, 0, TcpFlags::SYN, 0), DropReason::Loss),
    ];
    let seen = |moment| then(packets.iter(), Micros(moment)).0;
    assert_eq!(seen(5_000)[0].along, 0.25);
    assert!(seen(30_000).is_empty());
    assert_eq!(seen(60_000)[0].fallen, Some(0.5));
    assert!(seen(3_000_000).is_empty());
}

#[test]
fn without_motion_the_newest_of_each_way_is_marked() {
    let packets = [
        segment(1, 0, 30, TcpFlags::SYN, 0),
        back(segment(2, 50, 30, TcpFlags(0x12), 0)),
        lost(segment(3, 100, 0, TcpFlags::ACK, 0), DropReason::Loss),
    ];
    let marks = still(packets.iter());
    assert_eq!(serials(&marks), [3, 2]);
    assert!(marks[0].fallen.is_some());
}
