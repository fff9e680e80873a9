//! Lookups are CPython's as they are: a program asks the same library there.

use std::borrow::Cow;

use lab_shared::call::AddressInfo;
use lab_shared::errno::GaiError;

use crate::socket::Hints;

/// What is refused before anything is looked for.
pub(in crate::socket) fn refused(_host: Option<&str>, _hints: Hints) -> Option<GaiError> {
    None
}

/// The service by which a port is asked for.
pub(in crate::socket) fn service(port: &str) -> Cow<'_, str> {
    port.into()
}

/// All that the system has found.
pub(in crate::socket) fn all_types(
    found: Vec<AddressInfo>,
    _any_type: bool,
    _by_number: bool,
) -> Vec<AddressInfo> {
    found
}
