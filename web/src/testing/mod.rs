//! What the tests of every feature use: a lab in which the test decides what calls return.

pub(crate) mod test_lab;
pub(crate) mod test_network;
pub(crate) mod test_segment;
