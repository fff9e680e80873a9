//! What the views of a place share of the lab.

pub(crate) mod selection;
