//! What the fields of every group of calls are drawn from.

use yew::prelude::*;

use crate::state::drafts::{Drafts, Edit};
use crate::state::groups::Group;
use crate::state::lab::Lab;
use crate::state::prepare::Mistake;
use crate::state::snapshot::Snapshot;

/// What the fields of a group need.
#[derive(Debug, Clone)]
pub(crate) struct FieldsProps {
    /// The group.
    pub(crate) group: Group,
    /// What is known.
    pub(crate) lab: Snapshot<Lab>,
    /// What stands in them.
    pub(crate) drafts: Snapshot<Drafts>,
    /// The first mistake in them.
    pub(crate) mistake: Option<Mistake>,
    /// One of them changed.
    pub(crate) on_edit: Callback<Edit>,
}
