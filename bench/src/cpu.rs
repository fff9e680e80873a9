//! CPU time another process has used.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// CPU time of all threads of a process so far, from `/proc/PID/task/*/schedstat` (nanoseconds on a
/// CPU, first field; the kernel's Documentation/scheduler/sched-stats).
pub(crate) fn used_by(pid: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for task in fs::read_dir(format!("/proc/{pid}/task")).context("the server has ended")? {
        // A thread may end between the listing and the reading.
        let Ok(stat) = fs::read_to_string(task?.path().join("schedstat")) else { continue };
        let first = stat.split_whitespace().next().context("schedstat is empty")?;
        nanoseconds += first.parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}
