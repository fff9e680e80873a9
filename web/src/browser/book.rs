//! State that changes far oftener than it is drawn: a change is written at once and costs no
//! drawing; at the next animation frame whoever draws it gets a snapshot.

use gloo::render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::rc::Rc;

use crate::state::lab::{Action, Lab};
use crate::state::snapshot::Snapshot;

/// The state; clones share it.
pub struct Book<T>(Rc<Shared<T>>);

struct Shared<T> {
    state: RefCell<T>,
    frame: RefCell<Option<AnimationFrame>>,
    draw: Box<dyn Fn(Snapshot<T>)>,
}

impl<T> Clone for Book<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Book<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone + 'static> Book<T> {
    /// A book that begins with `state`; `draw` gets a snapshot at most once a frame.
    pub fn new(state: T, draw: impl Fn(Snapshot<T>) + 'static) -> Self {
        let draw = Box::new(draw);
        Self(Rc::new(Shared { state: RefCell::new(state), frame: RefCell::default(), draw }))
    }

    /// Changes the state. `change` must not use the book itself.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.0.state.borrow_mut());
        let mut frame = self.0.frame.borrow_mut();
        if frame.is_none() {
            let book = Rc::downgrade(&self.0);
            *frame = Some(request_animation_frame(move |_| {
                if let Some(book) = book.upgrade() {
                    book.frame.borrow_mut().take();
                    let snapshot = Snapshot::new(book.state.borrow().clone());
                    (book.draw)(snapshot);
                }
            }));
        }
        result
    }

    /// Looks at the state as it is now.
    pub fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.state.borrow())
    }
}

impl Book<Lab> {
    /// Tells the lab what happened.
    pub fn dispatch(&self, action: Action) {
        self.change(|lab| lab.apply(action));
    }
}
