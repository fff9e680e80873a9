//! The settings of a room that are chosen from a list.

use lab_shared::chat::{Concurrency, Form, Mode, SlowPeer};
use lab_shared::framing::{ByteOrder, Delimiter, Framing, LengthWidth};

use crate::kit::state::choice::Choice;

/// The kinds of servers.
impl Choice for Mode {
    fn all() -> Vec<Self> {
        Self::all()
    }

    fn name(&self) -> &'static str {
        self.name()
    }
}

/// Any delimiter represents all of them.
impl Choice for Framing {
    fn all() -> Vec<Self> {
        let prefix = |width, order| Self::LengthPrefix { width, order };
        vec![
            Self::Raw,
            Self::Lines,
            Self::CrLfLines,
            Self::Delimiter(Delimiter::new("||").expect("it is not empty")),
            prefix(LengthWidth::U16, ByteOrder::Big),
            prefix(LengthWidth::U16, ByteOrder::Little),
            prefix(LengthWidth::U32, ByteOrder::Big),
            prefix(LengthWidth::U32, ByteOrder::Little),
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Lines => "lines",
            Self::CrLfLines => "crlf_lines",
            Self::Delimiter(_) => "delimiter",
            Self::LengthPrefix { width, order } => match (width, order) {
                (LengthWidth::U16, ByteOrder::Big) => "u16_big",
                (LengthWidth::U16, ByteOrder::Little) => "u16_little",
                (LengthWidth::U32, ByteOrder::Big) => "u32_big",
                (LengthWidth::U32, ByteOrder::Little) => "u32_little",
            },
        }
    }
}

impl Choice for Concurrency {
    fn all() -> Vec<Self> {
        vec![Self::One, Self::All]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::One => "one",
            Self::All => "all",
        }
    }
}

impl Choice for SlowPeer {
    fn all() -> Vec<Self> {
        vec![Self::DropOldest, Self::Block, Self::Disconnect]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::DropOldest => "drop_oldest",
            Self::Block => "block",
            Self::Disconnect => "disconnect",
        }
    }
}

impl Choice for Form {
    fn all() -> Vec<Self> {
        vec![Self::Stamped, Self::Compact]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Stamped => "stamped",
            Self::Compact => "compact",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::state::choice::check_names;

    #[test]
    fn each_value_has_a_name_of_its_own() {
        check_names::<Mode>();
        check_names::<Framing>();
        check_names::<Concurrency>();
        check_names::<SlowPeer>();
        check_names::<Form>();
    }
}
