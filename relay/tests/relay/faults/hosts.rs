//! Hosts and the real program: what is killed leaves nothing, and what is made and ended leaves nothing either.

use rustix::process::{Signal, geteuid};

use super::Program;
use crate::common::hosts::{all_ended, network_name, processes};
use crate::common::rounds;

#[tokio::test]
async fn a_relay_that_is_killed_leaves_no_host() {
    let mut relay = Program::relay(&[]).await;
    let mut page = relay.page().await;
    let network = network_name(&page.open_network().await);
    let hosts = processes(&format!("@{network}"));
    assert_eq!(hosts.len(), 2);
    // One that is stopped cannot see by itself that the relay is gone.
    let stopped = i32::try_from(hosts[0]).unwrap();
    let stopped = rustix::process::Pid::from_raw(stopped).unwrap();
    rustix::process::kill_process(stopped, Signal::STOP).unwrap();
    relay.signal(Signal::KILL);
    relay.ended().await;
    all_ended(&network).await;
}

#[tokio::test]
async fn networks_that_are_made_and_ended_leave_nothing() {
    // The first rounds start what stays, and fill what is kept for reuse.
    const FIRST: u64 = 5;
    let relay = Program::relay(&[]).await;
    let mut before = (relay.descriptors(), 0);
    for round in 0..FIRST + rounds(25) {
        if round == FIRST {
            relay.has_descriptors(before.0).await;
            before.1 = relay.resident_kib();
        }
        let mut page = relay.page().await;
        let network = network_name(&page.open_network().await);
        let (client, server) = page.meet_on_hosts().await;
        page.talk(client, server).await;
        drop(page);
        all_ended(&network).await;
    }
    relay.has_descriptors(before.0).await;
    relay.shrank_to(before.1 + 4 * 1024).await;
}

#[tokio::test]
async fn an_ordinary_user_has_networks() {
    // The device is for everyone where udev has made it; elsewhere root lends one.
    const LEND: &str = "mknod $TMPDIR/tun c 10 200 && chmod 666 $TMPDIR/tun && \
        mount --bind $TMPDIR/tun /dev/net/tun && \
        TMPDIR=/tmp exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\" \"$@\"";
    let starter: &[&str] = match geteuid().is_root() {
        true => &["unshare", "--mount", "sh", "-c", LEND],
        false => &[],
    };
    let relay = Program::relay_under(starter, "127.0.0.1:0", &[]).await;
    let mut page = relay.page().await;
    page.open_network().await;
    let (client, server) = page.meet_on_hosts().await;
    page.talk(client, server).await;
}
