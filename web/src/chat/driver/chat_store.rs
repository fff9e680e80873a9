//! What is known of the Chat place as yew keeps it.

use std::rc::Rc;
use yew::prelude::*;

use crate::chat::state::{Chat, ChatAction};
use crate::kit::state::snapshot::Snapshot;

/// What is known of the Chat place.
#[derive(Debug, Default, PartialEq)]
pub struct ChatStore(pub Snapshot<Chat>);

impl Reducible for ChatStore {
    type Action = ChatAction;

    fn reduce(self: Rc<Self>, action: ChatAction) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(action))))
    }
}
