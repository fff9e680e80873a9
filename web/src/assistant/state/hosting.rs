//! Where the assistant runs: in the page, or on the relay, where it goes on without the page.

use std::rc::Rc;
use std::time::Duration;

use lab_shared::assistant::Wording;
use lab_shared::assistant::remote::{
    AssistantNumber, Ending, Pacing, ProxiesStatus, RunningAssistant, SetupNow,
};
use lab_shared::assistant::session::{Command, EndId, EndState, Report};
use lab_shared::assistant::setup::Setup;

use super::end_model::EndModel;
use super::host::News;
use super::log::LogCommand;
use super::plans::run::PlanReport;
use super::remote::Output;
use super::{AssistantEffect, AssistantModel};

/// What the place knows of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Hosting {
    pub(crate) on_relay: bool,
    /// Whether the page watches it there by now.
    pub(crate) watches: bool,
    /// The assistants of this browser that the relay ran when it was last asked.
    pub(crate) running: Vec<RunningAssistant>,
    /// How exactly the relay sent what was timed.
    pub(crate) pacing: Option<Pacing>,
    /// Why the relay did not do what was asked last.
    pub(crate) reasons: Vec<Wording>,
    pub(crate) ended: Option<Ending>,
    /// Lines of the log that the page was too late for.
    pub(crate) missed: u64,
    /// Changes of the setup that the relay has not shown yet.
    unconfirmed: u32,
}

/// What a person wants of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostingCommand {
    /// Run in the page. One on the relay goes on there.
    InPage,
    /// Run on the relay from now on, with all ends closed.
    OnRelay,
    /// Watch one that the relay runs.
    Watch(AssistantNumber),
    /// End the one on the relay, and run in the page.
    End,
    /// Ask the relay which ones it runs.
    List,
}

/// What the driver does for it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum HostingEffect {
    /// Closes these ends of the page's own session.
    CloseOwn(Vec<EndId>),
    /// Has the relay start one with this setup.
    Start {
        /// What people call it.
        name: String,
        /// The setup.
        setup: String,
    },
    /// Watches one.
    Watch(AssistantNumber),
    /// Watches none any longer.
    Leave,
    /// Ends the one that is watched.
    End,
    /// Asks which ones there are.
    List,
    /// Gives the page's own session this setup, with all ends closed.
    Renew(Box<Setup>),
}

impl AssistantModel {
    pub(super) fn handle_hosting(&mut self, command: HostingCommand) -> Vec<AssistantEffect> {
        let mut effects = Vec::new();
        let hosting = |effect| AssistantEffect::Hosting(effect);
        match command {
            HostingCommand::InPage | HostingCommand::End => {
                effects.push(hosting(match command {
                    HostingCommand::End => HostingEffect::End,
                    _ => HostingEffect::Leave,
                }));
                let before = self.addresses();
                self.rehost(Hosting::default());
                effects.extend(self.follow_all(before));
                self.adopt(self.setup(), None);
                effects.push(hosting(HostingEffect::Renew(Box::new(self.setup()))));
                effects.push(hosting(HostingEffect::List));
            }
            HostingCommand::OnRelay => {
                effects.extend(self.stop_script());
                effects.push(hosting(HostingEffect::CloseOwn(self.end_ids())));
                let before = self.addresses();
                self.rehost(Hosting { on_relay: true, ..Hosting::default() });
                let followed = self.follow_all(before);
                let proxy = self.proxies.list.first().map(|proxy| &proxy.setup.name);
                let name = self.ends.first().map(|end| &end.setup.name).or(proxy);
                let name = name.cloned().unwrap_or_default();
                let setup = self.setup().to_toml();
                effects.push(hosting(HostingEffect::Start { name, setup }));
                effects.extend(followed);
            }
            HostingCommand::Watch(number) => {
                effects.extend(self.stop_script());
                effects.push(hosting(HostingEffect::CloseOwn(self.end_ids())));
                self.rehost(Hosting { on_relay: true, ..Hosting::default() });
                self.log.handle(LogCommand::Clear);
                effects.push(hosting(HostingEffect::Watch(number)));
            }
            HostingCommand::List => effects.push(hosting(HostingEffect::List)),
        }
        effects
    }

