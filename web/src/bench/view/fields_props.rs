//! The props of every group of fields.

use yew::prelude::*;

use crate::bench::state::call_form::{CallForm, Edit};
use crate::bench::state::groups::Group;
use crate::bench::state::validate::FieldError;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::Lab;

#[derive(Debug, Clone)]
pub(crate) struct FieldsProps {
    pub(crate) group: Group,
    pub(crate) lab: Snapshot<Lab>,
    pub(crate) form: Snapshot<CallForm>,
    /// The first error in them.
    pub(crate) error: Option<FieldError>,
    /// One of them changed.
    pub(crate) on_edit: Callback<Edit>,
}
