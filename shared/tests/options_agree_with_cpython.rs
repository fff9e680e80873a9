//! The table of socket options, and the numbers that CPython and the page's Python have for its names.

use std::process::Command;

use lab_shared::call::KNOWN_OPTIONS;

/// Each argument is a name and its number. An older CPython may not have every name of the table; the
/// page's Python has to.
const SCRIPT: &str = r#"
import socket, sys
sys.path.insert(0, sys.argv[1])
from constants import NUMBERS
for name, number in (row.split("=") for row in sys.argv[2:]):
    for python, found in ("CPython", getattr(socket, name, int(number))), ("web/python", NUMBERS.get(name)):
        if found != int(number):
            sys.exit(f"{name} is {number} in the table, and {found} in {python}")
"#;

/// The folder with the constants of the page's Python.
const LAB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../web/python/lab");

#[test]
fn an_option_has_one_number_everywhere() {
    let rows = KNOWN_OPTIONS.iter().filter(|row| row.is_of_linux()).flat_map(|row| {
        [format!("{}={}", row.level_name, row.level), format!("{}={}", row.name, row.option)]
    });
    // Without -B the folder would hold what Python compiled.
    let output = Command::new("python3").args(["-B", "-c", SCRIPT, LAB]).args(rows).output();
    let output = output.expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
