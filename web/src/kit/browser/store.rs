//! State that changes far oftener than it is drawn. A change is written at once and draws nothing;
//! at the next animation frame the components that show it receive a snapshot.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use yew::prelude::*;

use super::render_scheduler;
use super::render_scheduler::Drawn;
use crate::kit::state::snapshot::Snapshot;

/// The state; clones share it.
pub struct Store<T>(Rc<Shared<T>>);

struct Shared<T> {
    state: RefCell<T>,
    /// Whether it has changed since it was drawn.
    waits: Cell<bool>,
    draw: Box<dyn Fn(Snapshot<T>)>,
}

impl<T> fmt::Debug for Store<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Store").finish_non_exhaustive()
    }
}

impl<T> Clone for Store<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Store<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone + 'static> Store<T> {
    /// A store that begins with `state`; `draw` receives a snapshot at most once a frame.
    pub fn new(state: T, draw: impl Fn(Snapshot<T>) + 'static) -> Self {
        let draw = Box::new(draw);
        Self(Rc::new(Shared { state: RefCell::new(state), waits: Cell::default(), draw }))
    }

    /// Changes the state. `change` must not use the store itself.
    pub fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.0.state.borrow_mut());
        if !self.0.waits.replace(true) {
            let store: Weak<Shared<T>> = Rc::downgrade(&self.0);
            render_scheduler::enqueue(store);
        }
        render_scheduler::request();
        result
    }

    /// Changes the state and draws it in the same frame as everything else that the person's press changes.
    pub fn update_at_once<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.0.state.borrow_mut());
        self.0.waits.set(true);
        render_scheduler::draw_at_once(&*self.0);
        result
    }

    /// Reads the current state.
    pub fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.state.borrow())
    }
}

impl<T: Clone> Drawn for Shared<T> {
    fn draw(&self) {
        if self.waits.replace(false) {
            (self.draw)(Snapshot::new(self.state.borrow().clone()));
        }
    }
}

/// A store kept for the component's life, and its newest snapshot.
#[hook]
pub fn use_store<T: Clone + 'static>(begin: impl FnOnce() -> T) -> (Snapshot<T>, Store<T>) {
    let made = use_mut_ref(|| None);
    let drawn = use_state_eq(|| Snapshot::new(begin()));
    let mut made = made.borrow_mut();
    let store = made.get_or_insert_with(|| {
        let draw = drawn.setter();
        Store::new((**drawn).clone(), move |snapshot| draw.set(snapshot))
    });
    ((*drawn).clone(), store.clone())
}
