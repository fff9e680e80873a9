//! The timeline as rows to be drawn.

use std::rc::Rc;

use lab_shared::call::{Micros, PythonCall, SentText, SocketId, Targets};
use lab_shared::trace::CallRecord;

use super::lanes::{LaneRow, lanes};
use super::outcome::{Meaning, broken_pipe, meaning, python_result};
use super::reading::{Passage, Reading};
use crate::lab::state::Lab;

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// A call.
    Call(Rc<CallRow>),
    /// The relay was lost then, and every socket with it.
    Loss(Micros),
}

/// A call's row.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRow {
    /// The call.
    pub record: CallRecord,
    /// Its Python line.
    pub python: String,
    /// What it returned, as Python prints it.
    pub result: Option<String>,
    /// What the result means.
    pub meaning: Option<Meaning>,
    /// The variables of the sockets it made.
    pub made: Option<String>,
    /// The bytes it moved.
    pub passage: Option<Passage>,
    /// The lanes beside it.
    pub lanes: LaneRow,
}

impl CallRow {
    /// Whether the call was made on the socket, or made it.
    #[must_use]
    pub fn stands_on(&self, socket: Option<SocketId>) -> bool {
        socket.is_some_and(|socket| {
            self.record.socket == Some(socket) || self.record.made().contains(&socket)
        })
    }
}

/// The rows of the calls at these positions, which rise, and how many lanes they stand beside.
#[must_use]
pub fn rows(lab: &Lab, reading: &Reading, positions: &[usize]) -> (Vec<Row>, usize) {
    let loss_marks: Vec<_> = lab.losses.iter().map(|loss| loss.after).collect();
    let lanes = lanes(&lab.timeline, &loss_marks, positions);
    let mut rows = Vec::with_capacity(positions.len());
    for (position, lanes) in positions.iter().zip(lanes.rows) {
        let Some(record) = lab.timeline.call_at(*position) else { continue };
        rows.push(Row::Call(Rc::new(call_row(lab, record, lanes, reading))));
        let losses = lab.losses.iter().filter(|loss| loss.after == record.id);
        rows.extend(losses.map(|loss| Row::Loss(loss.at)));
    }
    (rows, lanes.widest)
}

/// The Python line of a call that was made.
#[must_use]
pub fn python_of(lab: &Lab, record: &CallRecord) -> PythonCall {
    let text = record.text.as_ref().map(|(text, encoding)| SentText { text, encoding: *encoding });
    let targets = lab.names.of_call(record.id);
    let on = if record.op.needs_socket() { record.socket } else { None };
    PythonCall::new(&record.op, on, &record.sent, text, targets, &*lab.names)
}

