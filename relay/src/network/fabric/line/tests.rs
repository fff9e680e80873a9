//! What a line does to packets, on a clock of the tests' own.

use lab_shared::call::Micros;
use lab_shared::network::{LossPattern, Share};
use proptest::prelude::*;

use super::*;

const MS: Duration = Duration::from_millis(1);

/// A line whose packets are their numbers.
struct Driven {
    line: LineScheduler<usize>,
    random: Random,
    /// Every packet with what became of it on entering.
    verdicts: Vec<Verdict>,
    /// Numbers of packets and when they arrived.
    arrived: Vec<(Duration, usize)>,
}

impl Driven {
    fn new(impairment: Impairment) -> Self {
        let (line, random) = (LineScheduler::new(impairment), Random::new(1));
        Self { line, random, verdicts: Vec::new(), arrived: Vec::new() }
    }

    fn enter(&mut self, now: Duration, length: usize, kind: PacketKind) -> Verdict {
        let is = |asked| asked == PacketKind::Any || asked == kind;
        let verdict = self.line.admit(now, length, is, &mut self.random);
        if let Verdict::Passes(passage) = verdict {
            for _ in 0..=usize::from(passage.twice) {
                self.line.hold(passage, length, self.verdicts.len());
            }
        }
        self.verdicts.push(verdict);
        verdict
    }

    fn send(&mut self, now: Duration, length: usize) -> Verdict {
        self.enter(now, length, PacketKind::Data)
    }

    fn run_until(&mut self, now: Duration) {
        while let Some((passage, packet)) = self.line.arrived(now) {
            self.arrived.push((passage.arrives, packet));
        }
    }

    fn finish(&mut self) {
        self.run_until(Duration::MAX);
    }

    fn lost(&self, why: DropReason) -> Vec<usize> {
        let lost = self.verdicts.iter().enumerate();
        lost.filter(|(_, it)| **it == Verdict::Lost(why)).map(|(number, _)| number).collect()
    }

    fn packets(&self) -> Vec<usize> {
        self.arrived.iter().map(|(_, packet)| *packet).collect()
    }
}

fn delayed(milliseconds: u64) -> Impairment {
    Impairment { delay: Micros(milliseconds * 1000), ..Impairment::default() }
}

#[test]
fn a_perfect_line_delivers_at_once() {
    let mut driven = Driven::new(Impairment::default());
    let Verdict::Passes(passage) = driven.send(5 * MS, 1500) else { panic!("it passes") };
    assert_eq!((passage.arrives, passage.twice), (5 * MS, false));
}

#[test]
fn a_packet_arrives_after_the_delay_and_not_before() {
    let mut driven = Driven::new(delayed(20));
    driven.send(3 * MS, 100);
    assert_eq!(driven.line.next_arrival(), Some(23 * MS));
    driven.run_until(23 * MS - Duration::from_nanos(1));
    assert!(driven.arrived.is_empty());
    driven.run_until(23 * MS);
    assert_eq!(driven.arrived, [(23 * MS, 0)]);
    assert_eq!(driven.line.next_arrival(), None);
}

#[test]
fn armed_drops_lose_exactly_the_next_of_their_kind() {
    let mut driven = Driven::new(Impairment::default());
    driven.line.arm(PacketKind::Syn, 2);
    let kinds =
        [PacketKind::Data, PacketKind::Syn, PacketKind::Ack, PacketKind::Syn, PacketKind::Syn];
    for (number, kind) in kinds.into_iter().enumerate() {
        driven.enter(MS, 60, kind);
        let left = driven.line.line().armed.as_ref().map_or(0, |armed| armed.left);
        assert_eq!(left, [2, 1, 1, 0, 0][number]);
    }
    assert_eq!(driven.lost(DropReason::Armed), [1, 3]);
    driven.line.arm(PacketKind::Any, 1);
    driven.line.arm(PacketKind::Any, 0);
    assert_eq!(driven.line.line().armed, None);
}

