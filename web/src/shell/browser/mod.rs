//! Address bar and stored preferences.

pub mod preferences;
pub mod route;
