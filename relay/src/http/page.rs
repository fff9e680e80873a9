//! The page in the relay's binary.

use std::borrow::Cow;

use rust_embed::RustEmbed;

/// One file of the page, in one of its forms.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) bytes: Cow<'static, [u8]>,
    /// SHA-256 of the bytes.
    pub(crate) hash: [u8; 32],
}

/// Where the page's files come from.
pub(crate) trait Files {
    /// The file at a path without a slash in front.
    fn file(&self, path: &str) -> Option<File>;
}

/// What trunk built, as of when the relay was compiled. Without a build there is no page, and the
/// relay answers with a notice. The relay's build script leaves out what is there compressed.
#[derive(RustEmbed)]
#[folder = "$OUT_DIR/page"]
#[allow_missing = true]
struct Dist;

/// The page in the binary.
#[derive(Debug)]
pub(crate) struct Embedded;

impl Files for Embedded {
    fn file(&self, path: &str) -> Option<File> {
        let file = Dist::get(path)?;
        Some(File { hash: file.metadata.sha256_hash(), bytes: file.data })
    }
}
