//! What the link reports of assistants on the relay, passed on by the shell. The first part of the page
//! knows nothing else of them.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use lab_shared::wire::{AssistantMessage, Welcome};

/// What the link reports.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RelayEvent {
    /// The page has a session on the relay, and it is another than the last.
    Session,
    /// The relay has sent this.
    Message(AssistantMessage),
}

type Listener = Box<dyn Fn(RelayEvent)>;

/// The events, for the one who listens; clones share it.
#[derive(Clone, Default)]
pub(crate) struct RelayEvents(Rc<Shared>);

#[derive(Default)]
struct Shared {
    /// The welcome of the session that is known.
    session: RefCell<Option<Rc<Welcome>>>,
    listener: RefCell<Option<Listener>>,
}

impl RelayEvents {
    /// Passes events on from now on. If there is a session, the listener is told of it at once.
    pub(crate) fn listen(&self, listener: impl Fn(RelayEvent) + 'static) {
        *self.0.listener.borrow_mut() = Some(Box::new(listener));
        if self.0.session.borrow().is_some() {
            self.tell(RelayEvent::Session);
        }
    }

    /// Takes the welcome of the session that there is now.
    pub(crate) fn welcomed(&self, welcome: Option<&Rc<Welcome>>) {
        let Some(welcome) = welcome else { return };
        let known = self.0.session.replace(Some(Rc::clone(welcome)));
        if !known.is_some_and(|known| Rc::ptr_eq(&known, welcome)) {
            self.tell(RelayEvent::Session);
        }
    }

    pub(crate) fn tell(&self, event: RelayEvent) {
        if let Some(listener) = &*self.0.listener.borrow() {
            listener(event);
        }
    }
}

impl PartialEq for RelayEvents {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for RelayEvents {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("RelayEvents").finish_non_exhaustive()
    }
}
