//! Each fault of a byte stream.

use super::*;

#[test]
fn without_faults_bytes_pass_at_once_and_the_host_may_forward_them() {
    let mut proxy = Fixture::of(&proxy());
    assert!(proxy.link.is_transparent(ToServer) && proxy.link.is_transparent(ToClient));
    proxy.receive(ToServer, "ask");
    proxy.receive(ToClient, "answer");
    proxy.expect(&["0 to_server \"ask\"", "0 to_client \"answer\""]);
    proxy.link.pass(ToServer, 10);
    assert_eq!(proxy.link.traffic(ToServer), Traffic { received: 13, sent: 13, discarded: 0 });
    assert_eq!(proxy.link.poll_timeout(), None);
}

#[test]
fn each_side_s_end_of_the_stream_passes_alone() {
    let mut proxy = Fixture::of(&proxy());
    proxy.handle(Input::Ended(ToServer));
    proxy.expect(&["0 Finish(ToServer)"]);
    proxy.receive(ToClient, "still");
    proxy.handle(Input::Ended(ToClient));
    proxy.expect(&["0 to_client \"still\"", "0 Finish(ToClient)", "0 Close"]);
}

#[test]
fn a_reset_is_passed_on_as_a_reset() {
    let mut proxy = Fixture::of(&proxy());
    proxy.handle(Input::Lost(Side::Client, "ECONNRESET".into()));
    proxy.expect(&["0 Reset"]);
    proxy.receive(ToServer, "late");
    proxy.expect(&[]);
}

#[test]
fn latency_delays_each_receive_and_keeps_their_order() {
    let mut proxy = Fixture::to_client("{ kind = \"latency\", latency = 100 }");
    proxy.receive(ToClient, "a");
    proxy.until(30);
    proxy.receive(ToClient, "b");
    proxy.handle(Input::Ended(ToClient));
    proxy.receive(ToServer, "now");
    proxy.until(500);
    proxy.expect(&[
        "30 to_server \"now\"",
        "100 to_client \"a\"",
        "130 to_client \"b\"",
        "130 Finish(ToClient)",
    ]);
}

#[test]
fn jitter_stays_within_its_bounds_and_the_seed_decides_it() {
    let run = || {
        let mut proxy = Fixture::to_client("{ kind = \"latency\", latency = 100, jitter = 40 }");
        for number in 0..200 {
            proxy.until(number * 1000);
            proxy.receive(ToClient, "x");
        }
        proxy.until(1_000_000);
        let delays = proxy.seen.iter().zip(0..).map(|(line, number)| {
            let at: u64 = line.split(' ').next().unwrap().parse().unwrap();
            at - number * 1000
        });
        delays.collect::<Vec<_>>()
    };
    let delays = run();
    assert!(delays.iter().all(|delay| (60..=140).contains(delay)), "{delays:?}");
    assert!(*delays.iter().min().unwrap() < 70 && *delays.iter().max().unwrap() > 130);
    assert_eq!(delays, run());
}

#[test]
fn bandwidth_sends_pieces_at_its_rate() {
    let mut proxy = Fixture::to_client("{ kind = \"bandwidth\", rate = 1 }");
    proxy.receive(ToClient, &"x".repeat(250));
    proxy.until(1000);
    let lengths: Vec<(u64, usize)> = proxy
        .seen
        .iter()
        .map(|line| {
            let mut words = line.split(' ');
            let at = words.next().unwrap().parse().unwrap();
            (at, words.nth(1).unwrap().len() - 2)
        })
        .collect();
    assert_eq!(lengths, [(100, 100), (200, 100), (250, 50)]);
}

#[test]
fn the_slicer_cuts_and_pauses() {
    let mut proxy = Fixture::to_client("{ kind = \"slicer\", average_size = 2, delay = 10000 }");
    proxy.receive(ToClient, "abcde");
    proxy.handle(Input::Ended(ToClient));
    proxy.until(100);
    proxy.expect(&[
        "0 to_client \"ab\"",
        "10 to_client \"cd\"",
        "20 to_client \"e\"",
        "30 Finish(ToClient)",
    ]);
    let mut proxy =
        Fixture::to_client("{ kind = \"slicer\", average_size = 5, size_variation = 3 }");
    proxy.receive(ToClient, &"x".repeat(1000));
    let lengths = proxy.seen.iter().map(|line| line.len() - "0 to_client \"\"".len());
    let mut lengths: Vec<usize> = lengths.collect();
    lengths.pop();
    assert!(lengths.iter().all(|length| (2..=8).contains(length)), "{lengths:?}");
    assert!((2..=8).all(|length| lengths.contains(&length)), "{lengths:?}");
}

#[test]
fn a_limit_closes_behind_its_last_byte() {
    let mut proxy = Fixture::to_client(
        "{ kind = \"limit_data\", bytes = 4 }, { kind = \"latency\", latency = 5 }",
    );
    proxy.receive(ToClient, "abc");
    proxy.receive(ToClient, "def");
    proxy.until(100);
    proxy.expect(&["5 to_client \"abc\"", "5 to_client \"d\"", "5 Close"]);
    let mut proxy = Fixture::to_client("{ kind = \"limit_data\", bytes = 0 }");
    proxy.until(0);
    proxy.expect(&["0 Close"]);
}

