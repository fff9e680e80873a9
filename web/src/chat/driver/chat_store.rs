//! What is known of the Chat place as the page keeps it.

use crate::chat::state::{Chat, ChatEvent};
use crate::kit::browser::Book;

/// What is known of the Chat place. A room can report far oftener than it is drawn.
pub type ChatStore = Book<Chat>;

impl Book<Chat> {
    /// Reports what happened.
    pub fn dispatch(&self, event: ChatEvent) {
        self.change(|chat| chat.apply(event));
    }
}
