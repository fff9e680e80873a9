//! What a person does with proxies, and what each command leaves to do.

use std::rc::Rc;

use bytes::Bytes;
use lab_shared::assistant::compose::{Context, Draft};
use lab_shared::assistant::proxy::{self, Direction, ProxySetup, Side};
use lab_shared::assistant::remote::{HeldId, ProxyOrder, ProxyRequest};
use lab_shared::assistant::setup::Endpoint;
use lab_shared::assistant::{Now, Problem, Wording};
use lab_shared::call::Address;

use super::form::{ProxyEdit, ProxyForm};
use super::recording::Recording;
use super::replay::ReplayEdit;
use super::{ProxiesModel, ProxyId, ProxyModel};
use crate::assistant::state::draft::DraftEdit;
use crate::assistant::state::log::LogModel;

/// What a person does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ProxyCommand {
    /// Shows its form and connections; the composer injects into it.
    Choose(ProxyId),
    /// Adds one, and chooses it.
    Add,
    Remove(ProxyId),
    Edit(ProxyId, ProxyEdit),
    /// Listens, and serves clients.
    Start(ProxyId),
    Stop(ProxyId),
    /// Holds what comes from now on, or lets all of it pass.
    Hold(ProxyId, Direction, bool),
    /// Writes something else in place of what is held.
    EditHeld(HeldId, DraftEdit),
    /// Lets what is held pass, as it is written.
    Release(HeldId),
    Drop(HeldId),
    InjectAs(Side),
    /// Injects into one connection, or into all again.
    InjectInto(Option<u32>),
    CloseLink(u32),
    ResetLink(u32),
    Replay(ReplayEdit),
    /// Plays what the form describes.
    StartReplay,
    StopReplay,
    /// Saves what both sides said, as the log has it.
    SaveRecording,
}

/// What a command leaves to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ProxyEffect {
    /// The setups are others.
    Changed,
    /// Asks the relay for this.
    Ask(ProxyRequest),
    /// Shows why something was not done.
    Refuse(Problem),
    /// Offers a recorded conversation as a file.
    Save(String),
}

impl ProxiesModel {
    /// Carries a command out over the setups, the log and the time as they are.
    pub(crate) fn handle(
        &mut self,
        command: ProxyCommand,
        setups: &mut Vec<ProxySetup>,
        log: &LogModel,
        now: Now,
    ) -> Vec<ProxyEffect> {
        match command {
            ProxyCommand::Choose(id) => self.chosen = Some(id),
            ProxyCommand::Add => {
                let setup = self.new_setup();
                let id = self.new_id();
                let form = Rc::new(ProxyForm::of(&setup));
                self.list.push(Rc::new(ProxyModel { id, form, setup }));
                self.chosen = Some(id);
                return self.changed(setups);
            }
            ProxyCommand::Remove(id) => {
                self.list.retain(|proxy| proxy.id != id);
                if self.chosen == Some(id) {
                    self.chosen = None;
                }
                return self.changed(setups);
            }
            ProxyCommand::Edit(id, edit) => return self.edit(id, edit, setups),
            ProxyCommand::Start(id) if self.mistakes(id).is_empty() => {
                return self.ask_of(id, |proxy| ProxyRequest::Start { proxy });
            }
            ProxyCommand::Stop(id) => {
                return self.ask_of(id, |proxy| ProxyRequest::Stop { proxy });
            }
            ProxyCommand::Hold(id, direction, on) => {
                let command = match on {
                    true => proxy::Command::Hold { direction },
                    false => proxy::Command::Resume { direction },
                };
                return self.ask_of(id, |proxy| {
                    ProxyRequest::Order(ProxyOrder {
                        proxy: Some(proxy),
                        connection: None,
                        command,
                    })
                });
            }
            ProxyCommand::EditHeld(id, edit) => self.edit_held(id, edit),
            ProxyCommand::Release(id) => return self.release(id, now),
            ProxyCommand::Drop(HeldId { connection, direction, number }) => {
                return vec![of_link(connection, proxy::Command::Drop { direction, number })];
            }
            ProxyCommand::InjectAs(side) => self.inject_as = side,
            ProxyCommand::InjectInto(connection) => self.to = connection,
            ProxyCommand::CloseLink(connection) => {
                return vec![of_link(connection, proxy::Command::Close)];
            }
            ProxyCommand::ResetLink(connection) => {
                return vec![of_link(connection, proxy::Command::Reset)];
            }
            ProxyCommand::Replay(edit) => Rc::make_mut(&mut self.replay).apply(edit),
            ProxyCommand::StartReplay => {
                let Some(proxy) = self.chosen_proxy() else { return Vec::new() };
                return vec![match self.replay.request(&proxy.setup, log) {
                    Ok(request) => ProxyEffect::Ask(ProxyRequest::Replay(request)),
                    Err(problem) => ProxyEffect::Refuse(problem),
                }];
            }
            ProxyCommand::StopReplay => return vec![ProxyEffect::Ask(ProxyRequest::StopReplay)],
            ProxyCommand::SaveRecording => {
                let Some(proxy) = self.chosen_proxy() else { return Vec::new() };
                let recording = Recording::of(log, &proxy.setup.name);
                return vec![ProxyEffect::Save(recording.to_lines(None))];
            }
            ProxyCommand::Start(_) => {}
        }
        Vec::new()
    }

