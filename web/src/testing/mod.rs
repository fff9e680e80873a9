//! What the tests of every feature use: a lab in which calls are told to have returned.

pub(crate) mod test_lab;
