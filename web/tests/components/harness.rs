//! The Bench over a kernel that does what the test says, and remembers what was asked of it.

use lab_shared::call::{Address, CallId, CallName, Micros, Outcome, SocketId, Value};
use lab_shared::kernel::CaptureState;
use lab_shared::language::Language;
use lab_shared::trace::Role;
use lab_shared::wire::{Call, Limits, PROTOCOL_VERSION, Reach, Return, Welcome};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

use super::support::ReadIn;
use lab_web::under_test::{Action, Bench, Lab, Output, Phase, ValidCall, use_store};

/// What the kernel does with a call: `None` blocks.
pub(crate) type Kernel = fn(&ValidCall) -> Option<Outcome>;

/// What was asked of the kernel.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    pub(crate) calls: Rc<RefCell<Vec<ValidCall>>>,
    pub(crate) cancelled: Rc<RefCell<Vec<CallId>>>,
    pub(crate) looks: Rc<RefCell<Vec<bool>>>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.calls, &other.calls)
    }
}

impl Asked {
    /// The name of the last call.
    pub(crate) fn last(&self) -> Option<CallName> {
        self.calls.borrow().last().map(|call| call.op.name())
    }
}

#[derive(Clone, Properties)]
pub(crate) struct HarnessProps {
    pub(crate) kernel: Kernel,
    pub(crate) asked: Asked,
    pub(crate) language: Language,
}

/// A kernel is given once, and two functions cannot be compared.
impl PartialEq for HarnessProps {
    fn eq(&self, other: &Self) -> bool {
        self.asked == other.asked && self.language == other.language
    }
}

#[component]
pub(crate) fn Harness(props: &HarnessProps) -> Html {
    let (shown, lab) =
        use_store(|| Lab::default().after(Action::Phase(Phase::Ready(Rc::new(welcome())))));
    let on_begin = {
        let lab = lab.clone();
        Callback::from(move |role: Option<Role>| lab.dispatch(Action::Begin(role)))
    };
    let on_target = {
        let lab = lab.clone();
        Callback::from(move |socket: SocketId| lab.dispatch(Action::Target(socket)))
    };
    let on_call = {
        let (lab, asked, kernel) = (lab.clone(), props.asked.clone(), props.kernel);
        Callback::from(move |valid_call: ValidCall| {
            let outcome = kernel(&valid_call);
            asked.calls.borrow_mut().push(valid_call.clone());
            let number = asked.calls.borrow().len();
            let id = CallId(u32::try_from(number).unwrap_or(u32::MAX));
            let at = Micros(number as u64 * 1000);
            let ValidCall { socket, op, bytes, text, targets } = valid_call;
            let call = Call { id, socket, op, bytes };
            lab.dispatch(Action::Issued { call, text, at, targets });
            lab.dispatch(Action::Relay(
                match outcome {
                    Some(outcome) => Output::Returned(Return { id, entered: at, at, outcome }),
                    None => Output::Blocked(id, at),
                },
                at,
            ));
        })
    };
    let on_cancel = {
        let asked = props.asked.clone();
        Callback::from(move |id: CallId| asked.cancelled.borrow_mut().push(id))
    };
    let on_look = {
        let asked = props.asked.clone();
        Callback::from(move |begins: bool| asked.looks.borrow_mut().push(begins))
    };
    html! {
        <ReadIn language={props.language}>
            <Bench lab={shown} {on_begin} {on_target} {on_call} {on_cancel} {on_look} />
        </ReadIn>
    }
}

/// A kernel that has one socket, number 1, and lets every call succeed.
pub(crate) fn willing(valid_call: &ValidCall) -> Option<Outcome> {
    Some(Ok(match valid_call.op.name() {
        CallName::Socket => Value::Socket { socket: SocketId(1), fileno: 7 },
        CallName::Accept => {
            let address = Address::inet("127.0.0.1", 50_000);
            Value::Accepted { socket: SocketId(2), fileno: 8, address }
        }
        CallName::Send => Value::Sent(u32::try_from(valid_call.bytes.len()).unwrap_or(u32::MAX)),
        CallName::Recv => Value::Bytes("你好\n".into()),
        _ => Value::None,
    }))
}

/// The same, but accept and recv block.
pub(crate) fn patient(valid_call: &ValidCall) -> Option<Outcome> {
    match valid_call.op.name() {
        CallName::Accept | CallName::Recv => None,
        _ => willing(valid_call),
    }
}

pub(crate) fn welcome() -> Welcome {
    Welcome {
        version: PROTOCOL_VERSION,
        relay: "0.1.0".into(),
        now: Micros(0),
        limits: Limits { sockets: 8, pending: 8, payload: 1024 },
        reach: Reach {
            bind: vec!["127.0.0.0/8:*".into()],
            connect: vec!["127.0.0.0/8:*".into()],
            unix_directory: None,
        },
        capture: CaptureState::Off,
        ticket: None,
    }
}
