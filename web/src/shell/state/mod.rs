//! Places as addresses, and preferences.

pub mod preferences;
pub mod route;
