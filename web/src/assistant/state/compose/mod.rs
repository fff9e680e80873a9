//! The message that is written, the history of what was sent, and the named messages.

mod affix;
pub(crate) mod command;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod insert;
pub(crate) mod linked;
pub(crate) mod message_key;
pub(crate) mod messages;
pub(crate) mod offsets;
pub(crate) mod preview;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::rc::Rc;

use lab_shared::assistant::compose::{Charset, Checksum, Context, Draft, Form, Prepared};
use lab_shared::assistant::setup::Message;
use lab_shared::assistant::{Now, Problem};

use affix::{appended, appended_checksum};
pub(crate) use command::{ComposeCommand, ComposeEffect};
use history::History;
use insert::{InsertForm, Placement};
use linked::{EditorView, Placed};
use messages::MessageList;
use preview::Preview;

/// Most milliseconds between two sends of a repeated message: a day.
const MAX_EVERY: u32 = 86_400_000;

/// The composer's model. Cloning it is cheap except for typed text.
#[derive(Debug, Clone)]
pub struct ComposeModel {
    /// What is written.
    pub(crate) draft: Rc<Draft>,
    /// Its bytes, or what is wrong with it.
    pub(crate) preview: Result<Rc<Preview>, Placed>,
    /// Both editors, text first.
    pub(crate) editors: [Rc<EditorView>; 2],
    /// The editor with the caret, and what is selected in it, in bytes.
    pub(crate) selection: (Form, Range<usize>),
    /// Counts the moves of the caret that the person did not make.
    pub(crate) caret_moves: u32,
    /// What was sent.
    pub(crate) history: Rc<History>,
    /// The form that makes a field.
    pub(crate) insert: InsertForm,
    /// The named messages.
    pub(crate) messages: MessageList,
    /// The typed number of milliseconds between repeated sends.
    pub(crate) every: String,
    /// Whether the message is sent again and again.
    pub(crate) repeats: bool,
    /// Whether the settings around the text are out of view.
    pub(crate) is_folded: bool,
    prepared: Result<Rc<Prepared>, Problem>,
    /// How often this draft was sent.
    sent: u64,
    now: Now,
}

impl Default for ComposeModel {
    fn default() -> Self {
        let mut model = Self {
            draft: Rc::default(),
            preview: Ok(Rc::default()),
            editors: Default::default(),
            selection: (Form::Text, 0..0),
            caret_moves: 0,
            history: Rc::default(),
            insert: InsertForm::default(),
            messages: MessageList::default(),
            every: "1000".into(),
            repeats: false,
            is_folded: false,
            prepared: Draft::default().prepare().map(Rc::new),
            sent: 0,
            now: Now::default(),
        };
        model.read_draft();
        model
    }
}

impl ComposeModel {
    /// A composer with these named messages.
    #[must_use]
    pub fn with_messages(messages: Vec<Message>) -> Self {
        Self { messages: MessageList::new(messages), ..Self::default() }
    }

    /// Carries a command out, and returns what is left to do outside.
    pub fn apply(&mut self, command: ComposeCommand, now: Now) -> Option<ComposeEffect> {
        self.now = now;
        match command {
            ComposeCommand::Edit { form, text, caret } => self.edit(form, text, caret),
            ComposeCommand::Select { form, range } => self.selection = (form, range),
            ComposeCommand::Charset(charset) => self.change(|draft| draft.charset = charset),
            ComposeCommand::LineEnding(ending) => self.change(|draft| draft.line_ending = ending),
            ComposeCommand::Prefix(text) => self.change(|draft| draft.prefix = text),
            ComposeCommand::Suffix(text) => self.change(|draft| draft.suffix = text),
            ComposeCommand::Append(checksum) => {
                self.change(|draft| draft.suffix = appended(checksum));
            }
            ComposeCommand::Insert(edit) => self.insert.apply(edit),
            ComposeCommand::InsertField => self.insert_field(),
            ComposeCommand::Send => return self.send(),
            ComposeCommand::Older => self.walk(History::older),
            ComposeCommand::Newer => self.walk(History::newer),
            ComposeCommand::Search(words) => Rc::make_mut(&mut self.history).search = words,
            ComposeCommand::Recall(place) => {
                if let Some(draft) = self.history.get(place).cloned() {
                    self.load(draft);
                }
            }
            ComposeCommand::Every(typed) => self.every = typed,
            ComposeCommand::Repeat => return self.repeat(),
            ComposeCommand::StopRepeating => {
                self.repeats = false;
                return Some(ComposeEffect::StopRepeating);
            }
            ComposeCommand::Clear => {
                let Draft { charset, form, .. } = *self.draft;
                self.write(Draft { charset, form, ..Draft::default() });
            }
            ComposeCommand::Fold => self.is_folded = !self.is_folded,
            ComposeCommand::Tick => self.compose(),
            ComposeCommand::Messages(command) => return self.messages_command(command),
        }
        None
    }

    /// How often the draft had been sent before it was sent last.
    #[must_use]
    pub(crate) fn sent_before(&self) -> u64 {
        self.sent.saturating_sub(1)
    }

    /// The session repeats nothing any more.
    pub(crate) fn repeat_ended(&mut self) {
        self.repeats = false;
    }

    /// What is wrong with the draft, and where.
    #[must_use]
    pub(crate) fn problem(&self) -> Option<&Placed> {
        self.preview.as_ref().err()
    }

    /// Whether a later send gives other bytes.
    #[must_use]
    pub(crate) fn changes_by_itself(&self) -> bool {
        self.prepared.as_ref().is_ok_and(|prepared| !prepared.is_constant())
    }

