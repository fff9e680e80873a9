//! The lesson that is open. It is kept while another place is in view, so a person comes back to edited
//! programs and to what was done meanwhile.

use std::rc::Rc;

use lab_shared::lesson::{Check, Lesson, LessonId};

use super::CheckTracker;
use super::network_tracker::NetworkTracker;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::Lab;
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
    /// Whether the relay was asked for its network.
    pub(super) asked: bool,
    checks: Tracker,
    choices: Tracker,
    outcome: Option<usize>,
}

/// Follows the calls and programs that checks wait for, and the packets.
#[derive(Debug)]
struct Tracker {
    calls: CheckTracker,
    packets: NetworkTracker,
}

impl Tracker {
    fn new(checks: &[Check], lesson: &Lesson, lab: &Lab, programs: &Programs) -> Self {
        let calls = CheckTracker::new(checks.to_vec(), lesson.encoding, &lab.timeline, programs);
        let patterns = checks.iter().map(|check| check.network.clone());
        let (view, newest) = (lab.network.view().map(Rc::as_ref), lab.network.newest());
        Self { calls, packets: NetworkTracker::new(patterns, view, newest) }
    }

    fn follow(&mut self, lab: &Lab, programs: &Programs) {
        self.calls.follow(&lab.timeline, programs);
        self.packets.follow(lab.network.view().map(Rc::as_ref), lab.network.packets());
    }

    /// Which checks are done.
    fn done(&self) -> impl Iterator<Item = bool> {
        let packets = |at| self.packets.is_done(at);
        self.calls.progress().enumerate().map(move |(at, calls)| calls.done && packets(at))
    }
}

impl OpenLesson {
    /// A lesson that is opened now; earlier events do not count.
    pub(crate) fn new(id: LessonId, lesson: &Lesson, lab: &Lab, programs: &Programs) -> Self {
        let tracker = |checks: &[_]| Tracker::new(checks, lesson, lab, programs);
        Self {
            id,
            workspace: Snapshot::default(),
            predicted: None,
            asked: false,
            checks: tracker(&lesson.checks),
            choices: tracker(&lesson.choices),
            outcome: None,
        }
    }

    pub(crate) fn is(&self, id: LessonId) -> bool {
        self.id == id
    }

    /// Takes in what has happened since the last look.
    pub(crate) fn follow(&mut self, lab: &Lab, programs: &Programs) {
        self.checks.follow(lab, programs);
        self.choices.follow(lab, programs);
        self.outcome = self.outcome.or_else(|| self.choices.done().position(|done| done));
    }

    /// Which checks are done.
    pub(crate) fn done(&self) -> Vec<bool> {
        self.checks.done().collect()
    }

    /// The choice of an experiment that was proved first.
    pub(crate) fn outcome(&self) -> Option<usize> {
        self.outcome
    }
}
