//! Meters one page from the messages between it and the relay.

use std::collections::HashMap;
use std::sync::Arc;

use lab_shared::call::{
    CallId, CallName, Direction, Exception, Failure, Op, Outcome, SocketId, Value,
};
use lab_shared::errno::Errno;
use lab_shared::wire::{Event, Return, RoomId, RoomReport, RoomUpdate, ToPage, ToRelay};

use super::{CallLabels, DirectionLabel, Metrics, SocketLabels};

/// Stands at one session's line to its page. Dropping it takes back what the page had open.
#[derive(Debug)]
pub(crate) struct SessionMeter {
    metrics: Arc<Metrics>,
    asked: HashMap<CallId, UnansweredCall>,
    sockets: HashMap<SocketId, SocketLabels>,
    /// Bytes that wait in each open room.
    rooms: HashMap<RoomId, i64>,
}

/// A call that has no return yet.
#[derive(Debug, Clone, Copy)]
struct UnansweredCall {
    call: CallName,
    socket: Option<SocketId>,
    /// The family of the sockets it makes: its own, or that of the socket it is made on.
    family: Option<&'static str>,
}

impl SessionMeter {
    /// For a page that is welcome.
    pub(crate) fn new(metrics: &Arc<Metrics>) -> Self {
        metrics.sessions.inc();
        metrics.sessions_begun.inc();
        Self {
            metrics: Arc::clone(metrics),
            asked: HashMap::new(),
            sockets: HashMap::new(),
            rooms: HashMap::new(),
        }
    }

    /// Counts a message from the page.
    pub(crate) fn received(&mut self, message: &ToRelay) {
        if let ToRelay::Call(call) = message {
            let family = match call.op {
                Op::Socket { family, .. } | Op::Socketpair { family, .. } => {
                    Some(family.python_name())
                }
                // Later the listener may be closed, and its accept goes on.
                _ => call.socket.and_then(|socket| self.sockets.get(&socket)).map(|it| it.family),
            };
            let asked = UnansweredCall { call: call.op.name(), socket: call.socket, family };
            self.asked.insert(call.id, asked);
        }
    }

    /// Counts a message to the page.
    pub(crate) fn sent(&mut self, message: &ToPage) {
        match message {
            ToPage::Return(Return { id, outcome, .. }) => {
                if let Some(asked) = self.asked.remove(id) {
                    self.returned(asked, outcome);
                }
            }
            ToPage::Event(Event::Addresses { socket, peer: Some(_), .. }) => {
                self.became(*socket, "connected");
            }
            ToPage::Event(Event::Addresses { socket, local: Some(_), .. })
                if self.sockets.get(socket).is_some_and(|labels| labels.state == "open") =>
            {
                self.became(*socket, "bound");
            }
            ToPage::Room(RoomReport { room, news, .. }) => self.room(*room, news),
            _ => {}
        }
    }

    /// The page is back after its WebSocket broke.
    pub(crate) fn resumed(&self) {
        self.metrics.sessions_resumed.inc();
    }

    fn returned(&mut self, asked: UnansweredCall, outcome: &Outcome) {
        let UnansweredCall { call, socket, family } = asked;
        let labels = CallLabels { call: call.as_str(), result: result(outcome) };
        self.metrics.calls.get_or_create(&labels).inc();
        match outcome {
            Ok(value) => {
                for made in value.made() {
                    self.opened(*made, family);
                }
                self.passed(call, value);
                match (call, socket) {
                    (CallName::Listen, Some(socket)) => self.became(socket, "listening"),
                    (CallName::Close, Some(socket)) => self.closed(socket),
                    _ => {}
                }
            }
            Err(Failure { rule: Some(rule), .. }) => self.metrics.refused(rule.name()),
            // close(2) frees the descriptor even if it fails.
            Err(_) if call == CallName::Close => socket.into_iter().for_each(|it| self.closed(it)),
            Err(_) => {}
        }
    }

    fn passed(&self, call: CallName, value: &Value) {
        let bytes = match value {
            Value::Bytes(bytes) | Value::BytesFrom { bytes, .. } => bytes.len() as u64,
            Value::Sent(bytes) => u64::from(*bytes),
            _ => return,
        };
        let direction = if call.direction() == Direction::Inward { "in" } else { "out" };
        self.metrics.bytes.get_or_create(&DirectionLabel { direction }).inc_by(bytes);
    }

    fn opened(&mut self, socket: SocketId, family: Option<&'static str>) {
        // A call that makes sockets names a family or is made on a socket that has one.
        let Some(family) = family else { return };
        let labels = SocketLabels { family, state: "open" };
        self.metrics.sockets.get_or_create(&labels).inc();
        self.sockets.insert(socket, labels);
    }

