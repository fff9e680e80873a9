//! The settings of a room: fields, their errors, and the same as JSON.

use serde::{Deserialize, Serialize};

use lab_shared::call::Address;
use lab_shared::chat::{Concurrency, Form, Goods, Mode, RoomConfig, SlowPeer};
use lab_shared::framing::{Delimiter, Framing};
use lab_shared::text::Encoding;

use crate::link::state::call_request::address;

/// Where a room runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Host {
    /// In this page, its sockets reached call by call.
    #[default]
    Page,
    /// In the relay, watched from here.
    Relay,
}

/// Fields that are typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomField {
    /// Host name or address.
    Host,
    Port,
    /// What ends a message.
    Delimiter,
    /// Bytes that may wait for one client.
    QueueBytes,
    /// Longest message.
    MaxMessage,
    /// Fixed replies, one a line.
    Replies,
    /// Goods, one a line: name and price.
    Goods,
    /// All of it as JSON.
    Json,
}

/// A field whose content is not valid, and why where there is a detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomFieldError {
    /// Which field.
    pub field: RoomField,
    /// The JSON parser's own words.
    pub detail: Option<String>,
}

/// The settings as they are shared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomExport {
    /// Where it runs.
    #[serde(default)]
    pub runs: Host,
    /// Where it listens.
    pub host: String,
    /// The port; 0 picks a free one.
    pub port: u16,
    /// The room's own settings.
    pub room: RoomConfig,
}

#[derive(Debug, Clone, PartialEq)]
pub struct RoomSettings {
    /// Where it runs.
    pub runs: Host,
    /// The chosen settings, and the last valid value of typed ones.
    pub room: RoomConfig,
    host: String,
    port: String,
    delimiter: String,
    queue_bytes: String,
    max_message: String,
    replies: String,
    goods: String,
    /// Typed JSON, until it is applied.
    json: Option<String>,
    json_error: Option<String>,
}

/// A change to the fields.
#[derive(Debug, Clone, PartialEq)]
pub enum RoomEdit {
    /// Where it runs.
    Runs(Host),
    /// Another kind of server, with the settings it has in the tutorials.
    Mode(Mode),
    /// See [`RoomConfig::framing`].
    Framing(Framing),
    /// See [`RoomConfig::encoding`].
    Encoding(Encoding),
    /// See [`RoomConfig::concurrency`].
    Concurrency(Concurrency),
    /// See [`RoomConfig::slow_peer`].
    SlowPeer(SlowPeer),
    /// See [`RoomConfig::form`].
    Form(Form),
    /// See [`RoomConfig::echo_to_sender`].
    EchoToSender(bool),
    /// Whether a client is disconnected after one fixed reply.
    OneExchange(bool),
    /// Something was typed.
    Text(RoomField, String),
    /// The typed JSON is applied.
    Import,
}

impl Default for RoomSettings {
    fn default() -> Self {
        Self::of(RoomExport {
            runs: Host::Page,
            host: "127.0.0.1".into(),
            port: 9999,
            room: RoomConfig::of(Mode::Group),
        })
    }
}

impl RoomSettings {
    /// The fields that hold these settings.
    #[must_use]
    pub fn of(export: RoomExport) -> Self {
        let mut settings = Self {
            runs: export.runs,
            host: export.host,
            port: export.port.to_string(),
            room: export.room,
            delimiter: String::new(),
            queue_bytes: String::new(),
            max_message: String::new(),
            replies: String::new(),
            goods: String::new(),
            json: None,
            json_error: None,
        };
        settings.fill_texts();
        settings
    }

    /// The content of a field.
    #[must_use]
    pub fn text(&self, field: RoomField) -> String {
        match field {
            RoomField::Host => self.host.clone(),
            RoomField::Port => self.port.clone(),
            RoomField::Delimiter => self.delimiter.clone(),
            RoomField::QueueBytes => self.queue_bytes.clone(),
            RoomField::MaxMessage => self.max_message.clone(),
            RoomField::Replies => self.replies.clone(),
            RoomField::Goods => self.goods.clone(),
            RoomField::Json => self.json.clone().unwrap_or_else(|| self.json()),
        }
    }

    /// Whether JSON was typed and not applied yet.
    #[must_use]
    pub fn json_is_typed(&self) -> bool {
        self.json.is_some()
    }

    /// The settings after a change.
    #[must_use]
    pub fn after(mut self, edit: RoomEdit) -> Self {
        match edit {
            RoomEdit::Runs(runs) => self.runs = runs,
            RoomEdit::Mode(mode) => {
                self.room = RoomConfig::of(mode);
                self.fill_texts();
            }
            RoomEdit::Framing(framing) => {
                self.room.framing = framing;
                self.fill_delimiter();
            }
            RoomEdit::Encoding(encoding) => self.room.encoding = encoding,
            RoomEdit::Concurrency(concurrency) => self.room.concurrency = concurrency,
            RoomEdit::SlowPeer(slow_peer) => self.room.slow_peer = slow_peer,
            RoomEdit::Form(form) => self.room.form = form,
            RoomEdit::EchoToSender(echo) => self.room.echo_to_sender = echo,
            RoomEdit::OneExchange(one) => {
                if let Mode::FixedReplies { one_exchange, .. } = &mut self.room.mode {
                    *one_exchange = one;
                }
            }
            RoomEdit::Text(field, text) => self.typed(field, text),
            RoomEdit::Import => return self.imported(),
        }
        self
    }

