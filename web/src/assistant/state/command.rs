//! What a person does in the assistant's place, and what each command requires of the driver.

use std::rc::Rc;

use lab_shared::assistant::Now;
use lab_shared::assistant::remote::ProxyRequest;
use lab_shared::assistant::session::{Command, EndId, EndState, PeerId, Target};
use lab_shared::assistant::setup::{Message, Setup};
use lab_shared::network::HostName;

use super::choices::TransportKind;
use super::compose::{ComposeCommand, ComposeEffect, ComposeModel};
use super::end_form::EndEdit;
use super::end_model::EndModel;
use super::files::{FileEffect, FilesCommand};
use super::hosting::{HostingCommand, HostingEffect};
use super::log::LogCommand;
use super::log::save::LogFile;
use super::plans::PlansModel;
use super::plans::command::PlansCommand;
use super::plot::PlotCommand;
use super::proxies::ProxyId;
use super::proxies::command::ProxyCommand;
use super::rules::command::RulesCommand;
use super::script::{ScriptCommand, ScriptEffect};
use super::{AssistantModel, first_end};
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::places::{LOOPBACK, Places};
use crate::workbench::preparation::Preparation;

/// Most bytes of what is written that the browser keeps.
const MAX_KEPT_DRAFT: usize = 65_536;

/// What a person does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum AssistantCommand {
    /// Shows the form and the peers of an end, and sends from it.
    Choose(EndId),
    /// Adds an end of a kind, and chooses it.
    Add(TransportKind),
    /// Closes an end and takes it away.
    Remove(EndId),
    /// Changes an end's form.
    Edit(EndId, EndEdit),
    /// Takes in where sockets can be made.
    Offer(Places),
    /// Chooses the host of an end.
    Place(EndId, HostChoice),
    /// Opens an end as its form says.
    Open(EndId),
    /// Closes an end.
    Close(EndId),
    /// Closes a connection once all is written to it.
    ClosePeer(EndId, PeerId),
    /// Resets a connection.
    ResetPeer(EndId, PeerId),
    /// Sends to this peer too, or no more; without one, to all again.
    SendTo(EndId, Option<PeerId>),
    /// Shows all ends beside each other, or one.
    SideBySide(bool),
    /// Concerns the rules.
    Rules(RulesCommand),
    /// Concerns the script.
    Script(ScriptCommand),
    /// Concerns the plans.
    Plans(PlansCommand),
    /// Concerns files.
    Files(FilesCommand),
    /// Concerns proxies; at this time.
    Proxies(ProxyCommand, Now),
    /// Puts a proxy in place of an end.
    ToProxy(EndId, Now),
    /// Puts an end of a kind in place of a proxy.
    ToEnd(ProxyId, TransportKind, Now),
    /// Writes, sends, or changes the named messages; at this time.
    Compose(ComposeCommand, Now),
    /// Does something with the log.
    Log(LogCommand),
    /// Saves the entries in view as a file.
    SaveLog(LogFile),
    /// Changes what is plotted.
    Plot(PlotCommand),
    /// Saves what is plotted as a table.
    SavePlot,
    /// Saves the setup as a document.
    SaveSetup,
    /// Takes the setup of a document in place of the one that is here. With a mistake in it nothing changes.
    OpenSetup(String),
    /// Takes in what another place has prepared.
    Prepare(Preparation),
    /// A second has passed in which figures are in view.
    Tick,
    /// Takes away the words on why a command was not carried out.
    Dismiss,
    /// Changes where it runs.
    Hosting(HostingCommand),
}