    /// Takes in the assistants that the relay runs for this browser.
    pub(crate) fn list(&mut self, running: Vec<RunningAssistant>) {
        Rc::make_mut(&mut self.hosting).running = running;
    }

    /// The page's own session has something to tell. While the relay runs the assistant, it does nothing.
    pub(crate) fn apply_own(&mut self, news: News) {
        if !self.hosting.on_relay {
            self.apply(news);
        }
    }

    /// Takes in what the relay tells of its assistant at this time.
    pub(crate) fn apply_remote(&mut self, output: Output, at: Duration) {
        let hosting = Rc::make_mut(&mut self.hosting);
        match output {
            Output::Ask(_) => {}
            Output::Setup(setup) => {
                let begins = !std::mem::replace(&mut hosting.watches, true);
                self.show_setup(&setup, begins);
            }
            Output::Entry(entry) => self.apply(News::Entry(entry)),
            Output::Missed(missed) => hosting.missed += missed,
            Output::Report(Report::Plan { plan, state, round, step, sent }) => {
                let report = PlanReport { state, round, step, sent };
                self.apply(News::Plan { plan, report, at });
            }
            Output::Report(report) => self.apply(News::Report(report)),
            Output::Bound(end, address) => self.apply(News::Bound(end, address)),
            Output::Proxies(status) => Rc::make_mut(&mut self.proxies).told(status),
            Output::Pacing(pacing) => hosting.pacing = Some(pacing),
            Output::Refused(reasons) => hosting.reasons = reasons,
            Output::Strange(words) => hosting.reasons = vec![Wording::same(words)],
            Output::Ended(ending) => {
                hosting.ended = Some(ending);
                hosting.watches = false;
                Rc::make_mut(&mut self.proxies).told(ProxiesStatus::default());
                self.ends.iter_mut().for_each(|end| Rc::make_mut(end).enter(EndState::Closed));
            }
        }
    }

    /// Counts changes of the setup until the relay shows them.
    pub(super) fn count_change(&mut self, command: &Command) {
        if command.changes_setup() && self.hosting.on_relay {
            Rc::make_mut(&mut self.hosting).unconfirmed += 1;
        }
    }

    /// Shows the relay's setup, unless it only has not caught up with what was typed here.
    fn show_setup(&mut self, now: &SetupNow, begins: bool) {
        let Ok(setup) = Setup::parse(&now.text) else { return };
        let same = setup == self.setup() && now.ends == self.end_ids();
        let waits = self.hosting.unconfirmed > 0 && !begins;
        if same || !waits {
            Rc::make_mut(&mut self.hosting).unconfirmed = 0;
        }
        if !same && !waits {
            self.adopt(setup, Some(&now.ends));
        }
    }

    /// Takes over a setup, whose ends have these ids, or those of their places. Forms of ends that stay as
    /// they are are kept as they are typed.
    fn adopt(&mut self, mut setup: Setup, ids: Option<&[EndId]>) {
        let ends = std::mem::take(&mut setup.ends);
        let places = (0..).map(EndId).take(ends.len()).collect::<Vec<_>>();
        let ids = ids.filter(|ids| ids.len() == ends.len()).unwrap_or(&places);
        let ends = ids.iter().zip(ends).map(|(id, end)| match self.end(*id) {
            Some(known) if known.setup == end => Rc::clone(known),
            _ => Rc::new(EndModel::new(*id, end)),
        });
        self.ends = ends.collect();
        self.next_end = ids.iter().map(|id| id.0 + 1).max().unwrap_or(0);
        if self.end(self.chosen).is_none() {
            self.chosen = self.ends.first().map_or(EndId(0), |end| end.id);
        }
        self.document = Rc::new(setup);
        self.proxies = self.proxies_of_document();
        self.choose_something();
    }

    fn rehost(&mut self, hosting: Hosting) {
        let running = self.hosting.running.clone();
        self.hosting = Rc::new(Hosting { running, ..hosting });
        Rc::make_mut(&mut self.proxies).told(ProxiesStatus::default());
        self.ends.iter_mut().for_each(|end| Rc::make_mut(end).enter(EndState::Closed));
    }
}

#[cfg(test)]
mod tests {
    use lab_shared::assistant::session::Report;

