//! AF_UNIX names: plain ones live in one folder of the relay's, abstract ones under one prefix.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use lab_shared::call::{Address, Exception, Failure, Rule};
use tempfile::TempDir;

use crate::resources::limits::MAX_UNIX_FILES;
use crate::socket::{BoundFile, failure, private_folder, private_folder_at};

/// What the abstract names of lab sockets begin with, so that no page reaches another program's.
const ABSTRACT_PREFIX: &str = "\0socket-lab";

/// Bytes of `sun_path`, unix(7).
const SUN_PATH_BYTES: usize = 108;

/// The folder of AF_UNIX names, for all pages of a relay.
#[derive(Debug)]
pub(crate) struct UnixDirectory {
    given: Option<PathBuf>,
    made: OnceLock<Option<Made>>,
}

#[derive(Debug)]
struct Made {
    path: PathBuf,
    /// Removes the folder at the end, where it is the relay's own.
    _temporary: Option<TempDir>,
}

impl UnixDirectory {
    /// The owner's folder, or a private one that is made when it is first needed.
    pub(crate) fn new(given: Option<PathBuf>) -> Self {
        Self { given, made: OnceLock::new() }
    }

    /// The folder; `None` where it cannot be made, and plain AF_UNIX names are not offered.
    pub(crate) fn path(&self) -> Option<&Path> {
        let made = self.made.get_or_init(|| match make(self.given.as_deref()) {
            Ok(made) => Some(made),
            // The system has no such names.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => None,
            Err(error) => {
                tracing::warn!(%error, "no folder for AF_UNIX names; see --unix-directory");
                None
            }
        });
        made.as_ref().map(|made| made.path.as_path())
    }
}

fn make(given: Option<&Path>) -> io::Result<Made> {
    let Some(given) = given else {
        let folder = private_folder("socket-lab-")?;
        return Ok(Made { path: folder.path().canonicalize()?, _temporary: Some(folder) });
    };
    private_folder_at(given)?;
    Ok(Made { path: given.canonicalize()?, _temporary: None })
}

/// The AF_UNIX names of one page. Dropping it removes the files its sockets left behind.
#[derive(Debug)]
pub(crate) struct UnixNames {
    directory: Option<PathBuf>,
    /// Whether pages may meet under abstract names, which all of the machine share.
    meets_others: bool,
    /// Kernel's name → how the page wrote it, as Python would give it back.
    written: HashMap<String, String>,
    files: Vec<BoundFile>,
    /// Abstract names the kernel chose for this page's sockets.
    chosen: Vec<String>,
}

impl UnixNames {
    /// For a page whose plain names live in `directory`.
    pub(crate) fn new(directory: Option<&Path>) -> Self {
        Self {
            directory: directory.map(Path::to_owned),
            meets_others: true,
            written: HashMap::new(),
            files: Vec::new(),
            chosen: Vec::new(),
        }
    }

    /// For a page that meets no other: `directory` is its own, and the only abstract names are those that the kernel
    /// chooses.
    pub(crate) fn private(directory: Option<&Path>) -> Self {
        let mut names = Self::new(directory);
        names.meets_others = false;
        names
    }

    /// The kernel's name for a path as the page writes it.
    ///
    /// # Errors
    /// The path is too long, as CPython finds, or the relay's rule refuses it.
    pub(crate) fn resolve(&self, written: &str) -> Result<Vec<u8>, Failure> {
        let abstract_name = written.is_empty() || written.starts_with('\0');
        let limit = if abstract_name { SUN_PATH_BYTES } else { SUN_PATH_BYTES - 1 };
        if written.len() > limit {
            return Err(too_long());
        }
        if abstract_name {
            let ours = written.is_empty()
                || (self.meets_others && written.starts_with(ABSTRACT_PREFIX))
                || self.chosen.iter().any(|name| name == written);
            let refused = || Failure::refused(Rule::UnixDirectory);
            return if ours { Ok(written.into()) } else { Err(refused()) };
        }
        let path = self.inside(written).ok_or_else(|| Failure::refused(Rule::UnixDirectory))?;
        let name = path.into_os_string().into_encoded_bytes();
        if name.len() < SUN_PATH_BYTES { Ok(name) } else { Err(too_long()) }
    }

