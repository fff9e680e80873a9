//! Tests of the script in the model, and of what a worker is given.

use bytes::Bytes;
use lab_shared::assistant::session::{Command, EndId, PeerId};
use lab_shared::assistant::setup::Script;
use lab_shared::call::Failure;

use super::examples::Example;
use super::feed::{MOST_BYTES, MOST_MESSAGES};
use super::run::{Output, ScriptEvent, ScriptInput, ScriptRun};
use super::*;
use crate::assistant::state::hosting::HostingCommand;
use crate::assistant::state::{AssistantCommand, AssistantEffect, AssistantModel};
use crate::worker::message::script::{FromScript, ScriptMessage, ScriptTarget};
use crate::worker::message::{FromWorker, read_of_program};

const END: EndId = EndId(0);
const PEER: PeerId = PeerId(3);

fn message(bytes: impl Into<Bytes>) -> ScriptEvent {
    ScriptEvent::Message(END, PEER, bytes.into())
}

fn outputs(run: &mut ScriptRun) -> Vec<Output> {
    std::iter::from_fn(|| run.poll_output()).collect()
}

fn handled(run: &mut ScriptRun) -> Vec<Output> {
    run.said(ScriptMessage::Script(FromScript::Handled), Bytes::new());
    outputs(run)
}

#[test]
fn a_message_goes_to_the_worker_and_its_peer_is_let_go_once_it_is_handled() {
    let mut run = ScriptRun::default();
    run.told(message("hello"));
    let json = r#"{"script":{"message":{"end":0,"peer":3}}}"#;
    assert_eq!(
        outputs(&mut run),
        [Output::Post(json.into(), Some("hello".into())), Output::News(ScriptNews::Waiting(1))]
    );
    assert_eq!(
        handled(&mut run),
        [
            Output::Host(ScriptInput::Handled(END, PEER)),
            Output::News(ScriptNews::Handled { is_message: true, waiting: 0 })
        ]
    );
    assert_eq!(handled(&mut run), [], "nothing more was given to it");
}

#[test]
fn what_a_slow_script_has_no_room_for_is_left_out_and_counted() {
    let mut run = ScriptRun::default();
    let posted = |run: &mut ScriptRun| {
        outputs(run).iter().filter(|output| matches!(output, Output::Post(..))).count()
    };
    (0..MOST_MESSAGES).for_each(|_| run.told(message("1")));
    assert_eq!(posted(&mut run), MOST_MESSAGES);
    run.told(message("2"));
    assert_eq!(
        outputs(&mut run),
        [Output::News(ScriptNews::LeftOut), Output::Host(ScriptInput::Handled(END, PEER))]
    );
    handled(&mut run);
    run.told(message("3"));
    assert_eq!(posted(&mut run), 1, "there is room again");

    let mut run = ScriptRun::default();
    run.told(message(vec![0; 2 * MOST_BYTES]));
    assert_eq!(posted(&mut run), 1, "one alone may be longer");
    run.told(message("1"));
    assert_eq!(posted(&mut run), 0);
    let mut model = ScriptModel::default();
    model.apply(ScriptNews::LeftOut);
    model.apply(ScriptNews::LeftOut);
    assert_eq!(model.left_out, 2);
}

#[test]
fn a_peer_that_came_back_under_its_number_is_not_let_go_for_the_messages_of_the_one_before() {
    let mut run = ScriptRun::default();
    run.told(message("before"));
    run.told(ScriptEvent::Left(END, PEER));
    outputs(&mut run);
    let waiting = 1;
    assert_eq!(
        handled(&mut run),
        [Output::News(ScriptNews::Handled { is_message: true, waiting })]
    );
}

