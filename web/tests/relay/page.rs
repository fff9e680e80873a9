//! The whole page against a real relay: what a person presses happens in the kernel.

use lab_web::under_test::{App, AppProps};
use wasm_bindgen_test::wasm_bindgen_test;

use super::address;
use super::support::Stage;

async fn page() -> Stage<App> {
    let stage = Stage::<App>::with(AppProps { relay: address::relay() });
    stage.press("lang-en").await;
    stage.find("[data-testid=relay-state][data-state=ready]").await;
    stage
}

async fn press(stage: &Stage<App>, call: &str, phase: &str) {
    stage.press(&format!("call-{call}")).await;
    stage.find(&format!("[data-call={call}][data-phase={phase}]")).await;
}

/// Types, and waits until the control's Python line shows it: a key pressed before the page has drawn
/// what was typed would still make the old call.
async fn fill(stage: &Stage<App>, control: &str, field: &str, text: &str, shows: &str) {
    stage.fill(control, field, text).await;
    stage.says(&format!("control-{control}"), shows).await;
}

#[wasm_bindgen_test]
async fn a_server_and_a_client_on_one_page_go_through_a_whole_conversation() {
    let stage = page().await;
    stage.press("start-free").await;
    press(&stage, "socket", "returned").await;
    fill(&stage, "bind", "arg-port", "0", ", 0))").await;
    press(&stage, "bind", "returned").await;
    press(&stage, "listen", "returned").await;
    let line = stage
        .until(|root| {
            let line = root.query_selector("[data-testid=nc-line]").ok().flatten()?;
            line.text_content().filter(|line| !line.ends_with(" 0"))
        })
        .await;
    let port = line.rsplit(' ').next().expect("the line ends in the port").to_owned();
    press(&stage, "accept", "blocked").await;

    fill(&stage, "socket", "arg-variable", "client", "client = ").await;
    stage.press("call-socket").await;
    stage.find("[data-testid=socket-card][data-variable=client].is-target").await;
    fill(&stage, "connect", "arg-port", &port, &port).await;
    press(&stage, "connect", "returned").await;
    stage.find("[data-testid=socket-card][data-variable=conn]").await;
    fill(&stage, "send", "arg-text", "你好", "你好").await;
    press(&stage, "send", "returned").await;

    stage.find("[data-variable=conn] [data-testid=card-target]").await.click();
    stage.find("[data-variable=conn].is-target").await;
    press(&stage, "recv", "returned").await;
    stage.says("bytes-text", "你好\\n").await;
    stage.find("[data-variable=client] [data-testid=card-target]").await.click();
    stage.find("[data-variable=client].is-target").await;
    press(&stage, "close", "returned").await;
    stage.find("[data-testid=socket-card][data-variable=client][data-state=closed]").await;
}

#[wasm_bindgen_test]
async fn a_connection_that_nobody_awaits_is_refused_with_cause_and_remedy() {
    let stage = page().await;
    stage.press("start-client").await;
    stage.find(".is-next [data-testid=call-socket]").await;
    press(&stage, "socket", "returned").await;
    fill(&stage, "connect", "arg-port", "1", ", 1))").await;
    press(&stage, "connect", "raised").await;
    stage.says("exception", "ConnectionRefusedError: [Errno 111] Connection refused").await;
    stage.says("failure", "10061").await;
}

#[wasm_bindgen_test]
async fn a_blocked_accept_is_cancelled_from_its_row() {
    let stage = page().await;
    stage.press("start-server").await;
    stage.find(".is-next [data-testid=call-socket]").await;
    press(&stage, "socket", "returned").await;
    fill(&stage, "bind", "arg-port", "0", ", 0))").await;
    press(&stage, "bind", "returned").await;
    press(&stage, "listen", "returned").await;
    press(&stage, "accept", "blocked").await;
    stage.find("[data-testid=timeline-row] [data-testid=cancel]").await.click();
    stage.says("exception", "KeyboardInterrupt").await;
    stage.find("[data-testid=socket-card][data-state=listening]").await;
}
