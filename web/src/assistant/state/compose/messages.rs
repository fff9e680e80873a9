//! The named messages: their list, the form of one, and what is done to them.

use std::rc::Rc;

use lab_shared::assistant::compose::Draft;
use lab_shared::assistant::setup::{Message, Setup};

use super::ComposeModel;
use super::command::{ComposeEffect, MessageCommand, MessageField};
use super::import::{ImportReport, import};
use super::message_key::{KeyConflict, MessageKey};

/// Most messages of the list.
const MAX_MESSAGES: usize = 2000;

/// The named messages. Those of one group are neighbours.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct MessageList {
    /// Them, in order.
    pub(crate) all: Rc<Vec<Message>>,
    /// The form that is open.
    pub(crate) form: Option<MessageForm>,
    /// The name of the message that is in the editors.
    pub(crate) loaded: Option<String>,
    /// What was taken off last, and from where.
    pub(crate) deleted: Option<(usize, Rc<Message>)>,
    /// What came of the last import.
    pub(crate) report: Option<Rc<ImportReport>>,
}

/// The form of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MessageForm {
    /// Which message; a new one without a place.
    pub(crate) place: Option<usize>,
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) group: String,
    pub(crate) end: String,
}

/// Why a form cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormError {
    /// The name is empty.
    NoName,
    /// Another message has it.
    NameTaken,
    /// The key cannot be had.
    Key(KeyConflict),
}

impl MessageList {
    pub(super) fn new(messages: Vec<Message>) -> Self {
        let mut list = Self { all: Rc::new(messages), ..Self::default() };
        list.bring_groups_together();
        list
    }

    /// What is wrong with the form that is open.
    #[must_use]
    pub(crate) fn form_error(&self) -> Option<FormError> {
        let form = self.form.as_ref()?;
        let others = || self.all.iter().enumerate().filter(|(at, _)| Some(*at) != form.place);
        let name = form.name.trim();
        if name.is_empty() {
            return Some(FormError::NoName);
        }
        if others().any(|(_, message)| message.name == name) {
            return Some(FormError::NameTaken);
        }
        if form.key.is_empty() {
            return None;
        }
        let Some(key) = MessageKey::named(&form.key) else {
            return Some(FormError::Key(KeyConflict::Unknown));
        };
        let taken = others().any(|(_, other)| key_of(other) == Some(key));
        key.conflict().or(taken.then_some(KeyConflict::Taken)).map(FormError::Key)
    }

    /// Why the key of a message does nothing.
    #[must_use]
    pub(crate) fn key_conflict(&self, place: usize) -> Option<KeyConflict> {
        let written = self.all.get(place)?.key.as_deref()?;
        let Some(key) = MessageKey::named(written) else { return Some(KeyConflict::Unknown) };
        let taken = self.all[..place].iter().any(|earlier| key_of(earlier) == Some(key));
        key.conflict().or(taken.then_some(KeyConflict::Taken))
    }

    /// The message that a key sends.
    #[must_use]
    pub(crate) fn of_key(&self, key: MessageKey) -> Option<usize> {
        let free = key.conflict().is_none();
        self.all.iter().position(|message| free && key_of(message) == Some(key))
    }

