//! What lets a receiver tell messages apart on a byte stream.

use std::time::Duration;

use lab_shared::framing::{ByteOrder, Delimiter, Framing, LengthWidth};

use crate::kit::state::choice::Choice;

/// How long the sender pauses, where that is the remedy.
pub(crate) const PAUSE: Duration = Duration::from_millis(300);

/// What the sender does between two sends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Between {
    #[default]
    /// Nothing: sends follow each other directly.
    Nothing,
    /// It waits [`PAUSE`].
    Pause,
    /// It waits until the other side has sent something.
    Acknowledge,
}

impl Choice for Between {
    fn all() -> Vec<Self> {
        vec![Self::Nothing, Self::Pause, Self::Acknowledge]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Pause => "pause",
            Self::Acknowledge => "acknowledge",
        }
    }
}

/// What is done so that the receiver can tell messages apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing.
    #[default]
    None,
    /// A pause between sends.
    Pause,
    /// Waiting for an acknowledgement.
    Acknowledge,
    /// A length before each message.
    LengthPrefix,
    /// A line feed behind each message.
    Line,
    /// Other bytes behind each message.
    Delimiter,
}

impl Choice for Remedy {
    fn all() -> Vec<Self> {
        vec![
            Self::None,
            Self::Pause,
            Self::Acknowledge,
            Self::LengthPrefix,
            Self::Line,
            Self::Delimiter,
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pause => "pause",
            Self::Acknowledge => "acknowledge",
            Self::LengthPrefix => "length-prefix",
            Self::Line => "line",
            Self::Delimiter => "delimiter",
        }
    }
}

impl Remedy {
    /// How the receiver separates messages.
    #[must_use]
    pub fn framing(self) -> Framing {
        match self {
            Self::None | Self::Pause | Self::Acknowledge => Framing::Raw,
            Self::LengthPrefix => {
                Framing::LengthPrefix { width: LengthWidth::U16, order: ByteOrder::Big }
            }
            Self::Line => Framing::Lines,
            Self::Delimiter => Framing::Delimiter(Delimiter::new("||").expect("it is not empty")),
        }
    }

    /// What the sender does between two sends.
    #[must_use]
    pub fn between(self) -> Between {
        match self {
            Self::Pause => Between::Pause,
            Self::Acknowledge => Between::Acknowledge,
            _ => Between::Nothing,
        }
    }

    /// The remedy that this framing is.
    #[must_use]
    pub fn of_framing(framing: &Framing) -> Self {
        match framing {
            Framing::Raw => Self::None,
            Framing::Lines | Framing::CrLfLines => Self::Line,
            Framing::Delimiter(_) => Self::Delimiter,
            Framing::LengthPrefix { .. } => Self::LengthPrefix,
        }
    }
}
