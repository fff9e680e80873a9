//! A network as it is asked for.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{HostName, Impairment, Way};

/// The hosts of a network, and how its cables are set at the beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkPlan {
    /// The hosts, in the order of their addresses.
    pub hosts: Vec<HostName>,
    /// What its cables do to packets, in the order of the cables; a cable that is left out is perfect.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cables: Vec<PlannedCable>,
    /// Largest packet that passes, in bytes from the IP header on; `None` is Ethernet's 1500.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u16>,
}

/// How a cable is set at the beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlannedCable {
    /// The way from its first end.
    pub forth: Impairment,
    /// The way back.
    pub back: Impairment,
    /// Whether it is cut.
    pub cut: bool,
}

/// What is wrong with a plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// A network without hosts.
    #[error("a network has at least one host")]
    Empty,
    /// Two hosts have one name.
    #[error("two hosts have the name {0}")]
    Twice(HostName),
    /// An MTU that IPv6 or IP cannot have.
    #[error("an MTU is {} to {}", NetworkPlan::MIN_MTU, NetworkPlan::MAX_MTU)]
    Mtu,
    /// More cables are set than there are.
    #[error("the network has {has} cables, and {set} are set")]
    Cables {
        /// How many there are.
        has: usize,
        /// How many are set.
        set: usize,
    },
}

impl NetworkPlan {
    /// Ethernet's MTU.
    pub const MTU: u16 = 1500;
    /// Least MTU: IPv6's, RFC 8200 §5.
    pub const MIN_MTU: u16 = 1280;
    /// Largest MTU.
    pub const MAX_MTU: u16 = 9000;

    /// The network of a tutorial: a server and a client on one perfect cable.
    #[must_use]
    pub fn pair() -> Self {
        Self { hosts: vec![HostName::server(), HostName::client()], cables: Vec::new(), mtu: None }
    }

    /// How many cables so many hosts have: one for two of them, else one each to the switch.
    #[must_use]
    pub fn cables_of(hosts: usize) -> usize {
        if hosts == 2 { 1 } else { hosts }
    }

    /// Checks that there can be such a network.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), PlanError> {
        if self.hosts.is_empty() {
            return Err(PlanError::Empty);
        }
        if let Some(twice) =
            self.hosts.iter().enumerate().find(|(at, host)| self.hosts[..*at].contains(host))
        {
            return Err(PlanError::Twice(twice.1.clone()));
        }
        if self.mtu.is_some_and(|mtu| !(Self::MIN_MTU..=Self::MAX_MTU).contains(&mtu)) {
            return Err(PlanError::Mtu);
        }
        let (has, set) = (Self::cables_of(self.hosts.len()), self.cables.len());
        if set > has { Err(PlanError::Cables { has, set }) } else { Ok(()) }
    }
}

impl PlannedCable {
    /// The same impairment both ways.
    #[must_use]
    pub fn both(impairment: Impairment) -> Self {
        Self { forth: impairment.clone(), back: impairment, cut: false }
    }

    /// What one way does to packets.
    #[must_use]
    pub fn impairment(&self, way: Way) -> &Impairment {
        match way {
            Way::Forth => &self.forth,
            Way::Back => &self.back,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_that_cannot_be_is_refused() {
        let plan = |hosts: &[&str], cables: usize, mtu| NetworkPlan {
            hosts: hosts.iter().map(|name| HostName::new(*name).unwrap()).collect(),
            cables: vec![PlannedCable::default(); cables],
            mtu,
        };
        assert_eq!(NetworkPlan::pair().check(), Ok(()));
        assert_eq!(plan(&["a", "b", "c"], 3, Some(1280)).check(), Ok(()));
        assert_eq!(plan(&[], 0, None).check(), Err(PlanError::Empty));
        assert_eq!(
            plan(&["a", "b", "a"], 0, None).check(),
            Err(PlanError::Twice(HostName::new("a").unwrap()))
        );
        assert_eq!(plan(&["a"], 0, Some(576)).check(), Err(PlanError::Mtu));
        assert_eq!(plan(&["a", "b"], 2, None).check(), Err(PlanError::Cables { has: 1, set: 2 }));
    }
}