    /// The group names, in order.
    #[must_use]
    pub(crate) fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> =
            self.all.iter().filter_map(|message| message.group.as_deref()).collect();
        groups.dedup();
        groups
    }

    /// Keeps the messages of a group together, in the order in which groups begin.
    fn bring_groups_together(&mut self) {
        let all = Rc::make_mut(&mut self.all);
        let mut order: Vec<Option<String>> = Vec::new();
        for message in all.iter() {
            if !order.contains(&message.group) {
                order.push(message.group.clone());
            }
        }
        all.sort_by_key(|message| order.iter().position(|group| *group == message.group));
    }

    fn edit(&mut self, place: usize) {
        let Some(message) = self.all.get(place).cloned() else { return };
        let Message { name, key, group, end, .. } = message;
        let [key, group, end] = [key, group, end].map(Option::unwrap_or_default);
        self.form = Some(MessageForm { place: Some(place), name, key, group, end });
    }

    fn type_into(&mut self, field: MessageField, text: String) {
        let Some(form) = &mut self.form else { return };
        *match field {
            MessageField::Name => &mut form.name,
            MessageField::Key => &mut form.key,
            MessageField::Group => &mut form.group,
            MessageField::End => &mut form.end,
        } = text;
    }

    /// Keeps the form; a new message is what is written.
    fn keep(&mut self, draft: &Draft) -> bool {
        if self.form_error().is_some() {
            return false;
        }
        let Some(form) = self.form.take() else { return false };
        let filled = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let all = Rc::make_mut(&mut self.all);
        let old = form.place.and_then(|place| all.get(place));
        let was_loaded = old.is_none_or(|old| self.loaded.as_ref() == Some(&old.name));
        let message = Message {
            name: form.name.trim().to_owned(),
            key: filled(form.key),
            group: filled(form.group),
            end: filled(form.end),
            draft: old.map_or_else(|| draft.clone(), |old| old.draft.clone()),
        };
        if was_loaded {
            self.loaded = Some(message.name.clone());
        }
        match form.place {
            Some(place) => all[place] = message,
            None => all.push(message),
        }
        self.bring_groups_together();
        true
    }

    fn duplicate(&mut self, place: usize) -> bool {
        let Some(message) = self.all.get(place).cloned() else { return false };
        let name = self.free_name(&message.name);
        let copy = Message { name, key: None, ..message };
        Rc::make_mut(&mut self.all).insert(place + 1, copy);
        true
    }

    fn delete(&mut self, place: usize) -> bool {
        if place >= self.all.len() {
            return false;
        }
        let message = Rc::make_mut(&mut self.all).remove(place);
        self.loaded = self.loaded.take().filter(|loaded| *loaded != message.name);
        self.form = None;
        self.deleted = Some((place, Rc::new(message)));
        true
    }

    fn undo(&mut self) -> bool {
        let Some((place, message)) = self.deleted.take() else { return false };
        let name = self.free_name(&message.name);
        let all = Rc::make_mut(&mut self.all);
        let place = place.min(all.len());
        all.insert(place, Message { name, ..(*message).clone() });
        self.bring_groups_together();
        true
    }

    /// Moves a message to the place of another, into its group.
    fn move_to(&mut self, from: usize, to: usize) -> bool {
        if from == to || from.max(to) >= self.all.len() {
            return false;
        }
        let all = Rc::make_mut(&mut self.all);
        let group = all[to].group.clone();
        if all[from].group != group && from.abs_diff(to) == 1 {
            // A neighbour in another group: the message enters it and stays where it is.
            all[from].group = group;
        } else {
            let message = all.remove(from);
            all.insert(to, Message { group, ..message });
        }
        self.bring_groups_together();
        true
    }

    fn import(&mut self, file: String, bytes: &[u8]) -> bool {
        let imported = import(bytes);
        let mut added = 0;
        for message in imported.messages {
            if self.all.len() >= MAX_MESSAGES {
                break;
            }
            let name = self.free_name(&message.name);
            // An end of another setup means nothing here.
            let message = Message { name, end: None, ..message };
            Rc::make_mut(&mut self.all).push(message);
            added += 1;
        }
        self.bring_groups_together();
        self.report = Some(Rc::new(ImportReport { file, added, problems: imported.left_out }));
        added > 0
    }

    /// The name, with a number if it is taken.
    fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| self.all.iter().any(|message| message.name == name);
        let mut free = name.to_owned();
        let mut number = 2;
        while taken(&free) {
            free = format!("{name} {number}");
            number += 1;
        }
        free
    }

    /// The list as a document of its own, in which no end is named.
    fn to_toml(&self) -> String {
        let own = |message: &Message| Message { end: None, ..message.clone() };
        let messages = self.all.iter().map(own).collect();
        Setup { messages, ..Setup::default() }.to_toml()
    }
}

fn key_of(message: &Message) -> Option<MessageKey> {
    MessageKey::named(message.key.as_deref()?)
}

impl ComposeModel {
    /// Whether what is written differs from the named message it came from.
    #[must_use]
    pub(crate) fn differs_from_loaded(&self) -> bool {
        let loaded = self.loaded_message();
        loaded.is_some_and(|place| self.messages.all[place].draft != *self.draft)
    }

    fn loaded_message(&self) -> Option<usize> {
        let loaded = self.messages.loaded.as_ref()?;
        self.messages.all.iter().position(|message| message.name == *loaded)
    }

    pub(super) fn messages_command(&mut self, command: MessageCommand) -> Option<ComposeEffect> {
        let list = &mut self.messages;
        let changed = match command {
            MessageCommand::Add => {
                let group =
                    self.loaded_message().and_then(|at| self.messages.all[at].group.clone());
                let group = group.unwrap_or_default();
                self.messages.form = Some(MessageForm { group, ..MessageForm::default() });
                false
            }
            MessageCommand::Edit(place) => {
                list.edit(place);
                false
            }
            MessageCommand::Field(field, text) => {
                list.type_into(field, text);
                false
            }
            MessageCommand::Keep => list.keep(&self.draft),
            MessageCommand::Cancel => {
                list.form = None;
                false
            }
            MessageCommand::Load(place) => {
                let message = list.all.get(place).cloned()?;
                list.loaded = Some(message.name);
                self.load(message.draft);
                false
            }
            MessageCommand::SaveBack => {
                let place = self.loaded_message()?;
                Rc::make_mut(&mut self.messages.all)[place].draft = (*self.draft).clone();
                true
            }
            MessageCommand::Duplicate(place) => list.duplicate(place),
            MessageCommand::Delete(place) => list.delete(place),
            MessageCommand::Undo => list.undo(),
            MessageCommand::Move { from, to } => list.move_to(from, to),
            MessageCommand::Send(place) => {
                let message = list.all.get(place).cloned()?;
                return Some(ComposeEffect::SendMessage(message));
            }
            MessageCommand::Import { name, bytes } => list.import(name, &bytes),
            MessageCommand::DismissReport => {
                list.report = None;
                false
            }
            MessageCommand::Export => {
                let text = list.to_toml();
                return Some(ComposeEffect::Save { name: "messages", text });
            }
        };
        changed.then_some(ComposeEffect::MessagesChanged)
    }
}
