//! The pure states as yew's reducers.

use std::rc::Rc;
use yew::Reducible;

use crate::state::chat::{Chat, ChatAction};
use crate::state::drafts::{Drafts, Edit};
use crate::state::lab::{Action, Lab};
use crate::state::snapshot::Snapshot;

/// What is known of the relay, the sockets and the calls.
#[derive(Debug, Default, PartialEq)]
pub struct LabStore(pub Snapshot<Lab>);

impl Reducible for LabStore {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(action))))
    }
}

/// What stands in the fields.
#[derive(Debug, Default, PartialEq)]
pub struct DraftStore(pub Snapshot<Drafts>);

impl Reducible for DraftStore {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(edit))))
    }
}

/// What is known of the Chat place.
#[derive(Debug, Default, PartialEq)]
pub struct ChatStore(pub Snapshot<Chat>);

impl Reducible for ChatStore {
    type Action = ChatAction;

    fn reduce(self: Rc<Self>, action: ChatAction) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(action))))
    }
}
