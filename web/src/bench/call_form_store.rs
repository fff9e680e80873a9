//! The fields of the calls as yew keeps them.

use std::rc::Rc;
use yew::prelude::*;

use super::state::call_form::{CallForm, Edit};
use crate::kit::state::snapshot::Snapshot;

/// What stands in the fields.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct CallFormStore(pub Snapshot<CallForm>);

impl Reducible for CallFormStore {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(edit))))
    }
}
