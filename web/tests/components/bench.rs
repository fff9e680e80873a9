//! The Bench, pressed.

use lab_shared::call::{CallName, Failure, Outcome};
use lab_shared::errno::Errno;
use lab_shared::language::Language;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement, MouseEvent};

use super::harness::{Asked, Harness, HarnessProps, Kernel, patient, willing};
use super::support::{Stage, all};
use lab_web::under_test::ValidCall;

fn bench(kernel: Kernel) -> (Stage<Harness>, Asked) {
    read_in(Language::En, kernel)
}

fn read_in(language: Language, kernel: Kernel) -> (Stage<Harness>, Asked) {
    let asked = Asked::default();
    (Stage::with(HarnessProps { kernel, asked: asked.clone(), language }), asked)
}

/// Begins as the server, and waits until the page is that far.
async fn begin(stage: &Stage<Harness>) {
    stage.press("start-server").await;
    stage.find(".is-next [data-testid=call-socket]").await;
}

async fn server_up_to_accept(stage: &Stage<Harness>) {
    begin(stage).await;
    for call in ["socket", "bind", "listen"] {
        stage.press(&format!("call-{call}")).await;
        stage.find(&format!("[data-call={call}][data-phase=returned]")).await;
    }
    stage.press("call-accept").await;
}

#[wasm_bindgen_test]
async fn a_server_is_made_call_by_call_and_the_steps_tick_off() {
    let (stage, asked) = bench(willing);
    assert_eq!(stage.count("timeline-row"), 0);
    server_up_to_accept(&stage).await;
    stage.find("[data-testid=socket-card][data-variable=conn]").await;
    for step in 1..=7 {
        stage.find(&format!("[data-testid=step-{step}]:not([data-state=open])")).await;
    }
    let made: Vec<CallName> = asked.calls.borrow().iter().map(|call| call.op.name()).collect();
    use CallName as C;
    assert_eq!(made, [C::Socket, C::Bind, C::Listen, C::Accept]);
    stage.press("call-recv").await;
    stage.says("bytes-text", "你好\\n").await;
    stage.says("bytes-hex", "e4 bd a0 e5 a5 bd 0a").await;
    stage.says("bytes-in", "7").await;
}

#[wasm_bindgen_test]
async fn the_next_key_is_marked_and_calls_out_of_order_can_still_be_pressed() {
    let (stage, asked) = bench(willing);
    begin(&stage).await;
    stage.press("call-socket").await;
    stage.find(".is-next [data-testid=call-bind]").await;
    let note = stage.find("[data-testid=control-accept] [data-testid=senseless]").await;
    assert!(note.text_content().unwrap_or_default().contains("EINVAL"));
    stage.press("call-accept").await;
    stage.find("[data-call=accept]").await;
    assert_eq!(asked.last(), Some(CallName::Accept));
}

#[wasm_bindgen_test]
async fn the_python_line_follows_what_is_typed_and_enter_makes_the_call() {
    let (stage, asked) = bench(willing);
    begin(&stage).await;
    stage.press("call-socket").await;
    stage.get("socket-card").await;
    stage.fill("bind", "arg-port", "6971").await;
    let line = stage
        .until(|root| {
            all(root, "[data-testid=control-bind] .python")
                .into_iter()
                .filter_map(|line| line.text_content())
                .find(|line| line.contains("6971"))
        })
        .await;
    assert_eq!(line, "server.bind((\"127.0.0.1\", 6971))");
    stage.enter("bind").await;
    stage.find("[data-call=bind][data-phase=returned]").await;
    assert_eq!(asked.last(), Some(CallName::Bind));
}

#[wasm_bindgen_test]
async fn a_mistake_is_told_at_its_field_and_nothing_is_called() {
    let (stage, asked) = bench(willing);
    stage.press("start-free").await;
    stage.press("call-socket").await;
    stage.get("socket-card").await;
    stage.fill("recv", "arg-bufsize", "12a").await;
    stage.says("complaint", "ValueError: invalid literal for int() with base 10: '12a'").await;
    let field: HtmlInputElement = stage.get("arg-bufsize").await.unchecked_into();
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = field.get_attribute("aria-describedby").expect("the complaint describes it");
    assert!(gloo_utils::document().get_element_by_id(&described).is_some());
    stage.press("call-recv").await;
    assert_eq!(asked.last(), Some(CallName::Socket));
}

