//! Calls of a program through the transport: what passes, what the page is told, and what goes back.

use futures_channel::mpsc;
use futures_util::StreamExt as _;
use gloo_events::EventListener;
use js_sys::Array;
use lab_shared::call::{Outcome, Rule, Value};
use lab_shared::network::HostName;
use lab_web::under_test::{
    ForwardedCall, FromWorker, NewCall, ProgramMessage, Progress, RelayClient,
};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{MessageChannel, MessageEvent, MessagePort};

use super::session::Session;

const PROGRAM: u32 = 7;

/// A program's end of its port, and the page's ear.
struct Program {
    port: MessagePort,
    answers: mpsc::UnboundedReceiver<String>,
    words: mpsc::UnboundedReceiver<(FromWorker, Option<ForwardedCall>)>,
    outcomes: mpsc::UnboundedReceiver<Outcome>,
    host: Rc<RefCell<Option<HostName>>>,
    _listener: EventListener,
}

impl Program {
    fn of(session: &Session) -> Self {
        let ((word, words), (outcome, outcomes)) = (mpsc::unbounded(), mpsc::unbounded());
        let client = session.client.clone();
        let listener = move |said: ProgramMessage| {
            assert_eq!(said.program, PROGRAM);
            note(&client, &said, outcome.clone());
            word.unbounded_send((said.message, said.forwarded)).expect("the test listens");
        };
        let host: Rc<RefCell<Option<HostName>>> = Rc::default();
        let told = Rc::clone(&host);
        let host_of = move |_| told.borrow().clone();
        session.client.hear_programs(Box::new(listener), Box::new(host_of));
        let channel = MessageChannel::new().expect("a browser has channels");
        session.client.attach(PROGRAM, &channel.port1(), &JsValue::NULL);
        let port = channel.port2();
        let (answer, answers) = mpsc::unbounded();
        let listener = EventListener::new(&port, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().expect("a message").data();
            let json = Array::from(&data).get(0).as_string().expect("text");
            // What comes after the test has ended concerns nobody.
            let _ = answer.unbounded_send(json);
        });
        port.start();
        Self { port, answers, words, outcomes, host, _listener: listener }
    }

    /// The page puts the program on this host.
    async fn put_on(&self, session: &Session, host: &str) {
        *self.host.borrow_mut() = Some(HostName::new(host).expect("a host's name"));
        session.client.place_programs();
        // The transport was told before it makes this call.
        session.socket().await;
    }

    fn say(&self, json: &str) {
        self.port.post_message(&Array::of2(&json.into(), &JsValue::NULL)).expect("text");
    }

    fn call(&self, id: u32, op: &str) {
        self.say(&format!(
            r#"{{"call":{{"id":{id},"thread":1,"file":null,"line":null,"variable":null,"socket":null,"op":{op}}}}}"#
        ));
    }

    async fn word(&mut self) -> (FromWorker, Option<ForwardedCall>) {
        self.words.next().await.expect("the client lives")
    }

    async fn outcome(&mut self) -> Outcome {
        self.outcomes.next().await.expect("the client lives")
    }

    async fn answer(&mut self) -> String {
        self.answers.next().await.expect("the port lives")
    }
}

const STREAM: &str = r#"{"socket":{"family":"AF_INET","kind":"SOCK_STREAM","proto":0}}"#;

/// Takes note of a call that has passed, as the driver of programs does.
fn note(client: &RelayClient, message: &ProgramMessage, outcomes: mpsc::UnboundedSender<Outcome>) {
    let (FromWorker::Call { socket, op, .. }, Some(forwarded)) =
        (&message.message, message.forwarded.clone())
    else {
        return;
    };
    let follower = move |progress: Progress<'_>| {
        if let Progress::Returned(returned) = progress {
            let _ = outcomes.unbounded_send(returned.outcome.clone());
        }
    };
    let (host, bytes) = (forwarded.host.clone(), message.bytes.clone());
    let call = NewCall { host, socket: *socket, op: op.clone(), bytes };
    client.call_forwarded(forwarded, call, Box::new(follower));
}

