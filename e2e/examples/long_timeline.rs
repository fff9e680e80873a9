//! Measures how smoothly the page moves through a long recording:
//! `cargo run --release -p lab-e2e --example long_timeline [EVENTS]`.
//!
//! A frame is the time between two drawings of the browser while something changes in each: the
//! timeline scrolls, the recording is brought to another moment, a letter is typed into the search.

use anyhow::{Context as _, Result};
use lab_e2e::{Browser, Look, Relay};
use serde_json::{Value, json};

const EVENTS: usize = 10_000;

/// Frames measured of each.
const FRAMES: usize = 120;

#[tokio::main]
async fn main() -> Result<()> {
    let events = std::env::args().nth(1).map_or(Ok(EVENTS), |events| events.parse())?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("long.json");
    std::fs::write(&path, recording(events))?;
    let relay = Relay::start().await?;
    let page = Browser::start(Look::default()).await?;
    let measured = measure(&page, &relay, &path).await;
    page.close().await?;
    relay.stop().await?;
    measured
}

async fn measure(page: &Browser, relay: &Relay, path: &std::path::Path) -> Result<()> {
    page.open(&relay.url).await?;
    page.press("start-free").await?;
    let begun = std::time::Instant::now();
    page.open_recording(path).await?;
    page.find_css("[data-testid=transport][data-state=past]").await?;
    println!("opened in {:.0} ms", begun.elapsed().as_secs_f64() * 1000.0);
    for (what, step) in [
        ("scroll", "const list = $('timeline'); list.scrollTop = at / frames * list.scrollHeight;"),
        (
            "scrub",
            "set($('replay-moment'), Math.round($('replay-moment').max * (1 - (at % frames) / frames)));",
        ),
        ("search", "set($('timeline-search'), 'xx 4'.slice(0, at % 5));"),
    ] {
        let frames = frames(page, step).await?;
        println!(
            "{what:7} median {:.1} ms, 95 % {:.1} ms, worst {:.1} ms",
            frames[frames.len() / 2],
            frames[frames.len() * 95 / 100],
            frames[frames.len() - 1],
        );
    }
    Ok(())
}

/// The lengths of frames in milliseconds, the shortest first, while `step` is made in each.
async fn frames(page: &Browser, step: &str) -> Result<Vec<f64>> {
    let script = format!(
        "const [frames, done] = arguments;
         const $ = id => document.querySelector(`[data-testid=${{id}}]`);
         const set = (field, value) => {{
             field.value = value;
             field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         }};
         const lengths = [];
         let at = 0, last = performance.now();
         const frame = now => {{
             lengths.push(now - last);
             last = now;
             if (at++ === frames) return done(lengths.slice(1));
             {step}
             requestAnimationFrame(frame);
         }};
         requestAnimationFrame(frame);"
    );
    let lengths = page.script_async(&script, vec![json!(FRAMES)]).await?;
    let mut lengths: Vec<f64> =
        serde_json::from_value(lengths).context("the page tells lengths")?;
    lengths.sort_by(f64::total_cmp);
    Ok(lengths)
}

/// A recording of a connection on which much is sent: two events a call.
fn recording(events: usize) -> String {
    let mut lines = Vec::with_capacity(events);
    let mut call = |op: Value, socket: Option<u32>, bytes: &str, ok: Value| {
        let id = lines.len() / 2 + 1;
        let at = lines.len() * 1000;
        let mut made = json!({ "id": id, "op": op });
        if let Some(socket) = socket {
            made["socket"] = json!(socket);
        }
        lines.push(json!({ "at": at, "issued": { "call": made, "bytes": bytes } }).to_string());
        let returned = json!({ "id": id, "entered": at + 500, "at": at + 900, "ok": ok });
        lines.push(json!({ "at": at + 900, "returned": { "return": returned } }).to_string());
    };
    let kind = json!({ "socket": { "family": "AF_INET", "kind": "SOCK_STREAM", "proto": 0 } });
    call(kind, None, "", json!({ "socket": { "socket": 1, "fileno": 7 } }));
    let address = json!({ "inet": { "host": "127.0.0.1", "port": 9999 } });
    call(json!({ "connect": { "address": address } }), Some(1), "", json!("none"));
    // "xxxx" in base64url.
    for _ in 2..events / 2 {
        call(json!({ "sendall": { "flags": 0 } }), Some(1), "eHh4eA", json!("none"));
    }
    format!(
        "{{\"format\":\"socket-lab-recording\",\"version\":1,\"epoch\":0,\"capture\":\"off\",\"events\":[\n{}\n]}}\n",
        lines.join(",\n")
    )
}
