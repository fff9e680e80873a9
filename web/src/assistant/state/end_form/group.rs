//! A multicast group in the form of a UDP end.

use lab_shared::assistant::setup::Membership;

/// What is typed for a multicast group that the end joins.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct GroupForm {
    pub(super) group: String,
    pub(super) interface: String,
}

impl GroupForm {
    pub(super) fn of(membership: &Membership) -> Self {
        Self {
            group: membership.group.to_string(),
            interface: membership.interface.clone().unwrap_or_default(),
        }
    }
}
