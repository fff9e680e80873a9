//! Tests of the model.

use lab_shared::assistant::session::{Command, EndId, EndState, PeerId, Report, Target};
use lab_shared::call::SocketId;

use super::end_form::{EndEdit, EndField};
use super::*;

fn typed(field: EndField, text: &str) -> AssistantCommand {
    AssistantCommand::Edit(EndId(0), EndEdit::Text(field, text.into()))
}

#[test]
fn what_the_browser_keeps_comes_back_and_a_document_with_a_mistake_does_not() {
    let mut model = AssistantModel::kept(None);
    let effects = model.handle(typed(EndField::Port, "502"));
    let [AssistantEffect::Session(Command::SetEnd(EndId(0), _)), AssistantEffect::Keep(document)] =
        &effects[..]
    else {
        panic!("the end changes and the setup is kept: {effects:?}")
    };
    assert_eq!(AssistantModel::kept(Some(document)).setup(), model.setup());
    assert_eq!(AssistantModel::kept(Some("version = 9")).setup(), first_setup());
}

#[test]
fn a_form_with_a_mistake_changes_and_opens_nothing() {
    let mut model = AssistantModel::kept(None);
    assert_eq!(model.handle(typed(EndField::Port, "70000")), []);
    assert_eq!(model.handle(AssistantCommand::Open(EndId(0))), []);
    assert_eq!(model.mistakes(EndId(0)), [EndField::Port]);
    assert_eq!(model.setup(), first_setup());
}

#[test]
fn every_end_has_a_name_of_its_own() {
    let mut model = AssistantModel::kept(None);
    model.handle(AssistantCommand::Add(TransportKind::TcpClient));
    assert_eq!(model.chosen, EndId(1));
    assert_eq!(model.ends[1].setup.name, "client 2");
    model.handle(typed(EndField::Name, "client 2"));
    assert_eq!(model.mistakes(EndId(0)), [EndField::Name]);
    model.handle(AssistantCommand::Remove(EndId(1)));
    assert_eq!((model.chosen, model.ends.len()), (EndId(0), 1));
    model.handle(AssistantCommand::Add(TransportKind::Udp));
    assert_eq!(model.ends[1].id, EndId(2), "the number of an end is not used again");
}

#[test]
fn a_message_goes_to_the_chosen_peer_until_that_has_gone() {
    let mut model = AssistantModel::kept(None);
    let (end, peer) = (EndId(0), PeerId(3));
    model.apply(News::Socket(end, Some(peer), SocketId(7)));
    model.handle(AssistantCommand::SendTo(end, Some(peer)));
    assert_eq!(model.ends[0].target(), Target::Peers(vec![peer]));
    model.apply(News::Report(Report::Left(end, peer)));
    assert_eq!(model.ends[0].target(), Target::All);
    assert!(model.ends[0].sockets.is_empty());
    model.apply(News::Report(Report::End(end, EndState::Open)));
    assert_eq!(model.ends[0].state, EndState::Open);
}

#[test]
fn a_document_replaces_the_setup_and_one_with_mistakes_changes_nothing() {
    let mut model = AssistantModel::kept(None);
    let effects =
        model.handle(AssistantCommand::OpenSetup("version = 1\n[[end]]\nname = 1".into()));
    assert_eq!((effects, model.setup()), (vec![], first_setup()));
    assert_eq!(model.mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [3]);

    let document = "version = 1\n[[end]]\nname = \"a\"\ntransport = { kind = \"udp\" }\n";
    let effects = model.handle(AssistantCommand::OpenSetup(document.into()));
    assert!(model.mistakes.is_empty());
    assert_eq!(effects[0], AssistantEffect::Session(Command::RemoveEnd(EndId(0))));
    assert!(matches!(effects[1], AssistantEffect::Session(Command::AddEnd(_))));
    assert_eq!((model.chosen, model.ends[0].id), (EndId(1), EndId(1)));
    let [AssistantEffect::Save { bytes, .. }] = &model.handle(AssistantCommand::SaveSetup)[..]
    else {
        panic!("a file is offered")
    };
    let document = String::from_utf8_lossy(bytes);
    assert_eq!(AssistantModel::kept(Some(&document)).setup(), model.setup());
}
