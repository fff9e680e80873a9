//! The lab as the page keeps it.

use crate::kit::browser::Book;
use crate::lab::state::{Action, Lab};

/// What is known of the relay, the sockets and the calls. Programs make thousands of calls a second.
pub type LabBook = Book<Lab>;

impl Book<Lab> {
    /// Tells the lab what happened.
    pub fn dispatch(&self, action: Action) {
        let pressed = matches!(
            action,
            Action::Begin(_) | Action::Target(_) | Action::Issued { .. } | Action::Cancelling(_)
        );
        if pressed {
            self.change_at_once(|lab| lab.apply(action));
        } else {
            self.change(|lab| lab.apply(action));
        }
    }
}
