//! Where the panes' borders are.

pub(crate) mod layout;
