//! A test's own network: the lessons' ports are free there, whatever else the machine runs.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use nix::sched::{CloneFlags, unshare};

/// Run a test with a loopback of its own, in which its processes run too.
///
/// Needs the right to make a network namespace (network_namespaces(7)), as root has.
///
/// # Panics
/// When the test fails.
pub fn in_own_network(test: impl AsyncFnOnce() -> Result<()>) {
    // A namespace belongs to a thread, whose children inherit it, so nothing may run on another
    // thread. Every test has its own thread.
    let result = enter().and_then(|()| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(test())
    });
    result.unwrap_or_else(|error| panic!("{error:?}"));
}

/// The kernel's range of local ports for connections: none that a lesson's server binds.
const PORTS: &str = "61000 65535";

fn enter() -> Result<()> {
    unshare(CloneFlags::CLONE_NEWNET).context(
        "cannot make a network namespace for the test; it needs CAP_SYS_ADMIN: run the tests as \
         root, or under `unshare --map-root-user --net`",
    )?;
    // An address in TIME_WAIT would block the port of the next program's server, and so would a
    // connection that got that port by chance.
    set("tcp_max_tw_buckets", "0")?;
    set("ip_local_port_range", PORTS)?;
    let status = Command::new("ip").args(["link", "set", "lo", "up"]).status();
    if !status.context("cannot run ip, of the package iproute2")?.success() {
        bail!("ip could not bring up the namespace's loopback");
    }
    Ok(())
}

/// Lets connections stay in TIME_WAIT in the test's own network, as they do outside tests.
///
/// # Errors
/// When the namespace's limit cannot be set.
pub(crate) fn keep_time_wait() -> Result<()> {
    set("tcp_max_tw_buckets", "1024")
}

/// Sets a parameter of the network namespace that this thread is in, ip(7).
fn set(name: &str, value: &str) -> Result<()> {
    std::fs::write(Path::new("/proc/sys/net/ipv4").join(name), value)
        .with_context(|| format!("cannot set the namespace's {name}"))
}
