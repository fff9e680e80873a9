//! The contents of the input fields: the arguments of calls not made yet.

use std::collections::BTreeMap;

use lab_shared::call::{Family, How, MsgFlags, PollEvents, SocketId, SocketOption, SocketType};
use lab_shared::text::Encoding;
use lab_shared::trace::Role;

use super::option_value::example;
use crate::kit::state::choice::Choice;

/// A field people type into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    /// The variable of a new socket; empty takes the suggested one.
    Variable,
    /// socket's protocol number.
    Proto,
    /// bind's IPv4 host.
    LocalHost,
    /// bind's IPv6 host.
    LocalHost6,
    /// bind's port.
    LocalPort,
    /// bind's Unix path.
    LocalPath,
    /// connect's and sendto's IPv4 host.
    PeerHost,
    /// connect's and sendto's IPv6 host.
    PeerHost6,
    /// connect's and sendto's port.
    PeerPort,
    /// connect's and sendto's Unix path.
    PeerPath,
    /// listen's backlog; empty is Python's default.
    Backlog,
    /// recv's and recvfrom's bufsize.
    Bufsize,
    /// What to send: text, or hex digits.
    Content,
    /// setsockopt's value.
    OptionValue,
    /// getsockopt's length; empty reads an integer.
    Buflen,
    /// settimeout's seconds; empty is None.
    Seconds,
    /// poll's seconds; empty waits for ever.
    PollSeconds,
}

/// How the content is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// It is text in this encoding.
    Text(Encoding),
    /// It is hex digits.
    Hex,
}

impl Choice for Writing {
    fn all() -> Vec<Self> {
        vec![
            Self::Text(Encoding::Utf8),
            Self::Text(Encoding::Gbk),
            Self::Text(Encoding::Gb18030),
            Self::Text(Encoding::Latin1),
            Self::Hex,
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Text(encoding) => encoding.python_name(),
            Self::Hex => "hex",
        }
    }
}

/// What is put after the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineEnding {
    /// Nothing.
    None,
    /// A line feed, as nc and Unix end a line.
    Lf,
    /// Carriage return and line feed, as HTTP and Windows do.
    CrLf,
}

impl Choice for LineEnding {
    fn all() -> Vec<Self> {
        vec![Self::Lf, Self::CrLf, Self::None]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Lf => "lf",
            Self::CrLf => "crlf",
        }
    }
}

impl LineEnding {
    #[must_use]
    pub(crate) fn characters(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}

/// The fields' contents.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallForm {
    texts: BTreeMap<Field, String>,
    /// socket's family.
    pub family: Family,
    /// socket's type.
    pub kind: SocketType,
    pub recv_flags: MsgFlags,
    pub send_flags: MsgFlags,
    /// How the content is encoded.
    pub writing: Writing,
    /// What is put after the text.
    pub line_ending: LineEnding,
    /// shutdown's half.
    pub how: How,
    /// setsockopt's and getsockopt's option.
    pub option: &'static SocketOption,
    /// setblocking's flag.
    pub blocking: bool,
    /// poll's sockets.
    pub poll: BTreeMap<SocketId, PollEvents>,
}

/// One change of a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Edit {
    /// Something was typed.
    Text(Field, String),
    /// socket's family was chosen.
    Family(Family),
    /// socket's type was chosen.
    Kind(SocketType),
    /// A flag of recv was toggled.
    RecvFlag(MsgFlags),
    /// A flag of send was toggled.
    SendFlag(MsgFlags),
    /// The encoding of the content was chosen.
    Writing(Writing),
    /// The line ending was chosen.
    LineEnding(LineEnding),
    /// shutdown's half was chosen.
    How(How),
    /// An option was chosen.
    Option(&'static SocketOption),
    /// setblocking's flag was chosen.
    Blocking(bool),
    /// An event to poll a socket for was toggled.
    Poll(SocketId, PollEvents),
    /// The person began again on a side, and the fields are filled for it.
    Begin(Option<Role>),
}

