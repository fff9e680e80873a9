//! The pure states as yew keeps them: in reducers, or in books where they change too often.

use std::rc::Rc;
use yew::prelude::*;

use crate::browser::Book;
use crate::state::chat::{Chat, ChatAction};
use crate::state::desk::{Desk, DeskEdit};
use crate::state::drafts::{Drafts, Edit};
use crate::state::lab::Lab;
use crate::state::program::Programs;
use crate::state::snapshot::Snapshot;

/// What is known of the relay, the sockets and the calls. Programs make thousands of calls a second.
pub type LabBook = Book<Lab>;

/// The two books that tell what a program did. Each is drawn when it has the time; who needs to know
/// what came before what reads both at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Books {
    /// Sockets and calls.
    pub lab: LabBook,
    /// Programs and what they wrote.
    pub programs: Book<Programs>,
}

impl Books {
    /// Looks at both as they are now.
    pub fn read<R>(&self, look: impl FnOnce(&Lab, &Programs) -> R) -> R {
        self.lab.read(|lab| self.programs.read(|programs| look(lab, programs)))
    }
}

/// A book kept for the component's life, and its newest snapshot.
#[hook]
pub fn use_book<T: Clone + 'static>(begin: impl FnOnce() -> T) -> (Snapshot<T>, Book<T>) {
    let made = use_mut_ref(|| None);
    let drawn = use_state_eq(|| Snapshot::new(begin()));
    let mut made = made.borrow_mut();
    let book = made.get_or_insert_with(|| {
        let draw = drawn.setter();
        Book::new((**drawn).clone(), move |snapshot| draw.set(snapshot))
    });
    ((*drawn).clone(), book.clone())
}

/// What stands in the fields.
#[derive(Debug, Default, PartialEq)]
pub struct DraftStore(pub Snapshot<Drafts>);

impl Reducible for DraftStore {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(edit))))
    }
}

/// What is known of the Chat place.
#[derive(Debug, Default, PartialEq)]
pub struct ChatStore(pub Snapshot<Chat>);

impl Reducible for ChatStore {
    type Action = ChatAction;

    fn reduce(self: Rc<Self>, action: ChatAction) -> Rc<Self> {
        Rc::new(Self(Snapshot::new((*self.0).clone().after(action))))
    }
}

/// What lies on a window's two halves.
#[derive(Debug, Default, PartialEq)]
pub(super) struct DeskStore(pub Desk);

impl Reducible for DeskStore {
    type Action = DeskEdit;

    fn reduce(self: Rc<Self>, edit: DeskEdit) -> Rc<Self> {
        Rc::new(Self(self.0.clone().after(edit)))
    }
}
