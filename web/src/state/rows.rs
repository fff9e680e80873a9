//! The timeline as rows to be drawn.

use std::rc::Rc;

use lab_shared::call::{Micros, SentText, SocketId, python_line};
use lab_shared::text::Encoding;
use lab_shared::trace::CallRecord;

use super::lab::Lab;
use super::lanes::{LaneRow, lanes};
use super::outcome::{Meaning, meaning, python_result};
use super::reading::{Passage, Reader};

/// How many rows are drawn unless the person asks for more.
pub const ROWS_AT_FIRST: usize = 200;

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

/// The last `limit` rows, oldest first, and how many earlier ones there are. Bytes are read in
/// `encoding`.
#[must_use]
pub fn rows(lab: &Lab, encoding: Encoding, limit: usize) -> (Vec<Row>, usize) {
    let timeline = &*lab.timeline;
    let earlier = timeline.calls().len().saturating_sub(limit);
    let loss_marks: Vec<_> = lab.losses.iter().map(|loss| loss.after).collect();
    let mut reader = Reader::new(timeline, encoding);
    let mut rows = Vec::with_capacity(limit.min(timeline.calls().len()));
    for (record, lanes) in timeline.calls().zip(lanes(timeline, &loss_marks)).skip(earlier) {
        rows.push(Row::Call(Rc::new(call_row(lab, record, lanes, &mut reader))));
        let losses = lab.losses.iter().filter(|loss| loss.after == record.id);
        rows.extend(losses.map(|loss| Row::Loss(loss.at)));
    }
    (rows, earlier)
}

/// The Python line of a call that was made.
#[must_use]
pub fn python_of(lab: &Lab, record: &CallRecord) -> String {
    let text = record.text.as_ref().map(|(text, encoding)| SentText { text, encoding: *encoding });
    let result = lab.names.of_call(record.id);
    let on = if record.op.needs_socket() { record.socket } else { None };
    python_line(&record.op, on, &record.sent, text, result, &*lab.names)
}

fn call_row(lab: &Lab, record: &CallRecord, lanes: LaneRow, reader: &mut Reader<'_>) -> CallRow {
    CallRow {
        python: python_of(lab, record),
        result: python_result(record, &lab.names),
        meaning: meaning(record),
        made: lab.names.of_call(record.id).filter(|_| !record.made().is_empty()).map(Into::into),
        passage: reader.read(record),
        lanes,
        record: record.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::drafts::{Edit, Field, Writing};
    use crate::state::reading::Way;
    use crate::state::scene::Scene;
    use bytes::Bytes;
    use lab_shared::call::{Address, AddressInfo, CallName, MsgFlags, Op, Value};
    use lab_shared::text::SpanKind;

    fn calls(scene: &Scene, encoding: Encoding) -> Vec<Rc<CallRow>> {
        rows(&scene.lab, encoding, ROWS_AT_FIRST)
            .0
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
        scene.edit(Edit::Text(Field::Content, "瓜子".into()));
        scene.edit(Edit::Writing(Writing::Text(Encoding::Gbk)));
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
        scene.edit(Edit::Text(Field::Content, "0123456789".into()));
        scene.done(CallName::Send, Value::Sent(4));
        assert_eq!(last(&scene).meaning, Some(Meaning::TookSome { taken: 4, offered: 11 }));
        scene.edit(Edit::Text(Field::Bufsize, "0".into()));
        scene.done(CallName::Recv, Value::Bytes(Bytes::new()));
        assert_eq!(last(&scene).meaning, Some(Meaning::AskedForNothing));
        scene.done(CallName::ConnectEx, Value::Errno(111));
        assert!(
            matches!(last(&scene).meaning, Some(Meaning::ErrnoOf(errno)) if errno.linux() == 111)
        );
    }

    #[test]
    fn only_the_last_rows_are_drawn_and_the_rest_is_counted() {
        let mut scene = Scene::begun(None);
        scene.made();
        for _ in 0..9 {
            scene.done(CallName::Getsockname, Value::None);
        }
        let (drawn, earlier) = rows(&scene.lab, Encoding::Utf8, 4);
        assert_eq!((drawn.len(), earlier), (4, 6));
    }

    #[test]
    fn a_lost_relay_has_its_row_after_the_last_call() {
        let mut scene = Scene::begun(None);
        scene.made();
        scene.lose_relay(vec![]);
        scene.made();
        let (drawn, _) = rows(&scene.lab, Encoding::Utf8, 10);
        assert!(matches!(drawn[..], [Row::Call(_), Row::Loss(_), Row::Call(_)]));
    }
}