impl Default for CallForm {
    fn default() -> Self {
        use Field as F;
        let texts = [
            (F::Proto, "0"),
            (F::LocalHost, "127.0.0.1"),
            (F::LocalHost6, "::1"),
            (F::LocalPort, "9999"),
            (F::LocalPath, "lab.sock"),
            (F::PeerHost, "127.0.0.1"),
            (F::PeerHost6, "::1"),
            (F::PeerPort, "9999"),
            (F::PeerPath, "lab.sock"),
            (F::Backlog, "5"),
            (F::Bufsize, "1024"),
            (F::OptionValue, "1"),
            (F::Seconds, "5"),
            (F::PollSeconds, "5"),
        ];
        Self {
            texts: texts.map(|(field, text)| (field, text.to_owned())).into(),
            family: Family::Inet,
            kind: SocketType::Stream,
            recv_flags: MsgFlags::NONE,
            send_flags: MsgFlags::NONE,
            writing: Writing::Text(Encoding::Utf8),
            line_ending: LineEnding::Lf,
            how: How::Write,
            option: &lab_shared::call::KNOWN_OPTIONS[0],
            blocking: false,
            poll: BTreeMap::new(),
        }
    }
}

impl CallForm {
    /// The content of a field.
    #[must_use]
    pub(crate) fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// The fields after `edit`.
    #[must_use]
    pub(crate) fn after(mut self, edit: Edit) -> Self {
        match edit {
            Edit::Text(field, text) => self.set(field, &text),
            Edit::Family(family) => self.family = family,
            Edit::Kind(kind) => self.kind = kind,
            Edit::RecvFlag(flag) => self.recv_flags.0 ^= flag.0,
            Edit::SendFlag(flag) => self.send_flags.0 ^= flag.0,
            Edit::Writing(writing) => self.writing = writing,
            Edit::LineEnding(ending) => self.line_ending = ending,
            Edit::How(how) => self.how = how,
            Edit::Option(option) => self.choose(option),
            Edit::Blocking(flag) => self.blocking = flag,
            Edit::Poll(socket, events) => {
                self.poll.entry(socket).or_default().0 ^= events.0;
                self.poll.retain(|_, events| !events.is_empty());
            }
            Edit::Begin(_) => self = Self { writing: self.writing, ..Self::default() },
        }
        self
    }

    fn set(&mut self, field: Field, text: &str) {
        self.texts.insert(field, text.to_owned());
    }

    /// An option that is a structure takes no integer, so its own shape is filled in.
    fn choose(&mut self, option: &'static SocketOption) {
        self.option = option;
        let (value, buflen) = example(option.name, option.form);
        self.set(Field::OptionValue, value);
        self.set(Field::Buflen, buflen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_start_fills_the_fields_and_keeps_the_encoding() {
        let form = CallForm::default()
            .after(Edit::Text(Field::LocalPort, "1".into()))
            .after(Edit::Writing(Writing::Text(Encoding::Gbk)))
            .after(Edit::Begin(Some(Role::Server)));
        assert_eq!(form.text(Field::LocalPort), "9999");
        assert_eq!(form.writing, Writing::Text(Encoding::Gbk));
    }

    #[test]
    fn polling_a_socket_for_nothing_takes_it_off_the_list() {
        let edit = Edit::Poll(SocketId(1), PollEvents::IN);
        let form = CallForm::default().after(edit.clone());
        assert_eq!(form.poll.len(), 1);
        assert!(form.after(edit).poll.is_empty());
    }

    #[test]
    fn choosing_linger_offers_its_structure() {
        let linger = SocketOption::by_name("SO_LINGER").unwrap();
        let form = CallForm::default().after(Edit::Option(linger));
        assert_eq!(form.text(Field::OptionValue), "1, 0");
        assert_eq!(form.text(Field::Buflen), "8");
    }
}