/// What the driver does for a command.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum AssistantEffect {
    /// Hands this to the session.
    Session(Command),
    /// Has the sockets of an end made on this host of the page's network from now on, or on the relay's machine.
    Place(EndId, Option<HostName>),
    /// Asks the relay for something of the proxies.
    Proxy(ProxyRequest),
    /// Reads, writes or saves a file.
    File(FileEffect),
    /// Starts or stops the script.
    Script(ScriptEffect),
    /// Keeps this document in the browser.
    Keep(String),
    /// Keeps what is written, as JSON.
    KeepDraft(String),
    /// Changes where it runs.
    Hosting(HostingEffect),
    /// Offers a file to the person.
    Save {
        /// Its name without the ending.
        name: &'static str,
        ending: &'static str,
        media_type: &'static str,
        bytes: Vec<u8>,
    },
}

impl AssistantModel {
    /// Carries a command out, and returns the driver's actions.
    pub(crate) fn handle(&mut self, command: AssistantCommand) -> Vec<AssistantEffect> {
        let effects = self.effects(command);
        for effect in &effects {
            if let AssistantEffect::Session(command) = effect {
                self.count_change(command);
            }
        }
        effects
    }

    pub(super) fn effects(&mut self, command: AssistantCommand) -> Vec<AssistantEffect> {
        let session = |command| vec![AssistantEffect::Session(command)];
        if command != AssistantCommand::Tick {
            self.refused = None;
            self.mistakes = Rc::default();
        }
        match command {
            AssistantCommand::Choose(end) => self.choose(end),
            AssistantCommand::Add(kind) => {
                let setup = self.new_end(kind);
                let id = EndId(self.next_end);
                self.next_end += 1;
                self.ends.push(Rc::new(EndModel::new(id, setup.clone())));
                self.choose(id);
                let mut effects = self.with_keep(session(Command::AddEnd(setup)));
                effects.extend(self.follow(id, LOOPBACK));
                return effects;
            }
            AssistantCommand::Remove(end) => {
                self.ends.retain(|one| one.id != end);
                if self.ends.iter().all(|one| one.id != self.chosen) {
                    self.chosen = self.ends.last().map_or(self.chosen, |one| one.id);
                }
                self.choose_something();
                return self.with_keep(session(Command::RemoveEnd(end)));
            }
            AssistantCommand::Edit(end, edit) => {
                let before = self.end(end).map(|end| self.address(end));
                let mut effects = self.edit(end, edit);
                effects.extend(before.map(|before| self.follow(end, &before)).unwrap_or_default());
                return effects;
            }
            AssistantCommand::Offer(places) => return self.offer(places),
            AssistantCommand::Place(end, choice) => return self.place(end, choice),
            AssistantCommand::Open(end) => {
                if self.mistakes(end).is_empty() && self.has_place() {
                    let placed = self.placed(end).into_iter();
                    return placed.chain(session(Command::Open(end))).collect();
                }
            }
            AssistantCommand::Close(end) => return session(Command::Close(end)),
            AssistantCommand::ClosePeer(end, peer) => {
                return session(Command::ClosePeer(end, peer));
            }
            AssistantCommand::ResetPeer(end, peer) => {
                return session(Command::ResetPeer(end, peer));
            }
            AssistantCommand::SendTo(end, peer) => self.change(end, |end| end.toggle(peer)),
            AssistantCommand::SideBySide(on) => self.side_by_side = on,
            // The session says why; nothing is sent, and nothing counted as sent.
            AssistantCommand::Compose(ComposeCommand::Send, _) if !self.can_send() => {
                let draft = (*self.compose.draft).clone();
                return self.compose_effects(ComposeEffect::Send(draft), Now::default());
            }
            AssistantCommand::Compose(command, now) => {
                let before = Rc::clone(&self.compose.draft);
                let effect = Rc::make_mut(&mut self.compose).apply(command, now);
                let changed = *before != *self.compose.draft;
                let mut effects =
                    effect.map(|effect| self.compose_effects(effect, now)).unwrap_or_default();
                effects.extend(changed.then(|| self.kept_draft()).flatten());
                return effects;
            }
            AssistantCommand::Rules(command) => return self.handle_rules(command),
            AssistantCommand::Script(command) => return self.handle_script(command),
            AssistantCommand::Plans(command) => return self.handle_plans(command),
            AssistantCommand::Files(command) => return self.handle_files(command),
            AssistantCommand::Proxies(command, now) => return self.handle_proxies(command, now),
            AssistantCommand::ToProxy(end, now) => return self.end_to_proxy(end, now),
            AssistantCommand::ToEnd(proxy, kind, now) => {
                return self.proxy_to_end(proxy, kind, now);
            }
            AssistantCommand::Log(command) => self.log.handle(command),
            AssistantCommand::SaveLog(file) => return vec![self.saved_log(file)],
            AssistantCommand::Plot(command) => self.plot.handle(command),
            AssistantCommand::SavePlot => {
                let Some(end) = self.chosen_end() else { return Vec::new() };
                let table = self.plot.to_csv(&self.log, &end.setup.name);
                return vec![AssistantEffect::Save {
                    name: "values",
                    ending: ".csv",
                    media_type: "text/csv;charset=utf-8",
                    bytes: table.into_bytes(),
                }];
            }
            AssistantCommand::SaveSetup => {
                return vec![AssistantEffect::Save {
                    name: "setup",
                    ending: ".toml",
                    media_type: "application/toml",
                    bytes: self.setup().to_toml().into_bytes(),
                }];
            }
            AssistantCommand::OpenSetup(document) => return self.open_setup(&document),
            AssistantCommand::Prepare(preparation) => return self.prepare(preparation),
            AssistantCommand::Tick => return Vec::new(),
            AssistantCommand::Dismiss => {}
            AssistantCommand::Hosting(command) => return self.handle_hosting(command),
        }
        Vec::new()
    }

