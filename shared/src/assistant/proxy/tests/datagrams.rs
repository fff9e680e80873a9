//! Faults of datagrams, with a seed that decides them.

use super::*;

fn udp(text: &str) -> Fixture {
    Fixture::of(&ProxySetup { udp: true, idle: 1000, to_server: faults(text), ..proxy() })
}

/// The order in which ten datagrams arrive.
fn arrived(text: &str) -> String {
    let mut proxy = udp(text);
    for number in 0..10 {
        proxy.receive(ToServer, &number.to_string());
    }
    proxy.until(500);
    String::from_utf8(proxy.delivered[ToServer as usize].clone()).unwrap()
}

#[test]
fn loss_duplication_and_reordering_are_as_the_seed_decides() {
    assert_eq!(arrived(""), "0123456789");
    assert_eq!(arrived("{ kind = \"loss\", percent = 100 }"), "");
    assert_eq!(arrived("{ kind = \"loss\", percent = 50 }"), "0125679");
    assert_eq!(arrived("{ kind = \"duplicate\", percent = 50 }"), "0123344567889");
    assert_eq!(arrived("{ kind = \"duplicate\", percent = 100 }"), "00112233445566778899");
    assert_eq!(arrived("{ kind = \"reorder\", percent = 50 }"), "0124365789");
    assert_eq!(arrived("{ kind = \"reorder\", percent = 100 }"), "1032547698");
}

#[test]
fn shares_are_met_over_many_datagrams() {
    let mut proxy = udp("{ kind = \"loss\", percent = 12.5 }");
    for _ in 0..8000 {
        proxy.receive(ToServer, "x");
    }
    let arrived = proxy.delivered[ToServer as usize].len();
    assert!((6900..7100).contains(&arrived), "{arrived}");
}

#[test]
fn a_datagram_is_overtaken_by_one_or_waits_in_vain() {
    let mut proxy = udp("{ kind = \"reorder\", percent = 100, wait = 40 }");
    proxy.receive(ToServer, "a");
    proxy.until(100);
    proxy.expect(&["40 to_server \"a\""]);
}

#[test]
fn datagrams_are_never_cut_and_may_be_empty() {
    let mut proxy = udp("{ kind = \"bandwidth\", rate = 1 }");
    proxy.receive(ToServer, &"x".repeat(300));
    proxy.receive(ToServer, "");
    proxy.until(900);
    proxy.expect(&[&format!("300 to_server {:?}", "x".repeat(300)), "300 to_server \"\""]);
}

#[test]
fn what_has_no_room_is_discarded() {
    let mut proxy = udp("{ kind = \"latency\", latency = 100 }");
    let datagram = "x".repeat(60_000);
    for _ in 0..40 {
        proxy.receive(ToServer, &datagram);
    }
    assert!(proxy.link.waiting(ToServer) <= LANE_BYTES + datagram.len());
    let discarded = proxy.link.traffic(ToServer).discarded;
    assert_eq!(discarded as usize + proxy.link.waiting(ToServer), 40 * datagram.len());
}

#[test]
fn a_peer_that_is_silent_is_forgotten() {
    let mut proxy = udp("");
    proxy.until(900);
    proxy.receive(ToClient, "x");
    proxy.until(1899);
    proxy.expect(&["900 to_client \"x\""]);
    proxy.until(1900);
    proxy.expect(&["1900 Close"]);
}

#[test]
fn faults_of_streams_are_refused() {
    let mut proxy = udp("");
    let faults = faults("{ kind = \"slicer\", average_size = 1 }");
    proxy.command(Command::SetFaults { direction: ToServer, faults });
    assert!(matches!(&proxy.reports[..], [Report::Refused(why)] if why.en.contains("slicer")));
    proxy.receive(ToServer, "whole");
    proxy.expect(&["0 to_server \"whole\""]);
}
