//! The file of an AF_UNIX socket that is bound here.

use std::path::Path;

use lab_shared::call::Address;

use crate::socket::BoundFile;

/// Removes the file when it is dropped, unless another program has replaced it.
#[derive(Debug)]
pub(super) struct BoundPath(Option<BoundFile>);

impl BoundPath {
    /// The file of a name that was just bound; abstract names have none.
    pub(super) fn of(name: &Address) -> Self {
        let Address::Unix { path } = name else { return Self(None) };
        Self(BoundFile::at(Path::new(path)).ok())
    }
}

impl Drop for BoundPath {
    fn drop(&mut self) {
        self.0.iter().for_each(BoundFile::remove);
    }
}
