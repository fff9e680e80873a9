//! The person's file that is sent, and the browser's file that received bytes are written into.

mod received_file;
mod sent_file;

use std::cell::RefCell;
use std::rc::Rc;
use web_sys::File;

pub(crate) use received_file::ReceivedFile;
pub(crate) use sent_file::SentFile;

/// The file that the person has chosen; clones share it.
#[derive(Debug, Clone, Default)]
pub struct ChosenFile(Rc<RefCell<Option<File>>>);

impl PartialEq for ChosenFile {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl ChosenFile {
    pub(crate) fn set(&self, file: File) {
        *self.0.borrow_mut() = Some(file);
    }

    pub(crate) fn get(&self) -> Option<File> {
        self.0.borrow().clone()
    }
}
