//! The model of the boundary experiment: its fields, its state, the ruler.

use bytes::{Bytes, BytesMut};
use std::rc::Rc;

use lab_shared::call::Failure;
use lab_shared::framing::Framing;

use super::stream::{Round, StreamNews};
use crate::boundaries::state::remedy::Remedy;
use crate::lab::state::ruler::Ruler;

/// Most bytes of a round: what a ruler can show.
pub(crate) const MAX_BYTES: usize = 512;

#[derive(Debug, Clone, PartialEq)]
pub struct StreamSettings {
    /// The messages, one a line.
    pub messages: String,
    /// The remedy against 粘包.
    pub remedy: Remedy,
    /// The bufsize of each recv.
    pub bufsize: String,
    /// Whether the receiver is busy until everything is sent.
    pub late: bool,
}

/// A change to them.
#[derive(Debug, Clone, PartialEq)]
pub enum StreamEdit {
    Messages(String),
    Remedy(Remedy),
    Bufsize(String),
    /// Whether the receiver is busy.
    Late(bool),
}

impl Default for StreamSettings {
    fn default() -> Self {
        Self {
            messages: "hello\nsocket\n你好\nbye".into(),
            remedy: Remedy::None,
            bufsize: "1024".into(),
            late: true,
        }
    }
}

impl StreamSettings {
    /// The settings after a change.
    #[must_use]
    pub fn after(mut self, edit: StreamEdit) -> Self {
        match edit {
            StreamEdit::Messages(messages) => self.messages = messages,
            StreamEdit::Remedy(remedy) => self.remedy = remedy,
            StreamEdit::Bufsize(bufsize) => self.bufsize = bufsize,
            StreamEdit::Late(late) => self.late = late,
        }
        self
    }

    /// The bufsize of each recv; `None` where the field has no number above zero.
    #[must_use]
    pub fn bufsize(&self) -> Option<i64> {
        self.bufsize.trim().parse().ok().filter(|bufsize| *bufsize > 0)
    }

    /// The sends of a round; `None` where there are none, too many bytes, or a message holds its own
    /// delimiter.
    #[must_use]
    pub fn sends(&self) -> Option<Vec<Bytes>> {
        let framing = self.remedy.framing();
        let sends: Vec<Bytes> = self
            .messages
            .lines()
            .filter(|line| !line.is_empty())
            .map(|line| framed(&framing, line))
            .collect::<Option<_>>()?;
        let total: usize = sends.iter().map(Bytes::len).sum();
        (1..=MAX_BYTES).contains(&total).then_some(sends)
    }

    /// The round to send; `None` where a field is not valid.
    #[must_use]
    pub fn round(&self) -> Option<Round> {
        Some(Round {
            sends: self.sends()?,
            between: self.remedy.between(),
            bufsize: self.bufsize()?,
            late: self.late,
        })
    }
}

fn framed(framing: &Framing, line: &str) -> Option<Bytes> {
    let mut out = BytesMut::new();
    framing.encode(line.as_bytes(), &mut out).ok()?;
    Some(out.freeze())
}

/// The experiment's state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StreamPhase {
    /// There are no sockets.
    #[default]
    Idle,
    /// They are being made.
    Connecting,
    /// A round can be sent.
    Ready,
    /// A round is running.
    Running,
}

/// Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExperimentModel {
    pub phase: StreamPhase,
    /// What failed last.
    pub failure: Option<Failure>,
    /// The last round.
    pub ruler: Rc<Ruler>,
    /// The remedy the last round was sent with.
    pub remedy: Remedy,
    /// Whether the last round has arrived whole.
    pub done: bool,
}

impl ExperimentModel {
    /// The sockets are being made.
    pub fn connect(&mut self) {
        *self = Self { phase: StreamPhase::Connecting, ..Self::default() };
    }

    /// A round begins.
    pub fn begin(&mut self, remedy: Remedy) {
        self.phase = StreamPhase::Running;
        self.ruler = Rc::default();
        self.remedy = remedy;
        self.done = false;
    }

    /// Handles the experiment's output.
    pub fn hear(&mut self, news: StreamNews) {
        match news {
            StreamNews::Ready => self.phase = StreamPhase::Ready,
            StreamNews::Sent(bytes) => Rc::make_mut(&mut self.ruler).sent(&bytes),
            StreamNews::Received(bytes) => {
                let ruler = Rc::make_mut(&mut self.ruler);
                ruler.received(bytes.len());
                ruler.read_as(&self.remedy.framing());
            }
            StreamNews::Done => {
                self.phase = StreamPhase::Ready;
                self.done = true;
            }
            StreamNews::Failed(failure) => self.failure = Some(failure),
            StreamNews::Closed => self.lose(),
        }
    }

    /// The sockets are gone.
    pub fn lose(&mut self) {
        self.phase = StreamPhase::Idle;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sends(remedy: Remedy, messages: &str) -> Option<Vec<Bytes>> {
        let settings = StreamSettings { remedy, ..StreamSettings::default() };
        settings.after(StreamEdit::Messages(messages.into())).sends()
    }

    #[test]
    fn each_remedy_sends_its_own_bytes() {
        let checks: [(Remedy, &[u8]); 4] = [
            (Remedy::None, b"hi"),
            (Remedy::LengthPrefix, b"\x00\x02hi"),
            (Remedy::Line, b"hi\n"),
            (Remedy::Delimiter, b"hi||"),
        ];
        for (remedy, bytes) in checks {
            assert_eq!(sends(remedy, "hi\n\n"), Some(vec![Bytes::from_static(bytes)]));
        }
    }

    #[test]
    fn what_no_ruler_can_show_is_not_sent() {
        assert_eq!(sends(Remedy::None, "\n"), None);
        assert_eq!(sends(Remedy::None, &"x".repeat(MAX_BYTES + 1)), None);
        assert_eq!(sends(Remedy::Delimiter, "a||b"), None, "it holds its own delimiter");
    }
}
