//! Places as addresses, and preferences.

pub(crate) mod preferences;
pub(crate) mod route;
