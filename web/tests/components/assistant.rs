//! The assistant's composer and its list of messages, without a session.

use js_sys::Function;
use lab_shared::assistant::Now;
use lab_shared::assistant::compose::Draft;
use lab_shared::assistant::setup::Message;
use lab_shared::language::Language;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{EventTarget, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;
use yew::scheduler;

use super::support::{ReadIn, Stage, all};
use lab_web::under_test::{
    ComposeCommand, ComposeEffect, ComposeModel, Composer, Messages, Snapshot, use_store,
};

/// What was left to do outside the model.
type Effects = Rc<RefCell<Vec<ComposeEffect>>>;

#[derive(Clone, PartialEq, Properties)]
struct PlaceProps {
    language: Language,
    messages: Vec<Message>,
    effects: Effects,
}

#[component]
fn Place(props: &PlaceProps) -> Html {
    let (model, store) = use_store(|| ComposeModel::with_messages(props.messages.clone()));
    let effects = props.effects.clone();
    let on = use_callback(store, move |command: ComposeCommand, store| {
        let effect = store.update_at_once(|model| model.apply(command, Now::default()));
        effects.borrow_mut().extend(effect);
    });
    let model: Snapshot<ComposeModel> = model;
    html! {
        <ReadIn language={props.language}>
            <Composer model={model.clone()} recipient="device" ready=true on={on.clone()} />
            <Messages {model} ends={vec!["device".into()]} ready=true {on} />
        </ReadIn>
    }
}

fn place(language: Language, messages: Vec<Message>) -> (Stage<Place>, Effects) {
    let effects = Effects::default();
    (Stage::with(PlaceProps { language, messages, effects: effects.clone() }), effects)
}

fn named(name: &str, key: Option<&str>) -> Message {
    let key = key.map(str::to_owned);
    Message { name: name.into(), key, group: None, end: None, draft: Draft::text(name) }
}

/// Presses a key on an element.
async fn press_key(on: &EventTarget, key: &str, ctrl: bool) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_ctrl_key(ctrl);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init)
        .expect("an event can be made");
    on.dispatch_event(&event).expect("nobody throws");
    scheduler::flush().await;
}

async fn editor(stage: &Stage<Place>, form: &str) -> HtmlTextAreaElement {
    stage.get(&format!("compose-{form}")).await.unchecked_into()
}

/// The names of the messages, in order.
fn names(stage: &Stage<Place>) -> Vec<String> {
    let rows = all(&stage.root, "[data-testid=message]");
    rows.iter().filter_map(|row| row.get_attribute("data-name")).collect()
}

#[wasm_bindgen_test]
async fn hex_with_a_crc_is_typed_chosen_and_sent() {
    let (stage, effects) = place(Language::En, vec![]);
    stage.type_into("compose-hex", "0x01, 0x03,00 00:00 0A").await;
    stage.choose_at("compose-appended", "CRC-16/MODBUS").await;
    stage.find("[data-testid=compose-preview][data-length='8']").await;
    let computed = stage.get("compose-computed").await;
    let label = computed.get_attribute("aria-label").unwrap_or_default();
    assert_eq!(label, "c5 cd CRC-16/MODBUS of bytes 0 to 5, at bytes 6 to 7");
    computed.focus().expect("it can be focused");
    stage.says("compose-explained", "CRC-16/MODBUS of bytes 0 to 5").await;
    assert_eq!(all(&stage.root, ".compose-cell.is-covered").len(), 6);
    press_key(editor(&stage, "hex").await.as_ref(), "Enter", true).await;
    let Some(ComposeEffect::Send(draft)) = effects.borrow_mut().pop() else { panic!("it is sent") };
    assert_eq!(draft.suffix, "${check CRC-16/MODBUS}");
}

#[wasm_bindgen_test]
async fn either_editor_changes_the_other_and_a_mistake_is_told_at_its_place() {
    for (language, words) in [(Language::En, "only one digit"), (Language::Zh, "只有一位")] {
        let (stage, _) = place(language, vec![]);
        stage.type_into("compose-text", "你\\xff").await;
        assert_eq!(editor(&stage, "hex").await.value(), "e4 bd a0 ff");
        stage.type_into("compose-hex", "41 4").await;
        stage.says("compose-mistake", words).await;
        let text = editor(&stage, "text").await;
        assert!(text.read_only() && text.value() == "你\\xff", "{}", text.value());
        let mark = stage.find("[data-form=hex] mark.is-mistake").await;
        assert_eq!(mark.text_content().as_deref(), Some("4"));
        stage.type_into("compose-hex", "41 ff").await;
        assert_eq!((text.read_only(), text.value()), (false, "A\\xff".into()));
        stage.find("[data-form=text] mark.is-invalid").await;
        assert_eq!(stage.count("compose-mistake"), 0);
    }
}

