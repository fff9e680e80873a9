//! Places as addresses, preferences, and the invitation.

pub(crate) mod invitation;
pub(crate) mod preferences;
pub(crate) mod route;
