//! The file of an AF_UNIX socket that is bound here.

use std::fs;
use std::os::unix::net::SocketAddr;
use std::path::PathBuf;

/// Removes the file when it is dropped.
#[derive(Debug)]
pub(super) struct BoundPath(Option<PathBuf>);

impl BoundPath {
    /// The file of a name that was just bound; abstract names have none.
    pub(super) fn of(name: &SocketAddr) -> Self {
        Self(name.as_pathname().map(PathBuf::from))
    }
}

impl Drop for BoundPath {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            // Somebody else may have removed it.
            let _ = fs::remove_file(path);
        }
    }
}
