//! What programs know of the limits: Python's part of the worker refuses a call in CPython's words before it is
//! a message, so it must know them as `shared` does.

use lab_shared::call::{
    MAX_HOST_BYTES, MAX_OPTION_BYTES, MAX_POLL_ENTRIES, MAX_SERVICE_BYTES, MAX_UNIX_PATH_BYTES,
};
use lab_shared::wire::MAX_PAYLOAD_BYTES;

const ADDRESSES: &str = include_str!("../../python/lab/addresses.py");
const GETARGS: &str = include_str!("../../python/lab/getargs.py");
const SOCKETS: &str = include_str!("../../python/lab/sockets.py");
const READINESS: &str = include_str!("../../python/lab/readiness.py");

/// The number that a module gives a name: a product of integers.
fn number(source: &str, name: &str) -> usize {
    let said = source.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
    let factors = said.unwrap_or_else(|| panic!("{name} is not there")).split(" * ");
    factors.map(|factor| factor.parse::<usize>().expect("it is a number")).product()
}

#[test]
fn programs_know_the_limits_of_a_calls_arguments() {
    assert_eq!(number(ADDRESSES, "MAX_HOST"), MAX_HOST_BYTES);
    assert_eq!(number(ADDRESSES, "MAX_SERVICE"), MAX_SERVICE_BYTES);
    // In Python with the NUL at the end of a path.
    assert_eq!(number(ADDRESSES, "LONGEST_PATH"), MAX_UNIX_PATH_BYTES + 1);
    assert_eq!(number(GETARGS, "MAX_OPTION"), MAX_OPTION_BYTES);
    assert_eq!(number(SOCKETS, "MAX_PAYLOAD"), MAX_PAYLOAD_BYTES);
    assert_eq!(number(READINESS, "MAX_ENTRIES"), MAX_POLL_ENTRIES);
}
