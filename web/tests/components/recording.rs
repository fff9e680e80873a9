//! Recordings opened from files on the Bench.

use js_sys::{Array, Function};
use lab_shared::language::Language;
use std::fmt::Write;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::harness::{Asked, Harness, HarnessProps, willing};
use super::support::Stage;

fn bench(language: Language) -> Stage<Harness> {
    Stage::with(HarnessProps { kernel: willing, asked: Asked::default(), language })
}

/// A recording of a socket and of calls on it.
fn recording(variable: &str, calls: usize) -> String {
    let mut json = format!(
        r#"{{"format":"socket-lab-recording","version":1,"epoch":0,"capture":"off","events":[
{{"at":1,"issued":{{"call":{{"id":1,"op":{{"socket":{{"family":"AF_INET","kind":"SOCK_STREAM"}}}}}},"variable":"{variable}"}}}},
{{"at":1,"returned":{{"return":{{"id":1,"entered":1,"at":1,"ok":{{"socket":{{"socket":1,"fileno":17}}}}}}}}}}"#
    );
    for id in 2..calls + 2 {
        write!(
            json,
            r#",
{{"at":{id},"issued":{{"call":{{"id":{id},"socket":1,"op":{{"recv":{{"bufsize":9}}}}}}}}}},
{{"at":{id},"returned":{{"return":{{"id":{id},"entered":{id},"at":{id},"ok":{{"bytes":null}}}}}}}}"#
        )
        .expect("there is room");
    }
    json + "]}"
}

/// Gives the file to the page, as the browser does when a person has chosen it.
async fn choose(stage: &Stage<Harness>, name: &str, json: &str) {
    let input = stage.get("open-recording").await;
    let give = Function::new_with_args(
        "input, name, text",
        "const files = new DataTransfer();
         files.items.add(new File([text], name));
         input.files = files.files;
         input.dispatchEvent(new Event('change', { bubbles: true }));",
    );
    give.call3(&JsValue::NULL, &input, &name.into(), &json.into()).expect("nobody throws");
}

/// Looks at the bar in turns of the browser's own, as long as the stage stands: what it says comes
/// into the list that is given back.
fn watch(root: &Element) -> Array {
    let look = Function::new_with_args(
        "root",
        "const seen = [];
         const look = () => {
             const bar = root.querySelector('[data-testid=recording-opening] progress[aria-label]');
             if (bar && bar.value !== seen.at(-1)) seen.push(bar.value);
             if (root.isConnected) setTimeout(look, 0);
         };
         look();
         return seen;",
    );
    look.call1(&JsValue::NULL, root).expect("nobody throws").unchecked_into()
}

#[wasm_bindgen_test]
async fn a_long_recording_is_opened_while_the_page_goes_on() {
    let stage = bench(Language::En);
    let seen = watch(&stage.root);
    choose(&stage, "long.json", &recording("s", 10_000)).await;
    stage.find("[data-testid=transport][data-state=past][data-events='20002']").await;
    stage.find("[data-testid=socket-card][data-variable=s]").await;
    assert_eq!(stage.count("recording-opening"), 0);
    let seen: Vec<f64> = seen.iter().filter_map(|percent| percent.as_f64()).collect();
    assert!(seen.len() > 5 && seen.is_sorted(), "{seen:?}");
}

#[wasm_bindgen_test]
async fn opening_can_be_cancelled_and_what_was_shown_stays() {
    let stage = bench(Language::Zh);
    choose(&stage, "short.json", &recording("first", 3)).await;
    stage.find("[data-testid=transport][data-state=past][data-events='8']").await;
    choose(&stage, "long.json", &recording("second", 10_000)).await;
    stage.press("cancel-opening").await;
    assert_eq!(stage.count("recording-opening"), 0);
    // A later file is opened all the same, and the one before it never comes.
    choose(&stage, "other.json", &recording("third", 4)).await;
    stage.find("[data-testid=transport][data-state=past][data-events='10']").await;
    stage.find("[data-testid=socket-card][data-variable=third]").await;
    assert_eq!(stage.count("recording-unreadable"), 0);
}

