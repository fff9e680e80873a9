//! Places as addresses, and preferences.

pub mod place;
pub mod preferences;