    /// The path of a plain name in the folder, or of an absolute one that lies directly in it.
    fn inside(&self, written: &str) -> Option<PathBuf> {
        let directory = self.directory.as_deref()?;
        let path = Path::new(written);
        if written.contains('\0') || written.ends_with('/') {
            return None;
        }
        if path.is_absolute() {
            let direct = path.parent() == Some(directory);
            let named = matches!(path.components().next_back(), Some(Component::Normal(_)));
            return (direct && named).then(|| path.to_owned());
        }
        let mut parts = path.components().filter(|part| *part != Component::CurDir);
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(name)), None) => Some(directory.join(name)),
            _ => None,
        }
    }

    /// Whether another name may be bound.
    pub(crate) fn has_room(&self) -> bool {
        self.files.len() < MAX_UNIX_FILES && self.chosen.len() < MAX_UNIX_FILES
    }

    /// Remembers a name that was bound: `kernel` as getsockname(2) gives it.
    pub(crate) fn bound(&mut self, written: &str, kernel: &Address) {
        let Address::Unix { path } = kernel else { return };
        if written.is_empty() {
            self.chosen.push(path.clone());
        } else if !path.starts_with('\0') {
            self.written.insert(path.clone(), written.into());
            self.files.extend(BoundFile::at(Path::new(path)));
        }
    }

    /// Removes the file of a name that this page bound.
    ///
    /// # Errors
    /// There is no such file, or the relay's rule refuses it: it is elsewhere, or another program's.
    pub(crate) fn unlink(&mut self, written: &str) -> Result<(), Failure> {
        let path = self.inside(written).ok_or_else(|| Failure::refused(Rule::UnixDirectory))?;
        let found = fs::symlink_metadata(&path).map_err(|error| failure(&error))?;
        let own = self.files.iter().position(|file| file.path() == path && file.is(&found));
        let own = own.ok_or_else(|| Failure::refused(Rule::UnixDirectory))?;
        fs::remove_file(&path).map_err(|error| failure(&error))?;
        self.files.swap_remove(own);
        // Its sockets have their name still, as long as that takes no room without end.
        if self.written.len() > MAX_UNIX_FILES {
            self.written.retain(|name, _| Path::new(name) != path);
        }
        Ok(())
    }

    /// The address as Python would give it: a name this page bound, as the page wrote it.
    pub(crate) fn as_written(&self, address: Address) -> Address {
        match &address {
            Address::Unix { path } => match self.written.get(path) {
                Some(written) => Address::unix(written.clone()),
                None => address,
            },
            _ => address,
        }
    }
}

impl Drop for UnixNames {
    fn drop(&mut self) {
        self.files.iter().for_each(BoundFile::remove);
    }
}

fn too_long() -> Failure {
    Failure::plain(Exception::OSError, "AF_UNIX path too long")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn names() -> UnixNames {
        UnixNames::new(Some(Path::new("/lab")))
    }

    #[test]
    fn a_plain_name_lies_in_the_folder() {
        for written in ["s.sock", "./s.sock", "/lab/s.sock"] {
            assert_eq!(names().resolve(written).unwrap(), b"/lab/s.sock", "{written}");
        }
    }

    #[test]
    fn a_path_elsewhere_is_refused_by_its_rule() {
        for written in [
            "../s.sock",
            "/tmp/s.sock",
            "/lab/../etc/s",
            "/lab/sub/s",
            "/lab",
            "/lab/..",
            "sub/s",
            "..",
            ".",
            "/",
            "s/",
            "a\0b",
        ] {
            let failure = names().resolve(written).unwrap_err();
            assert_eq!(failure.rule, Some(Rule::UnixDirectory), "{written:?}");
        }
    }

    #[test]
    fn an_abstract_name_needs_the_labs_prefix_unless_the_kernel_chose_it() {
        let mut names = names();
        assert_eq!(names.resolve("\0socket-lab-1").unwrap(), b"\0socket-lab-1");
        assert_eq!(names.resolve("").unwrap(), b"");
        assert!(names.resolve("\0other").is_err());
        assert!(names.resolve("\x0000001").is_err());
        names.bound("", &Address::unix("\x0000001"));
        assert_eq!(names.resolve("\x0000001").unwrap(), b"\x0000001");
    }

    #[test]
    fn a_path_too_long_fails_as_in_python() {
        let failure = names().resolve(&"x".repeat(108)).unwrap_err();
        assert_eq!(failure.to_string(), "OSError: AF_UNIX path too long");
        assert_eq!(failure.rule, None);
    }

    #[test]
    fn a_bound_name_reads_as_it_was_written() {
        let mut names = names();
        names.bound("s.sock", &Address::unix("/lab/s.sock"));
        assert_eq!(names.as_written(Address::unix("/lab/s.sock")), Address::unix("s.sock"));
        assert_eq!(names.as_written(Address::unix("/lab/t.sock")), Address::unix("/lab/t.sock"));
    }

    #[test]
    fn without_a_folder_no_plain_name_is_offered() {
        assert!(UnixNames::new(None).resolve("s.sock").is_err());
    }

    #[test]
    fn the_private_folder_is_the_owners_alone_and_goes_with_the_relay() {
        let directory = UnixDirectory::new(None);
        let path = directory.path().unwrap().to_owned();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        drop(directory);
        assert!(!path.exists());
    }
}
