//! Files that a program has written, as its worker reports them.

use bytes::Bytes;

use crate::programs::state::project::{MAX_BYTES, path};

/// Most files that are kept of one run.
const MAX_WRITTEN: usize = 1000;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its path from the project's folder.
    pub name: String,
    pub size: u64,
    /// Absent while it may still be growing.
    pub bytes: Option<Bytes>,
}

/// The files, each once, in the order in which they appeared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written(Vec<WrittenFile>);

impl Written {
    /// The files.
    #[must_use]
    pub fn files(&self) -> &[WrittenFile] {
        &self.0
    }

    /// A file was written. It is left out where its path is refused, and its bytes where those of all files are too many.
    pub fn report(&mut self, name: String, size: u64, bytes: Bytes) {
        if path::check(&name).is_err() {
            return;
        }
        let others = self.0.iter().filter(|file| file.name != name);
        let kept: u64 =
            others.filter_map(|file| file.bytes.as_ref()).map(|it| it.len() as u64).sum();
        let is_whole = bytes.len() as u64 == size && kept + size <= MAX_BYTES;
        let bytes = is_whole.then_some(bytes);
        let file = WrittenFile { name, size, bytes };
        match self.0.iter().position(|it| it.name == file.name) {
            Some(at) => self.0[at] = file,
            None if self.0.len() < MAX_WRITTEN => self.0.push(file),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(written: &mut Written, name: &str, size: u64, bytes: &'static [u8]) {
        written.report(name.into(), size, Bytes::from_static(bytes));
    }

    #[test]
    fn a_file_appears_while_it_grows_and_has_its_bytes_in_the_end() {
        let mut written = Written::default();
        report(&mut written, "out.txt", 2, b"");
        report(&mut written, "empty", 0, b"");
        assert_eq!(written.files()[0].bytes, None);
        report(&mut written, "out.txt", 3, b"abc");
        let whole: Vec<_> =
            written.files().iter().map(|it| (&*it.name, it.bytes.as_deref())).collect();
        assert_eq!(whole, [("out.txt", Some(&b"abc"[..])), ("empty", Some(&b""[..]))]);
    }

    #[test]
    fn what_no_program_of_ours_reports_is_left_out() {
        let mut written = Written::default();
        report(&mut written, "../x", 0, b"");
        report(&mut written, "a.txt", 1, b"abc");
        report(&mut written, "b.bin", MAX_BYTES + 1, b"");
        let names: Vec<_> =
            written.files().iter().map(|it| (&*it.name, it.bytes.is_some())).collect();
        assert_eq!(names, [("a.txt", false), ("b.bin", false)]);
        for number in 0..=MAX_WRITTEN {
            report(&mut written, &number.to_string(), 0, b"");
        }
        assert_eq!(written.files().len(), MAX_WRITTEN);
    }
}
