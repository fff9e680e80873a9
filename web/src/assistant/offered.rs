//! A setup that another place offers to the assistant. The first part of the page knows nothing else of it.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// A place for one document; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Offered(Rc<RefCell<Option<String>>>);

impl Offered {
    pub(crate) fn put(&self, setup: String) {
        *self.0.borrow_mut() = Some(setup);
    }

    pub(crate) fn take(&self) -> Option<String> {
        self.0.borrow_mut().take()
    }
}

impl PartialEq for Offered {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Offered {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Offered").finish_non_exhaustive()
    }
}
