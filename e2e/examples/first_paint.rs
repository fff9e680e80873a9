//! Measures how soon the page is seen: `cargo xtask measure` runs it.
//!
//! Each load is a cold one: nothing comes from the browser's cache. The browser itself notes when it
//! first paints something of the page; a press is possible once the page says so.

use anyhow::{Context as _, Result, ensure};
use lab_e2e::{Lab, in_the_lab};
use serde_json::{Value, json};

const LOADS: usize = 9;

/// The longest time to the first paint, in milliseconds.
const LIMIT: f64 = 1000.0;

/// Milliseconds from navigation to the first paint of the page's content, and to the place drawn.
const TIMES: &str = "
    const done = arguments[0];
    const paint = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    const usable = () => document.querySelector('main') !== null;
    const tell = () => paint() === undefined || !usable()
        ? requestAnimationFrame(tell) : done([paint(), performance.getEntriesByName('usable')[0].startTime]);
    tell();";

/// Notes when the place in view is there, before any script of the page runs.
const NOTE: &str = "
    new MutationObserver((_, observer) => {
        if (document.querySelector('main')) { performance.mark('usable'); observer.disconnect(); }
    }).observe(document, { subtree: true, childList: true });";

#[tokio::main]
async fn main() {
    in_the_lab(measure).await;
}

async fn measure(lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    page.devtools("Network.enable", json!({})).await?;
    page.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    let note = json!({ "source": NOTE });
    page.devtools("Page.addScriptToEvaluateOnNewDocument", note).await?;
    let (mut painted, mut usable) = (vec![], vec![]);
    for _ in 0..LOADS {
        // From elsewhere: the same address again would only be a jump within the page.
        page.open("about:blank").await?;
        page.open(&lab.relay.url).await?;
        let times = page.script_async(TIMES, vec![]).await?;
        let time = |at: usize| Value::as_f64(&times[at]).context("the page tells two times");
        painted.push(time(0)?);
        usable.push(time(1)?);
    }
    let first = tell("first paint", painted);
    tell("the place drawn", usable);
    ensure!(first < LIMIT, "the first paint takes {first:.0} ms");
    Ok(())
}

fn tell(what: &str, mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let (middle, last) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{what}: median {middle:.0} ms, longest {last:.0} ms of {}", times.len());
    middle
}
