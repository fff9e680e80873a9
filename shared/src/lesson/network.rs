//! The network that a lesson brings: `[network]` and `[[network.cable]]` of `lesson.toml`.
//!
//! Authors write times in milliseconds, shares in percent and rates in kilobits a second.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::call::Micros;
use crate::network::{
    HostName, Impairment, Loss, LossPattern, NetworkPlan, PlanError, PlannedCable, Share,
};

/// Hosts on cables; without any key, a server and a client on a perfect cable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LessonNetwork {
    /// The hosts, in the order of their addresses.
    pub hosts: Vec<HostName>,
    /// [`NetworkPlan::mtu`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<u16>,
    /// What the cables do to packets, in the order of the cables.
    #[serde(rename = "cable", skip_serializing_if = "Vec::is_empty")]
    pub cables: Vec<LessonCable>,
}

impl Default for LessonNetwork {
    fn default() -> Self {
        Self { hosts: NetworkPlan::pair().hosts, mtu: None, cables: Vec::new() }
    }
}

/// A cable: the same both ways, where a way has no keys of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LessonCable {
    /// Both ways.
    pub both: LessonLine,
    /// From the first host to the second, or from a host to the switch; in place of `both`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forth: Option<LessonLine>,
    /// The other way; in place of `both`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<LessonLine>,
    /// Whether it is cut at the beginning.
    pub cut: bool,
}

/// What one way of a cable does to packets, in an author's units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LessonLine {
    /// Milliseconds.
    pub delay: u32,
    /// Milliseconds.
    pub jitter: u32,
    /// Percent, or a pattern such as `..x`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<LessonLoss>,
    /// Percent.
    pub duplicate: u8,
    /// Percent.
    pub reorder: u8,
    /// Kilobits a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<u32>,
    /// Packets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<u16>,
}

/// Which packets a cable loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LessonLoss {
    /// So many percent.
    Percent(u8),
    /// Those marked `x`.
    Pattern(LossPattern),
}

/// What is wrong with a lesson's network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LessonNetworkError {
    /// The network itself.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// More than everything.
    #[error("{0} percent, and at most 100 are expected")]
    Percent(u8),
}

impl LessonNetwork {
    /// The network to ask the relay for.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn plan(&self) -> Result<NetworkPlan, LessonNetworkError> {
        let cables = self.cables.iter().map(LessonCable::plan).collect::<Result<_, _>>()?;
        let plan = NetworkPlan { hosts: self.hosts.clone(), cables, mtu: self.mtu };
        plan.check()?;
        Ok(plan)
    }
}

impl LessonCable {
    fn plan(&self) -> Result<PlannedCable, LessonNetworkError> {
        let way = |own: &Option<LessonLine>| own.as_ref().unwrap_or(&self.both).impairment();
        Ok(PlannedCable { forth: way(&self.forth)?, back: way(&self.back)?, cut: self.cut })
    }
}

impl LessonLine {
    fn impairment(&self) -> Result<Impairment, LessonNetworkError> {
        let perfect = Impairment::default();
        let loss = match &self.loss {
            None => Loss::Never,
            Some(LessonLoss::Percent(percent)) => Loss::Random(share(*percent)?),
            Some(LessonLoss::Pattern(pattern)) => Loss::Pattern(pattern.clone()),
        };
        let set = Impairment {
            delay: millis(self.delay),
            jitter: millis(self.jitter),
            loss,
            duplicate: share(self.duplicate)?,
            reorder: share(self.reorder)?,
            rate: self.rate.map(|kilobits| u64::from(kilobits) * 1_000),
            queue: self.queue.unwrap_or(perfect.queue),
        };
        Ok(set.within_limits())
    }
}

fn millis(count: u32) -> Micros {
    Micros(u64::from(count) * 1_000)
}

fn share(percent: u8) -> Result<Share, LessonNetworkError> {
    Share::millionths(u32::from(percent) * 10_000).map_err(|_| LessonNetworkError::Percent(percent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> LessonNetwork {
        serde_json::from_str(json).expect("it is a network")
    }

    #[test]
    fn without_keys_it_is_a_server_and_a_client() {
        assert_eq!(read("{}").plan(), Ok(NetworkPlan::pair()));
    }

    #[test]
    fn an_authors_units_become_those_of_the_protocol() {
        let network = read(
            r#"{"mtu":1400,"cable":[{"both":{"delay":20,"rate":1000},
                "back":{"delay":5,"loss":"..x","reorder":25},"cut":true}]}"#,
        );
        let plan = network.plan().expect("there can be such a network");
        let [cable] = &plan.cables[..] else { panic!("one cable: {plan:?}") };
        assert_eq!((plan.mtu, cable.cut), (Some(1400), true));
        assert_eq!((cable.forth.delay, cable.forth.rate), (Micros(20_000), Some(1_000_000)));
        assert_eq!((cable.back.delay, cable.back.rate), (Micros(5_000), None));
        assert_eq!(cable.back.reorder.in_millionths(), 250_000);
        assert!(matches!(&cable.back.loss, Loss::Pattern(it) if it.to_string() == "..x"));
        let written = serde_json::to_string(&network).expect("it can be written");
        assert_eq!(read(&written), network);
    }

    #[test]
    fn what_cannot_be_is_told() {
        let wrong = |json: &str| read(json).plan().expect_err(json).to_string();
        assert!(wrong(r#"{"cable":[{"both":{"loss":101}}]}"#).contains("101 percent"));
        assert!(wrong(r#"{"hosts":["a","a"]}"#).contains("two hosts"));
        assert!(wrong(r#"{"cable":[{},{}]}"#).contains("1 cables"));
        assert!(serde_json::from_str::<LessonNetwork>(r#"{"hosts":["A"]}"#).is_err());
        let unknown = r#"{"cable":[{"both":{"delays":1}}]}"#;
        assert!(serde_json::from_str::<LessonNetwork>(unknown).is_err());
    }
}
