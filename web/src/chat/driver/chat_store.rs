//! The Chat place's model as the page keeps it.

use crate::chat::state::{Chat, ChatEvent};
use crate::kit::browser::Store;

/// The Chat place's model. A room can report far oftener than it is drawn.
pub type ChatStore = Store<Chat>;

impl Store<Chat> {
    /// Reports what happened.
    pub fn dispatch(&self, event: ChatEvent) {
        self.update(|chat| chat.apply(event));
    }
}