#[wasm_bindgen_test]
async fn a_program_is_answered_by_the_transport_and_the_page_is_told() {
    let session = Session::ready().await;
    let mut program = Program::of(&session);
    program.call(1, STREAM);
    let answer = program.answer().await;
    assert!(answer.starts_with(r#"{"returned":{"id":1,"ok":{"socket":"#), "{answer}");
    let (_, forwarded) = program.word().await;
    assert_eq!(
        forwarded.map(|forwarded| forwarded.after),
        Some(0),
        "the page has said nothing that counts"
    );
    let first = program.outcome().await.expect("a socket is made");

    // The page's own calls and the program's make one sequence.
    session.socket().await;
    program.call(2, STREAM);
    assert_eq!(program.word().await.1.map(|forwarded| forwarded.after), Some(1));
    let second = program.outcome().await.expect("a socket is made");
    assert_eq!(second.made()[0].0, first.made()[0].0 + 2);
    assert!(program.answer().await.starts_with(r#"{"returned":{"id":2,"#));
}

#[wasm_bindgen_test]
async fn nothing_passes_while_somebody_looks_at_the_kernel() {
    let session = Session::ready().await;
    let mut program = Program::of(&session);
    session.client.look(true);
    // Whether calls pass is said on the way on which this call is made.
    session.socket().await;
    program.call(1, STREAM);
    let (call, forwarded) = program.word().await;
    assert!(matches!(call, FromWorker::Call { id: 1, .. }), "{call:?}");
    assert!(forwarded.is_none());
    // It is the page's to answer.
    session.client.tell_returned(PROGRAM, 1, &Ok(Value::None));
    assert_eq!(program.answer().await, r#"{"returned":{"id":1,"ok":"none"}}"#);

    session.client.look(false);
    session.socket().await;
    program.call(2, STREAM);
    assert!(program.word().await.1.is_some());
}

#[wasm_bindgen_test]
async fn the_calls_of_a_program_on_a_host_pass_to_that_host() {
    let mut session = Session::ready().await;
    session.opens_a_network().await;
    let mut program = Program::of(&session);
    program.put_on(&session, "server").await;
    program.call(1, STREAM);
    let (_, forwarded) = program.word().await;
    assert_eq!(forwarded.expect("it passes").host, Some(HostName::server()));
    let made = program.outcome().await.expect("a socket is made");
    program.say(&format!(
        r#"{{"call":{{"id":2,"thread":1,"file":null,"line":null,"variable":null,"socket":{},"op":{{"bind":{{"address":{{"inet":{{"host":"10.0.0.1","port":80}}}}}}}}}}}}"#,
        made.made()[0].0,
    ));
    assert!(program.word().await.1.is_some());
    program.outcome().await.expect("the address and the port are the host's own");

    // It has ended, and the page does not know yet.
    program.put_on(&session, "gone").await;
    program.call(3, STREAM);
    assert_eq!(program.word().await.1.and_then(|it| it.host), HostName::new("gone").ok());
    let refused = program.outcome().await.expect_err("there is no such host");
    assert_eq!(refused.rule, Some(Rule::Host));

    // A program that names a host itself is ended.
    program.say(&format!(
        r#"{{"call":{{"id":4,"thread":1,"file":null,"line":null,"variable":null,"socket":null,"host":"client","op":{STREAM}}}}}"#
    ));
    assert!(matches!(program.word().await.0, FromWorker::Forged { .. }));
}

#[wasm_bindgen_test]
async fn what_is_no_call_is_heard_in_its_place() {
    let session = Session::ready().await;
    let mut program = Program::of(&session);
    program.call(1, STREAM);
    program.say(r#"{"output":{"stream":"stdout","text":"between"}}"#);
    program.call(2, STREAM);
    let mut heard = vec![];
    while heard.len() < 3 {
        heard.push(match program.word().await.0 {
            FromWorker::Call { id, .. } => id.to_string(),
            FromWorker::Output { text, .. } => text,
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(heard, ["1", "between", "2"]);
}

#[wasm_bindgen_test]
async fn what_no_program_says_ends_it_and_the_session_goes_on() {
    let session = Session::ready().await;
    let mut program = Program::of(&session);
    // Another's socket.
    program.say(
        r#"{"call":{"id":1,"thread":1,"file":null,"line":null,"variable":null,"socket":1,"op":"close"}}"#,
    );
    let (word, forwarded) = program.word().await;
    assert!(matches!(word, FromWorker::Forged { .. }) && forwarded.is_none(), "{word:?}");
    session.socket().await;
}