#[test]
fn a_pattern_counts_from_when_it_is_set_and_an_armed_drop_is_none_of_its_packets() {
    let loss = Loss::Pattern(LossPattern::new("..x").unwrap());
    let set = Impairment { loss: loss.clone(), ..Impairment::default() };
    let mut driven = Driven::new(set.clone());
    driven.line.arm(PacketKind::Any, 1);
    for _ in 0..7 {
        driven.send(MS, 100);
    }
    assert_eq!(driven.lost(DropReason::Loss), [3, 6]);
    // Another delay leaves the pattern where it is, another loss begins anew.
    driven.line.set(MS, Impairment { delay: Micros(5), ..set.clone() }, |_, _| {});
    (0..3).for_each(|_| _ = driven.send(MS, 100));
    assert_eq!(driven.lost(DropReason::Loss), [3, 6, 9]);
    driven.line.set(MS, Impairment { loss: Loss::Never, ..set.clone() }, |_, _| {});
    driven.line.set(MS, set, |_, _| {});
    (0..3).for_each(|_| _ = driven.send(MS, 100));
    assert_eq!(driven.lost(DropReason::Loss), [3, 6, 9, 12]);
}

#[test]
fn a_rate_spaces_packets_and_its_queue_holds_so_many() {
    // A thousand bytes a second: 100 bytes take a tenth of a second.
    let set = Impairment { rate: Some(8000), queue: 3, ..delayed(20) };
    let mut driven = Driven::new(set);
    (0..6).for_each(|_| _ = driven.send(Duration::ZERO, 100));
    assert_eq!(driven.lost(DropReason::QueueFull), [4, 5], "one is leaving, three wait");
    // When the first has left there is room for one.
    driven.send(100 * MS, 100);
    driven.finish();
    let times: Vec<_> = driven.arrived.iter().map(|(at, _)| at.as_millis()).collect();
    assert_eq!(times, [120, 220, 320, 420, 520]);
    assert_eq!(driven.packets(), [0, 1, 2, 3, 6]);
}

#[test]
fn what_is_under_way_when_a_cable_is_cut_is_lost_and_leaves_the_queue_empty() {
    let mut driven = Driven::new(Impairment { rate: Some(8000), queue: 1, ..delayed(20) });
    (0..3).for_each(|_| _ = driven.send(Duration::ZERO, 100));
    let lost: Vec<_> = driven.line.clear().collect();
    assert_eq!(lost, [0, 1]);
    assert_eq!(driven.line.next_arrival(), None);
    driven.send(50 * MS, 100);
    driven.finish();
    assert_eq!(driven.arrived, [(170 * MS, 3)]);
}

#[test]
fn a_shorter_delay_brings_what_is_under_way_sooner_and_a_longer_one_leaves_it() {
    let mut driven = Driven::new(delayed(60_000));
    driven.send(Duration::ZERO, 100);
    driven.send(MS, 100);
    let mut changed = Vec::new();
    driven.line.set(1000 * MS, delayed(20), |packet, at| changed.push((*packet, at)));
    assert_eq!(changed, [(0, 1000 * MS), (1, 1000 * MS)]);
    driven.send(1000 * MS, 100);
    driven.line.set(1001 * MS, delayed(500), |packet, _| panic!("{packet} has changed"));
    driven.send(1001 * MS, 100);
    driven.finish();
    let expected = [(1000 * MS, 0), (1000 * MS, 1), (1020 * MS, 2), (1501 * MS, 3)];
    assert_eq!(driven.arrived, expected);
}

#[test]
fn another_rate_holds_for_what_waits_in_the_queue() {
    let slow = Impairment { rate: Some(1000), ..delayed(20) };
    let mut driven = Driven::new(slow.clone());
    // Each would take ten seconds.
    (0..3).for_each(|_| _ = driven.send(Duration::ZERO, 1250));
    driven.line.set(1000 * MS, Impairment { rate: Some(1_000_000), ..slow.clone() }, |_, _| {});
    let mut again = driven.line.under_way.values().map(|it| it.passage.arrives);
    assert_eq!(again.next(), Some(1030 * MS));
    assert_eq!(again.next_back(), Some(1050 * MS));
    driven.line.set(1005 * MS, delayed(20), |_, _| {});
    driven.finish();
    assert_eq!(driven.arrived, [(1025 * MS, 0), (1025 * MS, 1), (1025 * MS, 2)]);
}

#[test]
fn shares_of_loss_copies_and_overtaking_are_as_they_are_set() {
    let tenth = Share::millionths(100_000).unwrap();
    let set =
        Impairment { loss: Loss::Random(tenth), duplicate: tenth, reorder: tenth, ..delayed(50) };
    let mut driven = Driven::new(set);
    for number in 0..20_000u32 {
        driven.send(MS * number, 100);
        driven.run_until(MS * number);
    }
    driven.finish();
    let near = |count: usize, expected: usize| count.abs_diff(expected) * 20 < expected;
    let lost = driven.lost(DropReason::Loss).len();
    assert!(near(lost, 2000), "{lost} lost");
    let twice = driven.arrived.len() - (20_000 - lost);
    assert!(near(twice, 1800), "{twice} copies");
    let early =
        driven.arrived.iter().filter(|(at, number)| *at == MS * u32::try_from(*number).unwrap());
    let early = early.count();
    assert!(near(early, 1980), "{early} overtook, copies included");
}

