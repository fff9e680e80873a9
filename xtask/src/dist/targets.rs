//! The systems a release is for, as data.

/// One system.
pub(super) struct Target {
    /// The compiler's name of it.
    pub(super) triple: &'static str,
    /// The platform of its wheel, as pip knows it.
    pub(super) wheel: &'static str,
    /// Debian's name of the processor, where there is a Debian package.
    pub(super) deb: Option<&'static str>,
    /// Why nothing is built for it yet; none where it is built.
    pub(super) not_built: Option<&'static str>,
}

/// All systems. A static program runs with any C library, so one build serves both kinds of Linux.
pub(super) const TARGETS: &[Target] = &[
    Target {
        triple: "x86_64-unknown-linux-musl",
        wheel: "manylinux2014_x86_64.musllinux_1_1_x86_64",
        deb: Some("amd64"),
        not_built: None,
    },
    Target {
        triple: "aarch64-unknown-linux-musl",
        wheel: "manylinux2014_aarch64.musllinux_1_1_aarch64",
        deb: Some("arm64"),
        not_built: Some("the release has no linker for this processor yet"),
    },
    Target {
        triple: "x86_64-pc-windows-gnu",
        wheel: "win_amd64",
        deb: None,
        not_built: Some("the relay does not compile for Windows yet"),
    },
    Target {
        triple: "universal2-apple-darwin",
        wheel: "macosx_11_0_universal2",
        deb: None,
        not_built: Some("the relay does not compile for macOS yet"),
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::TARGETS;

    #[test]
    fn every_system_has_files_of_its_own() {
        let triples: BTreeSet<_> = TARGETS.iter().map(|target| target.triple).collect();
        let wheels: BTreeSet<_> = TARGETS.iter().map(|target| target.wheel).collect();
        assert_eq!((triples.len(), wheels.len()), (TARGETS.len(), TARGETS.len()));
    }

    #[test]
    fn only_linux_has_debian_packages() {
        for target in TARGETS {
            assert_eq!(target.deb.is_some(), target.triple.contains("linux"), "{}", target.triple);
        }
    }
}
