//! The systems a release is for, as data.

/// One system.
pub(super) struct Target {
    /// The compiler's name of it.
    pub(super) triple: &'static str,
    /// The oldest systems whose pip takes its wheel, as maturin names them; of Linux only.
    pub(super) compatibility: &'static [&'static str],
    /// Whether there is a Debian package.
    pub(super) deb: bool,
    /// What the compiler is told besides.
    pub(super) flags: &'static [&'static str],
    /// Why nothing is built for it yet; none where it is built.
    pub(super) not_built: Option<&'static str>,
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
        deb: true,
        flags: &[],
        not_built: None,
    },
    Target {
        triple: "aarch64-unknown-linux-musl",
        compatibility: BOTH_LIBCS,
        deb: true,
        flags: NO_C_COMPILER,
        not_built: None,
    },
    Target {
        triple: "x86_64-pc-windows-gnu",
        compatibility: &[],
        deb: false,
        flags: &[],
        not_built: Some("the relay does not compile for Windows yet"),
    },
    Target {
        triple: "universal2-apple-darwin",
        compatibility: &[],
        deb: false,
        flags: &[],
        not_built: Some("the relay does not compile for macOS yet"),
    },
];

impl Target {
    /// The name of the program's file.
    pub(super) fn program(&self) -> &'static str {
        if self.triple.contains("windows") { "socket-lab.exe" } else { "socket-lab" }
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
    fn only_linux_has_debian_packages() {
        for target in TARGETS {
            let linux = target.triple.contains("linux");
            assert!(linux || !target.deb, "{}", target.triple);
            assert_eq!(linux, !target.compatibility.is_empty(), "{}", target.triple);
        }
    }
}
