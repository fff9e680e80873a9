//! State that changes far oftener than it is drawn: a change is written at once and costs no
//! drawing; at the next animation frame whoever draws it gets a snapshot.

use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

use crate::browser;
use crate::state::lab::{Action, Lab};
use crate::state::snapshot::Snapshot;

/// How many times as long as a drawing the rest after it is.
const REST: u32 = 15;

/// The longest rest, so that the page never seems to stand still.
const LONGEST_REST: Duration = Duration::from_millis(300);

/// For so long after a press there are no rests: a person waits for what it does.
const ATTENTIVE: Duration = Duration::from_secs(1);

/// The state; clones share it.
pub struct Book<T>(Rc<Shared<T>>);

struct Shared<T> {
    state: RefCell<T>,
    pending: RefCell<Pending>,
    /// Before this moment nothing is drawn again.
    rest_until: Cell<Duration>,
    /// Tells when the last drawing is done.
    drawn: RefCell<Option<Timeout>>,
    draw: Box<dyn Fn(Snapshot<T>)>,
}

/// What drawing waits for; dropping one calls it off.
#[derive(Default)]
enum Pending {
    /// Nothing: what is drawn is the state.
    #[default]
    Nothing,
    /// The rest after the last drawing.
    Rest { _timer: Timeout },
    /// The next frame.
    Frame { _frame: AnimationFrame },
}

impl<T> fmt::Debug for Book<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Book").finish_non_exhaustive()
    }
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
        Self(Rc::new(Shared {
            state: RefCell::new(state),
            pending: RefCell::default(),
            rest_until: Cell::default(),
            drawn: RefCell::default(),
            draw: Box::new(draw),
        }))
    }

    /// Changes the state. `change` must not use the book itself.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.0.state.borrow_mut());
        let waits = match *self.0.pending.borrow() {
            Pending::Nothing => false,
            Pending::Rest { .. } => !browser::pressed_within(ATTENTIVE),
            Pending::Frame { .. } => true,
        };
        if !waits {
            self.0.await_frame();
        }
        result
    }

    /// Changes the state and draws it with whatever else the person's press has changed.
    pub fn change_at_once<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.0.state.borrow_mut());
        self.0.show();
        result
    }

    /// Looks at the state as it is now.
    pub fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.0.state.borrow())
    }
}

impl<T: Clone + 'static> Shared<T> {
    /// A drawing is followed by a rest several times as long. A program's call passes this thread
    /// twice, and each time waits for a drawing under way: without the rest it would run as slowly as
    /// the screen.
    fn await_frame(self: &Rc<Self>) {
        let book = Rc::downgrade(self);
        let left = self.rest_until.get().saturating_sub(browser::now()).as_millis();
        let pending = if left == 0 || browser::pressed_within(ATTENTIVE) {
            Pending::Frame {
                _frame: request_animation_frame(move |_| {
                    if let Some(book) = book.upgrade() {
                        book.show();
                    }
                }),
            }
        } else {
            Pending::Rest {
                _timer: Timeout::new(left as u32, move || {
                    if let Some(book) = book.upgrade() {
                        book.await_frame();
                    }
                }),
            }
        };
        *self.pending.borrow_mut() = pending;
    }

    fn show(self: &Rc<Self>) {
        *self.pending.borrow_mut() = Pending::Nothing;
        let began = browser::now();
        let snapshot = Snapshot::new(self.state.borrow().clone());
        (self.draw)(snapshot);
        // The components are drawn right after this; a timer comes once they are.
        let book = Rc::downgrade(self);
        let drawn = Timeout::new(0, move || {
            if let Some(book) = book.upgrade() {
                let now = browser::now();
                let rest = (now.saturating_sub(began) * REST).min(LONGEST_REST);
                book.rest_until.set(now + rest);
            }
        });
        // Kept, not forgotten: a forgotten timer's closure stays in memory, one for each drawing.
        *self.drawn.borrow_mut() = Some(drawn);
    }
}

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
