//! A lab for tests, in which calls return what the test decides.

use bytes::Bytes;
use std::rc::Rc;
use std::time::Duration;

use lab_shared::call::{
    Address, CallId, CallName, Family, Micros, Op, Outcome, SocketId, SocketType, Targets, Value,
    VariableName,
};
use lab_shared::kernel::CaptureState;
use lab_shared::network::HostName;
use lab_shared::text::Encoding;
use lab_shared::trace::{Origin, Role};
use lab_shared::wire::{Call, Goodbye, Limits, Reach, Return, Welcome};

use crate::bench::state::call_form::{CallForm, Edit, Field, Writing};
use crate::bench::state::validate::validate;
use crate::kit::state::clock::micros;
use crate::lab::state::{Lab, LabCommand, LabEvent, ValidCall};
use crate::link::state::{Output, Phase};

/// The lab and its fields, and a clock that advances with each event.
pub(crate) struct TestLab {
    pub(crate) lab: Lab,
    pub(crate) form: CallForm,
    now: Duration,
    calls: u32,
    sockets: u32,
}

impl TestLab {
    /// A lab whose relay is ready, played from `role`.
    pub(crate) fn begun(role: Option<Role>) -> Self {
        let mut test = Self {
            lab: Lab::default(),
            form: CallForm::default(),
            now: Duration::ZERO,
            calls: 0,
            sockets: 0,
        };
        test.told(LabEvent::Phase(Phase::Ready(Rc::new(welcome()))));
        test.does(LabCommand::Begin(role));
        test.edit(Edit::Begin(role));
        test
    }

    /// The person does something.
    pub(crate) fn does(&mut self, command: LabCommand) {
        self.lab.handle(&command);
    }

    /// Something happens.
    pub(crate) fn told(&mut self, event: LabEvent) {
        self.lab.apply(event);
    }

    pub(crate) fn edit(&mut self, edit: Edit) {
        self.form = std::mem::take(&mut self.form).after(edit);
    }

    /// Types what to send.
    pub(crate) fn types(&mut self, text: &str, encoding: Encoding) {
        self.edit(Edit::Text(Field::Content, text.into()));
        self.edit(Edit::Writing(Writing::Text(encoding)));
    }

    /// Types the bufsize of a recv.
    pub(crate) fn types_bufsize(&mut self, bufsize: &str) {
        self.edit(Edit::Text(Field::Bufsize, bufsize.into()));
    }

    pub(crate) fn tick(&mut self) -> Micros {
        self.now += Duration::from_millis(1);
        micros(self.now)
    }

    /// Time passes.
    pub(crate) fn advance(&mut self, time: Duration) {
        self.now += time;
    }

    /// Presses a key; the call does not return yet.
    pub(crate) fn press(&mut self, call: CallName) -> CallId {
        let valid_call = validate(call, &self.form, &self.lab).expect("the fields hold no error");
        self.issue(valid_call, None)
    }

    /// Makes a call on a socket, whatever the fields contain.
    pub(crate) fn issue_on(&mut self, socket: SocketId, op: Op, bytes: &'static [u8]) -> CallId {
        let bytes = Bytes::from_static(bytes);
        let call = ValidCall { socket: Some(socket), op, bytes, text: None, targets: None };
        self.issue(call, None)
    }

    /// Calls `socket` on a host; the call does not return yet.
    pub(crate) fn make_on(&mut self, host: HostName, op: Op) -> CallId {
        let targets = Targets::new("c");
        let call = ValidCall { socket: None, op, bytes: Bytes::new(), text: None, targets };
        self.issue(call, Some(host))
    }

    fn issue(&mut self, valid_call: ValidCall, host: Option<HostName>) -> CallId {
        self.calls += 1;
        let id = CallId(self.calls);
        let ValidCall { socket, op, bytes, text, targets } = valid_call;
        let at = self.tick();
        self.told(LabEvent::Issued {
            call: Call { id, socket, host, op, bytes },
            text,
            at,
            targets,
        });
        id
    }