    fn became(&mut self, socket: SocketId, state: &'static str) {
        if let Some(labels) = self.sockets.get_mut(&socket) {
            self.metrics.sockets.get_or_create(labels).dec();
            labels.state = state;
            self.metrics.sockets.get_or_create(labels).inc();
        }
    }

    fn closed(&mut self, socket: SocketId) {
        if let Some(labels) = self.sockets.remove(&socket) {
            self.metrics.sockets.get_or_create(&labels).dec();
        }
    }

    fn room(&mut self, room: RoomId, news: &RoomUpdate) {
        match news {
            RoomUpdate::Opened { .. } => {
                self.metrics.rooms.inc();
                self.rooms.insert(room, 0);
            }
            RoomUpdate::Refused(Failure { rule: Some(rule), .. }) => {
                self.metrics.refused(rule.name());
            }
            RoomUpdate::Transcript { missed, .. } => {
                self.metrics.room_lines_unshown.inc_by(*missed);
            }
            RoomUpdate::Peers { peers } => {
                let now: usize = peers.iter().map(|peer| peer.queued_bytes).sum();
                let now = i64::try_from(now).unwrap_or(i64::MAX);
                if let Some(before) = self.rooms.insert(room, now) {
                    self.metrics.room_queued.inc_by(now - before);
                }
            }
            RoomUpdate::Stopped => self.room_gone(room),
            RoomUpdate::Refused(_) => {}
        }
    }

    fn room_gone(&mut self, room: RoomId) {
        // One that was stopped before it had opened is not there.
        if let Some(queued) = self.rooms.remove(&room) {
            self.metrics.rooms.dec();
            self.metrics.room_queued.dec_by(queued);
        }
    }
}

impl Drop for SessionMeter {
    fn drop(&mut self) {
        self.metrics.sessions.dec();
        for labels in self.sockets.values() {
            self.metrics.sockets.get_or_create(labels).dec();
        }
        let rooms: Vec<RoomId> = self.rooms.keys().copied().collect();
        rooms.into_iter().for_each(|room| self.room_gone(room));
    }
}

