//! The network that a lesson brings: asked for when the lesson opens, and ended when another one opens.

use lab_shared::lesson::Lesson;
use lab_shared::network::{NetworkCommand, NetworkDenial, NetworkPlan, NetworkState, NetworkView};

use crate::lab::state::Lab;
use crate::link::state::Phase;

/// Which network of the page's a lesson brought. It outlives the lesson, and a network that a person makes is none
/// of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum LessonNetwork {
    /// None.
    #[default]
    None,
    /// The relay was asked for it.
    Asked {
        /// The page's network until then.
        before: Option<String>,
    },
    /// This one.
    Brought(String),
}

impl LessonNetwork {
    /// What the relay is to be asked when the lesson opens, and when the page's network has changed. `asked` is
    /// whether it was asked for this lesson's network.
    ///
    /// A lesson without a network ends that of the one before it, so that its programs meet where they do otherwise.
    pub(crate) fn wanted(
        &mut self,
        lesson: &Lesson,
        asked: &mut bool,
        lab: &Lab,
    ) -> Option<NetworkCommand> {
        let name = lab.network.view().and_then(|view| name_of(view));
        let Phase::Ready(welcome) = &lab.relay else {
            *asked &= name.is_some();
            return None;
        };
        if self.is_gone(name) {
            *asked = false;
        }
        let begins_with_own = welcome.networks.begins_with_own();
        let Some(network) = &lesson.network else {
            let brought = std::mem::take(self);
            if !matches!(&brought, Self::Brought(ours) if Some(ours.as_str()) == name) {
                // It may still come.
                if matches!(brought, Self::Asked { .. }) {
                    *self = brought;
                }
                return None;
            }
            let usual = || NetworkCommand::Open(NetworkPlan::pair());
            return Some(if begins_with_own { usual() } else { NetworkCommand::Close });
        };
        // A network that the page begins with would come after the lesson's and take its place.
        let too_early = begins_with_own && name.is_none();
        if *asked || too_early || denial(lesson, lab).is_some() {
            return None;
        }
        let plan = network.plan().ok()?;
        *asked = true;
        *self = Self::Asked { before: name.map(str::to_owned) };
        Some(NetworkCommand::Open(plan))
    }

    /// Takes in which network the page has, and returns whether the one that was brought is gone without another.
    fn is_gone(&mut self, name: Option<&str>) -> bool {
        match (&*self, name) {
            (Self::Asked { before }, Some(name)) if before.as_deref() != Some(name) => {
                *self = Self::Brought(name.to_owned());
                false
            }
            (Self::Brought(_), None) => {
                *self = Self::None;
                true
            }
            _ => false,
        }
    }
}

/// Why the relay has no network for the lesson; `None` where it has one, or the lesson needs none.
pub(crate) fn denial(lesson: &Lesson, lab: &Lab) -> Option<NetworkDenial> {
    lesson.network.as_ref()?;
    match lab.relay.welcome()?.networks {
        NetworkState::Denied(why) => Some(why),
        NetworkState::Unknown | NetworkState::Offered(_) => None,
    }
}

/// The name of a network on its machine, by which `socket-lab enter HOST@NAME` finds it.
pub(crate) fn name_of(view: &NetworkView) -> Option<&str> {
    view.hosts.first()?.enter.rsplit_once('@').map(|(_, name)| name)
}

#[cfg(test)]
mod tests;
