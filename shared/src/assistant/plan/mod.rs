//! Sending by plan: messages in a sequence, with delays, repeats and waits.
//!
//! A [`Run`] is a plan that runs. Times are counted from when a step was due, not from when the host
//! came to it, so a late timer delays one send and not all that follow. Sends that were missed are left out.

mod run;

use serde::{Deserialize, Serialize};

use super::compose::is_default;
use super::rules::Condition;

pub use run::{Run, RunOutput, RunState};

/// A plan as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What people call it.
    pub name: String,
    /// How often the steps are made; 0 means until stopped.
    #[serde(default = "once", skip_serializing_if = "is_once")]
    pub times: u32,
    /// The time from the begin of one round to the begin of the next, in milliseconds, at
    /// least one; a longer round is followed at once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub every: u32,
    /// What it does, in order.
    pub steps: Vec<Step>,
}

fn once() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_once(times: &u32) -> bool {
    *times == 1
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// Send a message of the setup.
    Send {
        /// Its name.
        message: String,
        /// How often.
        #[serde(default = "once", skip_serializing_if = "is_once")]
        times: u32,
        /// The time from one send to the next, in milliseconds.
        #[serde(default, skip_serializing_if = "is_default")]
        every: u32,
    },
    /// Do nothing for some milliseconds.
    Pause(u32),
    /// Wait for a message.
    WaitFor {
        /// What it must be.
        #[serde(flatten)]
        wanted: Wanted,
        /// For how many milliseconds.
        within: u32,
        /// What happens when none has come by then.
        #[serde(default, skip_serializing_if = "is_default")]
        otherwise: Otherwise,
    },
}

/// The message that a step waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// What it must be.
    pub when: Condition,
    /// The end it comes from; without one, any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

/// What follows a wait in vain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// The plan has failed.
    #[default]
    Fail,
    /// The next step.
    GoOn,
    /// The next round.
    NextRound,
}

#[cfg(test)]
mod tests;
