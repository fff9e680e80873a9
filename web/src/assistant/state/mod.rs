//! The model of the assistant's place: ends, the setup, the log.

mod answering;
pub(crate) mod choices;
pub(crate) mod command;
pub(crate) mod compose;
pub(crate) mod condition;
pub(crate) mod draft;
pub(crate) mod end_form;
pub(crate) mod end_model;
pub(crate) mod figures;
pub(crate) mod files;
pub(crate) mod host;
pub(crate) mod hosting;
pub(crate) mod log;
pub(crate) mod number;
mod places;
pub(crate) mod plans;
pub(crate) mod plot;
mod prepare;
pub(crate) mod proxies;
mod proxying;
pub(crate) mod remote;
pub(crate) mod reorder;
pub(crate) mod rules;
pub(crate) mod script;

pub(crate) use command::{AssistantCommand, AssistantEffect};

use std::rc::Rc;

use lab_shared::assistant::Problem;
use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::session::{EndId, Report};
use lab_shared::assistant::setup::{EndSetup, Setup, SetupProblem, Transport};
use lab_shared::call::Address;

use crate::lab::state::places::Places;
use choices::TransportKind;
use compose::ComposeModel;
use end_form::EndForm;
use end_model::EndModel;
use files::FilesModel;
use host::News;
use hosting::Hosting;
use log::LogModel;
use plans::PlansModel;
use plot::PlotModel;
use proxies::ProxiesModel;
use rules::RulesModel;
use script::{ScriptModel, ScriptNews};

/// The model. Cloning it is cheap.
#[derive(Debug, Clone)]
pub(crate) struct AssistantModel {
    /// The ends, in the order of their tabs.
    pub(crate) ends: Vec<Rc<EndModel>>,
    /// The end whose form and peers are shown, and which sends.
    pub(crate) chosen: EndId,
    /// Whether all ends are shown beside each other, in their forms and in the log.
    pub(crate) side_by_side: bool,
    next_end: u32,
    /// Messages, rules, plans and settings; its ends are in [`AssistantModel::ends`].
    pub(crate) document: Rc<Setup>,
    pub(crate) rules: Rc<RulesModel>,
    pub(crate) script: Rc<ScriptModel>,
    pub(crate) plans: Rc<PlansModel>,
    pub(crate) files: Rc<FilesModel>,
    pub(crate) proxies: Rc<ProxiesModel>,
    pub(crate) log: LogModel,
    pub(crate) plot: PlotModel,
    /// What is written, and the named messages.
    pub(crate) compose: Rc<ComposeModel>,
    /// Why the last command was not carried out.
    pub(crate) refused: Option<Rc<Problem>>,
    /// What is wrong with the document that was opened last.
    pub(crate) mistakes: Rc<Vec<SetupProblem>>,
    /// Where it runs.
    pub(crate) hosting: Rc<Hosting>,
    /// Where sockets can be made.
    pub(crate) places: Rc<Places>,
}

impl AssistantModel {
    /// The model of the setup and of what was written that the browser keeps; without a setup, or with one that
    /// cannot be read, of a setup to begin with.
    #[must_use]
    pub(crate) fn kept(document: Option<&str>, draft: Option<&str>) -> Self {
        let kept = document.and_then(|document| Setup::parse(document).ok());
        let mut model = Self::of(kept.filter(|setup| !is_empty(setup)).unwrap_or_else(first_setup));
        if let Some(draft) = draft.and_then(|draft| serde_json::from_str(draft).ok()) {
            Rc::make_mut(&mut model.compose).write(draft);
        }
        model
    }

    /// The model of a setup.
    #[must_use]
    pub(crate) fn of(mut setup: Setup) -> Self {
        let ends = std::mem::take(&mut setup.ends);
        let ends: Vec<Rc<EndModel>> =
            (0..).map(EndId).zip(ends).map(|(id, end)| Rc::new(EndModel::new(id, end))).collect();
        let mut model = Self {
            next_end: u32::try_from(ends.len()).unwrap_or(u32::MAX),
            ends,
            chosen: EndId(0),
            side_by_side: false,
            rules: Rc::new(RulesModel::default()),
            script: Rc::default(),
            plans: Rc::new(PlansModel::of(&setup.plans)),
            files: Rc::default(),
            proxies: Rc::new(ProxiesModel::of(&setup.proxies)),
            log: LogModel::new(&setup.log),
            plot: PlotModel::default(),
            compose: Rc::new(ComposeModel::with_messages(setup.messages.clone())),
            document: Rc::new(setup),
            refused: None,
            mistakes: Rc::default(),
            hosting: Rc::default(),
            places: Rc::default(),
        };
        model.choose_something();
        model
    }

    /// The setup as it is now.
    #[must_use]
    pub(crate) fn setup(&self) -> Setup {
        let ends = self.ends.iter().map(|end| end.setup.clone()).collect();
        Setup { ends, ..(*self.document).clone() }
    }

    #[must_use]
    pub(crate) fn end_ids(&self) -> Vec<EndId> {
        self.ends.iter().map(|end| end.id).collect()
    }

    /// The ends' names, in the order of their tabs.
    #[must_use]
    pub(crate) fn end_names(&self) -> Vec<String> {
        self.ends.iter().map(|end| end.setup.name.clone()).collect()
    }