/// How a call ended, as a label from a table.
fn result(outcome: &Outcome) -> &'static str {
    match outcome {
        Ok(Value::Errno(code @ 1..)) => Errno::from_number(*code).map_or("other", Errno::name),
        Ok(_) => "ok",
        Err(Failure { exception: Exception::Gaierror, .. }) => "gaierror",
        Err(Failure { exception, code, .. }) => {
            code.and_then(Errno::from_number).map_or(exception.name(), Errno::name)
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use lab_shared::call::{Address, Family, Micros, MsgFlags, Rule, SocketType};
    use lab_shared::wire::Call;

    use super::*;
    use crate::resources::account::Memory;

    /// A page whose calls have the outcomes of the test.
    struct Page {
        metrics: Arc<Metrics>,
        meter: SessionMeter,
    }

    impl Page {
        fn welcomed() -> Self {
            let metrics = Arc::default();
            let meter = SessionMeter::new(&metrics);
            Self { metrics, meter }
        }

        fn call(&mut self, socket: Option<u32>, op: Op, outcome: Outcome) {
            let (id, now) = (CallId(1), Micros(0));
            let socket = socket.map(SocketId);
            self.meter.received(&ToRelay::Call(Call {
                id,
                socket,
                host: None,
                op,
                bytes: Bytes::new(),
            }));
            self.meter.sent(&ToPage::Return(Return { id, entered: now, at: now, outcome }));
        }

        fn open(&mut self, socket: u32, family: Family) {
            let op = Op::Socket { family, kind: SocketType::Stream, proto: 0 };
            let made = Value::Socket { socket: SocketId(socket), fileno: 9 };
            self.call(None, op, Ok(made));
        }

        fn addresses(&mut self, socket: u32, local: bool, peer: bool) {
            let address = |there: bool| there.then(|| Address::inet("127.0.0.1", 1));
            let (local, peer) = (address(local), address(peer));
            let event =
                Event::Addresses { socket: SocketId(socket), local, peer, loopback_only: false };
            self.meter.sent(&ToPage::Event(event));
        }

        #[track_caller]
        fn shows(&self, line: &str) {
            let text = self.metrics.text(&Memory::new(0), crate::network::NetworkCounts::default());
            let line = format!("socket_lab_{line}");
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn sockets_are_counted_by_family_and_state_until_they_are_closed() {
        let mut page = Page::welcomed();
        page.open(1, Family::Inet);
        page.shows("sockets{family=\"AF_INET\",state=\"open\"} 1");
        page.addresses(1, true, false);
        page.shows("sockets{family=\"AF_INET\",state=\"bound\"} 1");
        page.call(Some(1), Op::Listen { backlog: None }, Ok(Value::None));
        page.addresses(1, true, false);
        page.shows("sockets{family=\"AF_INET\",state=\"listening\"} 1");
        let address = Address::inet("127.0.0.1", 2);
        let accepted = Value::Accepted { socket: SocketId(2), fileno: 10, address };
        page.call(Some(1), Op::Accept, Ok(accepted));
        page.addresses(2, true, true);
        page.shows("sockets{family=\"AF_INET\",state=\"connected\"} 1");
        page.call(Some(2), Op::Close, Ok(Value::None));
        page.shows("sockets{family=\"AF_INET\",state=\"connected\"} 0");
        page.shows("sockets{family=\"AF_INET\",state=\"open\"} 0");
    }

    #[test]
    fn what_a_closed_listener_still_accepts_is_counted() {
        let mut page = Page::welcomed();
        page.open(1, Family::Inet);
        let (id, socket, bytes) = (CallId(7), Some(SocketId(1)), Bytes::new());
        page.meter.received(&ToRelay::Call(Call { id, socket, host: None, op: Op::Accept, bytes }));
        page.call(Some(1), Op::Close, Ok(Value::None));
        page.shows("sockets{family=\"AF_INET\",state=\"open\"} 0");
        let address = Address::inet("127.0.0.1", 2);
        let outcome = Ok(Value::Accepted { socket: SocketId(2), fileno: 10, address });
        let (entered, at) = (Micros(0), Micros(0));
        page.meter.sent(&ToPage::Return(Return { id, entered, at, outcome }));
        page.shows("sockets{family=\"AF_INET\",state=\"open\"} 1");
    }

    #[test]
    fn calls_are_counted_by_how_they_end() {
        let mut page = Page::welcomed();
        page.open(1, Family::Inet6);
        page.shows("calls_total{call=\"socket\",result=\"ok\"} 1");
        let refused = Err(Failure::os(Errno::Econnrefused));
        let address = Address::inet("127.0.0.1", 1);
        page.call(Some(1), Op::Connect { address: address.clone() }, refused);
        page.shows("calls_total{call=\"connect\",result=\"ECONNREFUSED\"} 1");
        let number = Ok(Value::Errno(Errno::Econnrefused.linux()));
        page.call(Some(1), Op::ConnectEx { address: address.clone() }, number);
        page.shows("calls_total{call=\"connect_ex\",result=\"ECONNREFUSED\"} 1");
        page.call(Some(1), Op::Accept, Err(Failure::timed_out()));
        page.shows("calls_total{call=\"accept\",result=\"TimeoutError\"} 1");
        page.call(Some(1), Op::Bind { address }, Err(Failure::refused(Rule::AllowBind)));
        page.shows("refusals_total{rule=\"allow-bind\"} 1");
    }

    #[test]
    fn bytes_are_those_the_kernel_took_and_gave() {
        let mut page = Page::welcomed();
        let flags = MsgFlags::NONE;
        page.call(Some(1), Op::Send { flags }, Ok(Value::Sent(70_000)));
        let bytes = Value::Bytes(Bytes::from_static(b"hello"));
        page.call(Some(1), Op::Recv { bufsize: 9, flags }, Ok(bytes));
        page.shows("socket_bytes_total{direction=\"out\"} 70000");
        page.shows("socket_bytes_total{direction=\"in\"} 5");
    }

    #[test]
    fn a_page_that_is_gone_has_nothing_open() {
        let mut page = Page::welcomed();
        page.open(1, Family::Unix);
        let address = Address::inet("127.0.0.1", 9);
        for news in [
            RoomUpdate::Opened { address, loopback_only: false },
            RoomUpdate::Transcript { events: vec![], missed: 3 },
        ] {
            page.meter.sent(&ToPage::Room(RoomReport { room: RoomId(1), at: Micros(0), news }));
        }
        page.shows("sessions 1");
        page.shows("rooms 1");
        // Another page comes, and the first one goes.
        page.meter = SessionMeter::new(&page.metrics);
        page.shows("sessions 1");
        page.shows("sessions_begun_total 2");
        page.shows("rooms 0");
        page.shows("room_lines_unshown_total 3");
        page.shows("sockets{family=\"AF_UNIX\",state=\"open\"} 0");
    }
}
