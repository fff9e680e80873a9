//! The file of an AF_UNIX socket that is bound here.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use lab_shared::call::Address;

/// Removes the file when it is dropped, unless another program has replaced it.
#[derive(Debug)]
pub(super) struct BoundPath(Option<(PathBuf, u64)>);

impl BoundPath {
    /// The file of a name that was just bound; abstract names have none.
    pub(super) fn of(name: &Address) -> Self {
        let Address::Unix { path } = name else { return Self(None) };
        let path = PathBuf::from(path);
        Self(inode(&path).map(|inode| (path, inode)))
    }
}

impl Drop for BoundPath {
    fn drop(&mut self) {
        if let Some((path, bound)) = &self.0
            && inode(path) == Some(*bound)
        {
            // Somebody else may have removed it.
            let _ = fs::remove_file(path);
        }
    }
}

fn inode(path: &Path) -> Option<u64> {
    fs::symlink_metadata(path).ok().map(|found| found.ino())
}