    /// A program makes a call.
    pub(crate) fn driven_on(
        &mut self,
        side: Role,
        socket: Option<SocketId>,
        op: Op,
        bytes: &'static [u8],
    ) -> CallId {
        self.calls += 1;
        let id = CallId(self.calls);
        let at = self.tick();
        let origin =
            Origin { side, thread: 1, thread_name: None, file: Some("a.py".into()), line: Some(3) };
        let call = Call { id, socket, host: None, op, bytes: Bytes::from_static(bytes) };
        self.told(LabEvent::Driven {
            call,
            at,
            base: VariableName::constant("s"),
            origin: Some(Rc::new(origin)),
        });
        id
    }

    /// A program makes a call that needs no socket.
    pub(crate) fn driven(&mut self, side: Role, op: Op) -> CallId {
        self.driven_on(side, None, op, b"")
    }

    /// The call begins to block.
    pub(crate) fn blocks(&mut self, id: CallId) {
        let at = self.tick();
        self.told(LabEvent::Relay(Output::Blocked(id, at), at));
    }

    /// The call returns.
    pub(crate) fn returns(&mut self, id: CallId, outcome: Outcome) {
        let at = self.tick();
        let returned = Return { id, entered: at, at, outcome };
        self.told(LabEvent::Relay(Output::Returned(returned), at));
    }

    /// Presses a key, and the call returns at once.
    pub(crate) fn done(&mut self, call: CallName, value: Value) -> CallId {
        let id = self.press(call);
        self.returns(id, Ok(value));
        id
    }

    /// Presses `socket`, and the kernel makes one.
    pub(crate) fn made(&mut self) -> SocketId {
        self.sockets += 1;
        let socket = SocketId(self.sockets);
        self.done(CallName::Socket, Value::Socket { socket, fileno: 10 + socket.0 as i32 });
        socket
    }

    /// What accept returns for the next connection.
    pub(crate) fn accepted(&mut self) -> (SocketId, Value) {
        self.sockets += 1;
        let socket = SocketId(self.sockets);
        let address = Address::inet("127.0.0.1", 50_000);
        (socket, Value::Accepted { socket, fileno: 10 + socket.0 as i32, address })
    }

    /// The relay reports a socket's own address.
    pub(crate) fn local(&mut self, socket: SocketId, local: Address) {
        self.addresses(socket, local, false);
    }

    /// The relay reports a socket's own address, and that it keeps the socket to loopback.
    pub(crate) fn kept_to_loopback(&mut self, socket: SocketId, local: Address) {
        self.addresses(socket, local, true);
    }

    fn addresses(&mut self, socket: SocketId, local: Address, loopback_only: bool) {
        let at = self.tick();
        let output = Output::Addresses { socket, local: Some(local), peer: None, loopback_only };
        self.told(LabEvent::Relay(output, at));
    }

    /// The relay is lost.
    pub(crate) fn lose_relay(&mut self, pending: Vec<CallId>) {
        let at = self.tick();
        self.told(LabEvent::Relay(Output::Lost(pending), at));
        self.told(LabEvent::Phase(Phase::Refused(Goodbye::Token)));
    }

    /// A server that has accepted one client: the listening socket and the connection.
    pub(crate) fn server_with_client() -> (Self, SocketId, SocketId) {
        let mut test = Self::begun(Some(Role::Server));
        let server = test.made();
        test.done(CallName::Bind, Value::None);
        test.local(server, Address::inet("127.0.0.1", 9999));
        test.done(CallName::Listen, Value::None);
        let accept = test.press(CallName::Accept);
        test.blocks(accept);
        let (conn, value) = test.accepted();
        test.returns(accept, Ok(value));
        (test, server, conn)
    }
}

pub(crate) fn welcome() -> Welcome {
    Welcome {
        version: lab_shared::wire::PROTOCOL_VERSION,
        relay: "0.0.0".into(),
        system: lab_shared::errno::System::Linux,
        now: Micros(0),
        limits: Limits { sockets: 8, pending: 8, payload: 1024 },
        reach: Reach {
            bind: vec!["127.0.0.0/8:*".into()],
            connect: vec!["127.0.0.0/8:*".into()],
            unix_directory: Some("/tmp/lab".into()),
        },
        invitation: vec![],
        capture: CaptureState::Off,
        networks: lab_shared::network::NetworkState::Unknown,
        ticket: None,
    }
}

pub(crate) const STREAM: Op =
    Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