    fn open_setup(&mut self, document: &str) -> Vec<AssistantEffect> {
        match Setup::parse(document) {
            Ok(setup) => self.replace(setup),
            Err(mistakes) => {
                self.mistakes = Rc::new(mistakes);
                Vec::new()
            }
        }
    }

    /// Closes every end, and begins with another setup; the log stays.
    fn replace(&mut self, mut setup: Setup) -> Vec<AssistantEffect> {
        if super::is_empty(&setup) {
            setup.ends.push(first_end());
        }
        let mut commands: Vec<Command> =
            self.ends.drain(..).map(|end| Command::RemoveEnd(end.id)).collect();
        self.rules = Rc::default();
        commands.extend(self.plans.stop_all());
        self.plans = Rc::new(PlansModel::of(&setup.plans));
        let first = EndId(self.next_end);
        for end in std::mem::take(&mut setup.ends) {
            self.ends.push(Rc::new(EndModel::new(EndId(self.next_end), end.clone())));
            self.next_end += 1;
            commands.push(Command::AddEnd(end));
        }
        commands.push(Command::SetMessages(setup.messages.clone()));
        commands.push(Command::SetRules(setup.rules.clone()));
        commands.push(Command::SetScript(setup.script.clone()));
        commands.push(Command::SetPlans(setup.plans.clone()));
        commands.push(Command::SetProxies(setup.proxies.clone()));
        self.compose = Rc::new(ComposeModel::with_messages(setup.messages.clone()));
        self.document = Rc::new(setup);
        self.proxies = self.proxies_of_document();
        self.choose(first);
        let mut effects = self.stop_script();
        self.script = Rc::default();
        effects.extend(commands.into_iter().map(AssistantEffect::Session));
        for id in self.end_ids() {
            effects.extend(self.follow(id, LOOPBACK));
        }
        self.with_keep(effects)
    }

    /// What is written, for the browser to keep; a very long one is not.
    fn kept_draft(&self) -> Option<AssistantEffect> {
        let draft = &*self.compose.draft;
        let is_long = draft.text.len() > MAX_KEPT_DRAFT;
        let json = (!is_long).then(|| serde_json::to_string(draft).ok()).flatten()?;
        Some(AssistantEffect::KeepDraft(json))
    }

