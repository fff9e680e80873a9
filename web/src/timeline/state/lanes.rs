//! The lanes beside the timeline: one a socket, from the call that made it to the call that closed it.

use lab_shared::call::{CallId, CallName, SocketId};
use lab_shared::trace::{CallRecord, Phase, Timeline};

/// Most lanes side by side; sockets beyond them share the last.
pub(crate) const MAX_LANES: usize = 8;

/// How far a lane's line reaches in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// From top to bottom.
    Through,
    /// From this row's dot down: the socket begins.
    Down,
    /// Down to this row's dot: the socket ends.
    Up,
}

/// One lane in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lane {
    pub socket: SocketId,
    /// How far its line reaches.
    pub reach: Reach,
    /// Whether this row's call was made on it.
    pub here: bool,
}

/// The lanes of one row, by column.
pub(crate) type LaneRow = Vec<Option<Lane>>;

/// The sockets that have a lane, by column.
type Columns = [Option<SocketId>; MAX_LANES];

/// The lanes of some calls.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Lanes {
    /// In the order of the positions asked for.
    pub rows: Vec<LaneRow>,
    /// The most lanes side by side anywhere on the timeline.
    pub widest: usize,
}

/// The lanes of the calls at these ascending positions; `losses` are the calls after which a relay,
/// and with it every socket, was lost.
#[must_use]
pub(crate) fn lanes(timeline: &Timeline, losses: &[CallId], positions: &[usize]) -> Lanes {
    let mut columns: Columns = [None; MAX_LANES];
    let mut lanes = Lanes::default();
    let mut losses = losses.iter().peekable();
    let mut wanted = positions.iter().peekable();
    for (position, call) in timeline.calls().enumerate() {
        while losses.next_if(|loss| **loss < call.id).is_some() {
            columns = [None; MAX_LANES];
        }
        // A pair takes two columns; nearly every call takes none.
        let begins: Vec<usize> =
            call.made().iter().map(|socket| take_column(&mut columns, *socket)).collect();
        let ends = closes(call).and_then(|socket| column_of(&columns, socket));
        let width = columns.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        lanes.widest = lanes.widest.max(width);
        if wanted.next_if(|wanted| **wanted == position).is_some() {
            lanes.rows.push(row(&columns[..width], call, &begins, ends));
        }
        if let Some(column) = ends {
            columns[column] = None;
        }
    }
    lanes
}

fn row(
    columns: &[Option<SocketId>],
    call: &CallRecord,
    begins: &[usize],
    ends: Option<usize>,
) -> LaneRow {
    let lane = |(column, socket): (usize, &Option<SocketId>)| {
        socket.map(|socket| Lane {
            socket,
            reach: match () {
                () if begins.contains(&column) => Reach::Down,
                () if ends == Some(column) => Reach::Up,
                () => Reach::Through,
            },
            here: call.socket == Some(socket) || call.made().contains(&socket),
        })
    };
    columns.iter().enumerate().map(lane).collect()
}

fn take_column(columns: &mut Columns, socket: SocketId) -> usize {
    let column = columns.iter().position(Option::is_none).unwrap_or(MAX_LANES - 1);
    columns[column] = Some(socket);
    column
}

fn column_of(columns: &Columns, socket: SocketId) -> Option<usize> {
    columns.iter().position(|taken| *taken == Some(socket))
}

fn closes(call: &CallRecord) -> Option<SocketId> {
    (call.op.name() == CallName::Close && call.phase() == Phase::Succeeded)
        .then_some(call.socket)
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test_lab::TestLab;
    use lab_shared::call::Value;

    fn drawn(test: &TestLab) -> Vec<String> {
        let losses: Vec<CallId> = test.lab.losses.iter().map(|loss| loss.after).collect();
        let cell = |lane: &Option<Lane>| match lane {
            None => "  ".to_owned(),
            Some(Lane { socket, reach, here }) => {
                let line = match (reach, here) {
                    (Reach::Through, true) => '*',
                    (Reach::Through, false) => '|',
                    (Reach::Down, _) => 'v',
                    (Reach::Up, _) => '^',
                };
                format!("{line}{}", socket.0)
            }
        };
        let every: Vec<usize> = (0..test.lab.timeline.calls().len()).collect();
        lanes(&test.lab.timeline, &losses, &every)
            .rows
            .iter()
            .map(|row| row.iter().map(cell).collect::<String>().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn a_lane_runs_from_the_call_that_makes_the_socket_to_its_close() {
        let (mut test, server, _) = TestLab::server_with_client();
        test.done(CallName::Close, Value::None);
        test.done(CallName::Getsockname, Value::None);
        test.does(crate::lab::state::LabCommand::Target(server));
        test.done(CallName::Close, Value::None);
        let expected = ["v1", "*1", "*1", "*1v2", "|1^2", "*1", "^1"];
        assert_eq!(drawn(&test), expected);
    }

    #[test]
    fn a_column_is_used_again_once_its_socket_is_closed() {
        let mut test = TestLab::begun(None);
        test.made();
        test.done(CallName::Close, Value::None);
        test.made();
        assert_eq!(drawn(&test), ["v1", "^1", "v2"]);
    }

    #[test]
    fn a_lost_relay_ends_every_lane() {
        let mut test = TestLab::begun(None);
        test.made();
        test.made();
        test.lose_relay(vec![]);
        test.made();
        assert_eq!(drawn(&test), ["v1", "|1v2", "v3"]);
    }

    #[test]
    fn a_pair_begins_two_lanes_in_one_row() {
        let mut test = TestLab::begun(None);
        let sockets = [1, 2].map(lab_shared::call::SocketId);
        test.done(CallName::Socketpair, Value::Pair { sockets, filenos: [7, 8] });
        test.done(CallName::Close, Value::None);
        assert_eq!(drawn(&test), ["v1v2", "^1|2"]);
    }

    #[test]
    fn sockets_beyond_the_last_column_share_it() {
        let mut test = TestLab::begun(None);
        for _ in 0..MAX_LANES + 3 {
            test.made();
        }
        let lanes = lanes(&test.lab.timeline, &[], &[0, MAX_LANES + 2]);
        assert_eq!(lanes.widest, MAX_LANES);
        assert_eq!(lanes.rows.iter().map(Vec::len).collect::<Vec<_>>(), [1, MAX_LANES]);
    }
}
