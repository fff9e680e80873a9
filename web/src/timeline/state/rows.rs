//! The rows of the timeline, ready to be drawn.

use std::rc::Rc;

use lab_shared::call::{Address, Micros, Op, PythonCall, SentText, SocketId, Targets};
use lab_shared::trace::{CallRecord, Timeline};

use super::lanes::{LaneRow, lanes};
use super::outcome::{Meaning, broken_pipe, meaning, python_result};
use super::stream_decoder::{DecodedChunk, StreamDecoder};
use crate::lab::state::Loss;
use crate::lab::state::unix_path::file_in;
use crate::lab::state::variables::Variables;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row {
    Call(Rc<CallRow>),
    /// The relay was lost then, and every socket with it.
    Loss(Micros),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CallRow {
    pub record: CallRecord,
    /// Its Python line.
    pub python: String,
    /// What it returned, as Python prints it.
    pub result: Option<String>,
    /// What the result means.
    pub meaning: Option<Meaning>,
    /// The file of the AF_UNIX name that it bound, where that has no folder of its own.
    pub file: Option<String>,
    /// The variables of the sockets it made.
    pub made: Option<String>,
    /// The bytes it moved.
    pub chunk: Option<DecodedChunk>,
    /// The lanes beside it.
    pub lanes: LaneRow,
}

impl CallRow {
    /// The socket that the call made, or else was made on.
    #[must_use]
    pub(crate) fn socket(&self) -> Option<SocketId> {
        self.record.made().first().copied().or(self.record.socket)
    }

    /// Whether the call was made on the socket, or made it.
    #[must_use]
    pub(crate) fn stands_on(&self, socket: Option<SocketId>) -> bool {
        socket.is_some_and(|socket| {
            self.record.socket == Some(socket) || self.record.made().contains(&socket)
        })
    }
}

/// The rows of the calls at these ascending positions, and the number of lanes beside them.
#[must_use]
pub(crate) fn rows(
    timeline: &Timeline,
    variables: &Variables,
    losses: &[Loss],
    decoder: &StreamDecoder,
    unix_directory: Option<&str>,
    positions: &[usize],
) -> (Vec<Row>, usize) {
    let loss_marks: Vec<_> = losses.iter().map(|loss| loss.after).collect();
    let lanes = lanes(timeline, &loss_marks, positions);
    let mut rows = Vec::with_capacity(positions.len());
    for (position, lanes) in positions.iter().zip(lanes.rows) {
        let Some(record) = timeline.call_at(*position) else { continue };
        let row = call_row(timeline, variables, record, lanes, decoder);
        let file = bound_file(record, unix_directory);
        rows.push(Row::Call(Rc::new(CallRow { file, ..row })));
        let lost = losses.iter().filter(|loss| loss.after == record.id);
        rows.extend(lost.map(|loss| Row::Loss(loss.at)));
    }
    (rows, lanes.widest)
}

/// The Python line of a call that was made.
#[must_use]
pub(crate) fn python_of(variables: &Variables, record: &CallRecord) -> PythonCall {
    let text = record.text.as_ref().map(|(text, encoding)| SentText { text, encoding: *encoding });
    let targets = variables.of_call(record.id);
    let on = if record.op.needs_socket() { record.socket } else { None };
    PythonCall::new(&record.op, on, &record.sent, text, targets, variables)
}

fn call_row(
    timeline: &Timeline,
    variables: &Variables,
    record: &CallRecord,
    lanes: LaneRow,
    decoder: &StreamDecoder,
) -> CallRow {
    let made = variables.of_call(record.id).filter(|_| !record.made().is_empty());
    CallRow {
        python: python_of(variables, record).to_string(),
        result: python_result(record, variables),
        meaning: meaning(record).or_else(|| broken_pipe(record, timeline)),
        made: made.map(Targets::to_string),
        chunk: decoder.chunk(record),
        file: None,
        lanes,
        record: record.clone(),
    }
}

/// The file that a bind has made of a name without a folder of its own.
fn bound_file(record: &CallRecord, unix_directory: Option<&str>) -> Option<String> {
    match (&record.op, &record.outcome) {
        (Op::Bind { address: Address::Unix { path } }, Some(Ok(_))) => {
            file_in(unix_directory, path)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test_lab::TestLab;
    use crate::timeline::state::stream_decoder::Direction;
    use bytes::Bytes;
    use lab_shared::call::{
        Address, AddressInfo, CallName, Failure, How, MsgFlags, Op, Outcome, Value,
    };
    use lab_shared::errno::Errno;
    use lab_shared::text::{Encoding, SpanKind};

    fn drawn(test: &TestLab, encoding: Encoding) -> Vec<Row> {
        let mut decoder = StreamDecoder::new(encoding);
        decoder.follow(&test.lab.timeline);
        let all: Vec<usize> = (0..test.lab.timeline.calls().len()).collect();
        let lab = &test.lab;
        rows(&lab.timeline, &lab.variables, &lab.losses, &decoder, lab.unix_directory(), &all).0
    }

    fn calls(test: &TestLab, encoding: Encoding) -> Vec<Rc<CallRow>> {
        drawn(test, encoding)
            .into_iter()
            .filter_map(|row| match row {
                Row::Call(row) => Some(row),
                Row::Loss(_) => None,
            })
            .collect()
    }

    fn last(test: &TestLab) -> Rc<CallRow> {
        calls(test, Encoding::Utf8).pop().expect("there is a row")
    }

    #[test]
    fn a_pairs_row_names_both_sockets_and_a_lookups_row_lists_addresses() {
        let mut test = TestLab::begun(None);
        let sockets = [1, 2].map(SocketId);
        test.done(CallName::Socketpair, Value::Pair { sockets, filenos: [7, 8] });
        let pair = last(&test);
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
        test.done(CallName::Getaddrinfo, Value::AddressInfo(vec![found]));
        assert_eq!(
            last(&test).result.as_deref(),
            Some(r#"[(AF_INET, SOCK_STREAM, 6, "", ("127.0.0.1", 80))]"#)
        );
    }

    #[test]
    fn a_row_says_what_was_called_and_what_came_of_it() {
        let (test, ..) = TestLab::server_with_client();
        let rows = calls(&test, Encoding::Utf8);
        assert_eq!(rows[0].python, "server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)");
        assert_eq!(rows[0].result.as_deref(), Some("<socket fd=11>"));
        assert_eq!(rows[0].made.as_deref(), Some("server"));
        assert_eq!(rows[3].python, "conn, address = server.accept()");
        assert_eq!(rows[3].result.as_deref(), Some("(<socket fd=12>, (\"127.0.0.1\", 50000))"));
    }

    #[test]
    fn a_character_cut_between_two_recvs_is_cut_in_one_row_and_joined_in_the_next() {
        let (mut test, ..) = TestLab::server_with_client();
        for chunk in [&b"\xe4\xbd"[..], &b"\xa0!"[..]] {
            test.done(CallName::Recv, Value::Bytes(Bytes::from_static(chunk)));
        }
        let rows = calls(&test, Encoding::Utf8);
        let kinds = |at: usize| -> Vec<SpanKind> {
            let chunk = rows[at].chunk.clone().expect("bytes came");
            assert_eq!(chunk.direction, Direction::In);
            chunk.spans.into_iter().map(|span| span.kind).collect()
        };
        assert_eq!(kinds(4), [SpanKind::Cut]);
        assert_eq!(kinds(5), [SpanKind::Joined("你".into()), SpanKind::Text("!".into())]);
    }

    #[test]
    fn what_was_only_peeked_at_is_read_again() {
        let (mut test, _, conn) = TestLab::server_with_client();
        let peek = Op::Recv { bufsize: 9, flags: MsgFlags::PEEK };
        let id = test.issue_on(conn, peek, b"");
        test.returns(id, Ok(Value::Bytes(Bytes::from_static(b"\xe4"))));
        test.done(CallName::Recv, Value::Bytes(Bytes::from_static(b"\xe4\xbd\xa0")));
        let chunk = last(&test).chunk.clone().unwrap();
        assert_eq!(chunk.spans[0].kind, SpanKind::Text("你".into()));
    }

    #[test]
    fn typed_text_is_read_in_the_encoding_it_was_typed_in() {
        let (mut test, ..) = TestLab::server_with_client();
        test.types("瓜子", Encoding::Gbk);
        test.done(CallName::Send, Value::Sent(5));
        let row = last(&test);
        assert_eq!(row.python, "conn.send(\"瓜子\\n\".encode(\"gbk\"))");
        let chunk = row.chunk.clone().unwrap();
        assert_eq!(chunk.spans[0].kind, SpanKind::Text("瓜子\n".into()));
    }

    #[test]
    fn a_plain_af_unix_name_tells_its_file_where_it_was_bound() {
        let mut test = TestLab::begun(None);
        let socket = test.made();
        for (name, outcome, expected) in [
            ("s.sock", Ok(Value::None), Some("/tmp/lab/s.sock")),
            ("/tmp/lab/s.sock", Ok(Value::None), None),
            ("s.sock", Err(Failure::os(Errno::Eaddrinuse)), None),
        ] {
            let bind = Op::Bind { address: Address::unix(name) };
            let id = test.issue_on(socket, bind, b"");
            test.returns(id, outcome);
            assert_eq!(last(&test).file.as_deref(), expected, "{name}");
        }
        let connect = Op::Connect { address: Address::unix("s.sock") };
        let id = test.issue_on(socket, connect, b"");
        test.returns(id, Ok(Value::None));
        assert_eq!(last(&test).file, None, "it was told at the bind");
    }

    #[test]
    fn a_datagram_to_a_group_tells_that_it_stayed_on_this_machine() {
        let mut test = TestLab::begun(None);
        let socket = test.made();
        let address = Address::inet("239.192.0.1", 5000);
        let id = test.issue_on(socket, Op::Sendto { flags: MsgFlags::NONE, address }, b"x");
        test.returns(id, Ok(Value::Sent(1)));
        assert_eq!(last(&test).meaning, None);
        test.kept_to_loopback(socket, Address::inet("0.0.0.0", 5000));
        assert_eq!(last(&test).meaning, Some(Meaning::GroupOnLoopback));
    }

    #[test]
    fn results_that_mean_more_than_they_say_are_explained() {
        let (mut test, ..) = TestLab::server_with_client();
        test.done(CallName::Recv, Value::Bytes(Bytes::new()));
        assert_eq!(last(&test).meaning, Some(Meaning::EndOfStream));
        test.types("0123456789", Encoding::Utf8);
        test.done(CallName::Send, Value::Sent(4));
        assert_eq!(last(&test).meaning, Some(Meaning::TookSome { taken: 4, offered: 11 }));
        test.types_bufsize("0");
        test.done(CallName::Recv, Value::Bytes(Bytes::new()));
        assert_eq!(last(&test).meaning, Some(Meaning::AskedForNothing));
        test.done(CallName::ConnectEx, Value::Errno(111));
        assert!(
            matches!(last(&test).meaning, Some(Meaning::ErrnoOf(errno)) if errno.linux() == 111)
        );
    }

    #[test]
    fn a_broken_pipe_is_explained_by_what_happened_before() {
        let why = |before: Option<(Op, Outcome)>| {
            let (mut test, _, conn) = TestLab::server_with_client();
            if let Some((op, outcome)) = before {
                let id = test.issue_on(conn, op, b"");
                test.returns(id, outcome);
            }
            let send = test.issue_on(conn, Op::Send { flags: MsgFlags::NONE }, b"x");
            test.returns(send, Err(Failure::os(Errno::Epipe)));
            last(&test).meaning
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
        let (mut test, _, conn) = TestLab::server_with_client();
        let mut decoder = StreamDecoder::new(Encoding::Utf8);
        let recv = Op::Recv { bufsize: 9, flags: MsgFlags::NONE };
        for chunk in [&b"\xe4"[..], b"\xbd", b"\xa0ok"] {
            let id = test.issue_on(conn, recv.clone(), b"");
            decoder.follow(&test.lab.timeline);
            test.returns(id, Ok(Value::Bytes(Bytes::from_static(chunk))));
            decoder.follow(&test.lab.timeline);
            decoder.follow(&test.lab.timeline);
        }
        let last = test.lab.timeline.calls().next_back().expect("there are calls");
        let spans = decoder.chunk(last).expect("bytes came").spans;
        let kinds: Vec<SpanKind> = spans.into_iter().map(|span| span.kind).collect();
        assert_eq!(kinds, [SpanKind::Joined("你".into()), SpanKind::Text("ok".into())]);
    }

    #[test]
    fn a_lost_relay_has_its_row_after_the_last_call() {
        let mut test = TestLab::begun(None);
        test.made();
        test.lose_relay(vec![]);
        test.made();
        let drawn = drawn(&test, Encoding::Utf8);
        assert!(matches!(drawn[..], [Row::Call(_), Row::Loss(_), Row::Call(_)]));
    }
}
