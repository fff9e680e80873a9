//! AF_UNIX sockets and their files, and becoming another program.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Metadata, Permissions};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{
    DirBuilderExt as _, FileTypeExt as _, MetadataExt as _, PermissionsExt as _,
};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use lab_shared::call::Address;
use socket2::SockAddr;
use tempfile::TempDir;
pub(crate) use tokio::net::{UnixDatagram, UnixListener, UnixStream};

use crate::socket::system;

/// Mode of a folder of AF_UNIX names: other users of the machine have no business with a learner's sockets.
const PRIVATE: u32 = 0o700;

/// A new folder that only this user may enter. It is removed when it is dropped.
pub(crate) fn private_folder(prefix: &str) -> io::Result<TempDir> {
    tempfile::Builder::new().prefix(prefix).permissions(Permissions::from_mode(PRIVATE)).tempdir()
}

/// Makes a folder that only this user may enter, unless it is there.
pub(crate) fn private_folder_at(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(PRIVATE).create(path)
}

/// The file of an AF_UNIX socket that was bound, known by its inode too: another program may replace it.
#[derive(Debug)]
pub(crate) struct BoundFile {
    path: PathBuf,
    inode: (u64, u64),
}

impl BoundFile {
    /// The socket's file at a path, if there is one.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        let inode = inode(&fs::symlink_metadata(path)?).ok_or(io::ErrorKind::NotFound)?;
        Ok(Self { path: path.to_owned(), inode })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether what was found at its path is this very file.
    pub(crate) fn is(&self, found: &Metadata) -> bool {
        inode(found) == Some(self.inode)
    }

    /// Removes it, unless another program has replaced it.
    pub(crate) fn remove(&self) {
        if fs::symlink_metadata(&self.path).is_ok_and(|found| self.is(&found)) {
            // What cannot be removed goes with the folder, or is the owner's to see.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Device and inode of a socket's file.
fn inode(found: &Metadata) -> Option<(u64, u64)> {
    found.file_type().is_socket().then(|| (found.dev(), found.ino()))
}

/// The kernel's form of an AF_UNIX name.
pub(in crate::socket) fn unix_name(name: &[u8]) -> io::Result<SockAddr> {
    SockAddr::unix(OsStr::from_bytes(name))
}

/// An AF_UNIX name as Python writes it.
pub(in crate::socket) fn unix_text(address: &SockAddr) -> String {
    match (system::abstract_name(address), address.as_pathname()) {
        (Some(name), _) => format!("\0{}", String::from_utf8_lossy(name)),
        (None, Some(path)) => path.to_string_lossy().into_owned(),
        (None, None) => String::new(),
    }
}

/// An AF_UNIX name as the protocol writes it.
pub(crate) fn unix_address(name: &tokio::net::unix::SocketAddr) -> Address {
    let path = match (system::abstract_name_of(name), name.as_pathname()) {
        (Some(name), _) => format!("\0{}", String::from_utf8_lossy(&name)),
        (None, Some(path)) => path.to_string_lossy().into_owned(),
        (None, None) => String::new(),
    };
    Address::unix(path)
}

/// execvp(3): becomes the command, and returns only if that fails.
pub(crate) fn become_command(mut command: Command) -> io::Error {
    command.exec()
}
