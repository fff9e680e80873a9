//! The lesson that is open. It is kept while another place is in view, so a person comes back to edited
//! programs and to what was done meanwhile.

use std::rc::Rc;

use lab_shared::lesson::{Check, Lesson, LessonId};
use lab_shared::network::NetworkPlan;

use super::CheckTracker;
use super::network_tracker::NetworkTracker;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::Lab;
use crate::link::state::Phase;
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
    /// Whether its network was asked for.
    asked: bool,
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

    /// The network that the lesson brings, when the relay is to be asked for it: once, and again where it is gone.
    pub(crate) fn wanted(&mut self, lesson: &Lesson, lab: &Lab) -> Option<NetworkPlan> {
        let network = lesson.network.as_ref()?;
        if !matches!(lab.relay, Phase::Ready(_)) || (self.asked && lab.network.view().is_some()) {
            return None;
        }
        self.asked = true;
        network.plan().ok()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test_lab::TestLab;

    const LESSON: &str = r#"{"row":"N","encoding":"utf-8","title":{"zh":"一","en":"one"},
        "summary":{"zh":"二","en":"two"},"watch":[],"steps":[],"try":[],
        "network":{"cable":[{"both":{"delay":50}}]},
        "program":[{"file":"s.py","side":"server","text":""}],
        "check":[{"text":{"zh":"三","en":"three"},"network":["any cable cut"]}]}"#;

    #[test]
    fn its_network_is_asked_for_once_there_is_a_relay() {
        let lesson: Lesson = serde_json::from_str(LESSON).expect("it is a lesson");
        let id = LessonId::new("n1").expect("it is a name");
        let (none, ready) = (Lab::default(), TestLab::begun(None).lab);
        let mut open = OpenLesson::new(id, &lesson, &none, &Programs::default());
        assert_eq!(open.wanted(&lesson, &none), None);
        let plan = open.wanted(&lesson, &ready).expect("there is a relay");
        assert_eq!((plan.hosts.len(), plan.cables.len()), (2, 1));
        assert_eq!(open.done(), [false], "no cable was cut");
        let plain = Lesson { network: None, ..lesson };
        assert_eq!(open.wanted(&plain, &ready), None);
    }
}
