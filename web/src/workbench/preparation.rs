//! What another place wants the assistant to have. The shell keeps it for the parts of both places, and knows
//! nothing of it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use lab_shared::call::{Address, SocketType};
use lab_shared::lesson::LessonId;
use lab_shared::text::Encoding;

use crate::kit::state::kept::Kept;
use crate::lab::state::host_choice::HostChoice;

/// What the assistant is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preparation {
    /// An end that is a client of this server.
    Client {
        /// Where it can be reached.
        address: Address,
        /// The type of its socket.
        kind: SocketType,
        /// From where it can be reached.
        from: HostChoice,
        /// The encoding that it speaks.
        encoding: Encoding,
    },
    /// The ends, messages, rules and plans of this document, beside those that it has.
    Setup(String),
}

/// Where the person came from: a lesson, or their own programs.
pub(crate) type Origin = Option<LessonId>;

/// The preparation for the next time the assistant is shown.
#[derive(Debug, Default)]
pub(crate) struct Preparations {
    next: RefCell<Option<Preparation>>,
    origin: Cell<Option<Origin>>,
}

impl Preparations {
    /// What the shell keeps.
    pub(crate) fn of(kept: &Kept) -> Rc<Self> {
        kept.or_make(Self::default)
    }

    /// Has the assistant take this in when it is shown.
    pub(crate) fn put(&self, origin: Origin, preparation: Preparation) {
        *self.next.borrow_mut() = Some(preparation);
        self.origin.set(Some(origin));
    }

    /// Takes what was put, once.
    pub(crate) fn take(&self) -> Option<Preparation> {
        self.next.borrow_mut().take()
    }

    /// Where the way back leads, once something was put.
    pub(crate) fn origin(&self) -> Option<Origin> {
        self.origin.get()
    }
}