fn call_row(lab: &Lab, record: &CallRecord, lanes: LaneRow, reading: &Reading) -> CallRow {
    let made = lab.names.of_call(record.id).filter(|_| !record.made().is_empty());
    CallRow {
        python: python_of(lab, record).to_string(),
        result: python_result(record, &lab.names),
        meaning: meaning(record).or_else(|| broken_pipe(record, &lab.timeline)),
        made: made.map(Targets::to_string),
        passage: reading.passage(record),
        lanes,
        record: record.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::scene::Scene;
    use crate::timeline::state::reading::Way;
    use bytes::Bytes;
    use lab_shared::call::{
        Address, AddressInfo, CallName, Failure, How, MsgFlags, Op, Outcome, Value,
    };
    use lab_shared::errno::Errno;
    use lab_shared::text::{Encoding, SpanKind};

    fn drawn(scene: &Scene, encoding: Encoding) -> Vec<Row> {
        let mut reading = Reading::new(encoding);
        reading.follow(&scene.lab.timeline);
        let all: Vec<usize> = (0..scene.lab.timeline.calls().len()).collect();
        rows(&scene.lab, &reading, &all).0
    }

    fn calls(scene: &Scene, encoding: Encoding) -> Vec<Rc<CallRow>> {
        drawn(scene, encoding)
            .into_iter()
            .filter_map(|row| match row {
                Row::Call(row) => Some(row),
                Row::Loss(_) => None,
            })
            .collect()
    }

    fn last(scene: &Scene) -> Rc<CallRow> {
        calls(scene, Encoding::Utf8).pop().expect("there is a row")
    }

    #[test]
    fn a_pairs_row_names_both_sockets_and_a_lookups_row_lists_addresses() {
        let mut scene = Scene::begun(None);
        let sockets = [1, 2].map(SocketId);
        scene.done(CallName::Socketpair, Value::Pair { sockets, filenos: [7, 8] });
        let pair = last(&scene);
        assert_eq!(pair.python, "a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)");
        assert_eq!(pair.result.as_deref(), Some("(<socket fd=7>, <socket fd=8>)"));
        assert_eq!(pair.made.as_deref(), Some("a, b"));
        assert!(sockets.iter().all(|socket| pair.stands_on(Some(*socket))));
        let found = AddressInfo {
            family: 2,
            kind: 1,
            proto: 6,
            canonical: String::new(),
            address: Address::inet("127.0.0.1", 80),
        };
        scene.done(CallName::Getaddrinfo, Value::AddressInfo(vec![found]));
        assert_eq!(
            last(&scene).result.as_deref(),
            Some(r#"[(AF_INET, SOCK_STREAM, 6, "", ("127.0.0.1", 80))]"#)
        );
    }

    #[test]
    fn a_row_says_what_was_called_and_what_came_of_it() {
        let (scene, ..) = Scene::server_with_client();
        let rows = calls(&scene, Encoding::Utf8);
        assert_eq!(rows[0].python, "server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)");
        assert_eq!(rows[0].result.as_deref(), Some("<socket fd=11>"));
        assert_eq!(rows[0].made.as_deref(), Some("server"));
        assert_eq!(rows[3].python, "conn, address = server.accept()");
        assert_eq!(rows[3].result.as_deref(), Some("(<socket fd=12>, (\"127.0.0.1\", 50000))"));
    }

    #[test]
    fn a_character_cut_between_two_recvs_is_cut_in_one_row_and_joined_in_the_next() {
        let (mut scene, ..) = Scene::server_with_client();
        for chunk in [&b"\xe4\xbd"[..], &b"\xa0!"[..]] {
            scene.done(CallName::Recv, Value::Bytes(Bytes::from_static(chunk)));
        }
        let rows = calls(&scene, Encoding::Utf8);
        let kinds = |at: usize| -> Vec<SpanKind> {
            let passage = rows[at].passage.clone().expect("bytes came");
            assert_eq!(passage.way, Way::In);
            passage.spans.into_iter().map(|span| span.kind).collect()
        };
        assert_eq!(kinds(4), [SpanKind::Cut]);
        assert_eq!(kinds(5), [SpanKind::Joined("你".into()), SpanKind::Text("!".into())]);
    }

    #[test]
    fn what_was_only_peeked_at_is_read_again() {
        let (mut scene, _, conn) = Scene::server_with_client();
        let peek = Op::Recv { bufsize: 9, flags: MsgFlags::PEEK };
        let id = scene.issue_on(conn, peek, b"");
        scene.returns(id, Ok(Value::Bytes(Bytes::from_static(b"\xe4"))));
        scene.done(CallName::Recv, Value::Bytes(Bytes::from_static(b"\xe4\xbd\xa0")));
        let passage = last(&scene).passage.clone().unwrap();
        assert_eq!(passage.spans[0].kind, SpanKind::Text("你".into()));
    }

    #[test]
    fn typed_text_is_read_in_the_encoding_it_was_typed_in() {
        let (mut scene, ..) = Scene::server_with_client();
        scene.types("瓜子", Encoding::Gbk);
        scene.done(CallName::Send, Value::Sent(5));
        let row = last(&scene);
        assert_eq!(row.python, "conn.send(\"瓜子\\n\".encode(\"gbk\"))");
        let passage = row.passage.clone().unwrap();
        assert_eq!(passage.spans[0].kind, SpanKind::Text("瓜子\n".into()));
    }

    #[test]
    fn results_that_mean_more_than_they_say_are_explained() {
        let (mut scene, ..) = Scene::server_with_client();
        scene.done(CallName::Recv, Value::Bytes(Bytes::new()));
        assert_eq!(last(&scene).meaning, Some(Meaning::EndOfStream));
        scene.types("0123456789", Encoding::Utf8);
        scene.done(CallName::Send, Value::Sent(4));
        assert_eq!(last(&scene).meaning, Some(Meaning::TookSome { taken: 4, offered: 11 }));
        scene.types_bufsize("0");
        scene.done(CallName::Recv, Value::Bytes(Bytes::new()));
        assert_eq!(last(&scene).meaning, Some(Meaning::AskedForNothing));
        scene.done(CallName::ConnectEx, Value::Errno(111));
        assert!(
            matches!(last(&scene).meaning, Some(Meaning::ErrnoOf(errno)) if errno.linux() == 111)
        );
    }

    #[test]
    fn a_broken_pipe_is_explained_by_what_happened_before() {
        let why = |before: Option<(Op, Outcome)>| {
            let (mut scene, _, conn) = Scene::server_with_client();
            if let Some((op, outcome)) = before {
                let id = scene.issue_on(conn, op, b"");
                scene.returns(id, outcome);
            }
            let send = scene.issue_on(conn, Op::Send { flags: MsgFlags::NONE }, b"x");
            scene.returns(send, Err(Failure::os(Errno::Epipe)));
            last(&scene).meaning
        };
        let recv = Op::Recv { bufsize: 1, flags: MsgFlags::NONE };
        let reset = (recv, Err(Failure::os(Errno::Econnreset)));
        assert_eq!(why(Some(reset)), Some(Meaning::SentAfterReset));
        let shut = (Op::Shutdown { how: How::Write }, Ok(Value::None));
        assert_eq!(why(Some(shut)), Some(Meaning::SentAfterShutdown));
        let listen = (Op::Listen { backlog: None }, Ok(Value::None));
        assert_eq!(why(Some(listen)), Some(Meaning::SentOnListener));
        assert_eq!(why(None), Some(Meaning::SentAfterPeerClosed));
    }

    #[test]
    fn a_stream_is_followed_while_its_calls_end_and_each_is_read_once() {
        let (mut scene, _, conn) = Scene::server_with_client();
        let mut reading = Reading::new(Encoding::Utf8);
        let recv = Op::Recv { bufsize: 9, flags: MsgFlags::NONE };
        for chunk in [&b"\xe4"[..], b"\xbd", b"\xa0ok"] {
            let id = scene.issue_on(conn, recv.clone(), b"");
            reading.follow(&scene.lab.timeline);
            scene.returns(id, Ok(Value::Bytes(Bytes::from_static(chunk))));
            reading.follow(&scene.lab.timeline);
            reading.follow(&scene.lab.timeline);
        }
        let last = scene.lab.timeline.calls().next_back().expect("there are calls");
        let spans = reading.passage(last).expect("bytes came").spans;
        let kinds: Vec<SpanKind> = spans.into_iter().map(|span| span.kind).collect();
        assert_eq!(kinds, [SpanKind::Joined("你".into()), SpanKind::Text("ok".into())]);
    }

    #[test]
    fn a_lost_relay_has_its_row_after_the_last_call() {
        let mut scene = Scene::begun(None);
        scene.made();
        scene.lose_relay(vec![]);
        scene.made();
        let drawn = drawn(&scene, Encoding::Utf8);
        assert!(matches!(drawn[..], [Row::Call(_), Row::Loss(_), Row::Call(_)]));
    }
}