    /// Where the room is to listen, and its settings.
    ///
    /// # Errors The first field whose content is not valid.
    pub fn checked(&self) -> Result<(Address, RoomConfig), RoomFieldError> {
        let export = self.export()?;
        Ok((address(&export.host, export.port), export.room))
    }

    /// The first field that is not valid, if any.
    #[must_use]
    pub fn error(&self) -> Option<RoomFieldError> {
        let json = |detail| RoomFieldError { field: RoomField::Json, detail: Some(detail) };
        self.json_error.clone().map(json).or_else(|| self.export().err())
    }

    fn export(&self) -> Result<RoomExport, RoomFieldError> {
        let wrong = |field| RoomFieldError { field, detail: None };
        let number = |text: &str, field| {
            text.trim().parse().ok().filter(|number| *number > 0).ok_or_else(|| wrong(field))
        };
        let mut room = self.room.clone();
        room.queue_bytes = number(&self.queue_bytes, RoomField::QueueBytes)?;
        room.max_message = number(&self.max_message, RoomField::MaxMessage)?;
        if let Framing::Delimiter(delimiter) = &mut room.framing {
            *delimiter = Delimiter::new(unescaped(&self.delimiter))
                .ok_or_else(|| wrong(RoomField::Delimiter))?;
        }
        match &mut room.mode {
            Mode::FixedReplies { replies, .. } => {
                *replies = self.replies.lines().map(Into::into).collect();
            }
            Mode::Shop { goods } => {
                *goods = self
                    .goods
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| good(line).ok_or_else(|| wrong(RoomField::Goods)))
                    .collect::<Result<_, _>>()?;
            }
            Mode::Group
            | Mode::Acknowledge
            | Mode::Echo
            | Mode::UpperCase
            | Mode::LineAnswer
            | Mode::KeywordOver
            | Mode::Operator => {}
        }
        let is_shop = matches!(room.mode, Mode::Shop { .. });
        let said = if is_shop { RoomField::Goods } else { RoomField::Replies };
        room.check().map_err(|_| wrong(said))?;
        let port = self.port.trim().parse().map_err(|_| wrong(RoomField::Port))?;
        Ok(RoomExport { runs: self.runs, host: self.host.trim().to_owned(), port, room })
    }

    fn json(&self) -> String {
        let export = self.export().ok();
        export.and_then(|export| serde_json::to_string_pretty(&export).ok()).unwrap_or_default()
    }

    fn typed(&mut self, field: RoomField, text: String) {
        match field {
            RoomField::Host => self.host = text,
            RoomField::Port => self.port = text,
            RoomField::Delimiter => self.delimiter = text,
            RoomField::QueueBytes => self.queue_bytes = text,
            RoomField::MaxMessage => self.max_message = text,
            RoomField::Replies => self.replies = text,
            RoomField::Goods => self.goods = text,
            RoomField::Json => {
                self.json_error = None;
                self.json = Some(text);
            }
        }
    }

    fn imported(mut self) -> Self {
        let Some(json) = &self.json else { return self };
        match serde_json::from_str(json) {
            Ok(export) => Self::of(export),
            Err(error) => {
                self.json_error = Some(error.to_string());
                self
            }
        }
    }

    /// Fills the typed fields from the settings.
    fn fill_texts(&mut self) {
        self.queue_bytes = self.room.queue_bytes.to_string();
        self.max_message = self.room.max_message.to_string();
        self.fill_delimiter();
        match &self.room.mode {
            Mode::FixedReplies { replies, .. } => self.replies = replies.join("\n"),
            Mode::Shop { goods } => {
                let lines = goods.iter().map(|one| format!("{} {}", one.name, one.price));
                self.goods = lines.collect::<Vec<_>>().join("\n");
            }
            Mode::Group
            | Mode::Acknowledge
            | Mode::Echo
            | Mode::UpperCase
            | Mode::LineAnswer
            | Mode::KeywordOver
            | Mode::Operator => {}
        }
    }

    fn fill_delimiter(&mut self) {
        if let Framing::Delimiter(delimiter) = &self.room.framing {
            self.delimiter = escaped(delimiter.as_bytes());
        }
    }
}

/// A line of the shop's stock: name, space, price.
fn good(line: &str) -> Option<Goods> {
    let (name, price) = line.trim().rsplit_once(char::is_whitespace)?;
    Some(Goods { name: name.trim().into(), price: price.into() })
}

/// The bytes with those that cannot be seen as Python escapes them.
fn escaped(bytes: &[u8]) -> String {
    let literal = lab_shared::text::python_bytes(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains(char::is_control) => text.to_owned(),
        _ => literal[2..literal.len() - 1].to_owned(),
    }
}

/// The bytes of a text with `\n`, `\r`, `\t`, `\0`, `\\` and `\xNN` resolved.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = &rest[at + 1..];
        let hex =
            escape.strip_prefix('x').and_then(|hex| u8::from_str_radix(hex.get(..2)?, 16).ok());
        let (byte, length) = match (escape.as_bytes().first(), hex) {
            (_, Some(byte)) => (byte, 3),
            (Some(b'n'), _) => (b'\n', 1),
            (Some(b'r'), _) => (b'\r', 1),
            (Some(b't'), _) => (b'\t', 1),
            (Some(b'0'), _) => (0, 1),
            (Some(b'\\'), _) => (b'\\', 1),
            _ => (b'\\', 0),
        };
        bytes.push(byte);
        rest = &escape[length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

#[cfg(test)]
mod tests;
