//! Rules, script, plans and files in the model of the place. All but files are in its document, which the session
//! and the browser are given anew when a command has changed it.

use std::rc::Rc;

use lab_shared::assistant::session::Command;

use super::files::FilesCommand;
use super::plans::command::PlansCommand;
use super::rules::command::RulesCommand;
use super::script::ScriptCommand;
use super::{AssistantEffect, AssistantModel};

impl AssistantModel {
    pub(super) fn handle_rules(&mut self, command: RulesCommand) -> Vec<AssistantEffect> {
        let rules = &mut Rc::make_mut(&mut self.document).rules;
        let told = Rc::make_mut(&mut self.rules).handle(command, rules);
        self.told(told.into_iter().collect())
    }

    /// A script runs in the page only.
    pub(super) fn handle_script(&mut self, command: ScriptCommand) -> Vec<AssistantEffect> {
        if command == ScriptCommand::Start && self.hosting.on_relay {
            return Vec::new();
        }
        let script = &mut Rc::make_mut(&mut self.document).script;
        let before = script.clone();
        let effect = Rc::make_mut(&mut self.script).handle(command, script);
        let mut effects: Vec<_> = effect.map(AssistantEffect::Script).into_iter().collect();
        if *script == before {
            return effects;
        }
        effects.push(AssistantEffect::Session(Command::SetScript(script.clone())));
        self.with_keep(effects)
    }

    /// Stops the script if it runs.
    pub(super) fn stop_script(&mut self) -> Vec<AssistantEffect> {
        let stop = Rc::make_mut(&mut self.script).stop();
        stop.map(AssistantEffect::Script).into_iter().collect()
    }

    pub(super) fn handle_plans(&mut self, command: PlansCommand) -> Vec<AssistantEffect> {
        let document = Rc::make_mut(&mut self.document);
        let told = Rc::make_mut(&mut self.plans).handle(command, document, Some(self.chosen));
        self.told(told)
    }

    pub(super) fn handle_files(&mut self, command: FilesCommand) -> Vec<AssistantEffect> {
        let goes_through_an_end = matches!(command, FilesCommand::Send | FilesCommand::Capture);
        if self.hosting.on_relay && goes_through_an_end {
            return Vec::new();
        }
        let Some(end) = self.chosen_end() else { return Vec::new() };
        let (id, target) = (end.id, end.target());
        let is_datagram = end.setup.transport.is_datagram();
        let effect = Rc::make_mut(&mut self.files).handle(command, id, target, is_datagram);
        effect.map(AssistantEffect::File).into_iter().collect()
    }

    /// Commands for the session. Where they bring other rules or plans, the document has changed.
    fn told(&self, commands: Vec<Command>) -> Vec<AssistantEffect> {
        let changes =
            |command: &Command| matches!(command, Command::SetRules(_) | Command::SetPlans(_));
        let changed = commands.iter().any(changes);
        let effects = commands.into_iter().map(AssistantEffect::Session).collect();
        if changed { self.with_keep(effects) } else { effects }
    }
}
