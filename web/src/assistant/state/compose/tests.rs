//! Tests of the composer as a person uses it.

use super::command::{MessageCommand, MessageField};
use super::insert::InsertEdit;
use super::linked::Part;
use super::message_key::{KeyConflict, MessageKey};
use super::messages::FormError;
use super::*;
use lab_shared::assistant::compose::LineEnding;
use lab_shared::assistant::setup::Setup;

fn composer(commands: Vec<ComposeCommand>) -> ComposeModel {
    let mut model = ComposeModel::default();
    for command in commands {
        model.apply(command, Now::default());
    }
    model
}

fn write(form: Form, text: &str) -> ComposeCommand {
    ComposeCommand::Edit { form, text: text.into(), caret: text.len() }
}

fn of_list(command: MessageCommand) -> ComposeCommand {
    ComposeCommand::Messages(command)
}

fn named(name: &str, group: &str) -> Message {
    let group = Some(group.to_owned()).filter(|group| !group.is_empty());
    Message { name: name.into(), key: None, group, end: None, draft: Draft::text(name) }
}

/// Each message as `group/name`.
fn order(model: &ComposeModel) -> Vec<String> {
    let group = |message: &Message| message.group.clone().unwrap_or_default();
    model.messages.all.iter().map(|it| format!("{}/{}", group(it), it.name)).collect()
}

#[test]
fn hex_with_a_crc_is_two_commands() {
    let mut model = composer(vec![
        write(Form::Hex, "0x01,0x03,0,0"),
        ComposeCommand::Append(Checksum::named("modbus")),
    ]);
    assert!(!model.can_send(), "a digit is missing");
    model.apply(write(Form::Hex, "01:03 00 00, 000A"), Now::default());
    assert_eq!(model.preview.as_ref().map(|preview| preview.length), Ok(8));
    assert_eq!(model.appended(), Checksum::named("modbus"));
    let Some(ComposeEffect::Send(draft)) = model.apply(ComposeCommand::Send, Now::default()) else {
        panic!("it is sent")
    };
    let composed = draft.prepare().and_then(|it| it.compose(&Context::default()));
    assert_eq!(composed.expect("it was sent").bytes, [1, 3, 0, 0, 0, 10, 0xc5, 0xcd]);
}

#[test]
fn either_editor_changes_the_other() {
    let mut model = composer(vec![write(Form::Text, "hi\\r\\n")]);
    assert_eq!(model.editor(Form::Hex).text, "68 69 0d 0a");
    model.apply(ComposeCommand::Suffix("!".into()), Now::default());
    model.apply(write(Form::Hex, "68 69 ff"), Now::default());
    assert_eq!(model.editor(Form::Text).text, r"hi\xff");
    assert_eq!((model.draft.form, model.draft.suffix.as_str()), (Form::Hex, "21"));
}

#[test]
fn while_one_editor_cannot_be_read_the_other_stays_as_it_was() {
    let mut model = composer(vec![write(Form::Hex, "68 69"), write(Form::Hex, "68 6")]);
    let text = model.editor(Form::Text);
    assert_eq!((text.text.as_str(), text.is_editable()), ("hi", false));
    let problem = model.problem().expect("a digit is missing");
    assert_eq!(
        (problem.part, problem.problem.at.clone(), problem.unfinished),
        (Part::Text, 3..4, true)
    );
    assert_eq!(model.apply(ComposeCommand::Send, Now::default()), None);
    // What is typed into the other meanwhile changes nothing.
    model.apply(write(Form::Text, "lost"), Now::default());
    assert_eq!(model.draft.text, "68 6");
    model.apply(write(Form::Hex, "68 6a"), Now::default());
    assert!(model.editor(Form::Text).is_editable());
}

#[test]
fn a_mistake_in_the_line_ending_is_told_there() {
    let ending = LineEnding::Hex("0x".into());
    let model = composer(vec![write(Form::Text, "a"), ComposeCommand::LineEnding(ending)]);
    assert_eq!(model.problem().map(|problem| problem.part), Some(Part::LineEnding));
}

#[test]
fn a_field_goes_to_the_caret_of_either_editor() {
    let mut model = composer(vec![
        write(Form::Text, "ab"),
        ComposeCommand::Select { form: Form::Hex, range: 2..2 },
        ComposeCommand::Insert(InsertEdit::Kind(insert::FieldKind::Counter)),
    ]);
    assert_eq!(model.field_preview(), Some(Ok(b"0".to_vec())));
    model.apply(ComposeCommand::InsertField, Now::default());
    assert_eq!(model.draft.text, "61 ${counter} 62");
    assert_eq!(model.editor(Form::Text).text, "a${counter}b");
    assert_eq!(model.selection, (Form::Hex, 13..13));
    assert!(model.changes_by_itself());
    model.apply(ComposeCommand::Send, Now::default());
    let counted = model.preview.as_ref().map(|preview| preview.runs.len());
    assert_eq!(counted, Ok(3));
}

#[test]
fn a_message_of_a_mebibyte_is_read_in_bounded_views() {
    let mut model = composer(vec![write(Form::Text, &"瓜".repeat(300_000))]);
    assert!(model.can_send() && !model.editor(Form::Text).is_editable());
    assert!(model.editor(Form::Text).text.len() + model.editor(Form::Hex).text.len() < 16_384);
    model.apply(ComposeCommand::Clear, Now::default());
    assert!(model.editor(Form::Text).is_editable());
    model.apply(write(Form::Text, &"x".repeat((1 << 20) + 1)), Now::default());
    assert!(!model.can_send());
    let words = model.problem().map(|problem| problem.problem.cause.zh.clone());
    assert_eq!(words.as_deref(), Some("消息超过 1 MiB"));
}