    /// Injects a message into the proxy in view.
    pub(crate) fn inject(&self, draft: &Draft, sent: u64, now: Now) -> Vec<ProxyEffect> {
        let Some(proxy) = self.chosen_proxy() else { return Vec::new() };
        if !self.can_inject() {
            return vec![ProxyEffect::Refuse(Problem::new(
                0..0,
                Wording::new("no client is connected", "没有客户端连接"),
                Wording::new("connect one to the proxy first", "请先让一个客户端连接到代理"),
            ))];
        }
        let direction = self.inject_direction();
        vec![match bytes_of(draft, sent, now) {
            Ok(bytes) => ProxyEffect::Ask(ProxyRequest::Order(ProxyOrder {
                proxy: Some(proxy.setup.name.clone()),
                connection: self.to,
                command: proxy::Command::Inject { direction, bytes },
            })),
            Err(problem) => ProxyEffect::Refuse(problem),
        }]
    }

    /// Takes over what is typed as soon as it has no mistake.
    fn edit(
        &mut self,
        id: ProxyId,
        edit: ProxyEdit,
        setups: &mut Vec<ProxySetup>,
    ) -> Vec<ProxyEffect> {
        let Some(place) = self.list.iter().position(|proxy| proxy.id == id) else {
            return Vec::new();
        };
        let proxy = Rc::make_mut(&mut self.list[place]);
        proxy.form = Rc::new((*proxy.form).clone().after(edit));
        if !self.mistakes(id).is_empty() {
            return Vec::new();
        }
        let proxy = Rc::make_mut(&mut self.list[place]);
        match proxy.form.checked() {
            Ok(setup) if setup != proxy.setup => {
                proxy.setup = setup;
                self.changed(setups)
            }
            _ => Vec::new(),
        }
    }

    fn changed(&self, setups: &mut Vec<ProxySetup>) -> Vec<ProxyEffect> {
        *setups = self.list.iter().map(|proxy| proxy.setup.clone()).collect();
        vec![ProxyEffect::Changed]
    }

    fn edit_held(&mut self, id: HeldId, edit: DraftEdit) {
        let proxy = self.chosen_proxy().cloned();
        let (Some(proxy), Some(held)) = (proxy, self.status.held.get(&id)) else { return };
        let mut draft = self.draft(id, held, &proxy);
        edit.apply(&mut draft);
        Rc::make_mut(&mut self.edits).insert(id, draft);
    }

    /// What is released is what is written; where nothing was, it is what was received.
    fn release(&mut self, id: HeldId, now: Now) -> Vec<ProxyEffect> {
        let bytes = match self.edits.get(&id).map(|draft| bytes_of(draft, 0, now)) {
            None => None,
            Some(Ok(bytes)) => Some(bytes),
            Some(Err(problem)) => return vec![ProxyEffect::Refuse(problem)],
        };
        let HeldId { connection, direction, number } = id;
        vec![of_link(connection, proxy::Command::Release { direction, number, bytes })]
    }

    fn ask_of(
        &self,
        id: ProxyId,
        request: impl FnOnce(String) -> ProxyRequest,
    ) -> Vec<ProxyEffect> {
        let proxy = self.proxy(id);
        proxy.map(|proxy| ProxyEffect::Ask(request(proxy.setup.name.clone()))).into_iter().collect()
    }

    /// A new proxy with a name and a port that no other has.
    fn new_setup(&self) -> ProxySetup {
        let count = u16::try_from(self.list.len()).unwrap_or_default();
        let at = |port| {
            let endpoint = Endpoint(Address::inet("127.0.0.1", port));
            proxy::ProxyEndpoint::Inet(endpoint)
        };
        let taken = |name: &String| self.list.iter().any(|proxy| proxy.setup.name == *name);
        let names = (2..).map(|number| format!("proxy {number}"));
        let name = std::iter::once("proxy".to_owned()).chain(names).find(|name| !taken(name));
        ProxySetup::new(name.unwrap_or_default(), at(8001 + count), at(8000))
    }
}

/// The bytes of a message at this time.
fn bytes_of(draft: &Draft, sent: u64, now: Now) -> Result<Bytes, Problem> {
    let seed = u64::try_from(now.unix.as_nanos() & u128::from(u64::MAX)).unwrap_or_default();
    let context = Context { now, sent, seed, captures: None };
    Ok(draft.prepare()?.compose(&context)?.bytes.into())
}

fn of_link(connection: u32, command: proxy::Command) -> ProxyEffect {
    let order = ProxyOrder { proxy: None, connection: Some(connection), command };
    ProxyEffect::Ask(ProxyRequest::Order(order))
}
