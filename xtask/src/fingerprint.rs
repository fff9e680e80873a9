//! A number that changes when any of a set of files does.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The fingerprint of `words` and of every file at or under `paths`, names and contents both. Paths
/// and their sub-folders in `except` are left out, and so are missing files.
///
/// It detects a change, not an attack: the hash is the standard library's. A new Rust version may
/// hash the same files differently, which costs one needless build.
pub(crate) fn of(root: &Path, words: &[&str], paths: &[&str], except: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(root, &root.join(path), except, &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
        bytes.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The fingerprint of the names, sizes and times of the files under `path`: enough to recognize
/// files that xtask made, and quick for large ones.
pub(crate) fn of_times(root: &Path, path: &str) -> Result<String> {
    let mut files = Vec::new();
    collect(root, &root.join(path), &[], &mut files)?;
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        let about = fs::metadata(&file).and_then(|about| Ok((about.len(), about.modified()?)));
        let about = about.with_context(|| format!("cannot look at {}", file.display()))?;
        (file.strip_prefix(root).unwrap_or(&file), about).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn collect(root: &Path, path: &Path, except: &[&str], files: &mut Vec<PathBuf>) -> Result<()> {
    if except.iter().any(|except| path == root.join(except)) {
        return Ok(());
    }
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        let entries =
            fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("cannot list {}", path.display()))?;
            collect(root, &entry.path(), except, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::{of, of_times};

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("socket-lab-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("web/dist")).expect("the temporary folder is writable");
            Self(path)
        }

        fn write(&self, file: &str, text: &str) {
            fs::write(self.0.join(file), text).expect("the temporary folder is writable");
        }

        fn print(&self) -> String {
            of(&self.0, &["1.0"], &["web", "gone"], &["web/dist"]).expect("the files can be read")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn contents_and_names_count_and_exceptions_do_not() {
        let folder = Folder::new("fingerprint");
        folder.write("web/a.rs", "one");
        let first = folder.print();
        assert_eq!(folder.print(), first);

        folder.write("web/dist/index.html", "built");
        assert_eq!(folder.print(), first);

        folder.write("web/a.rs", "two");
        let changed = folder.print();
        assert_ne!(changed, first);

        folder.write("web/b.rs", "");
        assert_ne!(folder.print(), changed);
    }

    #[test]
    fn a_file_written_again_with_another_length_has_other_times() {
        let folder = Folder::new("times");
        let print = || of_times(&folder.0, "web").expect("the files can be read");
        folder.write("web/a.rs", "one");
        let first = print();
        assert_eq!(print(), first);
        folder.write("web/a.rs", "three");
        assert_ne!(print(), first);
    }

    #[test]
    fn the_words_count() {
        let folder = Folder::new("words");
        let with = |word| of(&folder.0, &[word], &["web"], &[]).expect("the files can be read");
        assert_ne!(with("trunk 1"), with("trunk 2"));
    }
}
