//! The processes of this machine, and those that are hosts.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Descriptor;

/// The processes of this user, each by its number and with its arguments, which end in NUL.
///
/// # Errors
/// The machine does not tell.
pub(crate) fn running_processes() -> io::Result<Vec<(u32, Vec<u8>)>> {
    let user = fs::metadata("/proc/self")?.uid();
    let process = |entry: io::Result<fs::DirEntry>| {
        let path = entry.ok()?.path();
        let number = path.file_name()?.to_str()?.parse().ok()?;
        // A process that ends meanwhile is none.
        (fs::metadata(&path).ok()?.uid() == user).then_some(())?;
        Some((number, fs::read(path.join("cmdline")).ok()?))
    };
    Ok(fs::read_dir("/proc")?.filter_map(process).collect())
}

/// A command that inherits a descriptor as its standard input, and is called `name` in ps(1). This process's settings are
/// not for it: they would contradict its arguments. Nor is Ctrl+C in the terminal: whoever starts it ends it.
pub(crate) fn host_command(program: &Path, name: &str, inherited: Descriptor) -> Command {
    let mut command = Command::new(program);
    command.arg0(name).env_clear().current_dir("/").stdin(Stdio::from(inherited)).process_group(0);
    command
}