#[test]
fn a_timeout_discards_and_closes() {
    let mut proxy = Fixture::to_client("{ kind = \"timeout\", timeout = 50 }");
    proxy.receive(ToClient, "lost");
    proxy.until(100);
    proxy.expect(&["50 Close"]);
    assert!(proxy.reports.contains(&Report::Discarded { direction: ToClient, bytes: 4 }));
    let mut proxy = Fixture::to_client("{ kind = \"timeout\", timeout = 0 }");
    proxy.receive(ToClient, "lost");
    proxy.until(1_000_000);
    proxy.expect(&[]);
    proxy.command(Command::SetFaults { direction: ToClient, faults: Vec::new() });
    proxy.receive(ToClient, "back");
    proxy.expect(&["1000000 to_client \"back\""]);
}

#[test]
fn a_slow_close_delays_only_the_end() {
    let mut proxy = Fixture::to_client("{ kind = \"slow_close\", delay = 70 }");
    proxy.receive(ToClient, "a");
    proxy.handle(Input::Ended(ToClient));
    proxy.until(100);
    proxy.expect(&["0 to_client \"a\"", "70 Finish(ToClient)"]);
}

#[test]
fn a_reset_comes_behind_the_first_byte_even_while_a_send_is_stuck() {
    let mut proxy = Fixture::to_client("{ kind = \"reset_peer\", timeout = 20 }");
    proxy.until(1000);
    proxy.expect(&[]);
    proxy.receive(ToClient, "lost");
    proxy.until(2000);
    proxy.expect(&["1020 Reset"]);
    let mut proxy = Fixture::of(&super::proxy());
    proxy.is_stuck = true;
    proxy.receive(ToClient, "stuck");
    let faults = faults("{ kind = \"reset_peer\" }");
    proxy.command(Command::SetFaults { direction: ToClient, faults });
    proxy.receive(ToClient, "more");
    proxy.expect(&["0 to_client \"stuck\"", "0 Reset"]);
}

#[test]
fn faults_are_one_behind_the_other() {
    let mut proxy = Fixture::to_client(
        "{ kind = \"latency\", latency = 100 }, { kind = \"slicer\", average_size = 1, delay = 1000 }",
    );
    proxy.receive(ToClient, "abc");
    proxy.until(1000);
    proxy.expect(&["100 to_client \"a\"", "101 to_client \"b\"", "102 to_client \"c\""]);
}

#[test]
fn what_waits_enters_the_new_faults_when_they_change() {
    let mut proxy = Fixture::to_client("{ kind = \"latency\", latency = 60000 }");
    proxy.receive(ToClient, "ab");
    proxy.receive(ToClient, "cd");
    assert!(!proxy.link.is_transparent(ToClient));
    proxy.until(10);
    let faults = faults("{ kind = \"slicer\", average_size = 1, delay = 1000 }");
    proxy.command(Command::SetFaults { direction: ToClient, faults: faults.clone() });
    assert_eq!(proxy.link.faults(ToClient), faults);
    proxy.until(12);
    proxy.command(Command::SetFaults { direction: ToClient, faults: Vec::new() });
    assert_eq!(proxy.delivered[ToClient as usize], b"abcd");
    assert!(proxy.link.is_transparent(ToClient));
}

#[test]
fn a_full_lane_pauses_reading_until_there_is_room() {
    let mut proxy = Fixture::to_client("{ kind = \"latency\", latency = 10 }");
    let chunk = "x".repeat(LANE_BYTES / 2);
    proxy.receive(ToClient, &chunk);
    proxy.expect(&[]);
    proxy.receive(ToClient, &chunk);
    proxy.expect(&["0 PauseReading(ToClient)"]);
    assert_eq!(proxy.link.waiting(ToClient), LANE_BYTES);
    proxy.until(20);
    assert!(proxy.seen.iter().any(|line| line == "10 ResumeReading(ToClient)"));
    assert_eq!(proxy.delivered[ToClient as usize].len(), LANE_BYTES);
}

#[test]
fn messages_that_wait_for_a_narrow_line_stick_together_and_its_rate_stays() {
    let mut proxy = Fixture::to_client("{ kind = 'bandwidth', rate = 1 }");
    for text in ["first", "second", "third"] {
        proxy.receive(ToClient, text);
    }
    proxy.until(1000);
    proxy.expect(&["16 to_client \"firstsecondthird\""]);
    proxy.receive(ToClient, &"x".repeat(30));
    proxy.receive(ToClient, &"y".repeat(30));
    proxy.handle(Input::Ended(ToClient));
    proxy.until(2000);
    let sent: Vec<String> = std::mem::take(&mut proxy.seen);
    assert_eq!(sent.last().unwrap(), "1060 Finish(ToClient)", "60 bytes at one a millisecond");
    assert!(sent.len() < 60, "{sent:?}");
}
