//! The files by which programs on a host find the others of its network by name.

use std::fmt::Write as _;
use std::fs;

use lab_shared::network::address;

use super::find::RunningHost;

/// hosts(5).
pub(super) const HOSTS: &str = "/etc/hosts";

/// nsswitch.conf(5).
pub(super) const NAME_SERVICE_SWITCH: &str = "/etc/nsswitch.conf";

/// The machine's nsswitch.conf(5), if it has one.
pub(super) fn name_service_switch() -> Option<String> {
    fs::read_to_string(NAME_SERVICE_SWITCH).ok()
}

/// What the two files are on a host: every host of the network has a name, and no name server is asked, since none is in
/// reach.
pub(super) fn files(network: &[&RunningHost], switch: &Option<String>) -> (String, Option<String>) {
    let mut hosts = String::from("127.0.0.1 localhost\n::1 localhost\n");
    for host in network {
        let _ = writeln!(
            hosts,
            "{} {}\n{} {}",
            host.v4(),
            host.name,
            address::v6(host.number),
            host.name
        );
    }
    let switch = switch.as_deref().map(|text| {
        let others = text.lines().filter(|line| !line.trim_start().starts_with("hosts:"));
        others.chain(["hosts: files"]).map(|line| format!("{line}\n")).collect()
    });
    (hosts, switch)
}
