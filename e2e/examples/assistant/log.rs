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

/// A frame's time at 60 a second, in milliseconds.
const FRAME: f64 = 16.0;

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

    println!("{:42}{:>34}{:>34}", "the log, ms", "from frame to frame", "work in a frame");
    let begun = Instant::now();
    client.say(&format!("1000 {} 0", ENTRIES / 1000)).await?;
    tell("fill it, as fast as it comes", record(page, "").await?);
    shows(page, ENTRIES - 1).await?;
    let sent: usize = client.hear().await?.parse()?;
    ensure!(sent == ENTRIES, "{sent} lines were sent");
    println!("{ENTRIES} entries are there after {:.1} s", begun.elapsed().as_secs_f64());
    for (name, step, order) in USES {
        if let Some(order) = order {
            client.say(order).await?;
        }
        tell(name, record(page, step).await?);
        if order.is_some() {
            let sent: usize = client.hear().await?.parse()?;
            shows(page, sent - 1).await?;
        }
        page.script("document.querySelector('[data-testid=assistant-show-all]')?.click();", vec![])
            .await?;
        page.script("document.querySelector('[data-testid=assistant-resume]')?.click();", vec![])
            .await?;
    }
    let drawn = page.count("[data-testid=assistant-row]").await?;
    let shown = page
        .script(
            "return +document.querySelector('[data-testid=assistant-row]').ariaSetSize;",
            vec![],
        )
        .await?;
    println!("{drawn} rows are drawn of {shown} entries");
    Ok(())
}

/// Waits until the log's end shows this line.
async fn shows(page: &Browser, line: usize) -> Result<()> {
    let last = "return document.querySelector('[data-testid=assistant-row]:last-child .log-content')?.textContent ?? '';";
    let wanted = format!("{line} ");
    let begun = Instant::now();
    loop {
        let text = page.script(last, vec![]).await?;
        if text.as_str().is_some_and(|text| text.starts_with(&wanted)) {
            return Ok(());
        }
        ensure!(begun.elapsed() < PATIENCE, "the log ends with {text} instead of line {line}");
        sleep(Duration::from_millis(50)).await;
    }
}

/// The times from frame to frame, and the work in each, in milliseconds, while `step` is made in each.
async fn record(page: &Browser, step: &str) -> Result<[Vec<f64>; 2]> {
    let step = format!("{HELPERS}\n{step}");
    let times = page.script_async(RECORD, vec![json!(FRAMES), json!(step)]).await?;
    let [mut pauses, mut works] = [0, 1].map(|at| {
        times[at].as_array().map(|all| all.iter().map(number).collect::<Result<Vec<f64>>>())
    });
    let sorted = |times: &mut Option<Result<Vec<f64>>>| {
        let mut times = times.take().context("the page tells no times")??;
        times.sort_by(f64::total_cmp);
        anyhow::Ok(times)
    };
    Ok([sorted(&mut pauses)?, sorted(&mut works)?])
}

fn tell(name: &str, [pauses, works]: [Vec<f64>; 2]) {
    let figures = |times: &[f64]| {
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        format!("{:8.1}{:8.1}{:8.1}", at(50), at(95), at(100))
    };
    let within = works.iter().filter(|work| **work < FRAME).count() * 1000 / works.len();
    let within = format!("{}.{} %", within / 10, within % 10);
    println!("{name:42}{:>34}{:>26}{within:>8}", figures(&pauses), figures(&works));
}
