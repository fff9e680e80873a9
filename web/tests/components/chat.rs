//! The Chat place, drawn over news that the test makes up.

use bytes::Bytes;
use lab_shared::call::{Address, Micros, SocketId};
use lab_shared::chat::{Mode, PeerId, PeerStatus, RoomEvent};
use lab_shared::framing::Framing;
use lab_shared::language::Language;
use lab_shared::network::HostName;
use lab_shared::text::Encoding;
use lab_shared::wire::{RoomCommand, RoomId, RoomReport, RoomUpdate};
use wasm_bindgen_test::wasm_bindgen_test;

use super::chat_harness::{Done, Place, PlaceProps, driven};
use super::support::{Stage, all};
use lab_web::under_test::{
    Between, ChatCommand, ChatEvent, ChatRoute, FramingHint, Host, JoinNews, KnownChat as Chat,
    Lab, PaceEdit, Places, RoomEdit,
};

fn room() -> Address {
    Address::inet("127.0.0.1", 9999)
}

fn peer() -> Address {
    Address::inet("127.0.0.1", 50_000)
}

fn client(queued_bytes: usize, missed: u64) -> PeerStatus {
    let (peer, encoding, leaving) = (PeerId(1), Encoding::Utf8, false);
    PeerStatus { peer, address: self::peer(), encoding, queued_bytes, missed, leaving }
}

fn news(news: RoomUpdate) -> ChatEvent {
    ChatEvent::News(news, Micros(1))
}

/// A room that listens, with one client in it.
fn open_room(mode: Mode) -> Chat {
    let mut chat = Chat::default();
    chat.handle(ChatCommand::EditRoom(RoomEdit::Mode(mode)));
    chat.handle(ChatCommand::Open);
    chat.apply(news(RoomUpdate::Opened { address: room(), loopback_only: false }));
    chat.apply(news(RoomUpdate::Peers { peers: vec![client(17, 3)] }));
    chat
}

fn place(view: ChatRoute, known: Chat, lab: Lab) -> (Stage<Place>, Done) {
    read_in(Language::En, view, known, lab)
}

fn read_in(language: Language, view: ChatRoute, known: Chat, lab: Lab) -> (Stage<Place>, Done) {
    let done = Done::default();
    let props = PlaceProps { language, view, known, lab, done: done.clone() };
    (Stage::with(props), done)
}

#[wasm_bindgen_test]
async fn a_form_with_a_mistake_opens_no_room_and_says_where_it_is() {
    let (stage, done) = place(ChatRoute::Host, Chat::default(), Lab::default());
    stage.find("[data-testid=chat-open]:enabled").await;
    stage.type_into("chat-port", "70000").await;
    stage.says("complaint", "0 to 65535").await;
    stage.find("[data-testid=chat-open]:disabled").await;
    stage.type_into("chat-port", "0").await;
    stage.find("[data-testid=chat-open]:enabled").await;
    stage.press("chat-open").await;
    assert_eq!(done.last(), Some(ChatCommand::Open));
}

#[wasm_bindgen_test]
async fn the_transcript_says_who_said_what_in_both_languages() {
    for (language, came) in [(Language::En, "came in"), (Language::Zh, "进来了")] {
        let mut chat = open_room(Mode::Group);
        let events = vec![
            RoomEvent::Joined { peer: PeerId(1), address: peer() },
            RoomEvent::Said { peer: PeerId(1), text: "大家好".into() },
            RoomEvent::Reframed { framing: Framing::CrLfLines },
        ];
        chat.apply(news(RoomUpdate::Transcript { events, missed: 2 }));
        let (stage, _) = read_in(language, ChatRoute::Host, chat, Lab::default());
        stage.says("chat-line", came).await;
        let said = stage.find("[data-testid=chat-line][data-kind=said]").await;
        let words = said.text_content().unwrap_or_default();
        assert!(words.contains("127.0.0.1:50000") && words.contains("大家好"), "{words}");
        stage.says("chat-line", "CR LF").await;
        assert_eq!(all(&stage.root, "[data-kind=missed]").len(), 1);
    }
}

