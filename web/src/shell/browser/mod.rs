//! Address bar and stored preferences.

pub(crate) mod preferences;
pub(crate) mod route;
