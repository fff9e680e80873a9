//! The Chat place without a relay: its news are given, and what the person does is remembered.

use bytes::Bytes;
use lab_shared::call::{
    Address, CallId, Family, Micros, MsgFlags, Op, Outcome, SocketId, SocketType, Value,
    VariableName,
};
use lab_shared::language::Language;
use lab_shared::wire::{Call, Return};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

use super::support::ReadIn;
use lab_web::under_test::{
    Chat, ChatCommand, ChatRoute, FramingHint, KnownChat as Known, Lab, LabEvent, Output, Snapshot,
    use_store,
};

/// What the person did.
#[derive(Clone, Default)]
pub(crate) struct Done {
    pub(crate) commands: Rc<RefCell<Vec<ChatCommand>>>,
}

impl Done {
    /// The last command.
    pub(crate) fn last(&self) -> Option<ChatCommand> {
        self.commands.borrow().last().cloned()
    }
}

#[derive(Clone, Properties)]
pub(crate) struct PlaceProps {
    pub(crate) language: Language,
    pub(crate) view: ChatRoute,
    pub(crate) known: Known,
    pub(crate) lab: Lab,
    pub(crate) done: Done,
}

/// A place is drawn once for each test.
impl PartialEq for PlaceProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.done.commands, &other.done.commands)
    }
}

#[component]
pub(crate) fn Place(props: &PlaceProps) -> Html {
    let (chat, store) = use_store(|| props.known.clone());
    let lab = use_memo((), |()| Snapshot::new(props.lab.clone()));
    let commands = Rc::clone(&props.done.commands);
    let on = use_callback((), move |command: ChatCommand, ()| {
        commands.borrow_mut().push(command.clone());
        store.update_at_once(|chat| chat.handle(command));
    });
    html! {
        <ReadIn language={props.language}>
            <Chat
                view={props.view}
                {chat}
                lab={(*lab).clone()}
                ready=true
                {on}
                on_network={Callback::noop()}
                on_view={Callback::noop()}
            />
        </ReadIn>
    }
}

/// A lab whose calls return at once.
pub(crate) struct Driven {
    pub(crate) lab: Lab,
    calls: u32,
}

const LISTENER: SocketId = SocketId(1);
const CONN: SocketId = SocketId(2);

/// A room's socket that listens at `room` and has accepted `peer`.
pub(crate) fn driven(room: Address, peer: Address) -> Driven {
    let mut driven = Driven { lab: Lab::default(), calls: 0 };
    let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    driven.call(None, op, b"", Ok(Value::Socket { socket: LISTENER, fileno: 7 }));
    let output =
        Output::Addresses { socket: LISTENER, local: Some(room), peer: None, loopback_only: false };
    driven.told(LabEvent::Relay(output, Micros(0)));
    let accepted = Value::Accepted { socket: CONN, fileno: 8, address: peer };
    driven.call(Some(LISTENER), Op::Accept, b"", Ok(accepted));
    driven
}

impl Driven {
    pub(crate) fn framed(&mut self, hint: FramingHint) {
        self.told(LabEvent::Framed { socket: CONN, hint });
    }

    pub(crate) fn received(&mut self, bytes: &'static [u8]) {
        let op = Op::Recv { bufsize: 99, flags: MsgFlags::NONE };
        self.call(Some(CONN), op, b"", Ok(Value::Bytes(Bytes::from_static(bytes))));
    }

    pub(crate) fn sent(&mut self, bytes: &'static [u8]) {
        let op = Op::Sendall { flags: MsgFlags::NONE };
        self.call(Some(CONN), op, bytes, Ok(Value::None));
    }

    fn call(&mut self, socket: Option<SocketId>, op: Op, bytes: &'static [u8], outcome: Outcome) {
        self.calls += 1;
        let id = CallId(self.calls);
        let call = Call { id, socket, host: None, op, bytes: Bytes::from_static(bytes) };
        self.told(LabEvent::Driven {
            call,
            at: Micros(0),
            base: VariableName::constant("room"),
            origin: None,
        });
        let returned = Return { id, entered: Micros(0), at: Micros(0), outcome };
        self.told(LabEvent::Relay(Output::Returned(returned), Micros(0)));
    }

    fn told(&mut self, event: LabEvent) {
        self.lab.apply(event);
    }
}