    use super::*;
    use crate::assistant::state::AssistantCommand;
    use crate::assistant::state::choices::TransportKind;

    fn model() -> AssistantModel {
        AssistantModel::kept(None, None)
    }

    fn hosting(model: &mut AssistantModel, command: HostingCommand) -> Vec<AssistantEffect> {
        model.handle(AssistantCommand::Hosting(command))
    }

    fn shown(model: &AssistantModel) -> SetupNow {
        SetupNow { text: model.setup().to_toml(), ends: model.end_ids() }
    }

    #[test]
    fn it_closes_in_the_page_before_it_runs_on_the_relay_and_comes_back_with_all_ends_closed() {
        let mut model = model();
        model.apply_own(News::Report(Report::End(EndId(0), EndState::Open)));
        let setup = model.setup();
        let effects = hosting(&mut model, HostingCommand::OnRelay);
        let expected = [
            HostingEffect::CloseOwn(vec![EndId(0)]),
            HostingEffect::Start { name: "client".into(), setup: setup.to_toml() },
        ]
        .map(AssistantEffect::Hosting);
        assert_eq!(effects, expected);
        model.apply_own(News::Report(Report::End(EndId(0), EndState::Open)));
        assert_eq!(
            model.ends[0].state,
            EndState::Closed,
            "the page's own session counts no longer"
        );
        model.apply_remote(Output::Setup(shown(&model)), Duration::ZERO);
        model.apply_remote(Output::Report(Report::End(EndId(0), EndState::Open)), Duration::ZERO);
        assert!(model.hosting.watches && model.ends[0].state == EndState::Open);
        let effects = hosting(&mut model, HostingCommand::InPage);
        let expected =
            [HostingEffect::Leave, HostingEffect::Renew(Box::new(setup)), HostingEffect::List]
                .map(AssistantEffect::Hosting);
        assert_eq!(effects, expected);
        assert_eq!((model.hosting.on_relay, model.ends[0].state), (false, EndState::Closed));
    }

    #[test]
    fn the_setup_of_one_that_ran_before_is_shown_with_its_ends() {
        let mut other = model();
        other.handle(AssistantCommand::Add(TransportKind::Udp));
        let setup = SetupNow { text: other.setup().to_toml(), ends: vec![EndId(2), EndId(5)] };
        let mut model = model();
        hosting(&mut model, HostingCommand::Watch(AssistantNumber(3)));
        model.apply_remote(Output::Setup(setup), Duration::ZERO);
        assert_eq!(model.end_ids(), [EndId(2), EndId(5)]);
        assert_eq!(model.setup(), other.setup());
        assert_eq!(model.chosen, EndId(2));
        model.handle(AssistantCommand::Add(TransportKind::Udp));
        assert_eq!(model.ends[2].id, EndId(6));
        hosting(&mut model, HostingCommand::InPage);
        assert_eq!(model.end_ids(), [0, 1, 2].map(EndId), "as the page's new session counts them");
    }

    #[test]
    fn a_setup_that_has_not_caught_up_takes_nothing_away_that_was_typed() {
        let mut model = model();
        hosting(&mut model, HostingCommand::OnRelay);
        let before = shown(&model);
        model.apply_remote(Output::Setup(before.clone()), Duration::ZERO);
        model.handle(AssistantCommand::Add(TransportKind::Udp));
        model.apply_remote(Output::Setup(before.clone()), Duration::ZERO);
        assert_eq!(model.ends.len(), 2, "the relay has not heard of it");
        model.apply_remote(Output::Setup(shown(&model)), Duration::ZERO);
        model.apply_remote(Output::Setup(before), Duration::ZERO);
        assert_eq!(model.ends.len(), 1, "another page has taken it away");
    }

    #[test]
    fn one_that_has_ended_is_shown_closed_with_the_reason() {
        let mut model = model();
        hosting(&mut model, HostingCommand::OnRelay);
        model.apply_remote(Output::Report(Report::End(EndId(0), EndState::Open)), Duration::ZERO);
        model.apply_remote(Output::Ended(Ending::Unwatched), Duration::ZERO);
        assert_eq!(model.hosting.ended, Some(Ending::Unwatched));
        assert_eq!(model.ends[0].state, EndState::Closed);
    }
}
