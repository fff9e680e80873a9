//! What a person does in the composer and in the list of messages, and what is left to do outside.

use lab_shared::assistant::compose::{Charset, Checksum, Draft, Form, LineEnding};
use lab_shared::assistant::setup::Message;

use super::insert::InsertEdit;

/// Something a person does.
#[derive(Debug, Clone, PartialEq)]
pub enum ComposeCommand {
    /// Writes in an editor. The caret counts in bytes.
    Edit {
        /// Which editor.
        form: Form,
        /// All of its text.
        text: String,
        /// Where the caret is.
        caret: usize,
    },
    /// Moves the caret, or selects.
    Select {
        /// In which editor.
        form: Form,
        /// From where to where, in bytes.
        range: std::ops::Range<usize>,
    },
    /// Chooses an encoding.
    Charset(Charset),
    /// Chooses the end of the line.
    LineEnding(LineEnding),
    /// Writes what goes in front.
    Prefix(String),
    /// Writes what goes behind.
    Suffix(String),
    /// Chooses the checksum behind the text.
    Append(Option<Checksum>),
    /// Changes the form that makes a field.
    Insert(InsertEdit),
    /// Writes that field into the message.
    InsertField,
    /// Sends it.
    Send,
    /// Goes back in the history.
    Older,
    /// Goes forth in the history.
    Newer,
    /// Searches the history.
    Search(String),
    /// Takes a message of the history, by its age.
    Recall(usize),
    /// Types the milliseconds between repeated sends.
    Every(String),
    /// Sends it again and again.
    Repeat,
    /// Sends it no more.
    StopRepeating,
    /// Begins an empty message.
    Clear,
    /// Takes the settings around the text out of view, or brings them back.
    Fold,
    /// Time has passed.
    Tick,
    /// Does something to the named messages.
    Messages(MessageCommand),
}

/// Something a person does to the named messages, by their place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageCommand {
    /// Opens the form for a new message of what is written.
    Add,
    /// Opens the form of a message.
    Edit(usize),
    /// Types into the form.
    Field(MessageField, String),
    /// Keeps what the form holds.
    Keep,
    /// Closes the form.
    Cancel,
    /// Takes a message into the editors.
    Load(usize),
    /// Keeps what is written as the content of the message it came from.
    SaveBack,
    /// Adds a copy.
    Duplicate(usize),
    /// Takes one off the list.
    Delete(usize),
    /// Brings back what was taken off last.
    Undo,
    /// Moves one to the place of another.
    Move {
        /// Which.
        from: usize,
        /// To where.
        to: usize,
    },
    /// Sends one.
    Send(usize),
    /// Adds the messages of a file.
    Import {
        /// Its name.
        name: String,
        /// Its content.
        bytes: Vec<u8>,
    },
    /// Removes the report of the last import.
    DismissReport,
    /// Saves all as a file.
    Export,
}

/// A field of a message's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageField {
    /// Its name.
    Name,
    /// Its key.
    Key,
    /// Its group.
    Group,
    /// The end it is sent from.
    End,
}

/// What is left to do outside the model.
#[derive(Debug, Clone, PartialEq)]
pub enum ComposeEffect {
    /// Send this.
    Send(Draft),
    /// Send it now and again, until it is stopped.
    Repeat {
        /// What.
        draft: Draft,
        /// The milliseconds between two sends.
        every: u32,
    },
    /// Stop that.
    StopRepeating,
    /// Send a named message.
    SendMessage(Message),
    /// The list of named messages has changed.
    MessagesChanged,
    /// Offer a text as a file.
    Save {
        /// Its name without its ending.
        name: &'static str,
        /// Its content, TOML.
        text: String,
    },
}
