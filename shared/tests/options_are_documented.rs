//! The table of socket options, and the one in `docs/socket-options.md`.

use std::collections::BTreeSet;

use lab_shared::call::KNOWN_OPTIONS;

const DOCUMENT: &str = include_str!("../../docs/socket-options.md");

#[test]
fn each_option_has_its_row_in_the_documentation() {
    let documented: Vec<&str> = DOCUMENT
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .filter(|name| *name != "option")
        .collect();
    let names: BTreeSet<&str> = documented.iter().copied().collect();
    assert_eq!(names.len(), documented.len(), "no option has two rows");
    assert_eq!(names, KNOWN_OPTIONS.iter().map(|option| option.name).collect());
}
