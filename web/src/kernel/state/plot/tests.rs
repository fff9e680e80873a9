//! What is plotted, where the gaps are, and how much of it is drawn.

use std::rc::Rc;

use lab_shared::call::{Address, SocketType};
use lab_shared::kernel::{Buffer, EndFacts, KernelFacts, PathFacts, TcpState};
use lab_shared::network::{DropReason, Way};

use super::*;
use crate::lab::state::LabEvent;
use crate::link::state::Output;
use crate::testing::test_lab::TestLab;
use crate::testing::test_network::{SOCKET, SYN, connects, lost, pair, passed, tcp};

fn told(test: &mut TestLab, socket: SocketId, at: u64, path: Option<PathFacts>) {
    let state = Some(TcpState::SynSent);
    let send = Some(Buffer { waiting: Some(700), ..Buffer::default() });
    let own = EndFacts { state, send, path, ..EndFacts::default() };
    let facts = Rc::new(KernelFacts { own, ..KernelFacts::default() });
    let news = News::Facts { socket, at: Micros(at), facts };
    test.told(LabEvent::Relay(Output::Kernel(news), Micros(at)));
}

fn rests(test: &mut TestLab) {
    test.told(LabEvent::Relay(Output::Kernel(News::Resting), Micros(0)));
}

fn path(cwnd: u32, rto: u32, retransmitted: u32) -> Option<PathFacts> {
    Some(PathFacts {
        cwnd: Some(cwnd),
        rto: Some(rto),
        retransmitted: Some(retransmitted),
        not_sent: Some(200),
        ..PathFacts::default()
    })
}

fn line(plot: &Plot, measure: Measure) -> &Line {
    plot.lines.iter().find(|line| line.measure == measure).unwrap()
}

fn run(steps: &[(u64, u64)], until: u64) -> Run {
    let steps = steps.iter().map(|&(at, value)| (Micros(at), value)).collect();
    Run { steps, until: Micros(until) }
}

#[test]
fn a_lost_syn_and_its_retransmission_are_marks_beside_the_timer() {
    let mut test = pair(SocketType::Stream);
    connects(&mut test);
    assert_eq!(Plot::of(&test.lab, SOCKET), None, "nothing is reported yet");
    told(&mut test, SOCKET, 12_000, path(10, 1_000_000, 0));
    told(&mut test, SOCKET, 1_050_000, path(1, 2_000_000, 1));
    let syn = lost(tcp(0, 10_000, Way::Back, SYN, 500, 0), DropReason::Armed);
    passed(&mut test, vec![syn, tcp(1, 1_010_000, Way::Back, SYN, 500, 0)]);
    let plot = Plot::of(&test.lab, SOCKET).unwrap();
    assert_eq!((plot.from, plot.to, plot.on_cable), (Micros(10_000), Micros(1_050_000), true));
    let [first, second] = &plot.marks[..] else { panic!("{:?}", plot.marks) };
    assert_eq!((first.at, first.own, first.lost, first.again), (Micros(10_000), true, true, false));
    assert_eq!((second.at, second.lost, second.again), (Micros(1_010_000), false, true));
    assert_eq!((first.what.as_str(), plot.losses()), ("SYN", (1, 1)));
    let timer = line(&plot, Measure::Timeout);
    assert_eq!(timer.runs, [run(&[(12_000, 1_000_000), (1_050_000, 2_000_000)], 1_050_000)]);
    assert_eq!((timer.now, timer.span()), (Some(2_000_000), Some((1_000_000, 2_000_000))));
    // Nothing was measured, and no threshold is set: both are unknown, and not 0.
    for unknown in [Measure::RoundTrip, Measure::Threshold] {
        assert_eq!((&line(&plot, unknown).runs, line(&plot, unknown).now), (&vec![], None));
    }
    let unacknowledged = line(&plot, Measure::Unacknowledged);
    assert_eq!(unacknowledged.runs, [run(&[(12_000, 500)], 1_050_000)]);

    let drawing = Drawing::of(&plot, 400, Micros(0));
    let panels: Vec<Panel> = drawing.panels.iter().map(|panel| panel.panel).collect();
    assert_eq!(panels, Panel::ALL);
    let [cross, triangle] = &drawing.marks[..] else { panic!("{:?}", drawing.marks) };
    assert!((cross.x - drawing.left).abs() < 0.1 && triangle.x > 360.0, "{drawing:?}");
    assert_eq!(drawing.guides.matches('M').count(), 2);
    assert!(drawing.packets.is_empty(), "{}", drawing.packets);
}

#[test]
fn where_the_kernel_reported_nothing_a_line_has_a_gap() {
    let mut test = TestLab::begun(None);
    let socket = test.made();
    told(&mut test, socket, 1000, path(10, 300, 0));
    told(&mut test, socket, 2000, path(10, 300, 0));
    told(&mut test, socket, 3000, None);
    told(&mut test, socket, 4000, path(12, 300, 0));
    rests(&mut test);
    let plot = |test: &TestLab| Plot::of(&test.lab, socket).unwrap();
    let window = |test: &TestLab| line(&plot(test), Measure::Window).runs.clone();
    let before = [run(&[(1000, 10)], 3000), run(&[(4000, 12)], 4000)];
    assert_eq!(window(&test), before);
    // What was while nobody looked is not known.
    told(&mut test, socket, 9000, path(20, 300, 0));
    told(&mut test, socket, 9500, path(20, 400, 0));
    let [one, two] = before;
    assert_eq!(window(&test), [one, two, run(&[(9000, 20)], 9500)]);
}

#[test]
fn without_a_cable_the_kernels_count_of_retransmissions_marks_them() {
    let mut test = TestLab::begun(None);
    let socket = test.made();
    test.local(socket, Address::inet("127.0.0.1", 40_000));
    for (at, count) in [(1000, 0), (2000, 2), (3000, 2), (4000, 3)] {
        told(&mut test, socket, at, path(10, 300, count));
    }
    let plot = Plot::of(&test.lab, socket).unwrap();
    let times: Vec<u64> = plot.marks.iter().map(|mark| mark.at.0).collect();
    assert_eq!((times, plot.on_cable, plot.losses()), (vec![2000, 4000], false, (0, 2)));
}

#[test]
fn a_long_plot_is_thinned_to_its_width() {
    let mut test = pair(SocketType::Stream);
    connects(&mut test);
    for at in 0..2500 {
        told(&mut test, SOCKET, 1000 * at, path(1 + at as u32 % 50, 300_000, 0));
    }
    let packets = (0..2500).map(|number| {
        let syn = tcp(number, number * 1000 + 5000, Way::Back, SYN, number as u32, 0);
        if number % 2 == 0 { lost(syn, DropReason::Loss) } else { syn }
    });
    passed(&mut test, packets.collect());
    let plot = Plot::of(&test.lab, SOCKET).unwrap();
    let drawing = Drawing::of(&plot, 320, Micros(0));
    let drawn = drawing.panels.iter().flat_map(|panel| &panel.lines);
    let steps: usize = drawn.map(|(_, path)| path.matches('V').count()).sum();
    assert!(steps < 5 * 4 * 320, "{steps} steps");
    assert!(drawing.marks.len() <= 320 / 5, "{} marks", drawing.marks.len());
    assert!(drawing.marks.iter().map(|mark| mark.count).sum::<usize>() == plot.losses().0);
    assert!(drawing.packets.matches('M').count() <= 320);
    assert!(drawing.guides.is_empty(), "so many lines would hide the measures");
    assert!(drawing.times.len() <= 5 && drawing.times.is_sorted_by(|one, next| one.0 < next.0));
}
