//! The Bench over a kernel that does what the test says, and remembers what was asked of it.

use lab_shared::call::{Address, CallId, CallName, Micros, Outcome, SocketId, Value};
use lab_shared::kernel::CaptureState;
use lab_shared::language::Language;
use lab_shared::wire::{Call, Limits, PROTOCOL_VERSION, Reach, Return, Welcome};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

use super::support::ReadIn;
use lab_web::under_test::{
    Bench, Lab, LabCommand, LabEvent, LabStore, Output, Phase, ValidCall, use_store,
};

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
    let (shown, lab) = use_store(|| {
        let mut lab = Lab::default();
        lab.apply(LabEvent::Phase(Phase::Ready(Rc::new(welcome()))));
        lab
    });
    let on_lab = {
        let (asked, kernel) = (props.asked.clone(), props.kernel);
        Callback::from(move |command: LabCommand| match command {
            LabCommand::Begin(_)
            | LabCommand::Target(_)
            | LabCommand::Halves(_)
            | LabCommand::Host(_) => lab.handle(&command),
            LabCommand::Call(valid_call) => call(&lab, &asked, kernel, valid_call),
            LabCommand::Cancel(id) => asked.cancelled.borrow_mut().push(id),
            LabCommand::Look(begins) => asked.looks.borrow_mut().push(begins),
            LabCommand::Network(_) => {}
        })
    };
    html! {
        <ReadIn language={props.language}>
            <Bench lab={shown} {on_lab} />
        </ReadIn>
    }
}

/// The kernel makes a call that was pressed.
fn call(lab: &LabStore, asked: &Asked, kernel: Kernel, valid_call: ValidCall) {
    let outcome = kernel(&valid_call);
    asked.calls.borrow_mut().push(valid_call.clone());
    let number = asked.calls.borrow().len();
    let id = CallId(u32::try_from(number).unwrap_or(u32::MAX));
    let at = Micros(number as u64 * 1000);
    let ValidCall { socket, op, bytes, text, targets } = valid_call;
    let call = Call { id, socket, host: None, op, bytes };
    lab.tell(LabEvent::Issued { call, text, at, targets });
    lab.tell(LabEvent::Relay(
        match outcome {
            Some(outcome) => Output::Returned(Return { id, entered: at, at, outcome }),
            None => Output::Blocked(id, at),
        },
        at,
    ));
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
        system: lab_shared::errno::System::Linux,
        now: Micros(0),
        limits: Limits { sockets: 8, pending: 8, payload: 1024 },
        reach: Reach {
            bind: vec!["127.0.0.0/8:*".into()],
            connect: vec!["127.0.0.0/8:*".into()],
            unix_directory: None,
        },
        invitation: vec![],
        capture: CaptureState::Off,
        networks: lab_shared::network::NetworkState::Unknown,
        ticket: None,
    }
}
