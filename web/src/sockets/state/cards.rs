//! Which sockets get a card, and which of their pending calls it shows. A program, or a recording,
//! may have thousands of both.

use std::collections::BTreeMap;

use lab_shared::call::SocketId;
use lab_shared::trace::{CallRecord, SocketView, Timeline};

/// How many open sockets are shown: the newest, and the one the controls act on.
const OPEN_SHOWN: usize = 256;

/// How many sockets that are closed or gone are shown.
const OVER_SHOWN: usize = 40;

/// How many pending calls are shown on a card: the oldest.
const PENDING_SHOWN: usize = 32;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Card {
    pub view: SocketView,
    /// The calls pending on it.
    pub pending: Vec<CallRecord>,
    /// How many more are pending.
    pub more: usize,
}

/// The cards, the oldest socket first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Cards {
    /// Those shown.
    pub shown: Vec<Card>,
    /// How many older sockets are not shown.
    pub older: usize,
}

impl Cards {
    /// The cards of the sockets; the controls act on `target`. The cost is linear in the sockets and the
    /// pending calls.
    #[must_use]
    pub(crate) fn of(timeline: &Timeline, target: Option<SocketId>) -> Self {
        let mut pending: BTreeMap<SocketId, (Vec<CallRecord>, usize)> = BTreeMap::new();
        for call in timeline.all_pending() {
            let Some(socket) = call.socket else { continue };
            let (calls, more) = pending.entry(socket).or_default();
            if calls.len() < PENDING_SHOWN { calls.push(call.clone()) } else { *more += 1 }
        }
        let (mut open, mut over) = (0, 0);
        let mut cards = Self::default();
        for view in timeline.sockets().rev() {
            let (count, most) = if view.state.is_open() || pending.contains_key(&view.id) {
                (&mut open, OPEN_SHOWN)
            } else {
                (&mut over, OVER_SHOWN)
            };
            *count += 1;
            if *count > most && target != Some(view.id) {
                cards.older += 1;
                continue;
            }
            let (pending, more) = pending.remove(&view.id).unwrap_or_default();
            cards.shown.push(Card { view: view.clone(), pending, more });
        }
        cards.shown.reverse();
        cards
    }
}

#[cfg(test)]
mod tests {
    use lab_shared::call::{CallName, MsgFlags, Op, Value};
    use lab_shared::trace::SocketState;

    use super::*;
    use crate::lab::state::LabCommand;
    use crate::testing::test_lab::TestLab;

    fn numbers(cards: &Cards) -> Vec<u32> {
        cards.shown.iter().map(|card| card.view.id.0).collect()
    }

    #[test]
    fn the_newest_sockets_and_the_target_have_cards() {
        let mut test = TestLab::begun(None);
        let most = OPEN_SHOWN as u32;
        for _ in 0..most + 5 {
            test.made();
        }
        test.does(LabCommand::Target(SocketId(2)));
        let cards = Cards::of(&test.lab.timeline, test.lab.target);
        assert_eq!((cards.shown.len(), cards.older), (OPEN_SHOWN + 1, 4));
        assert_eq!(numbers(&cards)[..2], [2, 6]);
        test.done(CallName::Close, Value::None);
        assert_eq!(
            numbers(&Cards::of(&test.lab.timeline, test.lab.target))[..2],
            [2, 6],
            "closed ones have room of their own"
        );
    }

    #[test]
    fn a_closed_socket_that_calls_keep_counts_as_an_open_one() {
        let (mut test, _, conn) = TestLab::server_with_client();
        test.issue_on(conn, Op::Recv { bufsize: 1, flags: MsgFlags::NONE }, b"");
        test.done(CallName::Close, Value::None);
        for _ in 0..OVER_SHOWN {
            test.made();
            test.done(CallName::Close, Value::None);
        }
        let cards = Cards::of(&test.lab.timeline, None);
        let kept = cards.shown.iter().find(|card| card.view.id == conn).unwrap();
        assert_eq!((kept.view.state, kept.pending.len()), (SocketState::Closed, 1));
        assert!(kept.pending[0].waits_on_closed());
    }

    #[test]
    fn a_card_shows_the_oldest_pending_calls_and_counts_the_rest() {
        let (mut test, server, conn) = TestLab::server_with_client();
        for _ in 0..PENDING_SHOWN + 3 {
            test.issue_on(conn, Op::Recv { bufsize: 1, flags: MsgFlags::NONE }, b"");
        }
        let cards = Cards::of(&test.lab.timeline, test.lab.target);
        let pending: Vec<_> =
            cards.shown.iter().map(|card| (card.view.id, card.pending.len(), card.more)).collect();
        assert_eq!(pending, [(server, 0, 0), (conn, PENDING_SHOWN, 3)]);
        let first = &cards.shown[1].pending[0];
        assert_eq!(Some(first.id), test.lab.timeline.all_pending().next().map(|call| call.id));
    }
}