#[test]
fn what_a_script_sends_goes_to_the_host_and_its_outcome_back() {
    let mut run = ScriptRun::default();
    let to = ScriptTarget::All { end: Some(END) };
    let said = FromScript::Send { id: 5, to: to.clone() };
    run.said(ScriptMessage::Script(said), "answer".into());
    let bytes = "answer".into();
    assert_eq!(outputs(&mut run), [Output::Host(ScriptInput::Send { id: 5, to, bytes })]);
    run.told(ScriptEvent::Done(5, Ok(())));
    assert_eq!(
        outputs(&mut run),
        [Output::Post(r#"{"returned":{"id":5,"ok":"none"}}"#.into(), None)]
    );
    let failure = Failure::plain(lab_shared::call::Exception::OSError, "not sent");
    run.told(ScriptEvent::Done(6, Err(failure)));
    let json = r#"{"returned":{"id":6,"error":{"exception":"OSError","message":"not sent"}}}"#;
    assert_eq!(outputs(&mut run), [Output::Post(json.into(), None)]);
}

#[test]
fn a_socket_call_of_a_script_fails_with_what_to_do_instead() {
    let mut run = ScriptRun::default();
    let json = r#"{"call":{"id":1,"thread":1,"file":null,"line":null,"variable":null,"socket":null,"op":"getsockname"}}"#;
    run.said(ScriptMessage::Program(read_of_program(json, true)), Bytes::new());
    let [Output::Post(json, None)] = &outputs(&mut run)[..] else { panic!("it is answered") };
    assert!(json.contains("\"id\":1") && json.contains("a script opens no sockets"), "{json}");
}

#[test]
fn an_exception_ends_the_script_only_where_it_ended_the_program() {
    let fault = Fault { file: Some(FILE.into()), line: Some(3), text: "ValueError".into() };
    let mut model = ScriptModel { phase: ScriptPhase::Serving, ..ScriptModel::default() };
    model.apply(ScriptNews::Raised(fault.clone()));
    assert_eq!((model.phase.clone(), model.faults), (ScriptPhase::Serving, 1));
    assert_eq!(model.fault, Some(fault.clone()));

    let mut run = ScriptRun::default();
    let finished = FromWorker::Finished { status: 1, error: Some(fault.clone()) };
    run.said(ScriptMessage::Program(finished), Bytes::new());
    let end = ScriptEnd::Finished(Some(fault));
    assert_eq!(outputs(&mut run), [Output::News(ScriptNews::Over(end.clone())), Output::End]);
    model.apply(ScriptNews::Over(end));
    assert!(!model.is_on());
}

fn script(command: ScriptCommand) -> AssistantCommand {
    AssistantCommand::Script(command)
}

#[test]
fn the_script_is_kept_with_the_setup_and_what_runs_is_what_was_started() {
    let mut model = AssistantModel::kept(None, None);
    let text = Example::Counter.text();
    let effects = model.handle(script(ScriptCommand::Begin(text)));
    let expected = Script { end: None, text: text.into() };
    let [AssistantEffect::Session(Command::SetScript(Some(set))), AssistantEffect::Keep(document)] =
        &effects[..]
    else {
        panic!("the session has it and the browser keeps it: {effects:?}")
    };
    assert_eq!(*set, expected);
    assert_eq!(AssistantModel::kept(Some(document), None).document.script, Some(expected));

    let effects = model.handle(script(ScriptCommand::Start));
    assert_eq!(effects, [AssistantEffect::Script(ScriptEffect::Start(text.into()))]);
    model.handle(script(ScriptCommand::Write("pass".into())));
    let written = model.document.script.as_ref().expect("it has a script");
    assert!(model.script.is_on() && model.script.is_older_than(written));
    let effects = model.handle(script(ScriptCommand::Stop));
    assert_eq!(effects, [AssistantEffect::Script(ScriptEffect::Stop)]);
    assert_eq!(model.script.phase, ScriptPhase::Over(ScriptEnd::Stopped));
}

#[test]
fn the_manual_shows_the_shop_that_a_person_can_begin_with() {
    let manual = include_str!("../../../../../docs/assistant.md");
    assert!(manual.contains(Example::Shop.text()), "docs/assistant.md shows another script");
}

#[test]
fn it_stops_when_the_relay_is_to_run_the_assistant_and_does_not_start_there() {
    let mut model = AssistantModel::kept(None, None);
    model.handle(script(ScriptCommand::Begin("pass")));
    model.handle(script(ScriptCommand::Start));
    let effects = model.handle(AssistantCommand::Hosting(HostingCommand::OnRelay));
    assert!(effects.contains(&AssistantEffect::Script(ScriptEffect::Stop)));
    assert_eq!(model.handle(script(ScriptCommand::Start)), []);
    assert!(model.document.script.is_some(), "it is in the setup all the same");
}

#[test]
fn another_setup_stops_the_script_of_the_one_before() {
    let mut model = AssistantModel::kept(None, None);
    model.handle(script(ScriptCommand::Begin("pass")));
    model.handle(script(ScriptCommand::Start));
    let document = "version = 1\n[script]\ntext = \"other\"\n";
    let effects = model.handle(AssistantCommand::OpenSetup(document.into()));
    assert_eq!(effects[0], AssistantEffect::Script(ScriptEffect::Stop));
    assert_eq!(model.document.script.as_ref().map(|it| it.text.as_str()), Some("other"));
    assert_eq!(model.script.phase, ScriptPhase::Off);
}
