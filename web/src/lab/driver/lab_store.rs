//! The lab as the page keeps it.

use crate::kit::browser::Store;
use crate::lab::state::{Action, Lab};

/// What is known of the relay, the sockets and the calls. Programs make thousands of calls a second.
pub type LabStore = Store<Lab>;

impl Store<Lab> {
    /// Tells the lab what happened.
    pub fn dispatch(&self, action: Action) {
        let pressed = matches!(
            action,
            Action::Begin(_) | Action::Target(_) | Action::Issued { .. } | Action::Cancelling(_)
        );
        if pressed {
            self.update_at_once(|lab| lab.apply(action));
        } else {
            self.update(|lab| lab.apply(action));
        }
    }
}
