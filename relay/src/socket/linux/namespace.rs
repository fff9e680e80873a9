//! What makes a process a host: namespaces of its own, and an end that comes with its parent's.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;

use rustix::process::{
    Pid, PidfdFlags, Signal, getegid, geteuid, pidfd_open, set_parent_process_death_signal,
};
use rustix::thread::{UnshareFlags, unshare_unsafe};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// prctl(PR_SET_PDEATHSIG): the kernel kills this process when the thread that started it ends.
pub(crate) fn die_with_parent() -> io::Result<()> {
    Ok(set_parent_process_death_signal(Some(Signal::KILL))?)
}

/// unshare(2): moves this process into a new user namespace, where it is root, and a new network namespace, which has
/// nothing but an `lo` that is down. It must have one thread.
#[allow(unsafe_code)]
pub(crate) fn enter_new_network() -> io::Result<()> {
    let (user, group) = (geteuid().as_raw(), getegid().as_raw());
    // SAFETY: `FILES`, which could leave descriptors behind that other threads use, is not among the flags.
    unsafe { unshare_unsafe(UnshareFlags::NEWUSER | UnshareFlags::NEWNET)? };
    // user_namespaces(7): without CAP_SETGID in the parent namespace, groups can be mapped only once setgroups(2) is
    // denied.
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("0 {user} 1"))?;
    fs::write("/proc/self/gid_map", format!("0 {group} 1"))
}

/// The end of a child process.
#[derive(Debug)]
pub(crate) struct ProcessEnd(AsyncFd<OwnedFd>);

impl ProcessEnd {
    /// pidfd_open(2) of a child that nobody has waited for. Must be called within the runtime.
    #[allow(unsafe_code)]
    pub(crate) fn of(pid: u32) -> io::Result<Self> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
        let pid = pid.ok_or(io::ErrorKind::InvalidInput)?;
        let descriptor = pidfd_open(pid, PidfdFlags::NONBLOCK)?;
        // SAFETY: the `AsyncFd` owns the descriptor; no other code closes it or gives it away.
        let descriptor = unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) };
        Ok(Self(descriptor.map_err(io::Error::from)?))
    }

    /// Waits for it.
    pub(crate) async fn reached(&self) {
        // It fails only while the runtime ends.
        let _ = self.0.readable().await;
    }
}
