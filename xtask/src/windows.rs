//! The step `windows`: the relay for Windows, built here around the page, runs under Wine. The relay's own tests talk to
//! it, and Chromium opens its page and plays a round of each side, with real nc and python3 on this machine as the other
//! side. And the relay for macOS is checked, which nothing here can run.
//!
//! Wine is no Windows. It shows whether calls, rounds and pages work; what it gets wrong itself is named below, and what
//! it leaves to Linux's kernel, which is not Windows' either.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::page;
use crate::pipeline::{Step, never_spared};
use crate::project::Project;
use crate::relay::{self, OTHER_RELAY};
use crate::suite::with_the_lab;
use crate::tools;
use crate::wine::Wine;

/// The step.
pub(crate) const STEP: Step = Step {
    name: "windows",
    what: "check the relay for Windows and macOS, and use the one for Windows and its page under Wine with nc",
    first_time: Duration::from_secs(480),
    spared: never_spared,
    action: check,
};

/// What the relay for Windows is compiled for.
const WINDOWS: &str = "x86_64-pc-windows-gnu";

/// What the one for macOS is compiled for.
const MACOS: &str = "aarch64-apple-darwin";

/// The parts of the relay's suite that are about calls and rounds on any system, and what only Windows does.
const PARTS: &[&str] = &[
    "blocking::",
    "calls::",
    "closing::",
    "handshake::",
    "lifetime::",
    "limits::",
    "peers::",
    "policy::",
    "resume::",
    "rooms::",
    "windows::",
];

/// Parts whose names contain one of those.
const OTHER_PARTS: &[&str] = &["assist", "faults::", "kernel::", "networks::", "whose_network::"];

/// Tests of what Linux does and Windows does not, or does with another number. `windows::` has their counterparts.
const OF_LINUX: &[(&str, &str)] = &[
    ("unix", "no AF_UNIX"),
    ("what_is_called_on_a_polled_socket", "no AF_UNIX"),
    ("a_poll_and_a_recv_may_wait", "no POLLRDHUP"),
    ("cancelling_what_has_returned", "no name before bind"),
    ("low_water_mark", "no SO_RCVLOWAT"),
    ("a_blocking_send_takes_everything", "10035 for EAGAIN"),
    ("a_close_that_lingers", "no TCP_INFO"),
    ("a_socket_that_lingers", "no TCP_INFO"),
    ("shutting_a_listener_down", "10057"),
    ("truncated_datagrams", "no MSG_TRUNC"),
    ("to_cancel_the_last_call_on_a_closed", "10038 for EBADF"),
    ("messages_of_one_page_reach_no_other", "10038 for EBADF"),
    ("an_address_in_disguise", "10049 for EADDRNOTAVAIL"),
    ("an_address_of_another_machine", "10049 for EADDRNOTAVAIL"),
    ("a_room_opens_only_where", "10049 for EADDRNOTAVAIL"),
    ("what_cannot_be_is_refused_with_its_reason", "10048 for EADDRINUSE"),
    ("raw_sockets_are_never_given_out", "10043, before the relay's rule"),
    ("a_room_at_a_wildcard", "loopback's address in place of the wildcard"),
    ("descriptors_of_a_page", "no /proc"),
];

/// Tests that fail for a fault of Wine's.
const OF_WINE: &[(&str, &str)] = &[
    ("a_reset_is_told_from_an_end", "a reset reads as an end"),
    ("cpython_that_is_killed", "a reset reads as an end"),
    ("a_connected_datagram_socket_that_waits", "an ICMP error wakes nobody"),
    (
        "a_datagram_that_nobody_took_resets_the_receiver",
        "an ICMP error reaches no unconnected socket",
    ),
    ("a_refused_connect_is_tried_for_two_seconds", "Linux's kernel ends it at the first RST"),
    ("reuseaddr_takes_a_port_from_a_listener", "Linux's kernel lets no port be taken"),
    ("a_connection_beyond_the_backlog_is_refused", "Linux's kernel leaves a SYN unanswered"),
];

/// The rounds that are played in the page, and what it says only there.
const PAGE_TESTS: &[&str] = &["server_round", "client_round", "windows"];

fn check(project: &Project) -> Result<()> {
    tools::find_or_install_for_windows()?;
    for target in [WINDOWS, MACOS] {
        let mut clippy = Command::new("cargo");
        clippy.args(["clippy", "--package", "lab-relay", "--target", target]);
        command::run(clippy.args(["--", "--deny", "warnings"]), Duration::from_secs(120))?;
    }
    page::ensure(project)?;
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "lab-relay", "--target", WINDOWS]);
    command::run(&mut cargo, Duration::from_secs(150))?;
    let wine = Wine::begin(project)?;
    let program = wine.folder.join("socket-lab.exe");
    let built = project.target.join(WINDOWS).join("debug/socket-lab.exe");
    fs::copy(&built, &program).with_context(|| format!("cannot copy {}", built.display()))?;
    let relay = format!("wine {}", program.display());
    test_calls(&wine, &relay)?;
    test_page(project, &wine, &relay)
}

/// Has the relay's own tests use `relay`.
fn test_calls(wine: &Wine, relay: &str) -> Result<()> {
    let mut cargo = relay::tests_with(relay);
    cargo.arg("--include-ignored").args(PARTS);
    let skipped = OF_LINUX.iter().chain(OF_WINE).map(|(test, _)| test).chain(OTHER_PARTS);
    for test in skipped {
        cargo.args(["--skip", test]);
    }
    command::run(wine.tell(&mut cargo), Duration::from_secs(240))
}

/// Opens the page of `relay` in Chromium.
fn test_page(project: &Project, wine: &Wine, relay: &str) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--package", "lab-e2e"]);
    cargo.args(PAGE_TESTS.iter().flat_map(|test| ["--test", test]));
    let cargo = with_the_lab(project, cargo.args(["--", "--include-ignored"]))?;
    command::run(wine.tell(cargo.env(OTHER_RELAY, relay)), Duration::from_secs(60))
}
