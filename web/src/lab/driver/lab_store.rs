//! The lab as the page keeps it.

use crate::kit::browser::Store;
use crate::lab::state::{Lab, LabCommand, LabEvent};

/// The model of the relay, the sockets and the calls. Programs make thousands of calls a second.
pub type LabStore = Store<Lab>;

impl Store<Lab> {
    /// Applies what a person does, and draws it at once.
    pub fn handle(&self, command: &LabCommand) {
        self.update_at_once(|lab| lab.handle(command));
    }

    /// Applies what happened; it is drawn in one of the next frames.
    pub fn tell(&self, event: LabEvent) {
        self.update(|lab| lab.apply(event));
    }
}
