//! Names that are valid for a file on any system. A name may come from a link or from another
//! person's file.

use std::fmt;

use lab_shared::text::is_hidden;

/// Most characters of a name before its ending.
const MAX_STEM: usize = 60;

/// Names that stand for devices on Windows, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A file's name: in no folder, not hidden, and without characters that a system forbids or that
/// disguise the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileName(String);

impl FileName {
    /// The name nearest to `name`, with `ending` (`.py`).
    #[must_use]
    pub(crate) fn new(name: &str, ending: &str) -> Self {
        let trimmed = name.trim();
        let stem = trimmed.strip_suffix(ending).unwrap_or(trimmed);
        let plain = |letter: char| match letter {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            hidden if is_hidden(hidden) => '_',
            plain => plain,
        };
        let mut stem: String = stem.chars().map(plain).take(MAX_STEM).collect();
        if stem.is_empty() {
            stem = "program".into();
        }
        // A hidden file, an option, or a device.
        if stem.starts_with(['.', '-']) || is_device(&stem) {
            stem.insert(0, '_');
        }
        Self(stem + ending)
    }

    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    DEVICES.contains(&name.trim_end_matches(|last: char| last.is_ascii_digit()))
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_lies_in_no_folder_and_hides_nothing() {
        let long = "x".repeat(200);
        for (name, file) in [
            ("echo", "echo.py"),
            (" 回声.py ", "回声.py"),
            ("", "program.py"),
            (".py", "program.py"),
            ("../a\\b", "_.._a_b.py"),
            ("C:evil", "C_evil.py"),
            ("a\0\n\u{1b}[2J", "a___[2J.py"),
            ("a\u{202e}gpj.exe", "a_gpj.exe.py"),
            (".bashrc", "_.bashrc.py"),
            ("-m", "_-m.py"),
            ("CON", "_CON.py"),
            ("lpt1.x", "_lpt1.x.py"),
            ("console", "console.py"),
            (&long, &format!("{}.py", "x".repeat(MAX_STEM))),
        ] {
            assert_eq!(FileName::new(name, ".py").as_str(), file);
        }
    }
}
