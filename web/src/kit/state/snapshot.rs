//! A shared value that is equal only to itself: comparison is by address.

use std::ops::Deref;
use std::rc::Rc;

/// One state of something large. A component that receives the same one again need not compare its contents.
#[derive(Debug, Default)]
pub struct Snapshot<T>(Rc<T>);

impl<T> Snapshot<T> {
    /// A new state.
    pub fn new(value: T) -> Self {
        Self(Rc::new(value))
    }
}

/// A part of a state, for a component that reads only this part. It is equal to itself as long as that part
/// is not replaced.
impl<T> From<&Rc<T>> for Snapshot<T> {
    fn from(shared: &Rc<T>) -> Self {
        Self(Rc::clone(shared))
    }
}

impl<T> Clone for Snapshot<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Snapshot<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Snapshot<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
