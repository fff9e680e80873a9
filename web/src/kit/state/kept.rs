//! Where the shell keeps what a part of the page has made while another place is in view. The first part of
//! the page knows nothing else of it.

use std::any::Any;
use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

/// A place for one value, filled by the part that is loaded later; clones share it.
#[derive(Clone, Default)]
pub struct Kept(Rc<OnceCell<Rc<dyn Any>>>);

impl Kept {
    /// The value; the first one to ask makes it.
    pub(crate) fn or_make<T: 'static>(&self, make: impl FnOnce() -> T) -> Rc<T> {
        let kept = Rc::clone(self.0.get_or_init(|| Rc::new(make())));
        kept.downcast().expect("each place keeps values of one type")
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Kept").finish_non_exhaustive()
    }
}
