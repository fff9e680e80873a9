//! What another place wants the assistant to have, passed on by the shell. The first part of the page knows
//! nothing else of it.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use lab_shared::call::{Address, SocketType};
use lab_shared::lesson::LessonId;
use lab_shared::text::Encoding;

/// What the assistant is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preparation {
    /// An end that is a client of this server.
    Client {
        /// Where it can be reached.
        address: Address,
        /// The type of its socket.
        kind: SocketType,
        /// The encoding that it speaks.
        encoding: Encoding,
    },
    /// The ends, messages, rules and plans of this document, beside those that it has.
    Setup(String),
}

/// Where the person came from: a lesson, or their own programs.
pub(crate) type Origin = Option<LessonId>;

/// The preparation for the next time the assistant is shown; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Preparations(Rc<Shared>);

#[derive(Default)]
struct Shared {
    next: RefCell<Option<Preparation>>,
    origin: RefCell<Option<Origin>>,
}

impl Preparations {
    /// Has the assistant take this in when it is shown.
    pub(crate) fn put(&self, origin: Origin, preparation: Preparation) {
        *self.0.next.borrow_mut() = Some(preparation);
        *self.0.origin.borrow_mut() = Some(origin);
    }

    /// Takes what was put, once.
    pub(super) fn take(&self) -> Option<Preparation> {
        self.0.next.borrow_mut().take()
    }

    /// Where the way back leads, once something was put.
    pub(super) fn origin(&self) -> Option<Origin> {
        *self.0.origin.borrow()
    }
}

impl PartialEq for Preparations {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Preparations {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Preparations").finish_non_exhaustive()
    }
}
