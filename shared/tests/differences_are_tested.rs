//! The table of differences, the tests that it names, and the page of the documentation that lists them.

use lab_shared::errno::KNOWN_DIFFERENCES;

/// Where the tests are: against the relay for Windows, and beside the table.
const SOURCES: &[&str] = &[
    include_str!("../../relay/tests/relay/windows.rs"),
    include_str!("../../relay/tests/relay/windows/differences.rs"),
    include_str!("../src/errno/difference.rs"),
];

const DOCUMENT: &str = include_str!("../../docs/systems.md");

#[test]
fn each_difference_has_the_test_that_it_names() {
    for known in KNOWN_DIFFERENCES {
        let head = format!("fn {}()", known.test);
        assert!(SOURCES.iter().any(|source| source.contains(&head)), "no test {}", known.test);
    }
}

#[test]
fn each_difference_has_its_row_in_the_documentation() {
    for known in KNOWN_DIFFERENCES {
        let cell = format!("`{}`", known.test);
        assert!(DOCUMENT.contains(&cell), "docs/systems.md lacks {cell}");
    }
}