#[test]
fn a_repeat_needs_a_number_and_a_message() {
    let mut model = composer(vec![ComposeCommand::Every("0".into()), write(Form::Text, "x")]);
    assert_eq!(model.apply(ComposeCommand::Repeat, Now::default()), None);
    model.apply(ComposeCommand::Every(" 250 ".into()), Now::default());
    let effect = model.apply(ComposeCommand::Repeat, Now::default());
    assert!(matches!(effect, Some(ComposeEffect::Repeat { every: 250, .. })) && model.repeats);
    let stopped = model.apply(ComposeCommand::StopRepeating, Now::default());
    assert_eq!(stopped, Some(ComposeEffect::StopRepeating));
}

#[test]
fn what_is_written_becomes_a_named_message_and_is_saved_back() {
    let mut model = composer(vec![
        write(Form::Text, "hi"),
        of_list(MessageCommand::Add),
        of_list(MessageCommand::Field(MessageField::Name, " greet ".into())),
        of_list(MessageCommand::Field(MessageField::Key, "F1".into())),
    ]);
    let effect = model.apply(of_list(MessageCommand::Keep), Now::default());
    assert_eq!(effect, Some(ComposeEffect::MessagesChanged));
    assert_eq!(model.messages.of_key(MessageKey::named("F1").expect("a key")), Some(0));
    model.apply(write(Form::Text, "hello"), Now::default());
    assert!(model.differs_from_loaded());
    model.apply(of_list(MessageCommand::SaveBack), Now::default());
    assert_eq!(model.messages.all[0].draft, Draft::text("hello"));
    assert!(!model.differs_from_loaded());
}

#[test]
fn a_form_with_a_taken_name_or_key_is_not_kept() {
    let taken = Message { key: Some("F2".into()), ..named("a", "") };
    let mut model = ComposeModel::with_messages(vec![taken]);
    model.apply(of_list(MessageCommand::Add), Now::default());
    for (field, text, error) in [
        (MessageField::Name, " ", Some(FormError::NoName)),
        (MessageField::Name, "a", Some(FormError::NameTaken)),
        (MessageField::Name, "b", None),
        (MessageField::Key, "F2", Some(FormError::Key(KeyConflict::Taken))),
        (MessageField::Key, "F8", Some(FormError::Key(KeyConflict::Workbench))),
        (MessageField::Key, "F5", Some(FormError::Key(KeyConflict::Browser))),
        (MessageField::Key, "x", Some(FormError::Key(KeyConflict::Unknown))),
    ] {
        model.apply(of_list(MessageCommand::Field(field, text.into())), Now::default());
        assert_eq!(model.messages.form_error(), error, "{text}");
    }
    assert_eq!(model.apply(of_list(MessageCommand::Keep), Now::default()), None);
    assert!(model.messages.form.is_some());
}

#[test]
fn a_key_that_two_messages_have_sends_the_first() {
    let key = Some("F1".to_owned());
    let with_key = |name| Message { key: key.clone(), ..named(name, "") };
    let model = ComposeModel::with_messages(vec![with_key("a"), with_key("b")]);
    assert_eq!(model.messages.key_conflict(0), None);
    assert_eq!(model.messages.key_conflict(1), Some(KeyConflict::Taken));
}

#[test]
fn messages_move_within_and_between_groups() {
    let mut model = ComposeModel::with_messages(vec![
        named("a", ""),
        named("b", "g"),
        named("c", ""),
        named("d", "g"),
    ]);
    assert_eq!(order(&model), ["/a", "/c", "g/b", "g/d"]);
    let mut moved = |from, to| {
        model.apply(of_list(MessageCommand::Move { from, to }), Now::default());
        order(&model)
    };
    assert_eq!(moved(0, 1), ["/c", "/a", "g/b", "g/d"]);
    assert_eq!(moved(1, 2), ["/c", "g/a", "g/b", "g/d"]);
    assert_eq!(moved(0, 3), ["g/a", "g/b", "g/d", "g/c"]);
}

#[test]
fn what_is_deleted_comes_back_and_a_copy_has_its_own_name() {
    let mut model = ComposeModel::with_messages(vec![named("a", ""), named("b", "")]);
    model.apply(of_list(MessageCommand::Duplicate(0)), Now::default());
    assert_eq!(order(&model), ["/a", "/a 2", "/b"]);
    model.apply(of_list(MessageCommand::Delete(0)), Now::default());
    model.apply(of_list(MessageCommand::Undo), Now::default());
    assert_eq!(order(&model), ["/a", "/a 2", "/b"]);
}

#[test]
fn an_export_is_imported_again() {
    let mut model = ComposeModel::with_messages(vec![
        Message { end: Some("device".into()), ..named("a", "g") },
        named("b", ""),
    ]);
    let Some(ComposeEffect::Save { text, .. }) =
        model.apply(of_list(MessageCommand::Export), Now::default())
    else {
        panic!("it is saved")
    };
    assert_eq!(Setup::parse(&text).map(|setup| setup.messages.len()), Ok(2));
    let import = MessageCommand::Import { name: "x.toml".into(), bytes: text.into_bytes() };
    model.apply(of_list(import), Now::default());
    assert_eq!(order(&model), ["g/a", "g/a 2", "/b", "/b 2"]);
    let report = model.messages.report.clone().expect("it is told");
    assert_eq!((report.added, report.problems.len()), (2, 0));
}
