//! One end's path through the TCP states, with the moment of each.

use lab_shared::call::Micros;
use lab_shared::kernel::TcpState;

use super::machine::between;

/// Most states kept of one end. A socket that retries connect passes through many.
const MAX_STATES: usize = 64;

/// A state that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    pub state: TcpState,
    /// When a look first found it.
    pub at: Micros,
}

/// A state of the whole path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub state: TcpState,
    /// When it was first seen; `None` where it passed between two looks and is derived from them.
    pub at: Option<Micros>,
}

/// The states of one end, the oldest first. Two that follow each other differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Path {
    seen: Vec<Passed>,
}

impl Path {
    /// A look found `state`.
    pub fn found(&mut self, state: TcpState, at: Micros) {
        if self.now() == Some(state) {
            return;
        }
        if self.seen.len() >= MAX_STATES {
            self.seen.remove(0);
        }
        self.seen.push(Passed { state, at });
    }

    /// The state of the last look.
    #[must_use]
    pub fn now(&self) -> Option<TcpState> {
        self.seen.last().map(|passed| passed.state)
    }

    /// The states that were seen.
    #[must_use]
    pub fn seen(&self) -> &[Passed] {
        &self.seen
    }

    /// The whole path, with the states between two looks that follow from RFC 9293. `before` lies
    /// before the first one that was seen.
    #[must_use]
    pub fn steps(&self, before: &[TcpState]) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        if self.seen.first().is_some_and(|first| first.state == TcpState::Established) {
            steps.extend(before.iter().map(|&state| Step { state, at: None }));
        }
        for passed in &self.seen {
            if let Some(last) = steps.last() {
                let unseen = between(last.state, passed.state);
                steps.extend(unseen.into_iter().map(|state| Step { state, at: None }));
            }
            steps.push(Step { state: passed.state, at: Some(passed.at) });
        }
        steps
    }
}
