//! What the views of a place share of the lab.

pub(crate) mod host_tag;
pub(crate) mod selection;
