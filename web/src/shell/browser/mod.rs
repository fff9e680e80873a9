//! Address bar and stored preferences.

pub mod place;
pub mod preferences;