#[wasm_bindgen_test]
async fn a_field_is_found_previewed_and_written_at_the_caret() {
    let (stage, _) = place(Language::En, vec![]);
    stage.type_into("compose-hex", "AA 10 20 55").await;
    let hex = editor(&stage, "hex").await;
    hex.set_selection_range(8, 8).expect("it is within the text");
    press_key(hex.as_ref(), "x", false).await;
    hex.dispatch_event(&web_sys::Event::new("select").expect("an event")).expect("nobody throws");
    stage.press("insert-open").await;
    stage.type_into("insert-search", "bcc").await;
    stage.choose_at("insert-checksum", "XOR").await;
    stage.type_into("insert-from", "1").await;
    stage.says("insert-gives", "30").await;
    stage.press("insert-field").await;
    assert_eq!(hex.value(), "AA 10 20 ${check XOR from=1} 55");
    assert_eq!(stage.count("insert"), 0);
    // The caret is behind the field.
    assert_eq!(hex.selection_start().ok().flatten(), Some(28));
}

#[wasm_bindgen_test]
async fn up_and_down_walk_through_the_history_and_the_search_finds() {
    let (stage, _) = place(Language::En, vec![]);
    let text = editor(&stage, "text").await;
    for sent in ["one", "two"] {
        stage.type_into("compose-text", sent).await;
        stage.press("compose-send").await;
    }
    stage.type_into("compose-text", "typed").await;
    let mut walked = Vec::new();
    for key in ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"] {
        press_key(text.as_ref(), key, false).await;
        walked.push(text.value());
    }
    assert_eq!(walked, ["two", "one", "two", "typed"]);
    stage.type_into("history-search", "6f6e").await;
    assert_eq!(stage.count("history-item"), 1);
    stage.press("history-item").await;
    assert_eq!(text.value(), "one");
}

#[wasm_bindgen_test]
async fn a_long_text_is_shown_in_part_and_sent_whole() {
    let (stage, effects) = place(Language::Zh, vec![]);
    stage.type_into("compose-text", &"x".repeat(1 << 20)).await;
    stage.find("[data-testid=compose-preview][data-length='1048576']").await;
    let text = editor(&stage, "text").await;
    assert!(text.read_only() && text.value().len() < 4096);
    stage.press("compose-send").await;
    let sent = effects.borrow_mut().pop();
    assert!(matches!(sent, Some(ComposeEffect::Send(draft)) if draft.text.len() == 1 << 20));
    stage.press("compose-clear").await;
    assert!(!text.read_only() && text.value().is_empty());
}

#[wasm_bindgen_test]
async fn a_message_is_kept_sent_by_its_key_and_moved_by_the_keyboard() {
    let (stage, effects) = place(Language::En, vec![named("a", Some("F2"))]);
    stage.type_into("compose-text", "hello").await;
    stage.press("message-add").await;
    let keep = stage.get("message-keep").await;
    let refused = || keep.has_attribute("disabled");
    stage.type_into("message-name", "a").await;
    assert!(refused(), "the name is taken");
    stage.type_into("message-name", "greet").await;
    stage.choose_at("message-key", "F2").await;
    assert!(refused(), "the key is taken");
    stage.choose_at("message-key", "F9").await;
    stage.press("message-keep").await;
    assert_eq!(names(&stage), ["a", "greet"]);
    effects.borrow_mut().clear();
    let window: EventTarget = gloo_utils::window().unchecked_into();
    press_key(&window, "F9", false).await;
    press_key(&window, "F8", false).await;
    let sent = std::mem::take(&mut *effects.borrow_mut());
    let [ComposeEffect::SendMessage(message)] = &sent[..] else { panic!("{sent:?}") };
    assert_eq!((message.name.as_str(), &message.draft), ("greet", &Draft::text("hello")));
    let grip = stage.find("[data-name=greet] .message-grip").await;
    press_key(grip.as_ref(), "ArrowUp", false).await;
    assert_eq!(names(&stage), ["greet", "a"]);
}

#[wasm_bindgen_test]
async fn an_import_adds_messages_and_tells_what_it_could_not_read() {
    for (language, added, wrong) in [
        (Language::En, "1 message added", "only one digit"),
        (Language::Zh, "已添加 1 条消息", "只有一位"),
    ] {
        let (stage, _) = place(language, vec![]);
        let input = stage.get("message-import").await;
        let give = Function::new_with_args(
            "input",
            "const files = new DataTransfer();
             files.items.add(new File(['[{\"name\":\"hi\",\"hexstring\":\"68 69\"},{\"name\":\"bad\",\"hexstring\":\"0\"}]'], 'p.json'));
             input.files = files.files;
             input.dispatchEvent(new Event('change', { bubbles: true }));",
        );
        give.call1(&JsValue::NULL, &input).expect("nobody throws");
        stage.says("import-report", added).await;
        stage.says("import-report", wrong).await;
        assert_eq!(names(&stage), ["hi"]);
        stage.press("message-load").await;
        assert_eq!(editor(&stage, "hex").await.value(), "68 69");
    }
}