#[wasm_bindgen_test]
async fn a_client_shows_what_waits_and_can_be_removed() {
    let (stage, done) = place(ChatRoute::Host, open_room(Mode::Group), Lab::default());
    stage.says("chat-queued", "17").await;
    stage.says("chat-missed", "3").await;
    stage.press("chat-remove").await;
    let remove = RoomCommand::Remove { peer: PeerId(1) };
    assert_eq!(done.last(), Some(ChatCommand::Ask(remove)));
}

#[wasm_bindgen_test]
async fn the_operator_answers_the_client_that_is_there() {
    let (stage, done) = place(ChatRoute::Host, open_room(Mode::Operator), Lab::default());
    stage.type_into("chat-answer", "yes\n").await;
    stage.press("chat-answer-send").await;
    let answer = RoomCommand::Answer { peer: PeerId(1), text: "yes\n".into() };
    assert_eq!(done.last(), Some(ChatCommand::Ask(answer)));
}

#[wasm_bindgen_test]
async fn framing_and_pace_change_while_the_room_is_open() {
    let (stage, done) = place(ChatRoute::Host, open_room(Mode::Group), Lab::default());
    stage.choose_at("chat-live-framing", "raw").await;
    stage.choose_at("chat-live-between", "acknowledge").await;
    stage.press("chat-live-busy").await;
    assert_eq!(
        *done.commands.borrow(),
        [
            ChatCommand::SetRoomFraming(Framing::Raw),
            ChatCommand::SetRoomPace(PaceEdit::Between(Between::Acknowledge)),
            ChatCommand::SetRoomPace(PaceEdit::Busy(true)),
        ]
    );
    stage.type_into("chat-live-bufsize", "x").await;
    stage.says("complaint", "above zero").await;
}

#[wasm_bindgen_test]
async fn the_ruler_of_a_peer_elsewhere_shows_its_recvs_and_invents_no_sends() {
    let mut lab = driven(room(), peer());
    let hint = FramingHint { framing: Framing::Lines, max_message: 99 };
    lab.framed(hint);
    lab.received(b"one\ntwo\nth");
    lab.received(b"ree\n");
    lab.received(b"four\n");
    lab.sent(b"hello\n");
    let (stage, _) = place(ChatRoute::Host, open_room(Mode::Group), lab.lab);
    stage.press("chat-client-ruler").await;
    let inward = stage.get("ruler-in").await;
    assert_eq!(all(&inward, "[data-testid=ruler-send]").len(), 0);
    assert_eq!(all(&inward, "[data-testid=ruler-recv]").len(), 3);
    assert_eq!(all(&inward, "[data-testid=ruler-found]").len(), 4);
    assert_eq!(all(&inward, "[data-testid=ruler-unknown]").len(), 1);
    let outward = stage.get("ruler-out").await;
    assert_eq!(all(&outward, "[data-testid=ruler-send]").len(), 1);
    assert_eq!(all(&outward, "[data-testid=ruler-recv]").len(), 0);
    stage.says("ruler-known", "program of its own").await;
    stage.says("stream-recv", "exactly one message").await;
    stage.press("chat-facet-transcript").await;
    stage.get("chat-transcript").await;
}

#[wasm_bindgen_test]
async fn a_room_on_the_relay_says_why_nothing_is_drawn() {
    let mut chat = Chat::default();
    chat.handle(ChatCommand::EditRoom(RoomEdit::Runs(Host::Relay)));
    chat.handle(ChatCommand::Open);
    let opened = RoomUpdate::Opened { address: room(), loopback_only: false };
    chat.apply(ChatEvent::Report(RoomReport { room: RoomId(1), at: Micros(1), news: opened }));
    let (stage, _) = place(ChatRoute::Host, chat, Lab::default());
    stage.press("chat-facet-ruler").await;
    stage.says("chat-rulers", "nothing to draw").await;
}