#[wasm_bindgen_test]
async fn a_recording_whose_variable_would_become_code_is_refused_in_both_languages() {
    for (language, words) in
        [(Language::En, "field variable is"), (Language::Zh, "字段 variable 是")]
    {
        let stage = bench(language);
        choose(&stage, "evil.json", &recording("import os\\nos.abort()#", 3)).await;
        let alarm = stage.says("recording-unreadable", words).await;
        let text = alarm.text_content().unwrap_or_default();
        assert!(text.contains(r#""import os\nos.abort()#""#), "{text}");
        stage.find("[data-testid=transport][data-state=live]").await;
    }
}

/// A recording of a socket on a host, and of a SYN that the cable lost.
fn of_a_network() -> String {
    let line = r#"{"impairment":{"delay":20000}}"#;
    let network = |cut: bool| {
        format!(
            r#"{{"network":{{"hosts":[{{"name":"server","v4":"10.0.0.1","v6":"fd4c:6162::1"}},{{"name":"client","v4":"10.0.0.2","v6":"fd4c:6162::2"}}],"cables":[{{"id":0,"a":{{"host":"server"}},"b":{{"host":"client"}},"forth":{line},"back":{line},"cut":{cut}}}],"mtu":1500,"published":[{{"host":"server","protocol":"tcp","port":9999,"at":"127.0.0.1:40123"}}],"pages":1}},"at":"#
        )
    };
    let ends = r#""source":{"inet":{"host":"10.0.0.2","port":40000}},"destination":{"inet":{"host":"10.0.0.1","port":9999}}"#;
    format!(
        r#"{{"format":"socket-lab-recording","version":1,"epoch":0,"capture":"off","events":[
{{"at":1,"issued":{{"call":{{"id":1,"host":"server","op":{{"socket":{{"family":"AF_INET","kind":"SOCK_STREAM"}}}}}},"variable":"server"}}}},
{{"at":2,"returned":{{"return":{{"id":1,"entered":1,"at":2,"ok":{{"socket":{{"socket":1,"fileno":17}}}}}}}}}},
{open}3}},
{{"at":4,"packet":{{"serial":1,"cable":0,"way":"back","sent":4,"fate":{{"lost":{{"at":5,"why":"armed"}}}},"head":{{{ends},"hops":64,"content":{{"tcp":{{"at":4,{ends},"flags":2,"sequence":77,"acknowledgment":0,"relative_sequence":0,"relative_acknowledgment":0,"window":64240,"length":0}}}}}},"length":60,"bytes":"RQAAPA=="}}}},
{cut}6}},
{{"at":7,"network_closed":{{}}}}
]}}"#,
        open = network(false),
        cut = network(true),
    )
}

#[wasm_bindgen_test]
async fn the_network_of_a_recording_is_shown_as_it_was_and_not_changed() {
    let stage = bench(Language::En);
    choose(&stage, "network.json", &of_a_network()).await;
    stage.find("[data-testid=transport][data-state=past][data-events='6']").await;
    stage.press("aspect-network").await;
    stage.says("network-none", "At this moment there was no network").await;
    stage.press("replay-back").await;
    stage.find("[data-testid=cable-0][data-cut=true]").await;
    stage.press("replay-back").await;
    stage.find("[data-testid=cable-0][data-cut=false]").await;
    stage.find("[data-testid=host-server] [data-testid=host-socket-1]").await;
    stage.find("[data-testid=packet][data-serial='1'][data-lost=true]").await;
    stage.says("network-past", "Nothing of it can be changed").await;
    stage.find("[data-testid=drop-syn][disabled]").await;
    stage.find("[data-testid=preset-city][disabled]").await;
    stage.says("published", "127.0.0.1:40123").await;
    for control in ["network-leave", "published-line", "unpublish", "publish", "host-add"] {
        assert_eq!(stage.count(control), 0, "{control}");
    }
    // Which way the numbers are of can be chosen all the same.
    stage.press("ways-back").await;
    stage.find("[data-testid=ways-back][aria-pressed=true]").await;
    stage.press("replay-back").await;
    stage.find("[data-testid=packets][data-count='0']").await;
    stage.press("replay-leave").await;
    stage.get("start-server").await;
}
