//! What waits in the kernel of this machine.

use anyhow::{Result, bail};
use tokio::task::yield_now;
use tokio::time::Instant;

use crate::PATIENCE;

/// `ESTABLISHED` in proc_net_tcp(5).
const ESTABLISHED: &str = "01";

/// `SYN_SENT` there.
const SYN_SENT: &str = "02";

/// Wait until so many bytes are in the receive buffer of a connection that was accepted on `port`. The
/// kernel tells nobody of it, so it is asked until then.
pub async fn received_and_unread(port: u16, bytes: u64) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let table = std::fs::read_to_string("/proc/net/tcp")?;
        let unread: Vec<u64> = table.lines().filter_map(|line| unread(line, port)).collect();
        if unread.contains(&bytes) {
            return Ok(());
        }
        if Instant::now() > deadline {
            bail!("never {bytes} bytes unread on port {port}, but {unread:?}");
        }
        yield_now().await;
    }
}

/// Wait until some connection to `port` has sent its SYN and has no answer.
pub async fn hangs_in_syn_sent(port: u16) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let table = std::fs::read_to_string("/proc/net/tcp")?;
        if table.lines().any(|line| dials(line, port)) {
            return Ok(());
        }
        if Instant::now() > deadline {
            bail!("nobody hangs on the way to port {port}");
        }
        yield_now().await;
    }
}

/// Whether a line of the table is about a connection in SYN_SENT to that port.
fn dials(line: &str, port: u16) -> bool {
    let mut fields = line.split_whitespace().skip(2);
    let remote = fields.next().and_then(|address| address.rsplit_once(':'));
    let to = remote.is_some_and(|(_, hex)| u16::from_str_radix(hex, 16) == Ok(port));
    to && fields.next() == Some(SYN_SENT)
}

/// Bytes in the receive buffer, in a line of the table about a connection of that local port.
fn unread(line: &str, port: u16) -> Option<u64> {
    let mut fields = line.split_whitespace().skip(1);
    let local = fields.next()?.rsplit_once(':')?.1;
    let state = fields.nth(1)?;
    let queues = fields.next()?;
    let ours = u16::from_str_radix(local, 16) == Ok(port) && state == ESTABLISHED;
    u64::from_str_radix(queues.split_once(':')?.1, 16).ok().filter(|_| ours)
}
