//! Tests of the model.

use lab_shared::assistant::session::{Command, EndId, EndState, PeerId, Report, Target};
use lab_shared::call::SocketId;

use lab_shared::assistant::Now;
use lab_shared::assistant::compose::Form;

use super::compose::ComposeCommand;
use super::end_form::{EndEdit, EndField};
use super::files::FilesCommand;
use super::hosting::HostingCommand;
use super::*;

fn typed(field: EndField, text: &str) -> AssistantCommand {
    AssistantCommand::Edit(EndId(0), EndEdit::Text(field, text.into()))
}

#[test]
fn what_the_browser_keeps_comes_back_and_a_document_with_a_mistake_does_not() {
    let mut model = AssistantModel::kept(None, None);
    let effects = model.handle(typed(EndField::Port, "502"));
    let [AssistantEffect::Session(Command::SetEnd(EndId(0), _)), AssistantEffect::Keep(document)] =
        &effects[..]
    else {
        panic!("the end changes and the setup is kept: {effects:?}")
    };
    assert_eq!(AssistantModel::kept(Some(document), None).setup(), model.setup());
    assert_eq!(AssistantModel::kept(Some("version = 9"), None).setup(), first_setup());
}

#[test]
fn a_form_with_a_mistake_changes_and_opens_nothing() {
    let mut model = AssistantModel::kept(None, None);
    assert_eq!(model.handle(typed(EndField::Port, "70000")), []);
    assert_eq!(model.handle(AssistantCommand::Open(EndId(0))), []);
    assert_eq!(model.mistakes(EndId(0)), [EndField::Port]);
    assert_eq!(model.setup(), first_setup());
}

#[test]
fn every_end_has_a_name_of_its_own() {
    let mut model = AssistantModel::kept(None, None);
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
fn a_message_goes_to_the_chosen_peers_until_they_have_gone() {
    let mut model = AssistantModel::kept(None, None);
    let (end, peer, other) = (EndId(0), PeerId(3), PeerId(1));
    model.apply(News::Socket(end, Some(peer), SocketId(7)));
    model.handle(AssistantCommand::SendTo(end, Some(peer)));
    assert_eq!(model.ends[0].target(), Target::Peers(vec![peer]));
    model.handle(AssistantCommand::SendTo(end, Some(other)));
    assert_eq!(model.ends[0].target(), Target::Peers(vec![other, peer]));
    model.handle(AssistantCommand::SendTo(end, Some(other)));
    assert_eq!(model.ends[0].target(), Target::Peers(vec![peer]), "chosen again, it is left out");
    model.apply(News::Report(Report::Left(end, peer)));
    assert_eq!(model.ends[0].target(), Target::All);
    assert!(model.ends[0].sockets.is_empty());
    model.apply(News::Report(Report::End(end, EndState::Open)));
    assert_eq!(model.ends[0].state, EndState::Open);
}

#[test]
fn a_document_replaces_the_setup_and_one_with_mistakes_changes_nothing() {
    let mut model = AssistantModel::kept(None, None);
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
    assert_eq!(AssistantModel::kept(Some(&document), None).setup(), model.setup());
}

#[test]
fn what_is_written_comes_back_and_a_very_long_message_is_not_kept() {
    let mut model = AssistantModel::kept(None, None);
    let write = |text: String| {
        let caret = text.len();
        let edit = ComposeCommand::Edit { form: Form::Hex, text, caret };
        AssistantCommand::Compose(edit, Now::default())
    };
    let effects = model.handle(write("01 03".into()));
    let [AssistantEffect::KeepDraft(draft)] = &effects[..] else { panic!("{effects:?}") };
    let model = AssistantModel::kept(None, Some(draft));
    assert_eq!((model.compose.draft.form, model.compose.draft.text.as_str()), (Form::Hex, "01 03"));
    assert_eq!(AssistantModel::kept(None, Some("{")).compose.draft.text, "");
    let mut model = model;
    assert_eq!(model.handle(write("00".repeat(40_000))), []);
}

#[test]
fn all_ends_are_shown_beside_each_other_each_in_a_column_of_the_log() {
    let mut model = AssistantModel::kept(None, None);
    model.handle(AssistantCommand::SideBySide(true));
    assert!(!model.shows_side_by_side(), "there is one end only");
    model.handle(AssistantCommand::Add(TransportKind::TcpServer));
    assert!(model.shows_side_by_side());
    assert_eq!(model.shown_ends().len(), 2);
    assert_eq!([model.lane_of("client"), model.lane_of("server")], [Some((0, 2)), Some((1, 2))]);
    assert_eq!(model.lane_of("another"), None);
    model.handle(AssistantCommand::SideBySide(false));
    assert_eq!(model.shown_ends()[0].id, model.chosen);
}

#[test]
fn files_wait_for_the_page_while_the_relay_runs_the_assistant() {
    let mut model = AssistantModel::kept(None, None);
    model.handle(AssistantCommand::Files(FilesCommand::Choose { name: "f".into(), size: 9 }));
    model.handle(AssistantCommand::Hosting(HostingCommand::OnRelay));
    assert_eq!(model.handle(AssistantCommand::Files(FilesCommand::Send)), []);
    assert_eq!(model.handle(AssistantCommand::Files(FilesCommand::Capture)), []);
    model.handle(AssistantCommand::Hosting(HostingCommand::InPage));
    assert_ne!(model.handle(AssistantCommand::Files(FilesCommand::Capture)), []);
}
