//! The Chat place without a relay: its news are given, and what the person does is remembered.

use bytes::Bytes;
use lab_shared::call::{
    Address, CallId, Family, Micros, MsgFlags, Op, Outcome, SocketId, SocketType, Value,
    VariableName,
};
use lab_shared::framing::Framing;
use lab_shared::language::Language;
use lab_shared::wire::{Call, Return, RoomCommand};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

use super::support::ReadIn;
use lab_web::under_test::{
    Action, Chat, ChatAction, ChatHands, ChatRoute, ChatStore, FramingHint, KnownChat as Known,
    Lab, Output, PaceEdit, Snapshot,
};

/// What the person did.
#[derive(Clone, Default)]
pub(crate) struct Done {
    pub(crate) opened: Rc<Cell<u32>>,
    pub(crate) left: Rc<Cell<u32>>,
    pub(crate) asked: Rc<RefCell<Vec<RoomCommand>>>,
    pub(crate) said: Rc<RefCell<Vec<String>>>,
    pub(crate) framings: Rc<RefCell<Vec<Framing>>>,
    pub(crate) paces: Rc<RefCell<Vec<PaceEdit>>>,
}

#[derive(Clone, Properties)]
pub(crate) struct PlaceProps {
    pub(crate) language: Language,
    pub(crate) view: ChatRoute,
    pub(crate) actions: Vec<ChatAction>,
    pub(crate) lab: Lab,
    pub(crate) done: Done,
}

/// A place is drawn once for each test.
impl PartialEq for PlaceProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.done.opened, &other.done.opened)
    }
}

#[component]
pub(crate) fn Place(props: &PlaceProps) -> Html {
    let actions = props.actions.clone();
    let chat = use_reducer(move || {
        let known = actions.into_iter().fold(Known::default(), Known::after);
        ChatStore(Snapshot::new(known))
    });
    let lab = use_memo((), |()| Snapshot::new(props.lab.clone()));
    let done = &props.done;
    let counts = |count: &Rc<Cell<u32>>| {
        let count = Rc::clone(count);
        Callback::from(move |()| count.set(count.get() + 1))
    };
    let edit_pace = {
        let (chat, paces) = (chat.dispatcher(), Rc::clone(&done.paces));
        Callback::from(move |edit: PaceEdit| {
            paces.borrow_mut().push(edit.clone());
            chat.dispatch(ChatAction::EditPace(edit));
        })
    };
    let hands = ChatHands {
        on_view: Callback::noop(),
        on_edit: {
            let chat = chat.dispatcher();
            Callback::from(move |edit| chat.dispatch(ChatAction::Edit(edit)))
        },
        on_open: counts(&done.opened),
        on_ask: kept(&done.asked),
        on_framing: kept(&done.framings),
        on_pace: edit_pace.clone(),
        on_edit_join: {
            let chat = chat.dispatcher();
            Callback::from(move |edit| chat.dispatch(ChatAction::EditJoin(edit)))
        },
        on_framing_join: kept(&done.framings),
        on_pace_join: edit_pace,
        on_join: Callback::noop(),
        on_say: kept(&done.said),
        on_leave: counts(&done.left),
        on_edit_stream: Callback::noop(),
        on_stream_connect: Callback::noop(),
        on_stream_send: Callback::noop(),
        on_stream_close: Callback::noop(),
    };
    html! {
        <ReadIn language={props.language}>
            <Chat view={props.view} chat={chat.0.clone()} lab={(*lab).clone()} ready=true {hands} />
        </ReadIn>
    }
}

fn kept<T: 'static>(list: &Rc<RefCell<Vec<T>>>) -> Callback<T> {
    let list = Rc::clone(list);
    Callback::from(move |one| list.borrow_mut().push(one))
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
    let output = Output::Addresses { socket: LISTENER, local: Some(room), peer: None };
    driven.act(Action::Relay(output, Micros(0)));
    let accepted = Value::Accepted { socket: CONN, fileno: 8, address: peer };
    driven.call(Some(LISTENER), Op::Accept, b"", Ok(accepted));
    driven
}

impl Driven {
    pub(crate) fn framed(&mut self, hint: FramingHint) {
        self.act(Action::Framed { socket: CONN, hint });
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
        let call = Call { id, socket, op, bytes: Bytes::from_static(bytes) };
        self.act(Action::Driven {
            call,
            at: Micros(0),
            base: VariableName::constant("room"),
            origin: None,
        });
        let returned = Return { id, entered: Micros(0), at: Micros(0), outcome };
        self.act(Action::Relay(Output::Returned(returned), Micros(0)));
    }

    fn act(&mut self, action: Action) {
        self.lab = std::mem::take(&mut self.lab).after(action);
    }
}
