//! What is shown of facts that a system did not tell.

use lab_shared::call::SocketType;
use lab_shared::errno::System;
use lab_shared::kernel::{Buffer, EndFacts, Figure, KernelFacts, PathFacts, TcpState, Untold};

use super::*;
use crate::kernel::state::plot::Measure;
use crate::testing::test_lab::TestLab;

fn told_by(system: System, own: EndFacts, kind: SocketType) -> Vec<UntoldView> {
    let (test, _, conn) = TestLab::server_with_client();
    let mut view = test.lab.timeline.socket(conn).expect("it was accepted").clone();
    view.kind = kind;
    untold(system, &KernelFacts { own, ..KernelFacts::default() }, &view)
}

fn figures(views: &[UntoldView], why: Untold) -> Vec<Figure> {
    views.iter().filter(|view| view.why == why).flat_map(|view| view.figures.clone()).collect()
}

fn connected(path: Option<PathFacts>) -> EndFacts {
    let receive = Some(Buffer { waiting: Some(0), memory: None, size: Some(65_536) });
    let send = Some(Buffer { waiting: None, memory: None, size: Some(65_536) });
    EndFacts { state: Some(TcpState::Established), receive, send, path, ..EndFacts::default() }
}

/// What SIO_TCP_INFO gives.
fn path() -> PathFacts {
    PathFacts {
        rtt: Some(25_000),
        cwnd_bytes: Some(14_600),
        send_mss: Some(1460),
        unacked_bytes: Some(2920),
        retransmitted_bytes: Some(4380),
        send_window: Some(65_535),
        receive_window: Some(65_280),
        ..PathFacts::default()
    }
}

#[test]
fn every_figure_that_windows_does_not_tell_of_a_connection_has_its_reason() {
    let views = told_by(System::Windows, connected(Some(path())), SocketType::Stream);
    assert_eq!(figures(&views, Untold::NoCall), [Figure::Memory]);
    assert_eq!(figures(&views, Untold::Administrators).len(), 7);
    assert_eq!(figures(&views, Untold::Version), []);
    let others: Vec<&UntoldView> = views.iter().filter(|view| view.figures.is_empty()).collect();
    assert_eq!(others.len(), 1, "of the other end");
    assert_eq!(others[0].why, Untold::OwnSockets);
    let refused = told_by(System::Windows, connected(None), SocketType::Stream);
    assert_eq!(figures(&refused, Untold::Version).len(), 7);
    assert!(figures(&refused, Untold::Version).contains(&Figure::RoundTrip));
}

#[test]
fn linux_leaves_nothing_untold_and_what_does_not_apply_is_not_missing() {
    assert_eq!(told_by(System::Linux, EndFacts::default(), SocketType::Stream), []);
    let listening = EndFacts { state: Some(TcpState::Listen), ..EndFacts::default() };
    let views = told_by(System::MacOs, listening.clone(), SocketType::Stream);
    assert_eq!(figures(&views, Untold::Netstat), [Figure::AcceptQueue]);
    assert_eq!(figures(&views, Untold::NoCall), [Figure::Drops]);
    let views = told_by(System::Windows, listening, SocketType::Stream);
    assert_eq!(figures(&views, Untold::NoCall), [Figure::AcceptQueue, Figure::Drops]);
    let bound = EndFacts { receive: connected(None).receive, ..EndFacts::default() };
    let views = told_by(System::Windows, bound, SocketType::Dgram);
    assert!(figures(&views, Untold::NoCall).contains(&Figure::Drops));
    assert_eq!(figures(&views, Untold::Version), [], "datagrams have no path");
}

#[test]
fn bytes_are_said_where_the_system_counts_no_segments() {
    let value = |figure| row_value(figure, &path());
    assert_eq!(value(Figure::RoundTrip).as_deref(), Some("25.0 ms"));
    assert_eq!(value(Figure::CongestionWindow).as_deref(), Some("14\u{202f}600 B"));
    assert_eq!(value(Figure::Unacknowledged).as_deref(), Some("2\u{202f}920 B"));
    assert_eq!(value(Figure::Retransmissions).as_deref(), Some("– / 4\u{202f}380 B"));
    assert_eq!(value(Figure::SegmentSize).as_deref(), Some("1\u{202f}460 / –"));
    for untold in [Figure::Timeout, Figure::Threshold, Figure::NotSent] {
        assert_eq!(value(untold), None, "{untold:?}");
    }
    let end = connected(Some(path()));
    assert_eq!(Measure::Window.of(&end), Some(10), "whole segments");
    assert_eq!(Measure::Unacknowledged.of(&end), Some(2920));
    assert_eq!((Measure::Threshold.of(&end), Measure::Timeout.of(&end)), (None, None));
    let unknown = EndFacts { path: Some(PathFacts::default()), ..connected(None) };
    assert!(Measure::ALL.iter().all(|measure| measure.of(&unknown).is_none()));
}

#[test]
fn a_buffer_of_which_only_the_size_is_told_is_neither_empty_nor_full() {
    let own = connected(None);
    let flow = Flow::between(Some(&own), None).expect("its size is told");
    let send = flow.send.expect("its size is told");
    assert_eq!((send.waiting, send.percent, send.full), (None, None, false));
    assert_eq!(flow.held_up().send.map(|buffer| buffer.full), Some(true), "a send on it blocks");
    let inward = Flow::between(None, Some(&own)).expect("its bytes are told");
    assert_eq!(
        inward.receive.map(|buffer| (buffer.waiting, buffer.percent)),
        Some((Some(0), Some(0)))
    );
}

#[test]
fn only_macos_hides_the_state_of_the_other_end() {
    let hidden: Vec<System> =
        System::ALL.into_iter().filter(|system| hidden_peer(*system).is_some()).collect();
    assert_eq!(hidden, [System::MacOs]);
}