    fn saved_log(&self, file: LogFile) -> AssistantEffect {
        let charset = self.charset();
        AssistantEffect::Save {
            name: if file == LogFile::Received { "received" } else { "log" },
            ending: file.ending(),
            media_type: file.media_type(),
            bytes: file.of(&self.log, charset),
        }
    }

    pub(super) fn choose(&mut self, end: EndId) {
        self.chosen = end;
        Rc::make_mut(&mut self.proxies).chosen = None;
        self.choose_something();
    }

    /// What the composer leaves to do: it sends from the chosen end to whom that sends.
    fn compose_effects(&mut self, effect: ComposeEffect, now: Now) -> Vec<AssistantEffect> {
        match effect {
            ComposeEffect::MessagesChanged => {
                return self.set_messages((*self.compose.messages.all).clone());
            }
            ComposeEffect::Save { name, text } => {
                return vec![AssistantEffect::Save {
                    name,
                    ending: ".toml",
                    media_type: "application/toml",
                    bytes: text.into_bytes(),
                }];
            }
            _ => {}
        }
        let Some(chosen) = self.chosen_end() else { return self.inject(&effect, now) };
        let (end, target) = (chosen.id, chosen.target());
        let command = match effect {
            ComposeEffect::Send(draft) => Command::Send { end, target, draft },
            ComposeEffect::Repeat { draft, every } => Command::Repeat { end, target, draft, every },
            ComposeEffect::StopRepeating => Command::StopRepeating,
            ComposeEffect::SendMessage(message) => {
                // The chosen peer is one of the chosen end.
                let other = message.end.as_ref().is_some_and(|end| *end != chosen.setup.name);
                let target = if other { Target::All } else { target };
                Command::SendMessage { message: message.name, end: Some(end), target }
            }
            ComposeEffect::MessagesChanged | ComposeEffect::Save { .. } => return Vec::new(),
        };
        vec![AssistantEffect::Session(command)]
    }

    /// Whether the chosen end can send, or the chosen proxy can be injected into.
    #[must_use]
    pub(crate) fn can_send(&self) -> bool {
        let can_inject = || self.proxies.can_inject();
        self.chosen_end().map_or_else(can_inject, |end| end.state == EndState::Open)
    }

    /// Takes over what is typed as soon as it has no mistake.
    pub(super) fn edit(&mut self, id: EndId, edit: EndEdit) -> Vec<AssistantEffect> {
        self.change(id, |end| end.form = Rc::new((*end.form).clone().after(edit)));
        let Some(end) = self.end(id).filter(|_| self.mistakes(id).is_empty()) else {
            return Vec::new();
        };
        let Ok(setup) = end.form.checked() else { return Vec::new() };
        if setup == end.setup {
            return Vec::new();
        }
        self.change(id, |end| end.setup = setup.clone());
        self.with_keep(vec![AssistantEffect::Session(Command::SetEnd(id, setup))])
    }

    /// The fields of an end's form with a mistake. A name that another end has is one.
    #[must_use]
    pub(crate) fn mistakes(&self, id: EndId) -> Vec<super::end_form::EndField> {
        let Some(end) = self.end(id) else { return Vec::new() };
        match end.form.checked() {
            Err(wrong) => wrong,
            Ok(setup) => {
                let others = self.ends.iter().filter(|other| other.id != id);
                let taken = others.map(|other| &other.setup.name).any(|name| *name == setup.name);
                taken.then_some(super::end_form::EndField::Name).into_iter().collect()
            }
        }
    }

    /// Uses other named messages from now on.
    pub(crate) fn set_messages(&mut self, messages: Vec<Message>) -> Vec<AssistantEffect> {
        Rc::make_mut(&mut self.document).messages.clone_from(&messages);
        self.with_keep(vec![AssistantEffect::Session(Command::SetMessages(messages))])
    }

    /// The effects, and that the setup is kept.
    pub(super) fn with_keep(&self, mut effects: Vec<AssistantEffect>) -> Vec<AssistantEffect> {
        effects.push(AssistantEffect::Keep(self.setup().to_toml()));
        effects
    }
}