    #[must_use]
    pub(crate) fn end(&self, id: EndId) -> Option<&Rc<EndModel>> {
        self.ends.iter().find(|end| end.id == id)
    }

    /// The end of a name.
    #[must_use]
    pub(crate) fn end_of(&self, name: &str) -> Option<&Rc<EndModel>> {
        self.ends.iter().find(|end| end.setup.name == name)
    }

    /// Whether there are several ends to show beside each other.
    #[must_use]
    pub(crate) fn shows_side_by_side(&self) -> bool {
        self.side_by_side && self.ends.len() > 1 && self.proxies.chosen.is_none()
    }

    /// The ends whose forms are shown.
    #[must_use]
    pub(crate) fn shown_ends(&self) -> Vec<&Rc<EndModel>> {
        let chosen = self.chosen_end().map(|end| end.id);
        let is_shown = |end: &&Rc<EndModel>| self.shows_side_by_side() || Some(end.id) == chosen;
        self.ends.iter().filter(is_shown).collect()
    }

    /// The column of an end in a log that shows all beside each other, and how many columns there are. What was
    /// received by an end that is no longer there has the whole width.
    #[must_use]
    pub(crate) fn lane_of(&self, end: &str) -> Option<(usize, usize)> {
        let lane = self.ends.iter().position(|one| one.setup.name == end)?;
        Some((lane, self.ends.len()))
    }

    /// The end whose form is shown; none while a proxy's is.
    #[must_use]
    pub(crate) fn chosen_end(&self) -> Option<&Rc<EndModel>> {
        self.end(self.chosen).filter(|_| self.proxies.chosen.is_none())
    }

    /// The encoding of what is in view.
    #[must_use]
    pub(crate) fn charset(&self) -> Charset {
        let proxy = self.proxies.chosen_proxy().map(|proxy| proxy.setup.charset);
        let end = self.chosen_end().map(|end| end.setup.charset);
        proxy.or(end).unwrap_or_default()
    }

    /// How many ends and proxies there are; the last one stays.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.ends.len() + self.proxies.list.len()
    }

    /// Takes in what happened.
    pub(crate) fn apply(&mut self, news: News) {
        match news {
            News::Entry(entry) => {
                let cut = self.end_of(&entry.end).and_then(|end| end.cut_charset());
                self.log.push(entry, cut);
            }
            News::Report(Report::End(end, state)) => self.change(end, |end| end.enter(state)),
            News::Report(Report::Left(end, peer)) => self.change(end, |end| end.forget(peer)),
            News::Report(Report::Refused(problem)) => self.refused = Some(Rc::new(problem)),
            News::Report(Report::Fired { rule }) => Rc::make_mut(&mut self.rules).fired(rule),
            News::File(news) => Rc::make_mut(&mut self.files).apply(news),
            // The driver hands it to the script.
            News::Script(_) => {}
            News::Plan { plan, report, at } => {
                Rc::make_mut(&mut self.plans).reported(plan, report, at);
            }
            News::Report(Report::RepeatEnded) => Rc::make_mut(&mut self.compose).repeat_ended(),
            News::Report(Report::Joined(..) | Report::Plan { .. }) => {}
            News::Bound(end, address) => self.change(end, |end| end.bound = Some(address)),
            News::Socket(end, peer, socket) => self.change(end, |end| end.have(peer, socket)),
        }
    }

    /// Takes in what happened to the script.
    pub(crate) fn apply_script(&mut self, news: ScriptNews) {
        Rc::make_mut(&mut self.script).apply(news);
    }

    fn change(&mut self, id: EndId, change: impl FnOnce(&mut EndModel)) {
        if let Some(end) = self.ends.iter_mut().find(|end| end.id == id) {
            change(Rc::make_mut(end));
        }
    }

    /// A new end of a kind, with a name that no other has.
    fn new_end(&self, kind: TransportKind) -> EndSetup {
        let base = match kind {
            TransportKind::TcpClient | TransportKind::UnixClient => "client",
            TransportKind::TcpServer | TransportKind::UnixServer => "server",
            TransportKind::Udp => "udp",
            TransportKind::UnixDatagram => "datagrams",
        };
        let taken = |name: &String| self.ends.iter().any(|end| end.setup.name == *name);
        let names = (2..).map(|number| format!("{base} {number}"));
        let name = std::iter::once(base.to_owned()).chain(names).find(|name| !taken(name));
        let form = EndForm::named(kind, name.unwrap_or_default());
        form.checked().unwrap_or_else(|_| first_end())
    }
}

/// Whether nothing in a setup can send, receive or forward.
fn is_empty(setup: &Setup) -> bool {
    setup.ends.is_empty() && setup.proxies.is_empty()
}

/// What a person sees who never was here: a client, as most begin with.
fn first_setup() -> Setup {
    Setup { ends: vec![first_end()], ..Setup::default() }
}

fn first_end() -> EndSetup {
    EndSetup {
        name: "client".into(),
        transport: Transport::TcpClient {
            connect: lab_shared::assistant::setup::Endpoint(Address::inet("127.0.0.1", 9999)),
            bind: None,
            reconnect: None,
        },
        options: Default::default(),
        grouping: Default::default(),
        charset: Default::default(),
        check: None,
    }
}

#[cfg(test)]
mod tests;