#[wasm_bindgen_test]
async fn text_that_gbk_cannot_write_is_refused_in_pythons_words() {
    let (stage, _) = bench(willing);
    stage.press("start-free").await;
    stage.choose("send", "arg-encoding", "gbk").await;
    stage.fill("send", "arg-text", "😀").await;
    stage.says("complaint", "UnicodeEncodeError: 'gbk' codec can't encode").await;
    stage.choose("send", "arg-encoding", "hex").await;
    stage.says("complaint", "ValueError: non-hexadecimal number found").await;
}

#[wasm_bindgen_test]
async fn a_blocked_call_shows_its_time_and_can_be_cancelled() {
    let (stage, asked) = bench(patient);
    server_up_to_accept(&stage).await;
    let row = stage.find("[data-call=accept][data-phase=blocked]").await;
    assert_eq!(all(&row, "time.running").len(), 1);
    stage.find("[data-testid=step-6][data-state=blocked]").await;
    stage.find("[data-testid=socket-card] [data-testid=cancel]").await.click();
    assert_eq!(asked.cancelled.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn an_error_stands_at_its_row_with_name_numbers_cause_and_remedy() {
    fn full(valid_call: &ValidCall) -> Option<Outcome> {
        match valid_call.op.name() {
            CallName::Bind => Some(Err(Failure::os(Errno::Eaddrinuse))),
            _ => willing(valid_call),
        }
    }
    for (language, cause) in [
        (Language::En, Errno::Eaddrinuse.explanation().cause.en),
        (Language::Zh, Errno::Eaddrinuse.explanation().cause.zh),
    ] {
        let (stage, _) = read_in(language, full);
        begin(&stage).await;
        stage.press("call-socket").await;
        stage.get("socket-card").await;
        stage.press("call-bind").await;
        stage.says("exception", "OSError: [Errno 98] Address already in use").await;
        stage.says("errno", "EADDRINUSE").await;
        stage.says("failure", "10048").await;
        stage.says("failure", cause).await;
        stage.says("announcer", "OSError: [Errno 98]").await;
    }
}

#[wasm_bindgen_test]
async fn choosing_a_card_turns_the_lines_to_its_socket() {
    let (stage, _) = bench(willing);
    server_up_to_accept(&stage).await;
    stage.find("[data-variable=conn].is-target").await;
    stage.find("[data-variable=server] [data-testid=card-target]").await.click();
    stage.find("[data-variable=server].is-target").await;
    stage
        .until(|root| {
            all(root, "[data-testid=control-recv] .python")
                .iter()
                .any(|line| line.text_content().unwrap_or_default() == "server.recv(1024)")
                .then_some(())
        })
        .await;
}

#[wasm_bindgen_test]
async fn a_lost_character_half_is_marked_where_it_was_cut() {
    fn halved(valid_call: &ValidCall) -> Option<Outcome> {
        use lab_shared::call::Value;
        match valid_call.op.name() {
            CallName::Recv => Some(Ok(Value::Bytes(b"\xe4\xbd".as_slice().into()))),
            _ => willing(valid_call),
        }
    }
    let (stage, _) = bench(halved);
    server_up_to_accept(&stage).await;
    stage.get("socket-card").await;
    stage.press("call-recv").await;
    let cut = stage.find("mark.cut").await;
    assert_eq!(cut.text_content().as_deref(), Some("e4 bd…"));
}

#[wasm_bindgen_test]
async fn who_points_at_a_call_sees_its_socket_and_who_points_at_a_socket_its_calls() {
    let (stage, _) = bench(willing);
    server_up_to_accept(&stage).await;
    let accept = stage.find("[data-call=accept][data-phase=returned]").await;
    let marked = |css: &str| all(&stage.root, &format!("{css}.is-marked")).len();
    hover(&accept, "mouseenter");
    stage.find("[data-variable=conn].is-marked").await;
    assert_eq!((marked(".card"), marked(".row")), (1, 1));
    hover(&accept, "mouseleave");
    stage.until(|_| (marked(".card") == 0).then_some(())).await;
    let server = stage.find("[data-variable=server]").await;
    hover(&server, "mouseenter");
    stage.find("[data-call=bind].is-marked").await;
    assert_eq!((marked(".card"), marked(".row")), (1, 4));
}

/// The pointer comes over an element, or leaves it.
fn hover(element: &HtmlElement, event: &str) {
    let event = MouseEvent::new(event).expect("it is an event");
    element.dispatch_event(&event).expect("nobody throws");
}

#[wasm_bindgen_test]
async fn of_many_rows_only_those_in_view_are_drawn() {
    let (stage, _) = bench(willing);
    stage.press("start-free").await;
    stage.press("call-socket").await;
    stage.get("socket-card").await;
    let close = stage.get("call-close").await;
    for _ in 0..220 {
        close.click();
    }
    let list = stage.find("[data-testid=timeline][data-calls='221']").await;
    // Without the page's style sheets the list is as high as its rows; here it has a height.
    list.set_attribute("style", "height: 300px; overflow: auto").expect("it takes a style");
    stage.press("call-close").await;
    let newest = stage.find("[data-testid=timeline-row][data-key='222']").await;
    assert!(stage.count("timeline-row") < 120, "{}", stage.count("timeline-row"));
    assert!(newest.next_element_sibling().is_none());
    list.set_scroll_top(0);
    stage.find("[data-testid=timeline-row][data-key='1']").await;
    assert!(stage.count("timeline-row") < 120);
}

#[wasm_bindgen_test]
async fn every_field_has_a_label_and_every_button_a_name() {
    let (stage, _) = bench(patient);
    server_up_to_accept(&stage).await;
    stage.find("[data-phase=blocked]").await;
    for field in all(&stage.root, "input, select") {
        let labelled = field.closest("label").is_ok_and(|label| label.is_some());
        let named = labelled || field.has_attribute("aria-label") || {
            let css = format!("label[for=\"{}\"]", field.id());
            !all(&stage.root, &css).is_empty()
        };
        assert!(named, "{}", field.outer_html());
    }
    for button in all(&stage.root, "button") {
        let words = button.text_content().unwrap_or_default();
        assert!(!words.trim().is_empty() || button.has_attribute("aria-label"));
    }
    let mut ids: Vec<String> = all(&stage.root, "[id]").iter().map(|one| one.id()).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "no id stands twice");
}

#[wasm_bindgen_test]
async fn the_bench_goes_back_to_an_earlier_moment_and_what_is_past_cannot_be_cancelled() {
    let (stage, asked) = bench(patient);
    server_up_to_accept(&stage).await;
    stage.find("[data-phase=blocked]").await;
    stage.press("replay-back").await;
    let transport = stage.find("[data-testid=transport][data-state=past]").await;
    let events = transport.get_attribute("data-events").unwrap_or_default();
    // socket, bind, listen with their returns, accept and that it blocks.
    assert_eq!(events, "8");
    stage.press("replay-back").await;
    stage.find("[data-testid=transport][data-position='6']").await;
    assert_eq!(stage.count("timeline-row"), 3);
    stage.press("replay-on").await;
    stage.find("[data-testid=transport][data-position='7']").await;
    stage.press("cancel").await;
    assert!(asked.cancelled.borrow().is_empty());
    stage.press("replay-leave").await;
    stage.find("[data-testid=transport][data-state=live]").await;
    assert_eq!(stage.count("timeline-row"), 4);
}

#[wasm_bindgen_test]
async fn a_search_narrows_the_timeline_and_says_so() {
    let (stage, _) = bench(patient);
    server_up_to_accept(&stage).await;
    stage.find("[data-phase=blocked]").await;
    stage.type_into("timeline-search", "LISTEN").await;
    stage.says("timeline-found", "1").await;
    assert_eq!(stage.count("timeline-row"), 1);
}
