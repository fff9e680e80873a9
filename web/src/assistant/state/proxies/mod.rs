//! The proxies of the place: their forms, what the relay tells of them, and what a person does by hand.

pub(crate) mod command;
pub(crate) mod faults;
pub(crate) mod form;
pub(crate) mod recording;
pub(crate) mod replay;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::rc::Rc;

use lab_shared::assistant::compose::{Draft, Form, MarkKind, convert};
use lab_shared::assistant::proxy::{Direction, ProxySetup, Side};
use lab_shared::assistant::remote::{Held, HeldId, LinkStatus, ProxiesStatus, ProxyStatus};
use lab_shared::assistant::session::EndState;
use lab_shared::text::to_hex;

use form::{ProxyField, ProxyForm};
use replay::ReplayForm;

/// The page's number of a proxy, which is never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ProxyId(pub(crate) u32);

/// A proxy: its form, and the last of it without mistakes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProxyModel {
    pub(crate) id: ProxyId,
    /// What is typed. It may have mistakes.
    pub(crate) form: Rc<ProxyForm>,
    pub(crate) setup: ProxySetup,
}

/// All proxies. Cloning it is cheap.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProxiesModel {
    /// In the order of their tabs, and of the document.
    pub(crate) list: Vec<Rc<ProxyModel>>,
    /// The one in view; `None` while an end is.
    pub(crate) chosen: Option<ProxyId>,
    next: u32,
    /// What they are doing.
    pub(crate) status: Rc<ProxiesStatus>,
    /// As whom the composer injects.
    pub(crate) inject_as: Side,
    /// Into which connection; `None` is all of them.
    pub(crate) to: Option<u32>,
    /// What a person has written in place of what is held.
    edits: Rc<BTreeMap<HeldId, Draft>>,
    pub(crate) replay: Rc<ReplayForm>,
}

impl ProxiesModel {
    pub(crate) fn of(setups: &[ProxySetup]) -> Self {
        let mut model = Self {
            list: Vec::new(),
            chosen: None,
            next: 0,
            status: Rc::default(),
            inject_as: Side::Client,
            to: None,
            edits: Rc::default(),
            replay: Rc::default(),
        };
        model.adopt(setups);
        model
    }

    /// Takes over other setups. Forms of proxies that stay as they are are kept as they are typed.
    pub(super) fn adopt(&mut self, setups: &[ProxySetup]) {
        let before = std::mem::take(&mut self.list);
        for setup in setups {
            let same = |known: &&Rc<ProxyModel>| known.setup.name == setup.name;
            let known = before.iter().find(same);
            let proxy = match known {
                Some(known) if known.setup == *setup => Rc::clone(known),
                _ => {
                    let id = known.map_or_else(|| self.new_id(), |known| known.id);
                    let form = Rc::new(ProxyForm::of(setup));
                    Rc::new(ProxyModel { id, form, setup: setup.clone() })
                }
            };
            self.list.push(proxy);
        }
        self.chosen = self.chosen.filter(|chosen| self.list.iter().any(|one| one.id == *chosen));
    }

    fn new_id(&mut self) -> ProxyId {
        self.next += 1;
        ProxyId(self.next - 1)
    }

    /// Takes in what the relay tells.
    pub(super) fn told(&mut self, status: ProxiesStatus) {
        if self.edits.keys().any(|id| !status.held.contains_key(id)) {
            Rc::make_mut(&mut self.edits).retain(|id, _| status.held.contains_key(id));
        }
        self.to = self.to.filter(|connection| status.links.contains_key(connection));
        self.status = Rc::new(status);
    }

    #[must_use]
    pub(crate) fn proxy(&self, id: ProxyId) -> Option<&Rc<ProxyModel>> {
        self.list.iter().find(|proxy| proxy.id == id)
    }

    /// The proxy in view.
    #[must_use]
    pub(crate) fn chosen_proxy(&self) -> Option<&Rc<ProxyModel>> {
        self.proxy(self.chosen?)
    }

    /// What a proxy is doing.
    #[must_use]
    pub(crate) fn status_of(&self, proxy: &ProxyModel) -> ProxyStatus {
        self.status.proxies.get(&proxy.setup.name).cloned().unwrap_or_default()
    }

    /// The connections through a proxy, in the order they came.
    pub(crate) fn links(&self, proxy: &ProxyModel) -> impl Iterator<Item = (u32, &LinkStatus)> {
        let name = proxy.setup.name.clone();
        let links = self.status.links.iter().filter(move |(_, link)| link.proxy == name);
        links.map(|(connection, link)| (*connection, link))
    }

    /// What a proxy holds, and what would pass in its place.
    pub(crate) fn held(&self, proxy: &ProxyModel) -> impl Iterator<Item = (HeldId, &Held, Draft)> {
        let name = proxy.setup.name.clone();
        let is_its = move |id: &HeldId| {
            self.status.links.get(&id.connection).is_some_and(|link| link.proxy == name)
        };
        let held = self.status.held.iter().filter(move |(id, _)| is_its(id));
        held.map(move |(id, held)| (*id, held, self.draft(*id, held, proxy)))
    }

    /// What is written in place of what is held: as text where it is text, otherwise as hex.
    fn draft(&self, id: HeldId, held: &Held, proxy: &ProxyModel) -> Draft {
        if let Some(edited) = self.edits.get(&id) {
            return edited.clone();
        }
        let (hex, charset) = (to_hex(&held.bytes), proxy.setup.charset);
        let text = convert(&hex, Form::Hex, Form::Text, charset);
        let text =
            text.ok().filter(|view| view.marks.iter().all(|mark| mark.kind == MarkKind::Hidden));
        let (form, text) = text.map_or((Form::Hex, hex), |view| (Form::Text, view.text));
        Draft { form, text, charset, ..Draft::default() }
    }

    /// Whether something can be injected into the proxy in view.
    #[must_use]
    pub(crate) fn can_inject(&self) -> bool {
        self.chosen_proxy().is_some_and(|proxy| self.links(proxy).next().is_some())
    }

    /// The fields of a proxy's form with a mistake. A name that another one has is one.
    #[must_use]
    pub(crate) fn mistakes(&self, id: ProxyId) -> Vec<ProxyField> {
        let Some(proxy) = self.proxy(id) else { return Vec::new() };
        match proxy.form.checked() {
            Err(wrong) => wrong,
            Ok(setup) => {
                let mut others = self.list.iter().filter(|other| other.id != id);
                let taken = others.any(|other| other.setup.name == setup.name);
                taken.then_some(ProxyField::Name).into_iter().collect()
            }
        }
    }

    /// Whether a proxy listens, or tries to.
    #[must_use]
    pub(crate) fn is_open(&self, proxy: &ProxyModel) -> bool {
        self.status_of(proxy).state != EndState::Closed
    }

    /// The direction of what is injected.
    #[must_use]
    pub(crate) fn inject_direction(&self) -> Direction {
        match self.inject_as {
            Side::Client => Direction::ToServer,
            Side::Server => Direction::ToClient,
        }
    }
}
