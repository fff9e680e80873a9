//! The systems a release is for, as data.

/// One system.
pub(super) struct Target {
    /// The compiler's name of it.
    pub(super) triple: &'static str,
    /// The oldest systems whose pip takes its wheel, as maturin names them; of Linux only.
    pub(super) compatibility: &'static [&'static str],
    /// What container images call its processor, where there is an image. There is a Debian package, too.
    pub(super) image: Option<&'static str>,
    /// The words of Homebrew's formula around its archive, the outermost first; none where Homebrew is not.
    pub(super) homebrew: &'static [&'static str],
    /// Its processor in the manifests of Scoop and of winget; of Windows only.
    pub(super) windows: Option<(&'static str, &'static str)>,
    /// What the compiler is told besides.
    pub(super) flags: &'static [&'static str],
}

/// A static program runs with any C library, so one build serves both kinds of Linux.
const BOTH_LIBCS: &[&str] = &["manylinux2014", "musllinux_1_1"];

/// The linker that comes with the compiler, and the C library that comes with the target.
const NO_C_COMPILER: &[&str] = &["-Clinker=rust-lld", "-Clink-self-contained=yes"];

/// All systems.
pub(super) const TARGETS: &[Target] = &[
    Target {
        triple: "x86_64-unknown-linux-musl",
        compatibility: BOTH_LIBCS,
        image: Some("amd64"),
        homebrew: &["on_linux", "on_intel"],
        windows: None,
        flags: &[],
    },
    Target {
        triple: "aarch64-unknown-linux-musl",
        compatibility: BOTH_LIBCS,
        image: Some("arm64"),
        homebrew: &["on_linux", "on_arm"],
        windows: None,
        flags: NO_C_COMPILER,
    },
    Target {
        triple: "x86_64-pc-windows-gnu",
        compatibility: &[],
        image: None,
        homebrew: &[],
        windows: Some(("64bit", "x64")),
        flags: &[],
    },
    Target {
        triple: "universal2-apple-darwin",
        compatibility: &[],
        image: None,
        homebrew: &["on_macos"],
        windows: None,
        flags: &[],
    },
];

/// What the program for macOS is made of. Cargo has no such target as both together.
const BOTH_MACS: &[&str] = &["x86_64-apple-darwin", "aarch64-apple-darwin"];

impl Target {
    /// Whether zig links the program, and people have a Mac.
    pub(super) fn is_macos(&self) -> bool {
        self.triple.contains("apple")
    }

    /// The compiler's targets that the program is built for.
    pub(super) fn compiled_for(&self) -> &[&'static str] {
        if self.is_macos() { BOTH_MACS } else { std::slice::from_ref(&self.triple) }
    }

    /// Whether programs end in .exe, and people expect a zip.
    pub(super) fn is_windows(&self) -> bool {
        self.windows.is_some()
    }

    /// The name of the program's file.
    pub(super) fn program(&self) -> &'static str {
        if self.is_windows() { "socket-lab.exe" } else { "socket-lab" }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TARGETS;

    #[test]
    fn every_system_has_a_name_of_its_own() {
        let triples: BTreeSet<_> = TARGETS.iter().map(|target| target.triple).collect();
        assert_eq!(triples.len(), TARGETS.len());
    }

    #[test]
    fn each_system_has_what_belongs_to_it_alone() {
        for target in TARGETS {
            let is = |word| target.triple.contains(word);
            assert_eq!(is("linux"), target.image.is_some(), "{}", target.triple);
            assert_eq!(is("linux"), !target.compatibility.is_empty(), "{}", target.triple);
            assert_eq!(is("windows"), target.windows.is_some(), "{}", target.triple);
            assert_eq!(is("windows"), target.homebrew.is_empty(), "{}", target.triple);
        }
    }

    #[test]
    fn the_first_system_is_the_one_whose_program_is_asked_for_its_own_pages() {
        assert!(TARGETS[0].triple.starts_with("x86_64"));
    }
}
