//! Joining the namespaces of another process, as `socket-lab enter` does.

use std::io::{self, Write as _};
use std::path::Path;

use rustix::fd::AsFd as _;
use rustix::io::Errno;
use rustix::mount::{MountPropagationFlags, mount_bind, mount_change};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use rustix::thread::{
    ThreadNameSpaceType, UnshareFlags, move_into_thread_name_spaces, unshare_unsafe,
};

/// A process whose number cannot go to another one while this is held.
#[derive(Debug)]
pub(crate) struct Process(rustix::fd::OwnedFd);

impl Process {
    /// The process of this number.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn open(number: u32) -> io::Result<Self> {
        let pid = i32::try_from(number).ok().and_then(Pid::from_raw).ok_or(Errno::SRCH)?;
        Ok(Self(pidfd_open(pid, PidfdFlags::empty())?))
    }

    /// Moves this process into the other's user and network namespace, and into a mount namespace of its own. A process
    /// with several threads cannot.
    ///
    /// # Errors
    /// The kernel refuses, as it does for a process of another user.
    #[allow(unsafe_code)]
    pub(crate) fn join(&self) -> io::Result<()> {
        let both = ThreadNameSpaceType::USER | ThreadNameSpaceType::NETWORK;
        move_into_thread_name_spaces(self.0.as_fd(), both)?;
        // SAFETY: descriptors stay shared, so no thread misses any.
        unsafe { unshare_unsafe(UnshareFlags::NEWNS)? };
        mount_change("/", MountPropagationFlags::REC | MountPropagationFlags::PRIVATE)?;
        Ok(())
    }
}

/// Has this process and its children read `content` where they read a file. The mount namespace must be its own.
///
/// # Errors
/// There is no such file, or no temporary folder to keep the content in.
pub(crate) fn cover_file(path: &Path, content: &str) -> io::Result<()> {
    let mut covering = tempfile::NamedTempFile::new()?;
    covering.write_all(content.as_bytes())?;
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(covering.path(), readable)?;
    // The mount keeps the file when its name is removed.
    mount_bind(covering.path(), path)?;
    Ok(())
}
