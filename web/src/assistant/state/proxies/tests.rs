//! Tests of the proxies in the model of the place.

use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::Now;
use lab_shared::assistant::log::{Entry, EntryKind};
use lab_shared::assistant::proxy::Direction::{ToClient, ToServer};
use lab_shared::assistant::proxy::{Command as LinkCommand, Conversation, Fault};
use lab_shared::assistant::remote::{ProxyOrder, ProxyRequest};
use lab_shared::assistant::session::{Command, EndId};
use lab_shared::call::Address;

use super::command::ProxyCommand;
use super::faults::{FaultEdit, FaultForm, FaultKind, Preset};
use super::form::{ProxyEdit, ProxyField};
use super::recording::Recording;
use super::replay::ReplayEdit;
use super::*;
use crate::assistant::state::compose::ComposeCommand;
use crate::assistant::state::draft::DraftEdit;
use crate::assistant::state::hosting::HostingEffect;
use crate::assistant::state::remote::Output;
use crate::assistant::state::{AssistantCommand, AssistantEffect, AssistantModel};
use crate::kit::state::choice::{Choice as _, check_names};
use crate::workbench::preparation::Preparation;

const ID: ProxyId = ProxyId(0);

/// A model with one proxy in view, beside its first end.
fn model() -> AssistantModel {
    let mut model = AssistantModel::kept(None, None);
    proxies(&mut model, ProxyCommand::Add);
    model
}

fn proxies(model: &mut AssistantModel, command: ProxyCommand) -> Vec<AssistantEffect> {
    model.handle(AssistantCommand::Proxies(command, Now::default()))
}

fn edit(model: &mut AssistantModel, edit: ProxyEdit) -> Vec<AssistantEffect> {
    proxies(model, ProxyCommand::Edit(ID, edit))
}

