//! The program for Linux on ARM, run by qemu's user mode on this machine's kernel.
//!
//! qemu translates each system call. Those of the rounds work. Most of what the kernel tells of sockets does not arrive:
//! of the tests `kernel::`, 14 of 22 fail under qemu 7.2, so this machine's own processor alone tests them.

use std::path::Path;

use anyhow::Result;

use super::{Wheel, use_relay, word};
use crate::dist::release::{ARGUMENTS, Release};
use crate::tools;

/// Starts the program of `wheel`, fetches its page and plays rounds.
pub(super) fn check(release: &Release<'_>, wheel: &Wheel, folder: &Path) -> Result<()> {
    let qemu = tools::find_or_install_qemu()?;
    let program = word(&wheel.program)?;
    let words = [&[qemu, program], &ARGUMENTS[..]].concat();
    use_relay(release, &words, &format!("{qemu} {program}"), &folder.join("arm.log"))
}
