//! The lesson that is open. It is kept while another place is in view, so a person comes back to edited
//! programs and to what was done meanwhile.

use lab_shared::lesson::{Lesson, LessonId};
use lab_shared::trace::Timeline;

use super::CheckTracker;
use crate::kit::state::snapshot::Snapshot;
use crate::programs::state::program::Programs;
use crate::programs::state::workspace::Workspace;

/// A lesson, as far as the person has come.
#[derive(Debug)]
pub(crate) struct OpenLesson {
    id: LessonId,
    /// The files of the panes, and who plays the client.
    pub(crate) workspace: Snapshot<Workspace>,
    /// What the person predicts; `Some(None)` is no prediction at all.
    pub(crate) predicted: Option<Option<usize>>,
    checks: CheckTracker,
    choices: CheckTracker,
    outcome: Option<usize>,
}

impl OpenLesson {
    /// A lesson that is opened now; earlier events do not count.
    pub(crate) fn new(
        id: LessonId,
        lesson: &Lesson,
        timeline: &Timeline,
        programs: &Programs,
    ) -> Self {
        let tracker =
            |checks: &[_]| CheckTracker::new(checks.to_vec(), lesson.encoding, timeline, programs);
        Self {
            id,
            workspace: Snapshot::default(),
            predicted: None,
            checks: tracker(&lesson.checks),
            choices: tracker(&lesson.choices),
            outcome: None,
        }
    }

    pub(crate) fn is(&self, id: LessonId) -> bool {
        self.id == id
    }

    /// Takes in what has happened since the last look.
    pub(crate) fn follow(&mut self, timeline: &Timeline, programs: &Programs) {
        self.checks.follow(timeline, programs);
        self.choices.follow(timeline, programs);
        let proved = || self.choices.progress().position(|choice| choice.done);
        self.outcome = self.outcome.or_else(proved);
    }

    /// Which checks are done.
    pub(crate) fn done(&self) -> Vec<bool> {
        self.checks.progress().map(|check| check.done).collect()
    }

    /// The choice of an experiment that was proved first.
    pub(crate) fn outcome(&self) -> Option<usize> {
        self.outcome
    }
}
