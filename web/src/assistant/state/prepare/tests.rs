//! Tests of preparations.

use lab_shared::assistant::session::EndState;

use super::*;
use crate::assistant::state::AssistantCommand;
use crate::assistant::state::end_form::{EndEdit, EndField};
use crate::lab::state::places::Places;
use lab_shared::network::HostName;

/// Two ends, a message, a rule and a plan.
const LESSON: &str = r#"version = 1

[[end]]
name = "e4 client"
transport = { kind = "tcp-client", connect = "127.0.0.1:9999" }
charset = "gbk"

[[end]]
name = "e4 shop"
transport = { kind = "tcp-server", listen = "127.0.0.1:9999" }

[[message]]
name = "hello"
text = "你好"
charset = "gbk"

[[rule]]
name = "sell"
end = "e4 shop"
when.equals = { text = "a" }
then = [{ reply = { text = "b" } }]

[[plan]]
name = "ticks"

[[plan.steps]]
send = { message = "hello", times = 5, every = 20 }
"#;

fn client_of(port: u16, kind: SocketType) -> AssistantCommand {
    AssistantCommand::Prepare(Preparation::Client {
        address: Address::inet("127.0.0.1", port),
        kind,
        from: HostChoice::Machine,
        encoding: Encoding::Gbk,
    })
}

/// The session's commands without their contents.
fn names(effects: &[AssistantEffect]) -> Vec<&'static str> {
    let name = |effect: &AssistantEffect| match effect {
        AssistantEffect::Session(Command::AddEnd(_)) => "add",
        AssistantEffect::Session(Command::RemoveEnd(_)) => "remove",
        AssistantEffect::Session(Command::SetMessages(_)) => "messages",
        AssistantEffect::Session(Command::SetRules(_)) => "rules",
        AssistantEffect::Session(Command::SetPlans(_)) => "plans",
        AssistantEffect::Keep(_) => "keep",
        other => panic!("not prepared for {other:?}"),
    };
    effects.iter().map(name).collect()
}

#[test]
fn a_client_of_the_server_that_runs_stands_beside_the_persons_own_end() {
    let mut model = AssistantModel::kept(None, None);
    let own = model.ends[0].setup.clone();
    assert_eq!(names(&model.handle(client_of(6971, SocketType::Stream))), ["add", "keep"]);
    assert_eq!((model.chosen, model.ends.len()), (EndId(1), 2));
    assert_eq!(model.ends[0].setup, own);
    let end = &model.ends[1].setup;
    assert_eq!((end.name.as_str(), end.charset), (CLIENT, Charset::Gbk));
    assert_eq!(end.transport.remote(), Some(Address::inet("127.0.0.1", 6971)));
    assert_eq!(model.compose.draft.charset, Charset::Gbk);

    // Another server takes the place of the first one.
    let effects = model.handle(client_of(7788, SocketType::Dgram));
    assert_eq!(names(&effects), ["remove", "add", "keep"]);
    assert_eq!((model.chosen, model.ends.len()), (EndId(2), 2));
    assert!(model.ends[1].setup.transport.is_datagram());
    assert_eq!(model.handle(client_of(1, SocketType::Seqpacket)), []);
}

#[test]
fn an_end_that_is_as_prepared_stays_open() {
    let mut model = AssistantModel::kept(None, None);
    model.handle(client_of(6971, SocketType::Stream));
    model.change(EndId(1), |end| end.enter(EndState::Open));
    model.handle(AssistantCommand::Choose(EndId(0)));
    assert_eq!(names(&model.handle(client_of(6971, SocketType::Stream))), ["keep"]);
    assert_eq!((model.chosen, model.ends[1].state), (EndId(1), EndState::Open));
}

#[test]
fn a_lessons_setup_joins_the_persons_own_and_is_in_the_composer() {
    let mut model = AssistantModel::kept(None, None);
    let prepare = || AssistantCommand::Prepare(Preparation::Setup(LESSON.into()));
    assert_eq!(
        names(&model.handle(prepare())),
        ["add", "add", "messages", "rules", "plans", "keep"]
    );
    assert_eq!(model.end_names(), ["client", "e4 client", "e4 shop"]);
    assert_eq!(model.chosen, EndId(1));
    assert_eq!((model.compose.draft.text.as_str(), model.plans.forms().len()), ("你好", 1));
    let setup = model.setup();
    assert_eq!(Setup::parse(&setup.to_toml()), Ok(setup), "the browser keeps it");

    // What the person changed is as prepared again, and nothing is there twice.
    model.handle(AssistantCommand::Edit(EndId(1), EndEdit::Text(EndField::Port, "1".into())));
    assert_eq!(names(&model.handle(prepare())), ["remove", "add", "keep"]);
    assert_eq!(model.end_names(), ["client", "e4 client", "e4 shop"]);
    let setup = model.setup();
    assert_eq!((setup.messages.len(), setup.rules.len(), setup.plans.len()), (1, 1, 1));
}

#[test]
fn a_document_with_a_mistake_changes_nothing() {
    let mut model = AssistantModel::kept(None, None);
    let before = model.setup();
    let broken = Preparation::Setup("version = 9".into());
    assert_eq!(model.handle(AssistantCommand::Prepare(broken)), []);
    assert_eq!(model.setup(), before);
    assert_eq!(model.mistakes.len(), 1);
}

#[test]
fn what_is_prepared_is_on_the_host_that_reaches_the_server() {
    let mut model = AssistantModel::kept(None, None);
    let hosts = vec![HostName::server(), HostName::client()];
    model.handle(AssistantCommand::Offer(Places { machine: false, hosts }));
    model.handle(AssistantCommand::Prepare(Preparation::Setup(LESSON.into())));
    let of_lesson = model.end_of("e4 client").unwrap();
    assert_eq!(model.host(of_lesson), Some(HostName::server()), "it goes to 127.0.0.1");
    assert_eq!(of_lesson.form.host, "127.0.0.1");
    model.handle(AssistantCommand::Prepare(Preparation::Client {
        address: Address::inet("server", 6971),
        kind: SocketType::Stream,
        from: HostChoice::Host(HostName::client()),
        encoding: Encoding::Utf8,
    }));
    let of_program = model.end_of(CLIENT).unwrap();
    assert_eq!(model.host(of_program), Some(HostName::client()));
}