#[wasm_bindgen_test]
async fn a_client_tells_each_recv_and_what_was_said() {
    let mut chat = Chat::default();
    chat.handle(ChatCommand::Join);
    for news in [
        JoinNews::Connected(room(), SocketId(2)),
        JoinNews::Received(Bytes::from_static(b"hi\n")),
        JoinNews::Heard("hi".into()),
    ] {
        chat.apply(ChatEvent::Client(news, Micros(1)));
    }
    let (stage, done) = place(ChatRoute::Join, chat, Lab::default());
    stage.says("chat-join-state", "Connected to 127.0.0.1:9999").await;
    stage.says("chat-join-line", "one recv, 3 bytes").await;
    stage.find("[data-testid=chat-join-ready]:checked").await;
    stage.type_into("chat-say", "a\nb").await;
    stage.press("chat-say-send").await;
    assert_eq!(done.last(), Some(ChatCommand::Say("a\nb".into())));
    stage.press("chat-leave").await;
    assert_eq!(done.last(), Some(ChatCommand::Leave));
}

#[wasm_bindgen_test]
async fn every_control_of_every_view_has_a_name_and_no_id_stands_twice() {
    for (view, chat) in [
        (ChatRoute::Host, Chat::default()),
        (ChatRoute::Host, open_room(Mode::Operator)),
        (ChatRoute::Join, Chat::default()),
        (ChatRoute::Stream, Chat::default()),
    ] {
        let (stage, _) = place(view, chat, Lab::default());
        stage.get(&format!("chat-view-{}", view.name())).await;
        for field in all(&stage.root, "input, select, textarea") {
            let named = field.closest("label").is_ok_and(|label| label.is_some()) || {
                let css = format!("label[for=\"{}\"]", field.id());
                !all(&stage.root, &css).is_empty()
            };
            assert!(named, "{}", field.outer_html());
        }
        for button in all(&stage.root, "button") {
            let words = button.text_content().unwrap_or_default();
            assert!(!words.trim().is_empty() || button.has_attribute("aria-label"));
        }
        for attribute in ["id", "data-testid"] {
            let unique = ["input", "select", "textarea", "form"].join(&format!("[{attribute}],"));
            let css = format!("{unique}[{attribute}]");
            let mut names: Vec<_> = all(&stage.root, &css)
                .iter()
                .filter_map(|one| one.get_attribute(attribute))
                .collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{attribute} of {view:?}: {names:?}");
        }
    }
}

/// A page in a network of its own with these hosts, at a relay that does not offer its machine.
fn on_hosts(hosts: &[HostName]) -> Chat {
    let mut chat = Chat::default();
    chat.handle(ChatCommand::Offer(Places { machine: false, hosts: hosts.to_vec() }));
    chat
}

#[wasm_bindgen_test]
async fn a_room_is_on_a_host_where_the_relay_does_not_offer_its_machine() {
    for (language, words) in [(Language::En, "hosts no rooms"), (Language::Zh, "不开房间")] {
        let known = on_hosts(&[HostName::server(), HostName::client()]);
        let (stage, _) = read_in(language, ChatRoute::Host, known, Lab::default());
        stage.find("[data-testid=chat-open]:enabled").await;
        let why = stage.find("[data-testid=chat-in-page-only]").await;
        assert!(why.text_content().unwrap_or_default().contains(words));
        assert_eq!(stage.count("chat-runs-relay"), 0);
        stage.find("[data-testid=chat-on-host] option:nth-of-type(2)").await;
        assert_eq!(stage.count("no-place"), 0);
    }
}

#[wasm_bindgen_test]
async fn without_any_host_each_view_offers_a_network_and_opens_nothing() {
    for (view, key) in [
        (ChatRoute::Host, "chat-open"),
        (ChatRoute::Join, "chat-join"),
        (ChatRoute::Stream, "stream-connect"),
    ] {
        let (stage, _) = place(view, on_hosts(&[]), Lab::default());
        stage.find("[data-testid=no-place-open]").await;
        stage.find(&format!("[data-testid={key}]:disabled")).await;
    }
}
