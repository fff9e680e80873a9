//! How smoothly the log of 100 000 entries moves while a person uses it and while it grows.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::{Browser, Lab, Peer};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::memory::number;
use super::{PATIENCE, end_is, open_place};

/// Entries that fill the log.
const ENTRIES: usize = 100_000;

/// Frames measured of each.
const FRAMES: usize = 240;

/// A client that sends lines when it is told how many, in how many parts, and with what pause between them.
const FLOOD: &str = r"
import socket, sys, time
client = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
sent = 0
for order in sys.stdin:
    lines, parts, pause = order.split()
    for _ in range(int(parts)):
        numbers = range(sent, sent + int(lines))
        client.sendall(b''.join(b'%d temperature=%d.5 \xe4\xbd\xa0\xe5\xa5\xbd\n' % (n, n % 40) for n in numbers))
        sent += int(lines)
        time.sleep(float(pause))
    print(sent)
";

/// In each frame: how long after the frame before it begins, and how long the page's thread works in it, from
/// its begin to the end of the browser's own part of it.
const RECORD: &str = "
    const [frames, step, done] = arguments;
    const $ = id => document.querySelector(`[data-testid=${id}]`);
    const list = document.querySelector('.log-body');
    const act = new Function('at', 'frames', '$', 'list', step);
    const pauses = [], works = [];
    const { port1, port2 } = new MessageChannel();
    let at = 0, last, begun;
    port1.onmessage = () => works.push(performance.now() - begun);
    const frame = now => {
        if (last !== undefined) pauses.push(now - last);
        last = begun = now;
        if (at === frames) return done([pauses, works]);
        act(at++, frames, $, list);
        port2.postMessage(null);
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);";

/// What a person does meanwhile: a name, a step made in each frame, and what the client sends.
const USES: [(&str, &str, Option<&str>); 8] = [
    ("nothing happens", "", None),
    ("scroll through all of it", "list.scrollTop = at / frames * list.scrollHeight;", None),
    ("turn the wheel", "list.scrollTop -= 120;", None),
    ("pick the entry above", "key('ArrowUp');", None),
    (
        "show text, hex, both",
        "if (at % 8 === 0) $(`assistant-bytes-${['hex', 'both', 'text'][at / 8 % 3]}`).click();",
        None,
    ),
    (
        "search as it is typed",
        "if (at % 8 === 0) type('temperature=17.5'.slice(0, at / 8 % 17));",
        None,
    ),
    ("receive 1 000 lines a second, following", "", Some("10 400 0.01")),
    ("receive 50 000 lines a second, following", "", Some("500 400 0.01")),
];

/// Shows all entries, follows them, and returns the last one in view; nothing while the view is held.
const FOLLOW: &str = "
    const press = id => document.querySelector(`[data-testid=${id}]`)?.click();
    const held = document.querySelector('[data-testid=assistant-resume]') !== null;
    press('assistant-show-all');
    press('assistant-resume');
    const last = document.querySelector('[data-testid=assistant-row]:last-child .log-content');
    return held ? '' : last?.textContent ?? '';";

/// Helpers of the steps.
const HELPERS: &str = "
    const key = name => $('assistant-log').dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
    const type = text => {
        $('assistant-search').value = text;
        $('assistant-search').dispatchEvent(new Event('input', { bubbles: true }));
    };";

/// Fills the log, then uses it.
pub(crate) async fn measure(lab: &Lab) -> Result<()> {
    let page = open_place(lab).await?;
    page.script("document.querySelector('[data-testid=assistant-more]').open = true;", vec![])
        .await?;
    page.choose("assistant-kind", "tcp-server").await?;
    page.choose("assistant-grouping", "line").await?;
    page.fill("assistant-port", "0").await?;
    page.press("assistant-open").await?;
    end_is(page, "open").await?;
    let bound = page.find("assistant-bound").await?.text().await?;
    let port = bound.rsplit(':').next().context("an address has a port")?;
    let mut client = Peer::python(FLOOD, &[port])?;
    page.find("assistant-peer").await?;

    page.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" })).await?;
    println!(
        "{:42}{:>24}{:>24}{:>12}",
        "the log, ms", "from frame to frame", "work in a frame", "CPU each"
    );
    println!("{:42}{1:>8}{2:>8}{3:>8}{1:>8}{2:>8}{3:>8}", "", "median", "95 %", "longest");
    let begun = Instant::now();
    client.say(&format!("1000 {} 0", ENTRIES / 1000)).await?;
    record(page, "fill it, as fast as it comes", "").await?;
    let mut sent: usize = client.hear().await?.parse()?;
    follow(page, sent - 1).await?;
    println!("{sent} entries are there after {:.1} s", begun.elapsed().as_secs_f64());
    for (name, step, order) in USES {
        if let Some(order) = order {
            client.say(order).await?;
        }
        record(page, name, step).await?;
        if order.is_some() {
            sent = client.hear().await?.parse()?;
        }
        follow(page, sent - 1).await?;
    }
    let drawn = page.count("[data-testid=assistant-row]").await?;
    let size = "return +document.querySelector('[data-testid=assistant-row]').ariaSetSize;";
    let entries = page.script(size, vec![]).await?;
    println!("{drawn} rows are drawn of {entries} entries");
    ensure!(entries == json!(ENTRIES), "the log keeps {entries} entries");
    Ok(())
}

/// Shows the end of the log again, whatever was done with it, and waits until that is this line.
async fn follow(page: &Browser, line: usize) -> Result<()> {
    let begun = Instant::now();
    loop {
        let text = page.script(FOLLOW, vec![]).await?;
        if text.as_str().is_some_and(|text| text.starts_with(&format!("{line} "))) {
            return Ok(());
        }
        ensure!(begun.elapsed() < PATIENCE, "the log ends with {text} instead of line {line}");
        sleep(Duration::from_millis(50)).await;
    }
}

/// The CPU time that the page's thread has taken, in milliseconds.
async fn cpu(page: &Browser) -> Result<f64> {
    let answer = page.devtools("Performance.getMetrics", json!({})).await?;
    let metrics = answer["metrics"].as_array().context("no metrics")?;
    let time = metrics.iter().find(|metric| metric["name"] == "ThreadTime");
    Ok(number(&time.context("no time of the thread")?["value"])? * 1000.0)
}

/// Makes `step` in each of some frames, and prints the times from frame to frame and of the work in each, in
/// milliseconds, and the CPU time that a frame takes on average with all that is done between it and the next.
async fn record(page: &Browser, name: &str, step: &str) -> Result<()> {
    let before = cpu(page).await?;
    let script = format!("{HELPERS}\n{step}");
    let times = page.script_async(RECORD, vec![json!(FRAMES), json!(script)]).await?;
    let each = (cpu(page).await? - before) / FRAMES as f64;
    let mut line = format!("{name:42}");
    for at in 0..2 {
        let times = times[at].as_array().context("the page tells times")?;
        let mut times = times.iter().map(number).collect::<Result<Vec<f64>>>()?;
        times.sort_by(f64::total_cmp);
        for percent in [50, 95, 100] {
            line += &format!("{:8.1}", times[(times.len() - 1) * percent / 100]);
        }
    }
    println!("{line}{each:12.2}");
    Ok(())
}
