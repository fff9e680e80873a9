//! CPU time and memory of another process and its children.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// CPU time of all threads of a process and of its children so far, from `/proc/PID/task/*/schedstat`
/// (nanoseconds on a CPU, user and system together, first field; the kernel's
/// Documentation/scheduler/sched-stats).
pub(crate) fn cpu(pid: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for pid in family(pid)? {
        let Ok(tasks) = fs::read_dir(format!("/proc/{pid}/task")) else { continue };
        for task in tasks {
            // A thread may end between the listing and the reading.
            let Ok(stat) = fs::read_to_string(task?.path().join("schedstat")) else { continue };
            let first = stat.split_whitespace().next().context("schedstat is empty")?;
            nanoseconds += first.parse::<u64>()?;
        }
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// Bytes of resident memory of a process and its children, shared memory counted once: the sum of
/// `Pss` in `/proc/PID/smaps_rollup`. For one process its growth is that of its RSS.
pub(crate) fn memory(pid: u32) -> Result<u64> {
    let mut kibibytes = 0;
    for pid in family(pid)? {
        let Ok(rollup) = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")) else { continue };
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        kibibytes += number.context("the kernel tells no Pss")?.parse::<u64>()?;
    }
    Ok(kibibytes * 1024)
}

/// A process and all its descendants, itself first.
pub(crate) fn family(pid: u32) -> Result<Vec<u32>> {
    let mut family = vec![pid];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        next += 1;
        let tasks = match fs::read_dir(format!("/proc/{parent}/task")) {
            Ok(tasks) => tasks,
            Err(error) if parent == pid => return Err(error).context("the process has ended"),
            Err(_) => continue,
        };
        for task in tasks {
            let Ok(children) = fs::read_to_string(task?.path().join("children")) else { continue };
            family.extend(children.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
    }
    Ok(family)
}
