//! The places of the states and arrows of RFC 9293's figure in the drawing, in its own units.

use lab_shared::kernel::TcpState;

use TcpState as S;

/// The drawing's size.
pub(super) const SIZE: (i32, i32) = (640, 508);

/// Half a box.
pub(super) const HALF: (i32, i32) = (62, 17);

/// The middle of a state's box.
pub(super) fn place(state: TcpState) -> (i32, i32) {
    match state {
        S::Closed => (320, 28),
        S::Listen => (140, 96),
        S::SynSent => (490, 96),
        S::SynReceived => (140, 180),
        S::Established => (320, 244),
        S::FinWait1 => (160, 322),
        S::CloseWait => (490, 322),
        S::FinWait2 => (100, 404),
        S::Closing => (260, 404),
        S::LastAck => (490, 404),
        S::TimeWait => (180, 482),
    }
}

/// How an arrow is drawn.
pub(super) struct Line {
    pub(super) path: &'static str,
    /// The position of its words.
    pub(super) at: (i32, i32),
    /// Whether they end at that position instead of beginning.
    pub(super) ends: bool,
}

const fn starts(path: &'static str, x: i32, y: i32) -> Line {
    Line { path, at: (x, y), ends: false }
}

const fn ends(path: &'static str, x: i32, y: i32) -> Line {
    Line { path, at: (x, y), ends: true }
}

/// The line of the arrow between two states.
pub(super) fn line(from: TcpState, to: TcpState) -> Line {
    match (from, to) {
        (S::Closed, S::Listen) => starts("M272 45 L182 78", 236, 68),
        (S::Closed, S::SynSent) => ends("M364 45 L446 78", 402, 74),
        (S::Listen, S::SynReceived) => starts("M140 113 V161", 148, 142),
        (S::Listen, S::Closed) => ends("M116 79 C130 40 200 24 256 24", 138, 48),
        (S::SynSent, S::Established) => starts("M468 113 L352 225", 424, 176),
        (S::SynSent, S::SynReceived) => starts("M428 102 L204 172", 328, 152),
        (S::SynSent, S::Closed) => starts("M508 79 C500 40 450 32 384 32", 504, 54),
        (S::SynReceived, S::Established) => starts("M176 197 L272 226", 236, 206),
        (S::SynReceived, S::FinWait1) => ends("M132 197 L150 303", 132, 258),
        (S::Established, S::FinWait1) => starts("M282 261 L200 304", 252, 292),
        (S::Established, S::CloseWait) => starts("M358 261 L450 304", 412, 280),
        (S::Established, S::Closed) => starts("M320 227 V47", 328, 204),
        (S::FinWait1, S::FinWait2) => ends("M146 339 L112 385", 122, 366),
        (S::FinWait1, S::Closing) => starts("M178 339 L240 385", 216, 362),
        (S::FinWait2, S::TimeWait) => ends("M116 421 L160 463", 130, 448),
        (S::Closing, S::TimeWait) => starts("M244 421 L202 463", 234, 448),
        (S::CloseWait, S::LastAck) => starts("M490 339 V385", 498, 366),
        (S::LastAck, S::Closed) => ends("M552 404 H606 V20 H384", 600, 240),
        // TIME-WAIT to CLOSED: the last one.
        _ => starts("M118 482 H22 V16 H256", 28, 300),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::state::machine::EDGES;

    #[test]
    fn boxes_lie_in_the_drawing_and_none_on_another() {
        for (at, state) in S::ALL.iter().enumerate() {
            let (x, y) = place(*state);
            assert!(x >= HALF.0 && x + HALF.0 <= SIZE.0 && y >= HALF.1 && y + HALF.1 <= SIZE.1);
            for other in &S::ALL[at + 1..] {
                let (dx, dy) = (place(*other).0 - x, place(*other).1 - y);
                assert!(dx.abs() > 2 * HALF.0 || dy.abs() > 2 * HALF.1, "{state:?} {other:?}");
            }
        }
    }

    #[test]
    fn every_arrow_has_a_line_of_its_own() {
        for (at, edge) in EDGES.iter().enumerate() {
            let path = line(edge.from, edge.to).path;
            let same =
                |other: &&crate::lab::state::machine::Edge| line(other.from, other.to).path == path;
            assert!(!EDGES[at + 1..].iter().any(|other| same(&other)), "{edge:?}");
        }
    }
}
