//! The fields of the calls as yew keeps them.

use std::rc::Rc;
use yew::prelude::*;

use super::state::drafts::{Drafts, Edit};
use crate::kit::state::snapshot::Snapshot;

/// What stands in the fields.
#[derive(Debug, Default, PartialEq)]
pub struct DraftStore(pub Snapshot<Drafts>);

impl Reducible for DraftStore {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(edit))))
    }
}
