//! The setup changes while the session is at work.

use std::collections::BTreeMap;

use super::message::{EndId, EndState, PeerId};
use super::{EndSetup, Rules, Session};
use crate::assistant::compose::{Draft, Prepared};
use crate::assistant::plan::Plan;
use crate::assistant::problem::Problem;
use crate::assistant::rules::Rule;
use crate::assistant::setup::{Message, Setup};

impl Session {
    /// The ends that are not removed.
    pub fn ends(&self) -> impl Iterator<Item = EndId> {
        let ends = (0..).zip(&self.ends).filter(|(_, end)| !end.removed);
        ends.map(|(id, _)| EndId(id))
    }

    /// The number that the next end will have.
    #[must_use]
    pub fn next_end(&self) -> EndId {
        EndId(u32::try_from(self.ends.len()).unwrap_or(u32::MAX))
    }

    /// The setup as it is now; its ends are those of [`Session::ends`], in their order.
    #[must_use]
    pub fn setup_now(&self) -> Setup {
        let ends = self.ends.iter().filter(|end| !end.removed);
        Setup {
            ends: ends.map(|end| end.setup.clone()).collect(),
            rules: self.rules.written().cloned().collect(),
            ..self.setup.clone()
        }
    }

    pub(super) fn set_rules(&mut self, rules: &[Rule]) {
        match Rules::prepare(rules) {
            Ok(prepared) => self.rules = prepared,
            Err(problems) => problems.into_iter().for_each(|one| self.refuse(one.problem)),
        }
    }

    /// Takes other messages; with a mistake in one of them, none.
    pub(super) fn set_messages(&mut self, messages: Vec<Message>) {
        let old: BTreeMap<&str, (&Draft, u64)> = self
            .setup
            .messages
            .iter()
            .zip(&self.messages)
            .map(|(message, (_, sent))| (message.name.as_str(), (&message.draft, *sent)))
            .collect();
        let prepared: Result<Vec<(Prepared, u64)>, Problem> = messages
            .iter()
            .map(|message| {
                let same = old.get(message.name.as_str()).filter(|old| *old.0 == message.draft);
                Ok((message.draft.prepare()?, same.map_or(0, |old| old.1)))
            })
            .collect();
        match prepared {
            Ok(prepared) => {
                self.messages = prepared;
                self.setup.messages = messages;
            }
            Err(problem) => self.refuse(problem),
        }
    }

    pub(super) fn set_end(&mut self, id: EndId, setup: EndSetup) {
        let Some(end) = self.end(id) else { return };
        let stays = setup.transport.is_same_socket(&end.setup.transport)
            && setup.options == end.setup.options;
        if !stays && end.state != EndState::Closed {
            self.close(id);
        }
        let now = self.now.since_start;
        let Some(end) = self.end_mut(id) else { return };
        let regroups = end.setup.grouping != setup.grouping && !setup.transport.is_datagram();
        end.setup = setup;
        if !regroups {
            return;
        }
        for peer in end.peers.values_mut() {
            peer.grouper.set_grouping(now, &end.setup.grouping);
        }
        let peers: Vec<PeerId> = end.peers.keys().copied().collect();
        peers.into_iter().for_each(|peer| self.mark_unread(id, peer));
    }

    /// Takes other plans. One that runs goes on as it began, unless it is no longer among them.
    pub(super) fn set_plans(&mut self, plans: Vec<Plan>) {
        self.running.retain_mut(|running| {
            let found = plans.iter().position(|plan| plan.name == running.name());
            running.plan = found.unwrap_or(running.plan);
            found.is_some()
        });
        self.setup.plans = plans;
    }

    pub(super) fn remove_end(&mut self, id: EndId) {
        self.close(id);
        if let Some(end) = self.end_mut(id) {
            end.removed = true;
        }
    }

    /// The end, where there is one only.
    pub(super) fn only_end(&self) -> Option<EndId> {
        let mut ends = self.ends();
        ends.next().filter(|_| ends.next().is_none())
    }
}