    /// Whether there is something to send that can be computed.
    #[must_use]
    pub(crate) fn can_send(&self) -> bool {
        self.preview.as_ref().is_ok_and(|preview| preview.length > 0)
    }

    /// The milliseconds between repeated sends, if they are a number that can be.
    #[must_use]
    pub(crate) fn every(&self) -> Option<u32> {
        self.every.trim().parse().ok().filter(|every| (1..=MAX_EVERY).contains(every))
    }

    /// The checksum that is appended to the text, if the suffix is one and nothing else.
    #[must_use]
    pub(crate) fn appended(&self) -> Option<Checksum> {
        appended_checksum(&self.draft.suffix)
    }

    /// The editor of a form.
    #[must_use]
    pub(crate) fn editor(&self, form: Form) -> &Rc<EditorView> {
        &self.editors[usize::from(form == Form::Hex)]
    }

    fn edit(&mut self, form: Form, text: String, caret: usize) {
        if form != self.draft.form && !self.switch_to(form) {
            return;
        }
        self.selection = (form, caret..caret);
        self.change(|draft| draft.text = text);
    }

    /// Lets the draft be written in another form; whether its parts can be.
    fn switch_to(&mut self, form: Form) -> bool {
        match linked::in_form(&self.draft, form) {
            Ok(draft) => self.draft = Rc::new(draft),
            Err(_) => return false,
        }
        true
    }

    fn change(&mut self, change: impl FnOnce(&mut Draft)) {
        let before = Rc::clone(&self.draft);
        change(Rc::make_mut(&mut self.draft));
        if *before != *self.draft {
            self.sent = 0;
            self.read_draft();
        }
    }

    /// Has other named messages; what is written and was sent stays.
    pub(crate) fn set_messages(&mut self, messages: Vec<Message>) {
        self.messages = MessageList::new(messages);
    }

    /// Writes a draft anew; it is none of the named messages.
    pub(crate) fn write(&mut self, draft: Draft) {
        self.messages.loaded = None;
        self.load(draft);
    }

    /// Takes another draft into the editors.
    fn load(&mut self, draft: Draft) {
        self.draft = Rc::new(draft);
        self.sent = 0;
        self.read_draft();
        self.move_caret(self.draft.form, self.draft.text.len());
    }

    fn move_caret(&mut self, form: Form, at: usize) {
        self.selection = (form, at..at);
        self.caret_moves += 1;
    }

    fn read_draft(&mut self) {
        self.prepared = self.draft.prepare().map(Rc::new);
        self.compose();
        let wrong = self.problem().cloned();
        for (place, form) in [Form::Text, Form::Hex].into_iter().enumerate() {
            let view = EditorView::of(&self.draft, form, wrong.as_ref());
            // The same view again is not drawn again; what can no longer be shown stays as it was.
            match view {
                Some(view) if view != *self.editors[place] => self.editors[place] = Rc::new(view),
                Some(_) => {}
                None => Rc::make_mut(&mut self.editors[place]).stale = true,
            }
        }
    }

    fn compose(&mut self) {
        let context = Context { now: self.now, sent: self.sent, seed: 0, captures: None };
        let composed = match &self.prepared {
            Ok(prepared) => prepared.compose(&context),
            Err(problem) => Err(problem.clone()),
        };
        self.preview = match composed {
            Ok(composed) => Ok(Rc::new(Preview::of(&composed, self.draft.charset))),
            Err(problem) => Err(Placed::of(&self.draft, problem)),
        };
    }

    fn send(&mut self) -> Option<ComposeEffect> {
        if !self.can_send() {
            return None;
        }
        self.sent += 1;
        self.compose();
        Rc::make_mut(&mut self.history).push(&self.draft);
        Some(ComposeEffect::Send((*self.draft).clone()))
    }

    fn repeat(&mut self) -> Option<ComposeEffect> {
        let every = self.every().filter(|_| self.can_send())?;
        self.repeats = true;
        Rc::make_mut(&mut self.history).push(&self.draft);
        Some(ComposeEffect::Repeat { draft: (*self.draft).clone(), every })
    }

    fn walk(&mut self, step: fn(&mut History, &Draft) -> Option<Draft>) {
        if let Some(draft) = step(Rc::make_mut(&mut self.history), &self.draft) {
            self.load(draft);
        }
    }

    /// The bytes that the field of the form would add, or what is wrong with it.
    #[must_use]
    pub(crate) fn field_preview(&self) -> Option<Result<Vec<u8>, Problem>> {
        let context = Context { now: self.now, sent: self.sent, seed: 0, captures: None };
        let composed = |draft: &Draft| draft.prepare()?.compose(&context);
        let (placement, _) = self.with_field()?;
        Some(composed(&placement.draft).map(|composed| {
            let field = composed.computed.iter().find(|span| span.source.start == placement.field);
            field.map(|span| composed.bytes[span.bytes.clone()].to_vec()).unwrap_or_default()
        }))
    }

    /// The draft with the field of the form in it, and the editor with the caret.
    fn with_field(&self) -> Option<(Placement, Form)> {
        let (form, range) = self.selection.clone();
        let draft = linked::in_form(&self.draft, form).ok()?;
        Some((self.insert.placed(&draft, range), form))
    }

    fn insert_field(&mut self) {
        let Some((placement, form)) = self.with_field() else { return };
        self.change(|before| *before = placement.draft);
        self.insert.close();
        self.move_caret(form, placement.caret);
    }

    /// The encoding in which characters are written.
    #[must_use]
    pub(crate) fn charset(&self) -> Charset {
        self.draft.charset
    }
}