fn impairments() -> impl Strategy<Value = Impairment> {
    let share = (0..=1_000_000u32).prop_map(|share| Share::millionths(share).unwrap());
    let loss = prop_oneof![
        Just(Loss::Never),
        share.clone().prop_map(Loss::Random),
        "[.x]{1,9}".prop_map(|pattern| Loss::Pattern(LossPattern::new(pattern).unwrap())),
    ];
    let rate = proptest::option::of(1_000..100_000_000u64);
    (0..50_000u64, 0..50_000u64, loss, share.clone(), share, rate, 1..20u16).prop_map(
        |(delay, jitter, loss, duplicate, reorder, rate, queue)| Impairment {
            delay: Micros(delay),
            jitter: Micros(jitter),
            loss,
            duplicate,
            reorder,
            rate,
            queue,
        },
    )
}

#[derive(Debug, Clone)]
enum Step {
    Send { after: u64, length: usize },
    Set(Impairment),
    Arm(u32),
    Cut,
}

fn steps(keeps_order: bool) -> impl Strategy<Value = Vec<Step>> {
    let set = impairments().prop_map(move |set| {
        let reorder = if keeps_order { Share::NONE } else { set.reorder };
        Step::Set(Impairment { reorder, ..set })
    });
    let step = prop_oneof![
        20 => (0..5_000u64, 20..1500usize).prop_map(|(after, length)| Step::Send { after, length }),
        2 => set,
        1 => (0..4u32).prop_map(Step::Arm),
        1 => Just(Step::Cut),
    ];
    proptest::collection::vec(step, 1..200)
}

/// Plays the steps; the numbers of packets lost on entering, those cut, and the copies.
fn play(steps: &[Step]) -> (Driven, usize, Vec<usize>, usize) {
    let mut driven = Driven::new(Impairment::default());
    let (mut now, mut cut, mut copies) = (Duration::ZERO, Vec::new(), 0);
    for step in steps {
        match step {
            Step::Send { after, length } => {
                now += Duration::from_micros(*after);
                if let Verdict::Passes(passage) = driven.send(now, *length) {
                    assert!(passage.arrives >= now && passage.arrives >= passage.departs);
                    copies += usize::from(passage.twice);
                }
            }
            Step::Set(impairment) => driven.line.set(now, impairment.clone(), |_, _| {}),
            Step::Arm(count) => driven.line.arm(PacketKind::Any, *count),
            Step::Cut => cut.extend(driven.line.clear()),
        }
        driven.run_until(now);
    }
    driven.finish();
    let lost = driven.verdicts.iter().filter(|it| matches!(it, Verdict::Lost(_))).count();
    (driven, lost, cut, copies)
}

proptest! {
    #[test]
    fn every_packet_arrives_or_is_lost(steps in steps(false)) {
        let (driven, lost, cut, copies) = play(&steps);
        prop_assert_eq!(driven.verdicts.len() + copies, lost + cut.len() + driven.arrived.len());
        prop_assert!(driven.line.next_arrival().is_none());
        prop_assert!(driven.arrived.is_sorted_by_key(|(at, _)| *at), "times never go back");
    }

    #[test]
    fn without_reordering_packets_arrive_in_their_order(steps in steps(true)) {
        let (driven, ..) = play(&steps);
        prop_assert!(driven.packets().is_sorted());
    }

    #[test]
    fn a_line_is_never_faster_than_its_rate(
        rate in 1_000..100_000_000u64,
        sent in proptest::collection::vec((0..20_000u64, 20..1500usize), 1..200),
        queue in 1..20u16,
    ) {
        let mut driven = Driven::new(Impairment { rate: Some(rate), queue, ..delayed(1) });
        let mut now = Duration::ZERO;
        for (after, length) in &sent {
            now += Duration::from_micros(*after);
            driven.send(now, *length);
        }
        driven.finish();
        let mut before: Option<Duration> = None;
        for (at, number) in &driven.arrived {
            let needs = Rate(rate).time_of(sent[*number].1);
            prop_assert!(before.is_none_or(|before| *at >= before + needs));
            before = Some(*at);
        }
    }
}
