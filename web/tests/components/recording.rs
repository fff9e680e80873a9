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
