//! Where the open lesson is kept.

use std::cell::RefCell;
use std::rc::Rc;

use lab_shared::lesson::{Lesson, LessonId};
use lab_shared::network::NetworkCommand;

use super::OpenLesson;
use super::lesson_network::LessonNetwork;
use crate::kit::state::kept::Kept;
use crate::lab::state::Lab;

/// The open lesson; clones share it.
#[derive(Debug, Clone)]
pub(crate) struct KeptLesson(Rc<Held>);

#[derive(Debug, Default)]
struct Held {
    open: RefCell<Option<OpenLesson>>,
    /// Of the open lesson, or of one that was open before it.
    network: RefCell<LessonNetwork>,
}

impl KeptLesson {
    /// What the shell keeps.
    pub(crate) fn of(kept: &Kept) -> Self {
        Self(kept.or_make(Held::default))
    }

    /// Opens a lesson. It is made anew if another one is open, or none.
    pub(crate) fn open(&self, id: LessonId, new: impl FnOnce() -> OpenLesson) {
        let mut open = self.0.open.borrow_mut();
        if !open.as_ref().is_some_and(|open| open.is(id)) {
            *open = Some(new());
        }
    }

    /// Closes it: whoever opens it again begins anew.
    pub(crate) fn close(&self) {
        self.0.open.borrow_mut().take();
    }

    /// Reads the open lesson.
    pub(crate) fn read<R>(&self, look: impl FnOnce(&OpenLesson) -> R) -> R {
        look(self.0.open.borrow().as_ref().expect(OPEN))
    }

    /// Changes the open lesson.
    pub(crate) fn change(&self, change: impl FnOnce(&mut OpenLesson)) {
        change(self.0.open.borrow_mut().as_mut().expect(OPEN));
    }

    /// What the relay is to be asked about the page's network, because this lesson is open.
    pub(crate) fn wanted(&self, lesson: &Lesson, lab: &Lab) -> Option<NetworkCommand> {
        let mut open = self.0.open.borrow_mut();
        let asked = &mut open.as_mut()?.asked;
        self.0.network.borrow_mut().wanted(lesson, asked, lab)
    }
}

impl PartialEq for KeptLesson {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Only the list of lessons, which is another place, closes it.
const OPEN: &str = "a lesson in view is open";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs::state::program::Programs;

    const LESSON: &str = r#"{"row":"A1","encoding":"utf-8","title":{"zh":"一","en":"one"},
        "summary":{"zh":"二","en":"two"},"watch":[],"steps":[],"try":[],
        "program":[{"file":"s.py","side":"server","text":""}]}"#;

    #[test]
    fn a_lesson_is_as_it_was_left_until_another_is_opened_or_it_is_closed() {
        let lesson = serde_json::from_str(LESSON).expect("it is a lesson");
        let kept = Kept::default();
        let opened = |id: &str| {
            let id = LessonId::new(id).expect("it is a name");
            let lab = Lab::default();
            let open = KeptLesson::of(&kept);
            open.open(id, || OpenLesson::new(id, &lesson, &lab, &Programs::default()));
            open
        };
        opened("a1").change(|lesson| lesson.predicted = Some(Some(1)));
        assert_eq!(opened("a1").read(|lesson| lesson.predicted), Some(Some(1)));
        assert_eq!(opened("a2").read(|lesson| lesson.predicted), None);
        opened("a2").change(|lesson| lesson.predicted = Some(None));
        KeptLesson::of(&kept).close();
        assert_eq!(opened("a2").read(|lesson| lesson.predicted), None);
    }
}