/// The relay tells of a connection, and of what is held of it.
fn tell(model: &mut AssistantModel, held: &[(u64, &'static [u8])]) {
    let link = LinkStatus {
        proxy: "proxy".into(),
        client: Address::inet("127.0.0.1", 5),
        traffic: Default::default(),
        waiting: [0; 2],
    };
    let held = held
        .iter()
        .map(|(number, bytes)| (held_id(*number), Held { bytes: Bytes::from_static(bytes) }));
    let proxy = ProxyStatus { state: EndState::Open, ..ProxyStatus::default() };
    let status = ProxiesStatus {
        proxies: [("proxy".to_owned(), proxy)].into(),
        links: [(1, link)].into(),
        held: held.collect(),
        replay: None,
    };
    model.apply_remote(Output::Proxies(status), Duration::ZERO);
}

fn held_id(number: u64) -> HeldId {
    HeldId { connection: 1, direction: ToServer, number }
}

/// What the relay was asked for.
fn asked(effects: &[AssistantEffect]) -> Vec<&ProxyRequest> {
    let asked = effects.iter().filter_map(|effect| match effect {
        AssistantEffect::Proxy(request) => Some(request),
        _ => None,
    });
    asked.collect()
}

fn command(effects: &[AssistantEffect]) -> &LinkCommand {
    match asked(effects)[..] {
        [ProxyRequest::Order(ProxyOrder { command, .. })] => command,
        _ => panic!("one command is asked for: {effects:?}"),
    }
}

#[test]
fn a_proxy_is_in_the_document_and_comes_back_with_it() {
    let mut model = model();
    let effects = edit(&mut model, ProxyEdit::Text(ProxyField::Connect, "127.0.0.1:80".into()));
    let [AssistantEffect::Session(Command::SetProxies(set)), AssistantEffect::Keep(document)] =
        &effects[..]
    else {
        panic!("the proxies change and the setup is kept: {effects:?}")
    };
    assert_eq!(set[0].connect.address(), Address::inet("127.0.0.1", 80));
    let again = AssistantModel::kept(Some(document), None);
    assert_eq!((again.setup(), again.proxies.list.len()), (model.setup(), 1));
    assert_eq!(again.chosen_end().map(|end| end.id), Some(EndId(0)));
    // Another document brings others.
    let other =
        "version = 1\n[[proxy]]\nname = \"q\"\nlisten = \"127.0.0.1:1\"\nconnect = \"@x\"\n";
    let effects = model.handle(AssistantCommand::OpenSetup(other.into()));
    assert!(effects.iter().any(|effect| matches!(
        effect,
        AssistantEffect::Session(Command::SetProxies(set)) if set[0].name == "q"
    )));
    assert!(model.ends.is_empty());
    assert_eq!(model.proxies.chosen_proxy().map(|proxy| proxy.setup.name.as_str()), Some("q"));
}

#[test]
fn a_form_with_a_mistake_changes_and_starts_nothing() {
    let mut model = model();
    assert_eq!(edit(&mut model, ProxyEdit::Text(ProxyField::Listen, "nowhere".into())), []);
    assert_eq!(model.proxies.mistakes(ID), [ProxyField::Listen]);
    assert_eq!(proxies(&mut model, ProxyCommand::Start(ID)), []);
    edit(&mut model, ProxyEdit::Text(ProxyField::Listen, "127.0.0.1:0".into()));
    proxies(&mut model, ProxyCommand::Add);
    assert_eq!(model.proxies.list[1].setup.name, "proxy 2");
    let name = ProxyEdit::Text(ProxyField::Name, "proxy".into());
    proxies(&mut model, ProxyCommand::Edit(ProxyId(1), name));
    assert_eq!(model.proxies.mistakes(ProxyId(1)), [ProxyField::Name]);
}

#[test]
fn the_first_one_that_starts_moves_the_assistant_to_the_relay() {
    let mut model = model();
    let effects = proxies(&mut model, ProxyCommand::Start(ID));
    let [
        AssistantEffect::Hosting(HostingEffect::CloseOwn(_)),
        AssistantEffect::Hosting(HostingEffect::Start { setup, .. }),
        AssistantEffect::Proxy(ProxyRequest::Start { proxy }),
    ] = &effects[..]
    else {
        panic!("it starts there: {effects:?}")
    };
    assert!(setup.contains("[[proxy]]") && proxy == "proxy");
    let effects = proxies(&mut model, ProxyCommand::Start(ID));
    assert_eq!(effects.len(), 1, "it is there already");
}

#[test]
fn faults_are_typed_in_the_setups_numbers_and_take_effect_at_once() {
    check_names::<FaultKind>();
    let mut model = model();
    let add = ProxyEdit::Fault(ToClient, FaultEdit::Add(FaultKind::Slicer));
    assert_eq!(edit(&mut model, add).len(), 2);
    let field = ProxyField::Fault(ToClient, 0, 2);
    assert_eq!(edit(&mut model, ProxyEdit::Text(field, "1e3".into())), []);
    assert_eq!(model.proxies.mistakes(ID), [field]);
    edit(&mut model, ProxyEdit::Text(field, "500".into()));
    let slicer =
        Fault::Slicer { average_size: 8.try_into().unwrap(), size_variation: 0, delay: 500 };
    assert_eq!(model.document.proxies[0].to_client, [slicer]);
    edit(&mut model, ProxyEdit::Fault(ToClient, FaultEdit::Remove(0)));
    assert_eq!(model.document.proxies[0].to_client, []);
    // A stream's faults are none of UDP's.
    edit(&mut model, ProxyEdit::Preset(Preset::Split));
    edit(&mut model, ProxyEdit::Udp(true));
    assert_eq!(model.document.proxies[0].to_server, []);
    for udp in [false, true] {
        edit(&mut model, ProxyEdit::Udp(udp));
        for preset in Preset::of(udp) {
            edit(&mut model, ProxyEdit::Preset(*preset));
            assert_eq!(model.proxies.mistakes(ID), [], "{preset:?}");
            let proxy = &model.document.proxies[0];
            assert!(proxy.problems().is_empty());
            assert_eq!(proxy.to_client.len(), preset.faults().len());
        }
    }
    for kind in FaultKind::all() {
        let form = FaultForm::new(kind);
        assert_eq!(FaultForm::of(&form.fault().unwrap()), form, "{kind:?}");
        assert_eq!(form.fault().unwrap().name(), kind.name());
    }
}

#[test]
fn what_is_held_passes_as_it_was_received_or_as_it_is_edited() {
    let mut model = model();
    tell(&mut model, &[(1, b"hello\n"), (2, b"\xff\0")]);
    let proxy = Rc::clone(model.proxies.chosen_proxy().unwrap());
    let drafts: Vec<(Form, String)> =
        model.proxies.held(&proxy).map(|(_, _, draft)| (draft.form, draft.text)).collect();
    assert_eq!(drafts[0], (Form::Text, "hello\\n".into()));
    assert_eq!(drafts[1].0, Form::Hex, "bytes that are no text");
    let effects = proxies(&mut model, ProxyCommand::Release(held_id(1)));
    let direction = ToServer;
    assert_eq!(command(&effects), &LinkCommand::Release { direction, number: 1, bytes: None });
    let text = DraftEdit::Text("bye\\r\\n".into());
    proxies(&mut model, ProxyCommand::EditHeld(held_id(1), text));
    let effects = proxies(&mut model, ProxyCommand::Release(held_id(1)));
    let bytes = Some("bye\r\n".into());
    assert_eq!(command(&effects), &LinkCommand::Release { direction, number: 1, bytes });
    let effects = proxies(&mut model, ProxyCommand::Drop(held_id(2)));
    assert_eq!(command(&effects), &LinkCommand::Drop { direction, number: 2 });
    // What was written for one that is gone is not used for another.
    tell(&mut model, &[]);
    tell(&mut model, &[(1, b"again")]);
    let effects = proxies(&mut model, ProxyCommand::Release(held_id(1)));
    assert_eq!(command(&effects), &LinkCommand::Release { direction, number: 1, bytes: None });
    let effects = proxies(&mut model, ProxyCommand::Hold(ID, ToServer, false));
    assert_eq!(command(&effects), &LinkCommand::Resume { direction });
}

#[test]
fn the_composer_injects_as_the_chosen_side_while_a_proxy_is_in_view() {
    let mut model = model();
    let typed = |text: &str| {
        let (text, caret) = (text.to_owned(), 0);
        AssistantCommand::Compose(
            ComposeCommand::Edit { form: Form::Text, text, caret },
            Now::default(),
        )
    };
    let send = || AssistantCommand::Compose(ComposeCommand::Send, Now::default());
    model.handle(typed("n${counter}"));
    assert!(!model.can_send() && model.handle(send()).is_empty(), "there is no connection");
    assert!(model.refused.is_some());
    tell(&mut model, &[]);
    assert!(model.can_send());
    let effects = model.handle(send());
    let (direction, bytes) = (ToServer, "n0".into());
    assert_eq!(command(&effects), &LinkCommand::Inject { direction, bytes });
    proxies(&mut model, ProxyCommand::InjectAs(Side::Server));
    proxies(&mut model, ProxyCommand::InjectInto(Some(1)));
    let effects = model.handle(send());
    let (direction, bytes) = (ToClient, "n1".into());
    let command = LinkCommand::Inject { direction, bytes };
    let order = ProxyOrder { proxy: Some("proxy".into()), connection: Some(1), command };
    assert_eq!(asked(&effects), [&ProxyRequest::Order(order)]);
    // The connection is gone, and with it the choice.
    model.apply_remote(Output::Proxies(ProxiesStatus::default()), Duration::ZERO);
    assert_eq!(model.proxies.to, None);
    // An end in view sends itself.
    model.handle(AssistantCommand::Choose(EndId(0)));
    assert!(matches!(&model.handle(send())[..], [AssistantEffect::Session(Command::Send { .. })]));
}

#[test]
fn the_logs_conversation_is_recorded_and_replayed() {
    let mut model = model();
    let mut log = |milliseconds, peer: &str, direction, kind| {
        let now = Now { since_start: Duration::from_millis(milliseconds), ..Now::default() };
        let (end, peer) = ("proxy".into(), peer.into());
        let direction = Some(direction);
        let entry = Entry { now, end, peer, direction, kind };
        model.apply_remote(Output::Entry(entry), Duration::ZERO);
    };
    let received = |text: &'static str| EntryKind::Received { bytes: text.into(), check: None };
    let ended = || EntryKind::Closed("ended".into());
    log(10, "1 127.0.0.1:5", ToServer, received("one"));
    log(
        11,
        "1 127.0.0.1:5",
        ToServer,
        EntryKind::Sent { bytes: "one".into(), computed: vec![], form: None },
    );
    log(12, "2 127.0.0.1:6", ToServer, received("other"));
    log(40, "1 127.0.0.1:5", ToClient, received("ONE"));
    log(50, "1 127.0.0.1:5", ToServer, ended());
    log(51, "1 127.0.0.1:5", ToServer, ended());
    let recording = Recording::of(&model.log, "proxy");
    assert_eq!(recording.connections, [1, 2].into());
    assert!(!recording.has_gaps && Recording::of(&model.log, "q").connections.is_empty());
    let first = Conversation::parse(&recording.to_lines(Some(1)), None).unwrap();
    let turns: Vec<(u64, &[u8])> =
        first.turns.iter().map(|turn| (turn.at, &turn.bytes[..])).collect();
    assert_eq!(turns, [(10, &b"one"[..]), (40, b"ONE"), (50, b"")], "the end is received once");

    let effects = proxies(&mut model, ProxyCommand::StartReplay);
    let [ProxyRequest::Replay(request)] = asked(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((request.role, request.with_timing, request.patience), (Side::Client, false, 2000));
    assert_eq!(request.address, model.document.proxies[0].connect);
    assert_eq!(request.recording, recording.to_lines(Some(1)));
    for edit in [
        ReplayEdit::Role(Side::Server),
        ReplayEdit::WithTiming(true),
        ReplayEdit::Connection(Some(2)),
    ] {
        proxies(&mut model, ProxyCommand::Replay(edit));
    }
    let effects = proxies(&mut model, ProxyCommand::StartReplay);
    let [ProxyRequest::Replay(request)] = asked(&effects)[..] else { panic!("{effects:?}") };
    assert!(request.with_timing && request.recording == recording.to_lines(Some(2)));
    let file = ReplayEdit::File { name: "f".into(), text: "no recording".into() };
    proxies(&mut model, ProxyCommand::Replay(file));
    assert_eq!(proxies(&mut model, ProxyCommand::StartReplay), []);
    assert!(model.refused.is_some(), "the person is told why");
    let saved = &proxies(&mut model, ProxyCommand::SaveRecording)[..];
    assert!(
        matches!(saved, [AssistantEffect::Save { bytes, .. }] if *bytes == recording.to_lines(None).into_bytes())
    );
}

#[test]
fn an_end_becomes_a_proxy_and_a_proxy_an_end() {
    let mut model = AssistantModel::kept(None, None);
    model.handle(AssistantCommand::ToProxy(EndId(0), Now::default()));
    assert!(model.ends.is_empty() && model.proxies.chosen == Some(ID));
    assert_eq!(model.count(), 1);
    let kind = crate::assistant::state::choices::TransportKind::Udp;
    model.handle(AssistantCommand::ToEnd(ID, kind, Now::default()));
    assert_eq!((model.ends.len(), model.proxies.list.len()), (1, 0));
    assert!(model.chosen_end().is_some());
}

#[test]
fn what_a_lesson_offers_is_taken_beside_what_is_here_and_shown() {
    let lesson = include_str!("../../../../lessons/b3/lesson.toml");
    let is_setup = |part: &&str| part.trim_start().starts_with("version");
    let offers: Vec<&str> = lesson.split("'''").filter(is_setup).collect();
    assert_eq!(offers.len(), 2);
    let mut model = AssistantModel::kept(None, None);
    for (offer, kind) in offers.into_iter().zip([FaultKind::Bandwidth, FaultKind::Slicer]) {
        let effects = model.handle(AssistantCommand::Prepare(Preparation::Setup(offer.to_owned())));
        assert!(matches!(effects[0], AssistantEffect::Session(Command::SetProxies(_))));
        assert_eq!((model.ends.len(), model.proxies.list.len()), (1, 1));
        let proxy = model.proxies.chosen_proxy().unwrap();
        assert_eq!((proxy.setup.name.as_str(), proxy.form.faults[0][0].kind), ("b3", kind));
    }
}
